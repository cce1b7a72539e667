// What a hop costs inside the engine, against the bare calls of the same component through jco's glue, in one thread.
import { silentLogger } from '../src/base/logger.ts';
import type { TraceLevel } from '../src/protocol/trace.ts';
import { BufferLedger } from '../src/runtime/component/hostBuffer.ts';
import { CallGuard } from '../src/runtime/component/callGuard.ts';
import { CallNotes } from '../src/runtime/component/callNotes.ts';
import { toWitData } from '../src/runtime/component/dataModel.ts';
import { createHostImports } from '../src/runtime/component/hostImports.ts';
import { LoadedModule } from '../src/runtime/component/loadedModule.ts';
import { decodePreparedModule } from '../src/runtime/component/preparedModule.ts';
import { createOperators } from '../src/runtime/engine/createOperators.ts';
import { systemTime } from '../src/runtime/engine/systemTime.ts';
import { FlowMessage } from '../src/runtime/scheduler/flowMessage.ts';
import { type Arrival, defaultSchedulerSettings, Scheduler } from '../src/runtime/scheduler/scheduler.ts';
import { WallClock } from '../src/runtime/scheduler/sessionClock.ts';
import { MetricsRegistry } from '../src/runtime/services/metrics.ts';
import { SchemaRegistry } from '../src/runtime/services/schemaRegistry.ts';
import { StateStore } from '../src/runtime/services/stateStore.ts';
import { Payload } from '../src/runtime/trace/payload.ts';
import { TraceRecorder } from '../src/runtime/trace/traceRecorder.ts';
import { alternatingChain, benchPayload, chainGraph, prepareModule, specFor } from './graphs.ts';

const BATCH = 500;

/** Microseconds per call of `map` and `filter` in turn, straight on the glue's exports. */
async function measureRaw(calls: number): Promise<() => number> {
  const prepared = decodePreparedModule(await prepareModule());
  if (!prepared) throw new Error('the prepared module is damaged');
  const ledger = new BufferLedger();
  const services = {
    stateStore: new StateStore({ nowMs: () => Date.now() }),
    metrics: new MetricsRegistry().node('raw'),
    schemas: new SchemaRegistry(),
  };
  const imports = createHostImports(services, new CallNotes());
  const guard = new CallGuard(() => performance.now());
  const make = (): ReturnType<LoadedModule['instantiate']> =>
    new LoadedModule(prepared, 'raw').instantiate({ ...imports }, ledger, guard, []);
  const [map, filter] = [make().map, make().filter];
  map.init({ properties: [], moduleSchemas: [] });
  filter.init({ properties: [], moduleSchemas: [] });
  const message = newMessage();
  return () => {
    const start = performance.now();
    for (let count = 0; count < calls; count += 2) {
      map.process(toWitData(message, ledger));
      filter.process(toWitData(message, ledger));
    }
    return ((performance.now() - start) * 1000) / calls;
  };
}

/** Microseconds per operator hop in a chain of `length` operators. */
async function measureChain(length: number, level: TraceLevel, messages: number): Promise<() => number> {
  const scheduler = await createScheduler(length, level);
  return () => {
    const start = performance.now();
    for (let sent = 0; sent < messages; sent += BATCH) {
      scheduler.offer(Array.from({ length: BATCH }, newArrival));
      while (scheduler.step());
    }
    return ((performance.now() - start) * 1000) / (messages * length);
  };
}

async function createScheduler(length: number, level: TraceLevel): Promise<Scheduler> {
  const spec = await specFor(length === 0 ? chainGraph([]) : alternatingChain(length));
  const clock = new WallClock(systemTime);
  const services = {
    clock,
    guard: new CallGuard(() => clock.monotonicMs()),
    stateStore: new StateStore(clock),
    metrics: new MetricsRegistry(),
    schemas: new SchemaRegistry(),
  };
  const recorder = new TraceRecorder({
    header: {
      version: 1,
      graph: 'bench',
      level,
      startedMs: 0,
      nodes: spec.plan.nodes.map((node) => node.name),
    },
    logger: silentLogger,
  });
  const start = {
    ...spec,
    clock: { kind: 'wall' as const },
    lateItems: 'accept' as const,
    operatorTimeoutMs: 5000,
    seed: '',
    trace: { level },
    heartbeat: new SharedArrayBuffer(8),
  };
  const operators = createOperators(start, services, () => undefined);
  for (const operator of operators) operator?.start();
  return new Scheduler({
    plan: spec.plan,
    operators,
    clock,
    record: (hop) => recorder.record(hop),
    emit: () => undefined,
    settings: defaultSchedulerSettings,
  });
}

function newArrival(): Arrival {
  return {
    topic: 'sensors',
    contentType: 'application/json',
    userProperties: [],
    payload: new Payload(benchPayload),
    timestamp: undefined,
    source: 0,
  };
}

function newMessage(): FlowMessage {
  const { topic, contentType, userProperties, payload } = newArrival();
  const time = { secs: 1_700_000_000n, nanos: 0, counter: 0n, nodeId: 'bench' };
  return new FlowMessage(
    'message',
    time,
    topic,
    contentType,
    userProperties,
    payload,
    undefined,
    undefined,
    topic,
  );
}

export interface HopFigures {
  readonly rawUs: number;
  readonly hopUs: number;
  readonly payloadsUs: number;
  readonly hop100Us: number;
}

/** Rounds alternate, so that a busy machine disturbs all alike; the best of each counts. */
export async function measureHops(rounds = 8): Promise<HopFigures> {
  const raw = await measureRaw(60_000);
  const headers = await measureChain(3, 'headers', 20_000);
  const payloads = await measureChain(3, 'payloads', 20_000);
  const hundred = await measureChain(100, 'headers', 1000);
  const best = { rawUs: Infinity, hopUs: Infinity, payloadsUs: Infinity, hop100Us: Infinity };
  for (let round = 0; round < rounds; round += 1) {
    best.rawUs = Math.min(best.rawUs, raw());
    best.hopUs = Math.min(best.hopUs, headers());
    best.payloadsUs = Math.min(best.payloadsUs, payloads());
    best.hop100Us = Math.min(best.hop100Us, hundred());
  }
  return best;
}
