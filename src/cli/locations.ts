// Where the command line keeps and finds its own files. Knows nothing about graphs.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The bundle of the worker called `name`, beside the command line's own. */
export function workerUrl(name: 'engineWorker' | 'prepareWorker'): URL {
  return new URL(`./${name}.mjs`, import.meta.url);
}

/** `$XDG_CACHE_HOME/dataflow-graph`, by default below `~/.cache`. */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'dataflow-graph');
}
