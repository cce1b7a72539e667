// What the benchmarks tell: keys, words for people, and what is wanted. Measures nothing. README.md has the same keys.

/** One figure. Without `atLeast` and `atMost` it is only for comparison. */
export interface Figure {
  readonly title: string;
  readonly unit: string;
  /** Digits after the point. */
  readonly digits: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Keys are only ever added. */
export type FigureKey =
  | 'throughputRatioToBroker'
  | 'throughputRatioLight'
  | 'barePerSecond'
  | 'graphPerSecond'
  | 'graphLightPerSecond'
  | 'bareCpuUs'
  | 'graphCpuUs'
  | 'graphLightCpuUs'
  | 'singleMessageP50Ms'
  | 'compareCostRatio'
  | 'hopCostRatioToJco'
  | 'rawCallUs'
  | 'hopUs'
  | 'payloadTraceCostPercent'
  | 'hopsPerSecondRatio100To3'
  | 'traceRecordUs'
  | 'firstOutputColdMs'
  | 'firstOutputWarmMs'
  | 'modelFirstOutputMs'
  | 'modelFirstResultMs'
  | 'inferenceMs'
  | 'millionMessagesRssGrowthMb'
  | 'millionMessagesLost'
  | 'millionMessagesRssMb'
  | 'millionMessagesPerSecond'
  | 'soakRssGrowthMb'
  | 'soakLost'
  | 'soakNamed'
  | 'soakUpdates'
  | 'soakBrokerDrops'
  | 'soakPerSecond'
  | 'validationToParseRatio'
  | 'parseMs'
  | 'completionMs'
  | 'completionToParseRatio'
  | 'layoutMs'
  | 'layout500Ms'
  | 'activationMs'
  | 'keystrokeToDiagnosticsMs'
  | 'longestBlockMs'
  | 'vsixMegabytes'
  | 'f5ToFirstOutputMs'
  | 'stopToVariablesMs'
  | 'stepMs'
  | 'windowStepMs'
  | 'hostDelayP99Ms'
  | 'floodPerSecond'
  | 'floodLost'
  | 'canvasFirstPaintMs'
  | 'canvasFps'
  | 'canvasWholeFps'
  | 'textToCanvasMs'
  | 'canvasBundleKb';

/** In the order of printing. */
export const figures: Readonly<Record<FigureKey, Figure>> = {
  throughputRatioToBroker: { title: 'graph rate ÷ bare broker rate', unit: '', digits: 2, atLeast: 0.6 },
  throughputRatioLight: { title: 'the same with light operators', unit: '', digits: 2 },
  barePerSecond: { title: 'bare broker', unit: '/s', digits: 0 },
  graphPerSecond: { title: 'graph, sample operators', unit: '/s', digits: 0 },
  graphLightPerSecond: { title: 'graph, light operators', unit: '/s', digits: 0 },
  bareCpuUs: { title: 'processor time per message, bare', unit: 'µs', digits: 1 },
  graphCpuUs: { title: 'processor time per message, sample operators', unit: 'µs', digits: 1 },
  graphLightCpuUs: { title: 'processor time per message, light operators', unit: 'µs', digits: 1 },
  singleMessageP50Ms: { title: 'single message through the graph', unit: 'ms', digits: 2, atMost: 1 },
  compareCostRatio: { title: 'a run with a module beside its map, to the run alone', unit: '', digits: 2 },
  hopCostRatioToJco: { title: 'hop ÷ bare call through jco', unit: '', digits: 2, atMost: 3 },
  rawCallUs: { title: 'bare call through jco', unit: 'µs', digits: 2 },
  hopUs: { title: 'hop', unit: 'µs', digits: 2 },
  payloadTraceCostPercent: { title: 'extra for payloads in the trace', unit: '%', digits: 1, atMost: 15 },
  hopsPerSecondRatio100To3: { title: 'hops per second, 100 nodes ÷ 3', unit: '', digits: 2, atLeast: 0.8 },
  traceRecordUs: { title: 'recording one hop', unit: 'µs', digits: 2 },
  firstOutputColdMs: { title: 'first output, empty cache', unit: 'ms', digits: 0, atMost: 1500 },
  firstOutputWarmMs: { title: 'first output, filled cache', unit: 'ms', digits: 0, atMost: 500 },
  modelFirstOutputMs: { title: 'first output of a model, filled cache', unit: 'ms', digits: 0 },
  modelFirstResultMs: {
    title: 'first result of a model after a run starts',
    unit: 'ms',
    digits: 0,
    atMost: 1000,
  },
  inferenceMs: { title: 'call of an operator that runs a model', unit: 'ms', digits: 2, atMost: 2 },
  millionMessagesRssGrowthMb: {
    title: 'memory growth over a million messages',
    unit: 'MB',
    digits: 1,
    atMost: 10,
  },
  millionMessagesLost: { title: 'lost of them', unit: '', digits: 0, atMost: 0 },
  millionMessagesRssMb: { title: 'memory after them', unit: 'MB', digits: 0 },
  millionMessagesPerSecond: { title: 'rate of them', unit: '/s', digits: 0 },
  soakRssGrowthMb: { title: 'memory growth of a disturbed run', unit: 'MB', digits: 1, atMost: 10 },
  soakLost: { title: 'lost in it that no fault names', unit: '', digits: 0, atMost: 0 },
  soakNamed: { title: 'lost in it by faults', unit: '', digits: 0 },
  soakUpdates: { title: 'modules that took over in it', unit: '', digits: 0 },
  soakBrokerDrops: { title: 'times its broker was gone', unit: '', digits: 0 },
  soakPerSecond: { title: 'rate of it', unit: '/s', digits: 0 },
  validationToParseRatio: { title: 'full validation ÷ YAML parse alone', unit: '', digits: 2, atMost: 1.3 },
  parseMs: { title: 'YAML parse of 1,000 operations', unit: 'ms', digits: 1 },
  completionMs: { title: 'completion in them', unit: 'ms', digits: 1 },
  completionToParseRatio: { title: 'completion ÷ YAML parse', unit: '', digits: 2, atMost: 0.15 },
  layoutMs: { title: 'layout of 100 nodes', unit: 'ms', digits: 0, atMost: 150 },
  layout500Ms: { title: 'layout of 500 nodes', unit: 'ms', digits: 0, atMost: 1000 },
  activationMs: { title: 'activation of the extension', unit: 'ms', digits: 0, atMost: 60 },
  keystrokeToDiagnosticsMs: { title: 'keystroke to problems', unit: 'ms', digits: 0, atMost: 150 },
  longestBlockMs: { title: 'longest block of the extension host', unit: 'ms', digits: 0, atMost: 50 },
  vsixMegabytes: { title: 'size of the package', unit: 'MB', digits: 1, atMost: 12 },
  f5ToFirstOutputMs: { title: 'F5 to first output, filled cache', unit: 'ms', digits: 0, atMost: 1000 },
  stopToVariablesMs: {
    title: 'message to variables at a stop, our part',
    unit: 'ms',
    digits: 0,
    atMost: 150,
  },
  stepMs: { title: 'step to variables, our part', unit: 'ms', digits: 0, atMost: 100 },
  windowStepMs: { title: "the same with VS Code's own waiting", unit: 'ms', digits: 0 },
  hostDelayP99Ms: { title: "extension host's delay in a flood, p99", unit: 'ms', digits: 0, atMost: 50 },
  floodPerSecond: { title: 'messages of that flood', unit: '/s', digits: 0 },
  floodLost: { title: 'not counted of them', unit: '', digits: 0, atMost: 0 },
  canvasFirstPaintMs: { title: 'canvas of 500 operations painted', unit: 'ms', digits: 0, atMost: 1000 },
  canvasFps: { title: 'frames while dragging and moving', unit: '/s', digits: 0, atLeast: 55 },
  canvasWholeFps: { title: 'the same with all of it in sight', unit: '/s', digits: 0, atLeast: 55 },
  textToCanvasMs: { title: 'change of the text on the canvas', unit: 'ms', digits: 0, atMost: 100 },
  canvasBundleKb: { title: 'canvas, compressed', unit: 'KB', digits: 0, atMost: 600 },
};

/** One row of the table: title, value, what is wanted, whether it is reached. */
export function describeFigure(key: FigureKey, value: number): string[] {
  const { title, unit, digits, atLeast, atMost } = figures[key];
  const wanted =
    atLeast === undefined ? (atMost === undefined ? '' : `≤ ${String(atMost)}`) : `≥ ${String(atLeast)}`;
  const isReached = value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity);
  return [
    title,
    `${value.toFixed(digits)} ${unit}`.trim(),
    wanted,
    wanted && (isReached ? 'yes' : 'no'),
    key,
  ];
}
