// A run as the command line holds it: broker, module cache and engine opened together and closed in order. Knows nothing
// about what is printed.
import { join } from 'node:path';
import type { Logger } from '../base/logger.ts';
import type { MessageBus } from '../runtime/broker/messageBus.ts';
import { ModuleCache } from '../runtime/component/moduleCache.ts';
import { systemTime } from '../runtime/engine/systemTime.ts';
import { loadRun, type LoadOptions } from '../runtime/run/loadRun.ts';
import { Run } from '../runtime/run/run.ts';
import type { RunSettings, RunSpec } from '../runtime/run/runSpec.ts';
import { workerUrl } from './locations.ts';

export interface SessionOptions extends Omit<LoadOptions, 'cache' | 'places'> {
  readonly settings: RunSettings;
  readonly modules: ReadonlyMap<string, string>;
  readonly cacheFolder: string;
  readonly logger: Logger;
  /** Opens the broker; the session closes it. */
  readonly openBus: () => Promise<MessageBus>;
}

/** A started run. */
export interface RunSession {
  readonly run: Run;
  readonly bus: MessageBus;
  readonly spec: RunSpec;
  /** Ends run and broker. */
  close(): Promise<void>;
}

/** What may be wanted before the first message flows. */
export type BeforeStart = (run: Run, bus: MessageBus) => void;

/** Opens everything; what was opened is closed again when a later part fails. Errors: of loadRun and Run.start. */
export async function openSession(options: SessionOptions, beforeStart: BeforeStart): Promise<RunSession> {
  const { cacheFolder, logger, modules, settings } = options;
  const bus = await options.openBus();
  const run = new Run({ bus, time: systemTime, engineWorkerUrl: workerUrl('engineWorker'), settings });
  const close = async (): Promise<void> => {
    await run.close();
    await bus.close();
  };
  try {
    const cache = new ModuleCache({
      folder: join(cacheFolder, 'prepared'),
      workerUrl: workerUrl('prepareWorker'),
      logger,
    });
    const places = { explicit: modules, cacheFolder: join(cacheFolder, 'modules') };
    const spec = await loadRun({ ...options, cache, places });
    beforeStart(run, bus);
    await run.start(spec);
    return { run, bus, spec, close };
  } catch (error) {
    await close();
    throw error;
  }
}
