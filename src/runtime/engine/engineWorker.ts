// Worker entry: puts an engine behind the worker's message port. Knows nothing about brokers or files of a workspace.
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../base/errors.ts';
import {
  ENGINE_PROTOCOL,
  type EngineEvents,
  type EngineMethods,
  type HostEvents,
} from '../../protocol/engine.ts';
import { connectRpc } from '../../protocol/rpc.ts';
import type { TraceBrowser } from '../trace/traceBrowser.ts';
import { CommandChannel, type EngineWorkerData } from './commandChannel.ts';
import type { DebugControls } from './debugControls.ts';
import { Engine } from './engine.ts';
import { EngineSleep } from './engineSleep.ts';
import { InferenceThread } from './inferenceThread.ts';
import { systemTime } from './systemTime.ts';

// Traps come with the operator's frames; ten of them are often all inside its panic machinery.
Error.stackTraceLimit = 40;

if (!parentPort) throw new Error('this file runs as a worker');
const port = parentPort;
const data = workerData as EngineWorkerData;
const sleep = new EngineSleep(data.sleepSignal);
const commands = new CommandChannel(data.commands, sleep);
const inference = new InferenceThread(new URL('./inferenceWorker.mjs', import.meta.url), sleep);
let engine: Engine | undefined;

function running(): Engine {
  if (!engine) throw new AppError('RUN_ENDED', 'The run has not been started, or has ended.');
  return engine;
}

// Each is asked of the engine that runs then.
const debugMethods: DebugControls['methods'] = {
  setStops: (params) => running().controls.methods.setStops(params),
  pause: (params) => running().controls.methods.pause(params),
  resume: (params) => running().controls.methods.resume(params),
  editStopped: (params) => running().controls.methods.editStopped(params),
  dropStopped: (params) => running().controls.methods.dropStopped(params),
  evaluate: (params) => running().controls.methods.evaluate(params),
  readClock: (params) => running().controls.methods.readClock(params),
  advance: (params) => running().controls.methods.advance(params),
};

const traceMethods: TraceBrowser['methods'] = {
  listMessages: (params) => running().browser.methods.listMessages(params),
  describeMessage: (params) => running().browser.methods.describeMessage(params),
  readPayload: (params) => running().browser.methods.readPayload(params),
  exportHops: (params) => running().browser.methods.exportHops(params),
};

const peer = connectRpc<EngineMethods, HostEvents, Record<never, never>, EngineEvents>(
  {
    post: (value, transfer) => port.postMessage(value, transfer ? [...transfer] : []),
    listen: (listener) => void port.on('message', listener),
  },
  ENGINE_PROTOCOL,
  {
    methods: {
      start: (start) => {
        engine = new Engine(start, {
          time: systemTime,
          yieldThen: (callback) => void setImmediate(callback),
          notify: (event, value, transfer) => peer.notify(event, value, transfer),
          callCommand: (call, checkWanted) => commands.call(call, checkWanted),
          inference,
        });
        engine.startOperators();
        return null;
      },
      replaceModule: (replacement) => {
        running().replaceModule(replacement);
        return null;
      },
      compareModule: (replacement) => {
        running().shadows.compareModule(replacement);
        return null;
      },
      endComparison: (which) => {
        running().shadows.end(which);
        return null;
      },
      readComparison: () => running().shadows.read(),
      finish: (how) => running().finish(how),
      counts: () => running().counts(),
      progress: () => running().progress(),
      readHops: (query) => running().readHops(query),
      readLineage: ({ message }) => running().readLineage(message),
      readState: (params) => running().inspection.readState(params),
      editState: (params) => running().inspection.editState(params),
      readMetrics: () => running().inspection.readMetrics(),
      readMeters: () => running().readMeters(),
      replayHop: (params) => running().replayHop(params),
      setFaults: (params) => running().faults.replace(params),
      readFaults: () => running().faults.read(),
      ...debugMethods,
      ...traceMethods,
      close: () => {
        engine?.close();
        inference.dispose();
        engine = undefined;
        return null;
      },
    },
    events: {
      expectModels: () => inference.prepare(),
      arrivals: (batch) => engine?.acceptArrivals(batch),
      stateRequests: (batch) => engine?.acceptStateRequests(batch),
      published: ({ count }) => engine?.acceptPublished(count),
      spansTaken: ({ count }) => engine?.acceptSpansTaken(count),
    },
  },
);
