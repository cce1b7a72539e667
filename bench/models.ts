// What models cost: until the first result of the image sample, and each further one.
import { readFile } from 'node:fs/promises';
import { openSession, type RunSession } from '../src/runtime/run/openSession.ts';
import { measureFirstOutput } from './firstOutput.ts';
import { median } from './median.ts';
import { sessionOptions } from './sessionOptions.ts';

const SAMPLE = 'samples/images';
const GRAPH = `${SAMPLE}/graph-stack-lights.dataflow.yaml`;
const PICTURES = 1000;
const WARM_UP = 200;
const ROUNDS = 7;

export interface ModelFigures {
  /** From the start of the process; median over the rounds. */
  readonly firstOutputMs: number;
  /** From where a process begins with the run; median over the rounds. */
  readonly firstResultMs: number;
  /** Median over the calls after the first 200. */
  readonly inferenceMs: number;
}

export async function measureModels(): Promise<ModelFigures> {
  const { warmMs } = await measureFirstOutput({ graph: GRAPH, input: `${SAMPLE}/data` });
  const results: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) results.push(await timeFirstResult());
  return {
    firstOutputMs: warmMs,
    firstResultMs: median(results),
    inferenceMs: await measureInference(),
  };
}

const options = sessionOptions(GRAPH);

/** Modules are prepared; threads, module instances, ONNX Runtime and model are not. */
async function timeFirstResult(): Promise<number> {
  const startMs = performance.now();
  let endMs = NaN;
  const session = await openSession(options, (run) => {
    run.output.event(() => (endMs = performance.now()));
  });
  await publishPictures(session, 1);
  await session.run.finish('flush');
  await session.close();
  if (Number.isNaN(endMs)) throw new Error('no result came out');
  return endMs - startMs;
}

async function publishPictures({ bus }: RunSession, count: number): Promise<void> {
  const payload = await readFile(`${SAMPLE}/data/red.ppm`);
  for (let sent = 0; sent < count; sent += 1)
    await bus.publish({ topic: 'sensors/camera', payload, qos: 1, retain: false, userProperties: [] });
}

async function measureInference(): Promise<number> {
  const session = await openSession(options, () => undefined);
  await publishPictures(session, PICTURES);
  await session.run.finish('flush');
  const { hops } = await session.run.readHops({ nodes: ['classify/map'], limit: PICTURES });
  await session.close();
  if (hops.length !== PICTURES) throw new Error(`only ${String(hops.length)} pictures were classified`);
  return median(hops.slice(WARM_UP).map(({ durationUs }) => durationUs)) / 1000;
}
