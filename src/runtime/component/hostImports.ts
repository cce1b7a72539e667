// The host's side of `wasm-graph:processor` for one operator: binds the WIT imports to the run's services and notes every
// use for the trace. The table of served interfaces stands here: a further service plugs in with one entry.
import { clockToMs } from '../../base/hybridLogicalClock.ts';
import type { MetricRefusal, NodeMetrics } from '../services/metrics.ts';
import type { CommandClient } from '../services/commandClient.ts';
import type { ModelUser } from '../services/models.ts';
import { type OperatorSchemas, SchemaRegistryError } from '../services/schemaRegistry.ts';
import type { OperatorStateStore } from '../services/stateStore.ts';
import { StateStoreError } from '../services/stateStoreError.ts';
import type { DeleteResult } from '../services/stateStoreTypes.ts';
import type { CallNotes } from './callNotes.ts';
import { bindCommandInvoker, type WitCommandImports } from './commandInvoker.ts';
import { fromWitClock, toWitClock } from './dataModel.ts';
import { HostBuffer } from './hostBuffer.ts';
import { HostRefusal } from './hostRefusal.ts';
import { bindNeuralNetworks, type WitModelImports } from './neuralNetworks.ts';
import type {
  WitDuration,
  WitHostImports,
  WitHybridLogicalClock,
  WitLabel,
  WitStateDelResponse,
} from './witTypes.ts';
import { showBytes } from '../../base/shownBytes.ts';

/** Of keys and values in the trace. */
const MAX_SHOWN_BYTES = 1024;

/** What an operator's imports lead to. */
export interface OperatorServices {
  readonly stateStore: OperatorStateStore;
  readonly metrics: NodeMetrics;
  readonly schemas: OperatorSchemas;
  readonly commands: CommandClient;
  readonly models: ModelUser;
}

/** Every interface of `wasm-graph:processor@1.1` that a module may import. */
export const servedInterfaces: readonly string[] = [
  'hybrid-logical-clock',
  'types',
  'logger',
  'metrics',
  'state-store-types',
  'state-store',
  'schema-types',
  'schema-registry',
  'rpc-types',
  'command-invoker',
];

/** Builds the imports of one operator instance. */
export function createHostImports(
  services: OperatorServices,
  notes: CallNotes,
): WitHostImports & WitCommandImports & WitModelImports {
  return {
    'wasm-graph:processor/hybrid-logical-clock': {},
    'wasm-graph:processor/types': { Buffer: HostBuffer },
    'wasm-graph:processor/logger': {
      log: (level, context, message) => notes.addLog({ level, context, message }),
    },
    'wasm-graph:processor/metrics': bindMetrics(services.metrics, notes),
    'wasm-graph:processor/state-store-types': {},
    'wasm-graph:processor/state-store': bindStateStore(services.stateStore, notes),
    'wasm-graph:processor/schema-types': {},
    'wasm-graph:processor/schema-registry': bindSchemaRegistry(services.schemas, notes),
    'wasm-graph:processor/rpc-types': {},
    'wasm-graph:processor/command-invoker': bindCommandInvoker(services.commands, notes),
    ...bindNeuralNetworks(services.models),
  };
}

function bindMetrics(metrics: NodeMetrics, notes: CallNotes): WitHostImports['wasm-graph:processor/metrics'] {
  const note = (
    kind: 'counter' | 'histogram',
    name: string,
    value: bigint | number,
    labels: WitLabel[] | undefined,
    refusal: MetricRefusal | undefined,
  ): void => {
    const pairs = (labels ?? []).map((label) => [label.key, label.value] as const);
    const update = { kind, name, value: Number(value), labels: pairs };
    notes.addMetric(refusal ? { ...update, error: refusal.message } : update);
    // WIT has two cases; every refusal but a lock's is one of type.
    if (refusal) throw new HostRefusal({ tag: 'incompatible-type', val: refusal.message });
  };
  return {
    addToCounter: (name, value, labels) =>
      note('counter', name, value.val, labels, metrics.addToCounter(name, value.val, labels)),
    recordToHistogram: (name, value, labels) =>
      note('histogram', name, value.val, labels, metrics.recordToHistogram(name, value.val, labels)),
  };
}

function bindStateStore(
  store: OperatorStateStore,
  notes: CallNotes,
): WitHostImports['wasm-graph:processor/state-store'] {
  const run = <T>(
    method: 'get' | 'set' | 'del' | 'vdel',
    key: Uint8Array,
    call: () => T,
    show: (value: T) => string,
  ): T => {
    try {
      const value = call();
      notes.addStateCall({ method, key: showBytes(key, MAX_SHOWN_BYTES), result: show(value) });
      return value;
    } catch (error) {
      if (!(error instanceof StateStoreError)) throw error;
      notes.addStateCall({ method, key: showBytes(key, MAX_SHOWN_BYTES), result: `error: ${error.message}` });
      throw new HostRefusal(error.toWit());
    }
  };
  const token = (
    clock: WitHybridLogicalClock | undefined,
  ): { fencingToken?: ReturnType<typeof fromWitClock> } =>
    clock ? { fencingToken: fromWitClock(clock) } : {};
  return {
    get: (key) => {
      const found = run(
        'get',
        key,
        () => store.get(key),
        (value) => (value ? showBytes(value.value, MAX_SHOWN_BYTES) : 'no such key'),
      );
      return { response: found?.value, version: found && toWitClock(found.version) };
    },
    set: (key, value, _timeout, fencingToken, options) => {
      const expires = options.expires;
      const settings = {
        condition: options.conditions,
        ...token(fencingToken),
        ...(expires && { expiresMs: durationMs(expires) }),
      };
      const result = run(
        'set',
        key,
        () => store.set(key, value, settings),
        ({ isSet }) => (isSet ? `set ${showBytes(value, MAX_SHOWN_BYTES)}` : 'condition not met'),
      );
      return { response: result.isSet, version: result.version && toWitClock(result.version) };
    },
    del: (key, fencingToken) =>
      toDelResponse(run('del', key, () => store.del(key, token(fencingToken)), showDelete)),
    vdel: (key, value, fencingToken) =>
      toDelResponse(run('vdel', key, () => store.vdel(key, value, token(fencingToken)), showDelete)),
  };
}

function toDelResponse({ deleted, version }: DeleteResult): WitStateDelResponse {
  return { response: BigInt(deleted), version: version && toWitClock(version) };
}

function showDelete({ deleted }: DeleteResult): string {
  return deleted === 1 ? 'deleted' : deleted === 0 ? 'no such key' : 'another value';
}

function durationMs({ seconds, nanos }: WitDuration): number {
  return clockToMs({ secs: seconds, nanos, counter: 0n, nodeId: '' });
}

function bindSchemaRegistry(
  schemas: OperatorSchemas,
  notes: CallNotes,
): WitHostImports['wasm-graph:processor/schema-registry'] {
  return {
    get: (id, version, [secs, nanos]) => {
      const note = (result: string): void => notes.addSchemaCall({ id, version, result });
      try {
        const schema = schemas.get(id, version, durationMs({ seconds: secs, nanos }));
        note(`${schema.namespace}/${schema.name}:${schema.version}, ${schema.format}, sha256 ${schema.hash}`);
        return {
          description: schema.description,
          displayName: schema.displayName,
          format: { tag: schema.format },
          hash: schema.hash,
          name: schema.name,
          namespace: schema.namespace,
          schemaContent: schema.content,
          schemaType: { tag: 'message-schema' },
          // On Azure they belong to the resource; files have none.
          tags: [],
          version: schema.version,
        };
      } catch (error) {
        if (!(error instanceof SchemaRegistryError)) throw error;
        note(`error: ${error.reason}: ${error.message}`);
        throw new HostRefusal(error.toWit());
      }
    },
  };
}
