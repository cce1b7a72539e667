// Where modules and traces are kept when nobody names a folder, for every program of ours. Knows nothing about what is in it.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `$XDG_CACHE_HOME/dataflow-graph`, by default below `~/.cache`. */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'dataflow-graph');
}
