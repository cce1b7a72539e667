// Where the command line finds its own files. Knows nothing about graphs.

/** The bundle of the worker called `name`, beside the command line's own. */
export function workerUrl(name: 'engineWorker' | 'prepareWorker'): URL {
  return new URL(`./${name}.mjs`, import.meta.url);
}
