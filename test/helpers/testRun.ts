// A scheduler with real operators, a clock that tests move, and everything it does written down.
import { clockFromMs, clockToMs, formatClock } from '../../src/base/hybridLogicalClock.ts';
import type { UserProperty } from '../../src/protocol/message.ts';
import type { ReplayOrigin, TracedError, TracedLog, Verdict } from '../../src/protocol/trace.ts';
import type { RunPlan } from '../../src/graph/runPlan.ts';
import { CallGuard } from '../../src/runtime/component/callGuard.ts';
import type { LoadedModule } from '../../src/runtime/component/loadedModule.ts';
import { Operator, type OperatorKind } from '../../src/runtime/component/operator.ts';
import type { FlowMessage } from '../../src/runtime/message/flowMessage.ts';
import { OperatorHost, type OperatorHostParts } from '../../src/runtime/scheduler/operatorHost.ts';
import type { Arrival } from '../../src/runtime/scheduler/arrivals.ts';
import {
  defaultSchedulerSettings,
  Scheduler,
  type SchedulerSettings,
} from '../../src/runtime/scheduler/scheduler.ts';
import { type SessionClock, VirtualClock, WallClock } from '../../src/runtime/scheduler/sessionClock.ts';
import { MetricsRegistry } from '../../src/runtime/services/metrics.ts';
import { SchemaRegistry } from '../../src/runtime/services/schemaRegistry.ts';
import { StateStore } from '../../src/runtime/services/stateStore.ts';
import type { Hop } from '../../src/runtime/trace/hop.ts';
import { Payload } from '../../src/runtime/trace/payload.ts';
import { noCommands } from './noCommands.ts';
import { noModels } from './noModels.ts';
import { ManualTime } from './manualTime.ts';
import { START_MS, textOf } from './testOperator.ts';
import { planOf } from './testPlan.ts';

/** A hop, times in milliseconds since START_MS, payloads as text. */
export interface SeenHop {
  readonly hop: number;
  readonly message: number;
  readonly cause: number;
  readonly replayOf: ReplayOrigin | undefined;
  readonly parents: readonly number[] | undefined;
  readonly node: string;
  readonly connection: number;
  readonly verdict: Verdict;
  readonly reason: string | undefined;
  readonly arm: string | undefined;
  readonly ms: number;
  /** The whole logical time in `__ts` form. */
  readonly clock: string;
  readonly newMs: number | undefined;
  readonly wallMs: number;
  readonly durationUs: number;
  readonly input: string;
  readonly output: string | undefined;
  readonly logs: readonly TracedLog[] | undefined;
  readonly error: TracedError | undefined;
}

export interface TestRunOptions {
  /** See planOf. */
  readonly graph: string | RunPlan;
  /** The module of every operator that has none of its own. */
  readonly module?: LoadedModule;
  /** By operation. */
  readonly modules?: Readonly<Record<string, LoadedModule>>;
  /** Properties by operation. */
  readonly properties?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly clock?: 'virtual' | 'wall';
  readonly settings?: Partial<SchedulerSettings>;
  readonly limitMs?: number;
  readonly memoryLimitBytes?: number;
}

export class TestRun {
  readonly plan: RunPlan;
  readonly time: ManualTime = new ManualTime(START_MS);
  readonly clock: SessionClock;
  readonly scheduler: Scheduler;
  readonly hosts: readonly (OperatorHost | undefined)[];
  readonly hops: SeenHop[] = [];
  /** What came in at each hop. */
  readonly inputs: (FlowMessage | undefined)[] = [];
  readonly emitted: { readonly node: string; readonly message: FlowMessage }[] = [];
  readonly health: [node: string, ...report: Parameters<OperatorHostParts['onHealth']>][] = [];

  constructor(options: TestRunOptions) {
    this.plan = typeof options.graph === 'string' ? planOf(options.graph) : options.graph;
    this.clock = options.clock === 'wall' ? new WallClock(this.time) : new VirtualClock(this.time, START_MS);
    this.hosts = this.#createHosts(options);
    this.scheduler = new Scheduler({
      plan: this.plan,
      operators: this.hosts,
      clock: this.clock,
      record: (hop) => this.#record(hop),
      emit: (message, node) => void this.emitted.push({ node: this.#nameOf(node), message }),
      settings: { ...defaultSchedulerSettings, ...options.settings },
    });
  }

  /** Puts messages before their sources. */
  offer(...arrivals: Arrival[]): this {
    this.scheduler.offer(arrivals);
    return this;
  }

  /** Hands what came in at the hop with number `hop` to its node again. */
  replay(hop: number): this {
    const seen = this.hops[hop - 1];
    const message = this.inputs[hop - 1];
    if (!seen || !message || seen.parents) throw new Error(`hop ${String(hop)} cannot be replayed`);
    const node = this.plan.nodes.findIndex(({ name }) => name === seen.node);
    const { connection, message: number } = seen;
    this.scheduler.replay({ node, connection, message, of: { hop, message: number } });
    return this;
  }

  /** Steps until there is nothing to do now. */
  work(): this {
    while (this.scheduler.step());
    return this;
  }

  /** Lets time pass, then works. */
  after(ms: number): this {
    this.time.advance(ms);
    return this.work();
  }

  /** The end of a run that finishes everything. */
  flush(): this {
    this.scheduler.completeInput();
    return this.work();
  }

  /** Payloads that sinks have emitted so far, in order. */
  get outputs(): string[] {
    return this.emitted.map(({ message }) => textOf(message));
  }

  /** `node verdict payload` for each hop, at `node` alone if given. */
  story(node?: string): string[] {
    const hops = node === undefined ? this.hops : this.hops.filter((hop) => hop.node === node);
    return hops.map((hop) => `${hop.node} ${hop.verdict} ${hop.input}`);
  }

  #nameOf(index: number): string {
    return this.plan.nodes[index]?.name ?? '?';
  }

  #record(hop: Hop): number {
    const sinceStart = (ms: number): number => ms - START_MS;
    const payload = (message: Hop['input']): string => Buffer.from(message?.payload.bytes ?? []).toString();
    this.inputs.push(hop.input as FlowMessage | undefined);
    this.hops.push({
      hop: this.hops.length + 1,
      message: hop.message,
      cause: hop.cause,
      replayOf: hop.replayOf,
      parents: hop.parents,
      node: this.#nameOf(hop.node),
      connection: hop.connection,
      verdict: hop.verdict,
      reason: hop.reason,
      arm: hop.arm,
      ms: sinceStart(clockToMs(hop.time)),
      clock: formatClock(hop.time),
      newMs: hop.newTime && sinceStart(clockToMs(hop.newTime)),
      wallMs: sinceStart(hop.wallMs),
      durationUs: hop.durationUs,
      input: payload(hop.input),
      output: hop.output && payload(hop.output),
      logs: hop.logs,
      error: hop.error,
    });
    return this.hops.length;
  }

  #createHosts(options: TestRunOptions): (OperatorHost | undefined)[] {
    const {
      module,
      modules = {},
      properties = {},
      limitMs = 5000,
      memoryLimitBytes = 256 * 1024 * 1024,
    } = options;
    const monotonicMs = (): number => performance.now();
    const guard = new CallGuard(monotonicMs);
    const stateStore = new StateStore(this.clock);
    const metrics = new MetricsRegistry();
    return this.plan.nodes.map((node, index) => {
      if (node.type === 'source' || node.type === 'sink' || node.type === 'concatenate') return undefined;
      const ownModule = modules[node.name] ?? module;
      if (!ownModule) throw new Error(`no module for ${node.name}`);
      const kind: OperatorKind = node.type;
      const host = new OperatorHost({
        node: node.name,
        index,
        kind,
        configuration: {
          properties: (properties[node.name] ?? []).map(([key, value]) => [key, value]),
          moduleSchemas: [],
        },
        guard,
        limitMs,
        memoryLimitBytes,
        monotonicMs,
        onHealth: (...report) => void this.health.push([node.name, ...report]),
        create: (notes) =>
          new Operator({
            module: ownModule,
            kind,
            services: {
              stateStore,
              metrics: metrics.node(node.name),
              schemas: new SchemaRegistry([]),
              commands: noCommands(),
              models: noModels().openUser(),
            },
            wasi: {
              nowNanos: () => BigInt(this.clock.nowMs()) * 1_000_000n,
              monotonicNanos: () => BigInt(this.clock.nowMs()) * 1_000_000n,
              randomBytes: (count) => new Uint8Array(count),
            },
            guard,
            notes,
            sleepMs: (duration) => this.clock.sleep(duration),
          }),
      });
      host.start();
      return host;
    });
  }
}

/** A message for the source with index `source`; `ms` after START_MS, undefined for one without a time of its own. */
export function arrivalOf(
  payload: string,
  ms?: number,
  more: { source?: number; topic?: string; counter?: bigint; userProperties?: readonly UserProperty[] } = {},
): Arrival {
  const { source = 0, topic = 'sensors/a', counter = 0n, userProperties = [] } = more;
  return {
    topic,
    contentType: undefined,
    userProperties,
    payload: new Payload(new Uint8Array(Buffer.from(payload))),
    timestamp: ms === undefined ? undefined : clockFromMs(START_MS + ms, counter, 'device'),
    source,
  };
}
