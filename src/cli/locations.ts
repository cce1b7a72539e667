// Where the command line finds its own files. Knows nothing about graphs.
import { fileURLToPath } from 'node:url';

/** The bundle of the worker called `name`, beside the command line's own. */
export function workerUrl(name: 'engineWorker' | 'prepareWorker' | 'telemetryWorker'): URL {
  return new URL(`./${name}.mjs`, import.meta.url);
}

/** Folder of the WIT files of the operator interface. */
export function witFolder(): string {
  return fileURLToPath(new URL('../wit/processor', import.meta.url));
}
