// How a session of a benchmark is opened: in this process, with header-level tracing, and modules that stay prepared from one benchmark to
// the next. Knows nothing about what is measured.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../src/base/logger.ts';
import { startEmbeddedBroker } from '../src/runtime/broker/embeddedBroker.ts';
import { defaultTopics } from '../src/runtime/run/composeRun.ts';
import type { SessionOptions } from '../src/runtime/run/openSession.ts';

/** `file`: the graph. */
export function sessionOptions(
  file: string,
  clock: SessionOptions['settings']['clock'] = { kind: 'wall' },
): SessionOptions {
  return {
    file,
    topics: defaultTopics,
    overrides: [],
    modules: new Map<string, string>(),
    cacheFolder: join(tmpdir(), 'dataflow-graph-bench'),
    workerUrl: (name) => new URL(`./${name}.mjs`, import.meta.url),
    workspaceFiles: {},
    logger: silentLogger,
    openBus: () => startEmbeddedBroker({ listen: { port: 0 }, logger: silentLogger }),
    settings: { clock, lateItems: 'accept', operatorTimeoutMs: 5000, seed: '', trace: { level: 'headers' } },
  };
}
