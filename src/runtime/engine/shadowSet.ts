// The shadows of a run: operators of other modules beside those in place. Gives them services of their own, so that nothing they do is
// seen by anybody else. Knows nothing about messages.
import type { ComparedOperation } from '../../protocol/comparison.ts';
import type { EngineStart, ModuleReplacement } from '../../protocol/engine.ts';
import type { LoadedModule } from '../component/loadedModule.ts';
import { Operator } from '../component/operator.ts';
import type { OperatorHost, OperatorHostParts } from '../scheduler/operatorHost.ts';
import { ShadowOperator } from '../scheduler/shadowOperator.ts';
import { CommandClient } from '../services/commandClient.ts';
import { MetricsRegistry } from '../services/metrics.ts';
import { ShadowStore } from '../services/shadowStore.ts';
import { createWasiPorts, loadModule, type RunServices } from './operatorSet.ts';

export class ShadowSet {
  readonly #start: EngineStart;
  readonly #services: RunServices;
  readonly #hosts: readonly (OperatorHost | undefined)[];
  /** By node index; also those that were compared no further. */
  readonly #shadows: Map<number, ShadowOperator> = new Map<number, ShadowOperator>();

  /** `hosts`: the operators in place, by node index. */
  constructor(start: EngineStart, services: RunServices, hosts: readonly (OperatorHost | undefined)[]) {
    this.#start = start;
    this.#services = services;
    this.#hosts = hosts;
  }

  /** See `EngineMethods.compareModule`. */
  compareModule({ nodes, label, encoded }: ModuleReplacement): void {
    const module = loadModule({ label, encoded });
    const started = new Map<number, ShadowOperator>();
    try {
      for (const node of nodes) {
        const shadow = this.#make(node, module, label);
        shadow.start();
        started.set(node, shadow);
      }
    } catch (error) {
      for (const shadow of started.values()) shadow.end('');
      throw error;
    }
    this.end({ nodes });
    for (const [node, shadow] of started) {
      this.#shadows.set(node, shadow);
      this.#hosts[node]?.followBy(shadow);
    }
  }

  /** See `EngineMethods.endComparison`. */
  end({ nodes }: Pick<ModuleReplacement, 'nodes'>): void {
    for (const node of nodes) {
      this.#shadows.get(node)?.end('');
      this.#shadows.delete(node);
      this.#hosts[node]?.followBy(undefined);
    }
  }

  read(): readonly ComparedOperation[] {
    return [...this.#shadows].sort(([a], [b]) => a - b).map(([, shadow]) => shadow.report);
  }

  #make(index: number, module: LoadedModule, label: string): ShadowOperator {
    const { plan, operators, operatorTimeoutMs, memoryLimitBytes } = this.#start;
    const operator = operators.find((each) => each.node === index);
    const node = plan.nodes[index]?.name ?? '';
    if (!operator) throw new Error(`node ${String(index)} has no operator`);
    const { kind, configuration } = operator;
    const { clock, guard, tape } = this.#services;
    return new ShadowOperator({
      node,
      index,
      kind,
      configuration,
      guard,
      limitMs: operatorTimeoutMs,
      memoryLimitBytes,
      monotonicMs: () => clock.monotonicMs(),
      create: this.#maker(index, node, kind, module),
      label,
      tape,
    });
  }

  // Metrics are counted apart and shown nowhere; models only answer, so they are shared.
  #maker(
    index: number,
    node: string,
    kind: OperatorHostParts['kind'],
    module: LoadedModule,
  ): OperatorHostParts['create'] {
    const { clock, guard, schemas, models, tape, faults, stateStore: real } = this.#services;
    const seed = `${this.#start.operatorSeed ?? this.#start.seed}/${node}`;
    const { wasi, sleepMs } = tape.playWasi(createWasiPorts(clock, seed));
    const own = new ShadowStore(clock, (key) => tape.entryBefore(key, real));
    const shared = {
      stateStore: faults?.guardStore(own, index) ?? own,
      schemas,
      metrics: new MetricsRegistry().node(node),
      commands: new CommandClient({
        call: (call) => tape.playCommand(call),
        nowMs: () => clock.nowMs(),
        isVirtual: clock.isVirtual,
      }),
    };
    return (notes) => {
      const services = { ...shared, models: models.openUser() };
      return new Operator({ module, kind, services, wasi, guard, notes, sleepMs });
    };
  }
}
