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
import { OperatorSet } from '../src/runtime/engine/operatorSet.ts';
import { systemTime } from '../src/runtime/engine/systemTime.ts';
import { FlowMessage } from '../src/runtime/message/flowMessage.ts';
import type { Arrival } from '../src/runtime/scheduler/arrivals.ts';
import { defaultSchedulerSettings, Scheduler } from '../src/runtime/scheduler/scheduler.ts';
import { WallClock } from '../src/runtime/scheduler/sessionClock.ts';
import { CallTape } from '../src/runtime/engine/callTape.ts';
import { CommandClient } from '../src/runtime/services/commandClient.ts';
import { MetricsRegistry } from '../src/runtime/services/metrics.ts';
import { Models } from '../src/runtime/services/models.ts';
import { SchemaRegistry } from '../src/runtime/services/schemaRegistry.ts';
import { StateStore } from '../src/runtime/services/stateStore.ts';
import { Payload } from '../src/runtime/trace/payload.ts';
import { TraceRecorder } from '../src/runtime/trace/traceRecorder.ts';
import { benchPayload } from './benchPayload.ts';
import { chainGraph, lightOperators, prepareModule, specFor } from './graphs.ts';

const BATCH = 500;
/** The kinds of operators in a chain, over and over. */
const PATTERN = ['map', 'filter', 'map'] as const;

/** Microseconds per call of the chain's operators, straight on the glue's exports. */
async function measureRaw(calls: number): Promise<() => number> {
  const prepared = decodePreparedModule(await prepareModule(lightOperators.module));
  if (!prepared) throw new Error('the prepared module is damaged');
  const ledger = new BufferLedger();
  const services = {
    stateStore: new StateStore({ nowMs: () => Date.now() }),
    metrics: new MetricsRegistry().node('raw'),
    schemas: new SchemaRegistry(),
    commands: noCommands(),
    models: noModels().openUser(),
  };
  const imports = createHostImports(services, new CallNotes());
  const guard = new CallGuard(() => performance.now());
  const operators = PATTERN.map((kind) => {
    const operator = new LoadedModule(prepared, 'raw').instantiate({ ...imports }, ledger, guard, [])[kind];
    operator.init(lightOperators.configure(kind));
    return operator;
  });
  const message = newMessage();
  return () => {
    const start = performance.now();
    for (let count = 0; count < calls; count += operators.length)
      for (const operator of operators) operator.process(toWitData(message, ledger));
    return ((performance.now() - start) * 1000) / calls;
  };
}

/** Microseconds per message in a chain of `length` operators. */
async function measureChain(length: number, level: TraceLevel, messages: number): Promise<() => number> {
  const scheduler = await createScheduler(length, level);
  return () => {
    const start = performance.now();
    for (let sent = 0; sent < messages; sent += BATCH) {
      scheduler.offer(Array.from({ length: BATCH }, newArrival));
      while (scheduler.step());
    }
    return ((performance.now() - start) * 1000) / messages;
  };
}

function noCommands(): CommandClient {
  const outcome = { kind: 'client-error', reason: 'there is no broker here', passedMs: 0 } as const;
  return new CommandClient({ nowMs: () => 0, isVirtual: true, call: () => outcome });
}

function noModels(): Models {
  const failed = { kind: 'failed', code: 'unknown', reason: 'there is no thread for models here' } as const;
  return new Models({ generation: 0, call: () => failed, free: () => undefined }, []);
}

async function createScheduler(length: number, level: TraceLevel): Promise<Scheduler> {
  const kinds = Array.from({ length }, (_, index) => PATTERN[index % PATTERN.length] ?? 'map');
  const spec = await specFor(chainGraph(kinds), lightOperators, 'bench');
  const clock = new WallClock(systemTime);
  const services = {
    clock,
    guard: new CallGuard(() => clock.monotonicMs()),
    stateStore: new StateStore(clock),
    metrics: new MetricsRegistry(),
    schemas: new SchemaRegistry(),
    commands: noCommands(),
    models: noModels(),
    tape: new CallTape(),
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
    heartbeat: new SharedArrayBuffer(12),
  };
  const operators = new OperatorSet(start, services, () => undefined).hosts;
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

/** Microseconds. */
export interface HopFigures {
  /** A call through the glue alone. */
  readonly rawUs: number;
  /** An operator's hop in a chain of 3, with its share of what source and sink cost. */
  readonly hopUs: number;
  /** The same with payloads in the trace. */
  readonly payloadHopUs: number;
  /** An operator's hop alone, without source and sink, in chains of 3 and of 100. */
  readonly innerHop3Us: number;
  readonly innerHop100Us: number;
}

/** Rounds alternate, so that a busy machine disturbs all alike; the best of each counts. */
export async function measureHops(rounds = 12): Promise<HopFigures> {
  const measures = {
    raw: await measureRaw(60_000),
    chain0: await measureChain(0, 'headers', 20_000),
    chain3: await measureChain(3, 'headers', 20_000),
    payloads3: await measureChain(3, 'payloads', 20_000),
    chain100: await measureChain(100, 'headers', 1000),
  };
  const best = { raw: Infinity, chain0: Infinity, chain3: Infinity, payloads3: Infinity, chain100: Infinity };
  const names = Object.keys(measures) as (keyof typeof measures)[];
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) best[name] = Math.min(best[name], measures[name]());
  return {
    rawUs: best.raw,
    hopUs: best.chain3 / 3,
    payloadHopUs: best.payloads3 / 3,
    innerHop3Us: (best.chain3 - best.chain0) / 3,
    innerHop100Us: (best.chain100 - best.chain0) / 100,
  };
}
