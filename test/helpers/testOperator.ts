// Operators of real components outside of a run, for tests of single calls.
import { clockFromMs } from '../../src/base/hybridLogicalClock.ts';
import type { UserProperty } from '../../src/protocol/message.ts';
import { CallGuard } from '../../src/runtime/component/callGuard.ts';
import { CallNotes } from '../../src/runtime/component/callNotes.ts';
import { DEFAULT_MAX_MEMORY_BYTES } from '../../src/runtime/component/moduleCache.ts';
import {
  type CallCircumstances,
  explainFailure,
  type OperatorFailure,
} from '../../src/runtime/component/explainFailure.ts';
import { Operator, type OperatorKind, type OperatorParts } from '../../src/runtime/component/operator.ts';
import { FlowMessage } from '../../src/runtime/message/flowMessage.ts';
import type { MessageSchema } from '../../src/graph/messageSchema.ts';
import type { CommandClient } from '../../src/runtime/services/commandClient.ts';
import { MetricsRegistry } from '../../src/runtime/services/metrics.ts';
import { SchemaRegistry } from '../../src/runtime/services/schemaRegistry.ts';
import { StateStore } from '../../src/runtime/services/stateStore.ts';
import { Payload } from '../../src/runtime/trace/payload.ts';
import { type ComponentName, loadComponent } from './componentFiles.ts';
import { noCommands } from './noCommands.ts';
import { noModels } from './noModels.ts';
import { ManualTime } from './manualTime.ts';

export const START_MS = 1_700_000_000_000;

/** What a test may ask of an operator or its surroundings. */
export interface TestOperatorOptions {
  /** Default: one whose calls fail. */
  readonly commands?: CommandClient;
  readonly properties?: readonly (readonly [string, string])[];
  readonly guard?: CallGuard;
  readonly maxMemoryBytes?: number;
  readonly randomBytes?: (count: number) => Uint8Array;
  readonly isUninitialised?: boolean;
}

export interface TestOperator {
  readonly operator: Operator;
  readonly notes: CallNotes;
  readonly guard: CallGuard;
  readonly stateStore: StateStore;
  readonly parts: OperatorParts;
}

/** An operator of `name`, initialised with the properties. */
export async function makeOperator(
  name: ComponentName,
  kind: OperatorKind,
  options: TestOperatorOptions = {},
): Promise<TestOperator> {
  const time = new ManualTime(START_MS);
  const guard = options.guard ?? new CallGuard(() => performance.now());
  const notes = new CallNotes();
  const clock = { nowMs: time.epochMs, monotonicMs: time.monotonicMs, startTimer: time.startTimer };
  const stateStore = new StateStore(clock);
  const parts: OperatorParts = {
    module: await loadComponent(name, options.maxMemoryBytes),
    kind,
    services: {
      stateStore,
      metrics: new MetricsRegistry().node('test'),
      schemas: new SchemaRegistry([]),
      commands: options.commands ?? noCommands(),
      models: noModels().openUser(),
    },
    wasi: {
      nowNanos: () => BigInt(time.epochMs()) * 1_000_000n,
      monotonicNanos: () => BigInt(time.monotonicMs()) * 1_000_000n,
      randomBytes: options.randomBytes ?? ((count) => new Uint8Array(count).fill(7)),
    },
    guard,
    notes,
    sleepMs: (duration) => time.advance(duration),
  };
  const operator = new Operator(parts);
  if (!options.isUninitialised) operator.init(kind, configurationOf(options.properties));
  return { operator, notes, guard, stateStore, parts };
}

export function configurationOf(properties: readonly (readonly [string, string])[] = []): {
  properties: [string, string][];
  moduleSchemas: { name: string; contentType: string; content: string }[];
} {
  return { properties: properties.map(([key, value]) => [key, value]), moduleSchemas: [] };
}

/** Parts of a test message that differ from `sensors/a`, no properties, time START_MS of node `device`. */
export interface MessageParts {
  readonly kind?: FlowMessage['kind'];
  readonly topic?: string;
  readonly contentType?: string;
  readonly userProperties?: readonly UserProperty[];
  readonly schema?: MessageSchema;
  readonly image?: FlowMessage['image'];
  readonly ms?: number;
}

export function messageOf(payload: string | Uint8Array, parts: MessageParts = {}): FlowMessage {
  const bytes = typeof payload === 'string' ? new Uint8Array(Buffer.from(payload)) : payload;
  const { kind = 'message', topic = 'sensors/a', contentType, userProperties = [], schema, image } = parts;
  return new FlowMessage(
    kind,
    clockFromMs(parts.ms ?? START_MS, 3n, 'device'),
    topic,
    contentType,
    userProperties,
    new Payload(bytes),
    schema,
    image,
    topic,
  );
}

export function textOf(message: Pick<FlowMessage, 'payload'>): string {
  return Buffer.from(message.payload.bytes).toString();
}

const circumstances: CallCircumstances = {
  limitMs: 5000,
  memoryBytes: 0,
  memoryLimitBytes: DEFAULT_MAX_MEMORY_BYTES,
};

/** What is told of the failure of `call`, which must fail. */
export function failureOf(call: () => unknown, given: Partial<CallCircumstances> = {}): OperatorFailure {
  try {
    call();
  } catch (error) {
    return explainFailure(error, { ...circumstances, ...given });
  }
  throw new Error('the call was expected to fail, but did not');
}
