// Makes the operators of a run from prepared modules and the run's services. Knows nothing about messages.
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError, describeError } from '../../base/errors.ts';
import type { EngineStart } from '../../protocol/engine.ts';
import type { CallGuard } from '../component/callGuard.ts';
import { LoadedModule } from '../component/loadedModule.ts';
import { Operator } from '../component/operator.ts';
import { decodePreparedModule } from '../component/preparedModule.ts';
import { OperatorHost, type OperatorHostParts } from '../scheduler/operatorHost.ts';
import type { SessionClock } from '../scheduler/sessionClock.ts';
import type { CommandClient } from '../services/commandClient.ts';
import type { MetricsRegistry } from '../services/metrics.ts';
import type { SchemaRegistry } from '../services/schemaRegistry.ts';
import type { StateStore } from '../services/stateStore.ts';

/** What operators share in a run. */
export interface RunServices {
  readonly clock: SessionClock;
  readonly guard: CallGuard;
  readonly stateStore: StateStore;
  readonly metrics: MetricsRegistry;
  readonly schemas: SchemaRegistry;
  readonly commands: CommandClient;
}

/** Called when an operator's health changes; see {@link OperatorHostParts.onHealth}. */
export type ReportHealth = (node: string, ...report: Parameters<OperatorHostParts['onHealth']>) => void;

/** One host per operation with a module, by node index; none is started yet. Errors: MODULE_MALFORMED. */
export function createOperators(
  start: EngineStart,
  services: RunServices,
  onHealth: ReportHealth,
): (OperatorHost | undefined)[] {
  const modules = new Map(start.modules.map((module) => [module.key, loadModule(module)]));
  const hosts: (OperatorHost | undefined)[] = start.plan.nodes.map(() => undefined);
  for (const { node: index, kind, module: key, configuration } of start.operators) {
    const node = start.plan.nodes[index]?.name ?? '';
    const module = modules.get(key);
    if (!module) throw new Error(`no module was sent for operation "${node}"`);
    const { clock, guard, stateStore, schemas, commands } = services;
    const operatorServices = { stateStore, schemas, commands, metrics: services.metrics.node(node) };
    const wasi = createWasiPorts(clock, start.clock.kind === 'virtual' ? `${start.seed}/${node}` : undefined);
    hosts[index] = new OperatorHost({
      node,
      index,
      kind,
      configuration,
      guard,
      limitMs: start.operatorTimeoutMs,
      memoryLimitBytes: start.memoryLimitBytes,
      monotonicMs: () => clock.monotonicMs(),
      onHealth: (...report) => onHealth(node, ...report),
      create: (notes) =>
        new Operator({
          module,
          kind,
          services: operatorServices,
          wasi,
          guard,
          notes,
          sleepMs: (duration) => clock.sleep(duration),
        }),
    });
  }
  return hosts;
}

function loadModule({ label, encoded }: EngineStart['modules'][number]): LoadedModule {
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

function createWasiPorts(
  clock: SessionClock,
  seed: string | undefined,
): Pick<ConstructorParameters<typeof Operator>[0], 'wasi'>['wasi'] {
  const NANOS_PER_MS = 1_000_000;
  const nowNanos = (): bigint => BigInt(clock.nowMs()) * BigInt(NANOS_PER_MS);
  return {
    nowNanos,
    // Virtual runs are the same every time, so even their monotonic clock follows the session.
    monotonicNanos: clock.isVirtual ? nowNanos : () => BigInt(Math.round(clock.monotonicMs() * NANOS_PER_MS)),
    randomBytes: seed === undefined ? (count) => randomBytes(count) : createSeededBytes(seed),
  };
}

// A stream cipher's key stream: the same bytes for the same seed, on every machine.
function createSeededBytes(seed: string): (count: number) => Uint8Array {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (count) => cipher.update(Buffer.alloc(count));
}
