// The faults of one run: which of them takes place at a message, a call, an init, and what a hop says about it. What operators meet are
// real errors, thrown inside the call. Knows nothing about nodes beyond their names.
import { type Fault, type FaultKind, subjectOfFault } from '../../graph/faults.ts';
import type { OperatorSchemas } from '../services/schemaRegistry.ts';
import type { OperatorStateStore } from '../services/stateStore.ts';
import { makeFailingSchemas } from './failingSchemas.ts';
import { makeFailingStore } from './failingStore.ts';
import { FaultRule } from './faultRule.ts';

export interface FaultPorts {
  /** Names by index. */
  readonly nodes: readonly string[];
  readonly seed: string;
  /** Lets time pass inside of a call; throws when the call is over its limit. Milliseconds. */
  readonly delayCall: (durationMs: number) => void;
  /** The broker is to be gone for so long. Milliseconds. */
  readonly breakBroker: (durationMs: number) => void;
}

/** What a fault does to a message on its way to a node. */
export type WayFault = Fault & { readonly kind: 'drop' | 'duplicate' | 'reorder' | 'late' };

/** What an operator host asks. */
export interface CallFaults {
  /** Counts one `init`: whether it is to return false. */
  failsInit(): boolean;
  /** Counts one call, which it may delay or throw out of. */
  beforeCall(): void;
}

/** What a scheduler asks. */
export interface WayFaults {
  /** Nothing needs to be asked. */
  readonly isQuiet: boolean;
  /** Counts one message before the node: what becomes of it. */
  meetMessage(node: number): WayFault | undefined;
  /** Counts one message that comes into the run; what to say of it. */
  meetEntry(): string | undefined;
  /** What faults did to the hop that is written now; it starts anew then. */
  takeMark(): string | undefined;
}

/** An error as an operator returns it: the glue of components takes `payload` for the error's record. */
class InjectedError extends Error {
  override readonly name = 'InjectedError';
  readonly payload: { readonly message: string };

  constructor(message: string) {
    super(message);
    this.payload = { message };
  }
}

const callKinds: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'error',
  'trap',
  'delay',
  'stateStore',
  'schemaRegistry',
]);

export class FaultInjector implements WayFaults {
  readonly #ports: FaultPorts;
  #rules: readonly FaultRule[] = [];
  #ways: readonly (readonly FaultRule[] | undefined)[] = [];
  #entries: readonly FaultRule[] = [];
  #marks: string[] = [];
  /** Index of the node in whose call the state store fails. */
  #storeFailsAt = -1;
  /** The same of the schema registry. */
  #schemasFailAt = -1;

  constructor(ports: FaultPorts) {
    this.#ports = ports;
  }

  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  get isQuiet(): boolean {
    return this.#rules.length === 0 && this.#marks.length === 0;
  }

  /** Replaces all faults. One that was there already goes on counting; a broker that is to be gone without further condition is gone now. */
  set(faults: readonly Fault[]): void {
    const known = new Map(this.#rules.map((rule) => [JSON.stringify(rule.fault), rule]));
    const fresh: FaultRule[] = [];
    this.#rules = faults.map((fault, index) => {
      const key = JSON.stringify(fault);
      const rule = known.get(key);
      if (rule) {
        known.delete(key);
        return rule;
      }
      const made = new FaultRule(fault, `${this.#ports.seed}/fault/${String(index)}`);
      fresh.push(made);
      return made;
    });
    this.#ways = this.#ports.nodes.map((name) => {
      const rules = this.#rules.filter(({ fault }) => fault.node === name && isOnWay(fault));
      return rules.length === 0 ? undefined : rules;
    });
    this.#entries = this.#rules.filter(
      ({ fault }) => subjectOfFault(fault.kind) === 'run' && !isAtOnce(fault),
    );
    for (const rule of fresh) if (isAtOnce(rule.fault)) this.#ports.breakBroker(rule.apply().durationMs ?? 0);
  }

  meetMessage(node: number): WayFault | undefined {
    let first: FaultRule | undefined;
    // All of them count the message, also those that it does not come to.
    for (const rule of this.#ways[node] ?? []) if (rule.meet()) first ??= rule;
    return first?.apply() as WayFault | undefined;
  }

  meetEntry(): string | undefined {
    let text: string | undefined;
    for (const rule of this.#entries) {
      if (!rule.meet()) continue;
      const { durationMs = 0 } = rule.apply();
      text = `the broker is gone for ${String(durationMs)} ms from here on`;
      this.#ports.breakBroker(durationMs);
    }
    return text;
  }

  takeMark(): string | undefined {
    if (this.#marks.length === 0) return undefined;
    const mark = `fault: ${this.#marks.join('; ')}`;
    this.#marks = [];
    return mark;
  }

  /** For the operator of the node with index `node`. */
  forCalls(node: number): CallFaults {
    const name = this.#ports.nodes[node];
    return {
      failsInit: () => {
        this.#storeFailsAt = this.#schemasFailAt = -1;
        return this.#meet(name, (kind) => kind === 'initFalse').length > 0;
      },
      beforeCall: () => this.#beforeCall(node, name),
    };
  }

  /** `store` as the operator of the node with index `node` meets it. */
  guardStore(store: OperatorStateStore, node: number): OperatorStateStore {
    return makeFailingStore(store, () => {
      if (this.#storeFailsAt !== node) return false;
      this.#markOnce('the state store failed');
      return true;
    });
  }

  /** `schemas` as the operator of the node with index `node` meets them. */
  guardSchemas(schemas: OperatorSchemas, node: number): OperatorSchemas {
    return makeFailingSchemas(schemas, () => {
      if (this.#schemasFailAt !== node) return false;
      this.#markOnce('the schema registry failed');
      return true;
    });
  }

  #markOnce(mark: string): void {
    if (!this.#marks.includes(mark)) this.#marks.push(mark);
  }

  #beforeCall(node: number, name: string | undefined): void {
    this.#storeFailsAt = this.#schemasFailAt = -1;
    if (this.#rules.length === 0) return;
    const due = this.#meet(name, (kind) => callKinds.has(kind));
    if (due.some(({ kind }) => kind === 'stateStore')) this.#storeFailsAt = node;
    if (due.some(({ kind }) => kind === 'schemaRegistry')) this.#schemasFailAt = node;
    for (const { kind, delayMs = 0 } of due) {
      if (kind !== 'delay') continue;
      this.#marks.push(`the call was delayed by ${String(delayMs)} ms`);
      this.#ports.delayCall(delayMs);
    }
    for (const { kind, text } of due) {
      if (kind !== 'error' && kind !== 'trap') continue;
      this.#marks.push(kind === 'error' ? 'error' : 'trap');
      throw kind === 'error'
        ? new InjectedError(text ?? 'an error on purpose')
        : new WebAssembly.RuntimeError(text ?? 'a trap on purpose');
    }
  }

  #meet(name: string | undefined, isWanted: (kind: FaultKind) => boolean): Fault[] {
    const isMet = ({ fault }: FaultRule): boolean => fault.node === name && isWanted(fault.kind);
    return this.#rules.filter((rule) => isMet(rule) && rule.meet()).map((rule) => rule.apply());
  }
}

function isOnWay({ kind }: Fault): boolean {
  return subjectOfFault(kind) === 'operation';
}

function isAtOnce({ kind, message, every, probability }: Fault): boolean {
  return kind === 'brokerGone' && message === undefined && every === undefined && probability === undefined;
}
