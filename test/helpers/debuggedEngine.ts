// An engine that can be stopped, with what it tells about stops as short lines.
import type {
  ClockRecord,
  DebugEvents,
  DebugMethods,
  FailureKind,
  InspectMethods,
  ResumeMode,
  StopReport,
  StopRule,
} from '../../src/protocol/debugging.ts';
import type { DebugControls } from '../../src/runtime/engine/debugControls.ts';
import { TestEngine, type TestEngineOptions } from './testEngine.ts';

type Asked = DebugMethods & Pick<InspectMethods, 'readState' | 'editState'>;

export class DebuggedEngine {
  readonly test: TestEngine;
  readonly #names: readonly string[];

  private constructor(test: TestEngine, graph: string) {
    this.test = test;
    this.#names = namesIn(graph);
  }

  /** Started. Nodes must stand in the graph's text in topological order. */
  static async start(options: TestEngineOptions): Promise<DebuggedEngine> {
    const test = await TestEngine.create({
      component: 'faulty',
      ...options,
      start: { isDebugged: true, ...options.start },
    });
    test.engine.startOperators();
    return new DebuggedEngine(test, options.graph);
  }

  get #methods(): DebugControls['methods'] {
    return this.test.engine.controls.methods;
  }

  /** Sets these rules, ids counted from 1. */
  rules(...rules: readonly Omit<StopRule, 'id' | 'when'>[] | readonly Omit<StopRule, 'id'>[]): this {
    this.#set(rules, []);
    return this;
  }

  failures(...kinds: FailureKind[]): this {
    this.#set([], kinds);
    return this;
  }

  /** A rule before the node called `name`. */
  at(name: string, more: Partial<StopRule> = {}): Omit<StopRule, 'id'> {
    return { at: { kind: 'node', node: this.index(name) }, when: 'before', ...more };
  }

  index(name: string): number {
    const index = this.#names.indexOf(name);
    if (index < 0) throw new Error(`there is no node "${name}"`);
    return index;
  }

  /** What is answered at once. */
  ask<K extends keyof Asked>(method: K, params: Asked[K]['params']): Asked[K]['result'] {
    const { inspection } = this.test.engine;
    const methods = {
      ...this.#methods,
      readState: inspection.readState.bind(inspection),
      editState: inspection.editState.bind(inspection),
    };
    const result: unknown = (methods[method] as (params: unknown) => unknown)(params);
    this.test.settle();
    return result as Asked[K]['result'];
  }

  /** Moves virtual time on. */
  async advance(durationMs: number): Promise<ClockRecord> {
    const reached = this.#methods.advance({ durationMs });
    this.test.settle();
    return await reached;
  }

  /** Goes on and says where it stops next. */
  resume(mode: ResumeMode = 'continue'): string {
    const before = this.stops.length;
    this.ask('resume', { mode });
    return this.stops[before] ?? 'running';
  }

  /** Lets messages in and says where the run stops. */
  accept(...messages: Parameters<TestEngine['accept']>): string {
    const before = this.stops.length;
    this.test.accept(...messages);
    this.test.settle();
    return this.stops[before] ?? 'running';
  }

  /** Every stop so far: `reason moment node payload`, with the verdict or the window behind it. */
  get stops(): string[] {
    return this.told('stopped').map((report) => this.#show(report));
  }

  get lastStop(): StopReport | undefined {
    return this.told('stopped').at(-1);
  }

  told<K extends keyof DebugEvents>(kind: K): DebugEvents[K][] {
    return this.test
      .told('debug')
      .flatMap((event) => (event.kind === kind ? [event.value as DebugEvents[K]] : []));
  }

  #set(rules: readonly object[], failures: readonly FailureKind[]): void {
    this.ask('setStops', {
      rules: rules.map((rule, index) => ({ when: 'before', ...rule, id: index + 1 }) as StopRule),
      failures: failures.map((kind) => ({ kind })),
    });
  }

  #show({ reason, failure, at }: StopReport): string {
    if (!at) return reason;
    const { moment, node, input, hop, window } = at;
    const parts = [failure ? `${reason} ${failure}` : reason, moment, this.#names[node] ?? ''];
    const text = Buffer.from(input.payload ?? []).toString();
    if (text !== '') parts.push(text);
    if (window) parts.push(`[${window.join(',')}]`);
    if (hop) parts.push(hop.verdict);
    return parts.join(' ');
  }
}

function namesIn(graph: string): string[] {
  return graph.split(' ').flatMap((part) => (part.includes(':') ? [part.split(':')[0] ?? ''] : []));
}
