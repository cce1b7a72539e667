// Runs the benchmarks and prints their figures as a table, or with --json as one object; README.md beside this file
// explains the keys. Names of benchmarks as arguments run only those.
import { formatTable } from '../src/cli/formatTable.ts';
import type { GraphFile } from '../src/graph/parseGraph.ts';
import { complete } from '../src/language/completion/complete.ts';
import { noFacts } from '../src/language/workspaceFacts.ts';
import { measureBroker } from './brokerRun.ts';
import { type CanvasPlaces, measureCanvas } from './canvas.ts';
import { measureComparison } from './comparison.ts';
import { measureDebugging } from './debug.ts';
import { type EditorPlaces, measureEditor } from './editor.ts';
import { describeFigure, type FigureKey, figures } from './figures.ts';
import { measureFirstOutput } from './firstOutput.ts';
import { measureHops } from './hops.ts';
import { measureLanguage } from './language.ts';
import { measureLayout } from './layout.ts';
import { measureMillion } from './millionMessages.ts';
import { measureModels } from './models.ts';
import { measureSoak } from './soak.ts';
import { measureTraceRecord } from './trace.ts';

type Figures = Partial<Record<FigureKey, number>>;

/** By the name that an argument may give. The first one is undisturbed by what the others leave in memory. */
const benchmarks: Readonly<Record<string, () => Promise<Figures>>> = {
  million: async () => {
    const { rssGrowthMb, rssMb, lost, perSecond } = await measureMillion();
    return {
      millionMessagesRssGrowthMb: rssGrowthMb,
      millionMessagesLost: lost,
      millionMessagesRssMb: rssMb,
      millionMessagesPerSecond: perSecond,
    };
  },
  broker: async () => {
    const { perSecond, cpuUs, ratio, singleMessageP50Ms } = await measureBroker();
    return {
      throughputRatioToBroker: ratio.sample,
      throughputRatioLight: ratio.light,
      barePerSecond: perSecond.bare,
      graphPerSecond: perSecond.sample,
      graphLightPerSecond: perSecond.light,
      bareCpuUs: cpuUs.bare,
      graphCpuUs: cpuUs.sample,
      graphLightCpuUs: cpuUs.light,
      singleMessageP50Ms,
    };
  },
  hops: async () => {
    const { rawUs, hopUs, payloadHopUs, innerHop3Us, innerHop100Us } = await measureHops();
    return {
      hopCostRatioToJco: hopUs / rawUs,
      rawCallUs: rawUs,
      hopUs,
      payloadTraceCostPercent: (payloadHopUs / hopUs - 1) * 100,
      hopsPerSecondRatio100To3: innerHop3Us / innerHop100Us,
      traceRecordUs: measureTraceRecord().headersUs,
    };
  },
  language: () => {
    const { parseMs, validationToParseRatio, completionMs = NaN } = measureLanguage(completeLastTarget);
    return Promise.resolve({
      parseMs,
      validationToParseRatio,
      completionMs,
      completionToParseRatio: completionMs / parseMs,
    });
  },
  layout: () => Promise.resolve({ ...measureLayout() }),
  editor: async () => {
    // run.mjs installs what is needed and names it.
    const { vsixMegabytes, ...places } = JSON.parse(process.env['BENCH_EDITOR'] ?? '{}') as EditorPlaces & {
      readonly vsixMegabytes: number;
    };
    return { ...(await measureEditor(places)), vsixMegabytes };
  },
  debug: async () => {
    const places = JSON.parse(process.env['BENCH_EDITOR'] ?? '{}') as EditorPlaces;
    return { ...(await measureDebugging(places)) };
  },
  canvas: async () => {
    const places = JSON.parse(process.env['BENCH_CANVAS'] ?? '{}') as CanvasPlaces;
    const { bundleKb, firstPaintMs, framesPerSecond, textToCanvasMs, wholeFramesPerSecond } =
      await measureCanvas(places);
    return {
      canvasFirstPaintMs: firstPaintMs,
      canvasFps: framesPerSecond,
      canvasWholeFps: wholeFramesPerSecond,
      textToCanvasMs,
      canvasBundleKb: bundleKb,
    };
  },
  comparison: async () => ({ compareCostRatio: await measureComparison() }),
  models: async () => {
    const { firstOutputMs, firstResultMs, inferenceMs } = await measureModels();
    return { modelFirstOutputMs: firstOutputMs, modelFirstResultMs: firstResultMs, inferenceMs };
  },
  soak: async () => {
    const { rssGrowthMb, lost, named, updates, brokerDrops, perSecond } = await measureSoak();
    return {
      soakRssGrowthMb: rssGrowthMb,
      soakLost: lost,
      soakNamed: named,
      soakUpdates: updates,
      soakBrokerDrops: brokerDrops,
      soakPerSecond: perSecond,
    };
  },
  first: async () => {
    const { coldMs, warmMs } = await measureFirstOutput();
    return { firstOutputColdMs: coldMs, firstOutputWarmMs: warmMs };
  },
};

/** Run only when they are named. */
const longOnes: ReadonlySet<string> = new Set(['soak']);

/** The longest list there is: the names that the last connection may lead to. */
function completeLastTarget(file: GraphFile): unknown {
  const words = '    to:\n      name: "';
  const place = file.lines.positionAt(file.text.lastIndexOf(words) + words.length);
  const items = complete(file, place, noFacts);
  if (items.length < 500) throw new Error('completion is asked at the wrong place');
  return items;
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = words.find((word) => !Object.hasOwn(benchmarks, word));
if (unknown !== undefined)
  throw new Error(`there is no benchmark "${unknown}", only ${Object.keys(benchmarks).join(', ')}`);
const result: Figures = {};
for (const [name, measure] of Object.entries(benchmarks)) {
  if (words.length > 0 ? !words.includes(name) : longOnes.has(name)) continue;
  if (process.stderr.isTTY) process.stderr.write(`${name} …\n`);
  Object.assign(result, await measure());
}
const measured = (Object.keys(figures) as FigureKey[]).flatMap((key) => {
  const value = result[key];
  return value === undefined ? [] : [[key, value] as const];
});
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify(Object.fromEntries(measured))}\n`);
else {
  const rows = measured.map(([key, value]) => describeFigure(key, value));
  const table = formatTable([['figure', 'value', 'wanted', 'reached', 'key'], ...rows], new Set([1]));
  process.stdout.write(`${table.join('\n')}\n`);
}
