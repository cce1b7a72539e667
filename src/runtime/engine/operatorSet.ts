// Makes the operators of a run from prepared modules and the run's services. Knows nothing about messages.
import { createCipheriv, createHash } from 'node:crypto';
import { AppError, describeError } from '../../base/errors.ts';
import type { ModuleOperationType } from '../../graph/model.ts';
import type { EngineStart, ModuleReplacement } from '../../protocol/engine.ts';
import type { CallGuard } from '../component/callGuard.ts';
import { LoadedModule } from '../component/loadedModule.ts';
import { Operator } from '../component/operator.ts';
import { decodePreparedModule } from '../component/preparedModule.ts';
import type { FaultInjector } from '../faults/faultInjector.ts';
import { OperatorHost, type OperatorHostParts, type TriedModule } from '../scheduler/operatorHost.ts';
import type { SessionClock } from '../scheduler/sessionClock.ts';
import type { CommandClient } from '../services/commandClient.ts';
import type { Models } from '../services/models.ts';
import type { MetricsRegistry } from '../services/metrics.ts';
import type { OperatorSchemas } from '../services/schemaRegistry.ts';
import type { OperatorStateStore, StateStore } from '../services/stateStore.ts';
import type { CallTape } from './callTape.ts';

/** What operators share in a run. */
export interface RunServices {
  readonly clock: SessionClock;
  readonly guard: CallGuard;
  readonly stateStore: StateStore;
  readonly metrics: MetricsRegistry;
  readonly schemas: OperatorSchemas;
  readonly commands: CommandClient;
  readonly models: Models;
  readonly faults?: FaultInjector;
  /** Records what operators are answered while they have a shadow. */
  readonly tape: CallTape;
}

/** Called when an operator's health changes; see {@link OperatorHostParts.onHealth}. */
export type ReportHealth = (node: string, ...report: Parameters<OperatorHostParts['onHealth']>) => void;

/** The operators of a run, and what it takes to make others in their place. */
export class OperatorSet {
  /** One per operation with a module, by node index; none is started yet. */
  readonly hosts: readonly (OperatorHost | undefined)[];
  /** Makes operators of a module for one node; by index. */
  readonly #makers: ReadonlyMap<number, (module: LoadedModule) => OperatorHostParts['create']>;

  /** Errors: MODULE_MALFORMED. */
  constructor(start: EngineStart, services: RunServices, onHealth: ReportHealth) {
    const modules = new Map(start.modules.map((module) => [module.key, loadModule(module)]));
    const hosts: (OperatorHost | undefined)[] = start.plan.nodes.map(() => undefined);
    const makers = new Map<number, (module: LoadedModule) => OperatorHostParts['create']>();
    for (const { node: index, kind, module: key, configuration } of start.operators) {
      const node = start.plan.nodes[index]?.name ?? '';
      const module = modules.get(key);
      if (!module) throw new Error(`no module was sent for operation "${node}"`);
      const { faults, tape } = services;
      const guarded = faults?.guardStore(services.stateStore, index) ?? services.stateStore;
      const stateStore = tape.recordStore(guarded, services.stateStore);
      const schemas = faults?.guardSchemas(services.schemas, index) ?? services.schemas;
      const make = operatorMaker(node, kind, start, { ...services, schemas }, stateStore);
      makers.set(index, make);
      hosts[index] = new OperatorHost({
        node,
        index,
        kind,
        configuration,
        guard: services.guard,
        limitMs: start.operatorTimeoutMs,
        memoryLimitBytes: start.memoryLimitBytes,
        monotonicMs: () => services.clock.monotonicMs(),
        ...(faults && { faults: faults.forCalls(index) }),
        onHealth: (...report) => onHealth(node, ...report),
        create: make(module),
      });
    }
    this.hosts = hosts;
    this.#makers = makers;
  }

  /**
   * Starts operators of another module beside those of `nodes` and lets them take over: all, or none when one fails. Calls `say`
   * with what each `init` left. Errors: MODULE_MALFORMED, OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED.
   */
  replaceModule(
    { nodes, ...sent }: ModuleReplacement,
    say: (node: number, notes: TriedModule['notes']) => void,
  ): void {
    const module = loadModule(sent);
    const tried = new Map<number, TriedModule>();
    try {
      for (const node of nodes) tried.set(node, this.#tryAt(node, module));
    } catch (error) {
      for (const { discard } of tried.values()) discard();
      throw error;
    }
    for (const [node, { adopt, notes }] of tried) {
      adopt();
      say(node, notes);
    }
  }

  #tryAt(node: number, module: LoadedModule): TriedModule {
    const [host, make] = [this.hosts[node], this.#makers.get(node)];
    if (!host || !make) throw new Error(`node ${String(node)} has no operator`);
    return host.tryModule(make(module));
  }
}

function operatorMaker(
  node: string,
  kind: ModuleOperationType,
  start: EngineStart,
  { clock, guard, schemas, commands, metrics, models, tape }: RunServices,
  stateStore: OperatorStateStore,
): (module: LoadedModule) => OperatorHostParts['create'] {
  const shared = { stateStore, schemas, commands, metrics: metrics.node(node) };
  const wasi = tape.recordWasi(createWasiPorts(clock, `${start.operatorSeed ?? start.seed}/${node}`));
  const sleepMs = (duration: number): void => clock.sleep(duration);
  return (module) => (notes) => {
    const services = { ...shared, models: models.openUser() };
    return new Operator({ module, kind, services, wasi, guard, notes, sleepMs });
  };
}

/** Errors: MODULE_MALFORMED. */
export function loadModule({
  label,
  encoded,
}: Pick<EngineStart['modules'][number], 'label' | 'encoded'>): LoadedModule {
  const prepared = decodePreparedModule(encoded);
  if (!prepared) throw new Error(`the prepared form of ${label} was damaged on its way`);
  try {
    return new LoadedModule(prepared, label);
  } catch (cause) {
    throw new AppError(
      'MODULE_MALFORMED',
      `${label} is not valid WebAssembly: ${describeError(cause)}. Rebuild it with a current toolchain.`,
      { cause },
    );
  }
}

/** Time of the session, and random numbers that follow from `seed`. */
export function createWasiPorts(
  clock: SessionClock,
  seed: string,
): Pick<ConstructorParameters<typeof Operator>[0], 'wasi'>['wasi'] {
  const NANOS_PER_MS = 1_000_000;
  const nowNanos = (): bigint => BigInt(clock.nowMs()) * BigInt(NANOS_PER_MS);
  return {
    nowNanos,
    // Virtual runs are the same every time, so even their monotonic clock follows the session.
    monotonicNanos: clock.isVirtual ? nowNanos : () => BigInt(Math.round(clock.monotonicMs() * NANOS_PER_MS)),
    // Also of wall-clock runs, so that they can be replayed.
    randomBytes: createSeededBytes(seed),
  };
}

// A stream cipher's key stream: the same bytes for the same seed, on every machine.
function createSeededBytes(seed: string): (count: number) => Uint8Array {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (count) => cipher.update(Buffer.alloc(count));
}
