// One operator: an instance of a component for one operation of the graph, with typed calls, a time limit, and errors
// sorted into what the operator reported and what broke it. Knows nothing about the graph around it.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { FlowMessage } from '../message/flowMessage.ts';
import type { CallGuard } from './callGuard.ts';
import type { CallNotes } from './callNotes.ts';
import { fromWitClock, fromWitData, toWitClock, toWitData } from './dataModel.ts';
import { BufferLedger } from './hostBuffer.ts';
import { createHostImports, type OperatorServices } from './hostImports.ts';
import type { LoadedModule } from './loadedModule.ts';
import type { SourcePlace } from './sourceLines/lineTable.ts';
import { createWasiHost, type WasiHost, type WasiPorts } from './wasiHost.ts';
import type { WitDataModel, WitModuleConfiguration, WitOperators } from './witTypes.ts';

/** The interface an operator exports, which is also its operation's type. */
export type OperatorKind = keyof WitOperators;

/** What an operator is made of. */
export interface OperatorParts {
  readonly module: LoadedModule;
  readonly kind: OperatorKind;
  readonly services: OperatorServices;
  readonly wasi: Omit<WasiPorts, 'onOutput' | 'sleepNanos'>;
  readonly guard: CallGuard;
  /** Receives what the operator logs, measures and stores. */
  readonly notes: CallNotes;
  /** Blocks for so many milliseconds, or passes virtual time. */
  readonly sleepMs: (duration: number) => void;
}

/**
 * The calls of one operator instance. `init` comes first and once. Calls throw what {@link explainFailure} understands;
 * after a fatal failure the instance must be replaced.
 */
export class Operator {
  readonly #module: LoadedModule;
  readonly #exports: WitOperators;
  readonly #ledger: BufferLedger = new BufferLedger();
  readonly #wasi: WasiHost;
  readonly #models: OperatorParts['services']['models'];
  readonly #memories: WebAssembly.Memory[] = [];

  /** Instantiates; start functions of the module run now. */
  constructor(parts: OperatorParts) {
    this.#module = parts.module;
    this.#models = parts.services.models;
    this.#wasi = createWasiHost({
      ...parts.wasi,
      sleepNanos: (duration) => sleepWithin(parts, Number(duration) / 1_000_000),
      onOutput: (stream, message) =>
        parts.notes.addLog({ level: stream === 'stdout' ? 'info' : 'error', context: stream, message }),
    });
    const imports = { ...createHostImports(parts.services, parts.notes), ...this.#wasi.imports };
    this.#exports = parts.module.instantiate(imports, this.#ledger, parts.guard, this.#memories);
  }

  init(kind: OperatorKind, configuration: WitModuleConfiguration): boolean {
    return this.#exports[kind].init(configuration);
  }

  map(message: FlowMessage): FlowMessage {
    return this.#call(() => fromWitData(this.#exports.map.process(this.#lend(message)), message));
  }

  filter(message: FlowMessage): boolean {
    return this.#call(() => this.#exports.filter.process(this.#lend(message)));
  }

  branch(time: HybridLogicalClock, message: FlowMessage): boolean {
    return this.#call(() => this.#exports.branch.process(toWitClock(time), this.#lend(message)));
  }

  /** `items` must not be empty. */
  accumulate(staged: FlowMessage, items: readonly FlowMessage[]): FlowMessage {
    return this.#call(() => {
      const lent = items.map((item) => this.#lend(item));
      return fromWitData(this.#exports.accumulate.process(this.#lend(staged), lent), staged);
    });
  }

  delay(message: FlowMessage, time: HybridLogicalClock): HybridLogicalClock {
    return this.#call(() => fromWitClock(this.#exports.delay.process(this.#lend(message), toWitClock(time))));
  }

  /** Where code of its module comes from; see `LoadedModule.placesOf`. */
  placesOf(functionIndex: number, offset: number): readonly SourcePlace[] {
    return this.#module.placesOf(functionIndex, offset);
  }

  /** How much memory the instance takes now, in bytes. */
  get memoryBytes(): number {
    return this.#memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  }

  /** Handles and table slots in use; for tests of what calls leave behind. */
  get bufferSizes(): BufferLedger['sizes'] {
    return this.#ledger.sizes;
  }

  /** Ends a call that failed, so that what it printed without a line end is not lost. */
  flushOutput(): void {
    this.#wasi.flush();
  }

  /** Lets go of what it holds outside of its memory; it must not be called any more. */
  release(): void {
    this.#models.releaseAll();
  }

  #lend(message: FlowMessage): WitDataModel {
    return toWitData(message, this.#ledger);
  }

  // Also after an error that the operator reported: it keeps its handles then too.
  #call<T>(call: () => T): T {
    try {
      return call();
    } finally {
      this.#ledger.releaseOld();
    }
  }
}

// A sleeping operator cannot be interrupted, so it sleeps no longer at once than its time limit allows. Virtual sleep
// takes no real time, so it goes on after the check.
function sleepWithin({ guard, sleepMs }: OperatorParts, durationMs: number): void {
  let leftMs = durationMs;
  do {
    const partMs = Math.min(leftMs, Math.max(0, guard.remainingMs) + 1);
    sleepMs(partMs);
    guard.check();
    leftMs -= partMs;
  } while (leftMs > 0);
}
