// Worker entry: prepares the components it is given one after another and ends with its port. Knows nothing about
// caches or graphs.
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../../base/errors.ts';
import { encodePreparedModule } from './preparedModule.ts';
import { prepareModule } from './prepareModule.ts';

/** What the worker is started with. */
export interface PrepareOrder {
  readonly modules: readonly { readonly key: string; readonly bytes: Uint8Array }[];
  readonly maxMemoryBytes: number;
}

/** One answer per module, in order. `encoded` is an encoded prepared module. */
export type PrepareAnswer =
  { readonly key: string; readonly encoded: Uint8Array } | { readonly key: string; readonly failure: string };

async function prepareAll(order: PrepareOrder): Promise<void> {
  for (const { key, bytes } of order.modules) parentPort?.postMessage(await prepareOne(key, bytes, order));
}

async function prepareOne(key: string, bytes: Uint8Array, order: PrepareOrder): Promise<PrepareAnswer> {
  try {
    return { key, encoded: encodePreparedModule(await prepareModule(bytes, order)) };
  } catch (error) {
    return { key, failure: describeError(error) };
  }
}

await prepareAll(workerData as PrepareOrder);
