// An engine without a worker: what it tells is collected, and its turns come when a test says so.
import type { EngineEvents, EngineLog, EngineStart } from '../../src/protocol/engine.ts';
import type { UserProperty } from '../../src/protocol/message.ts';
import { encodePreparedModule } from '../../src/runtime/component/preparedModule.ts';
import { Engine, type EnginePorts } from '../../src/runtime/engine/engine.ts';
import { BatchBuilder, readBatch } from '../../src/runtime/engine/messageBatch.ts';
import { writeSystemProperties } from '../../src/runtime/engine/systemProperties.ts';
import { type ComponentName, prepareComponent } from './componentFiles.ts';
import { ManualTime } from './manualTime.ts';
import { noInference } from './noModels.ts';
import { START_MS } from './testOperator.ts';
import { planOf } from './testPlan.ts';

export interface SentMessage {
  readonly topic: string;
  readonly inputTopic: string;
  readonly contentType: string | undefined;
  /** As they go to the broker. */
  readonly userProperties: readonly UserProperty[];
  readonly payload: Uint8Array;
}

export interface TestEngineOptions {
  readonly graph: string;
  readonly component?: ComponentName;
  readonly properties?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly start?: Partial<EngineStart>;
  /** By default there is no broker. */
  readonly callCommand?: EnginePorts['callCommand'];
}

export class TestEngine {
  readonly engine: Engine;
  readonly time: ManualTime;
  readonly outputs: SentMessage[] = [];
  readonly logs: EngineLog[] = [];
  readonly events: [name: string, value: unknown][] = [];
  #turns: (() => void)[] = [];

  private constructor(start: EngineStart, callCommand: EnginePorts['callCommand']) {
    this.time = new ManualTime(START_MS);
    this.engine = new Engine(start, {
      // Calls are limited in real time, so a little of it passes.
      time: {
        epochMs: this.time.epochMs,
        monotonicMs: () => this.time.monotonicMs() + performance.now() / 1e6,
        startTimer: this.time.startTimer,
      },
      yieldThen: (callback) => void this.#turns.push(callback),
      notify: (event, value) => this.#take(event, value),
      callCommand,
      inference: noInference,
    });
  }

  static async create({
    graph,
    component,
    properties = {},
    start = {},
    callCommand = () => ({ kind: 'client-error', reason: 'there is no broker here', passedMs: 0 }),
  }: TestEngineOptions): Promise<TestEngine> {
    const plan = planOf(graph);
    const operators = plan.nodes.flatMap(({ name, type }, node): EngineStart['operators'] => {
      if (type === 'source' || type === 'sink' || type === 'concatenate') return [];
      const pairs = (properties[name] ?? []).map(([key, value]): [string, string] => [key, value]);
      return [{ node, kind: type, module: 'm', configuration: { properties: pairs, moduleSchemas: [] } }];
    });
    const modules = component
      ? [{ key: 'm', label: component, encoded: encodePreparedModule(await prepareComponent(component)) }]
      : [];
    const whole: EngineStart = {
      plan,
      modules,
      operators,
      clock: { kind: 'virtual', startMs: START_MS },
      lateItems: 'accept',
      operatorTimeoutMs: 5000,
      memoryLimitBytes: 256 * 1024 * 1024,
      seed: 'seed',
      trace: { level: 'payloads' },
      stateSeeds: [],
      schemas: [],
      models: [],
      heartbeat: new SharedArrayBuffer(12),
      ...start,
    };
    return new TestEngine(whole, callCommand);
  }

  /** One batch of messages for the first source. */
  accept(
    ...messages: (string | { payload: string | Uint8Array; topic?: string; properties?: UserProperty[] })[]
  ): void {
    const builder = new BatchBuilder();
    for (const message of messages) {
      const {
        payload,
        topic = 'sensors/a',
        properties = [],
      } = typeof message === 'string' ? { payload: message } : message;
      builder.add({
        node: 0,
        topic,
        inputTopic: '',
        timestamp: '',
        contentType: undefined,
        userProperties: properties,
        payload: typeof payload === 'string' ? new Uint8Array(Buffer.from(payload)) : payload,
      });
    }
    const taken = builder.take();
    // What crosses between threads is cloned.
    if (taken) this.engine.acceptArrivals(structuredClone(taken.batch));
  }

  /** Lets the engine have every turn it asks for. */
  settle(): void {
    for (let turn = this.#turns.shift(); turn; turn = this.#turns.shift()) turn();
  }

  /** Finishes as a host does and returns the counts. */
  async finish(pending: 'flush' | 'hold'): Promise<Awaited<ReturnType<Engine['finish']>>> {
    const counts = this.engine.finish({ pending });
    this.settle();
    return await counts;
  }

  get texts(): string[] {
    return this.outputs.map(({ payload }) => Buffer.from(payload).toString());
  }

  /** Values of the events of one name, in order. */
  told<K extends keyof EngineEvents>(name: K): EngineEvents[K][] {
    return this.events.flatMap(([event, value]) => (event === name ? [value as EngineEvents[K]] : []));
  }

  #take<K extends keyof EngineEvents>(event: K, value: EngineEvents[K]): void {
    this.events.push([event, structuredClone(value)]);
    if (event === 'logs') this.logs.push(...(value as EngineEvents['logs']));
    if (event !== 'outputs') return;
    for (const { timestamp, userProperties, ...message } of readBatch(value as EngineEvents['outputs']))
      this.outputs.push({
        ...message,
        userProperties: writeSystemProperties(userProperties, timestamp, 'dataflow-graph'),
      });
  }
}
