// A run as a program holds it: broker, module cache and engine opened together and closed in order. Knows nothing about what
// is shown of it.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from '../../base/logger.ts';
import { InterruptibleBus } from '../broker/interruptibleBus.ts';
import type { RunModule } from '../../protocol/runProcess.ts';
import type { OtlpSettings } from '../../protocol/telemetry.ts';
import type { MessageBus } from '../broker/messageBus.ts';
import { ModuleCache } from '../component/moduleCache.ts';
import { systemTime } from '../engine/systemTime.ts';
import { loadRun, type LoadOptions } from './loadRun.ts';
import { ModuleComparison, prepareComparison } from './moduleComparison.ts';
import { ModuleUpdates } from './moduleUpdates.ts';
import { recordRun } from './recordRun.ts';
import { Run, type StartOptions } from './run.ts';
import type { RunSettings, RunSpec } from './runSpec.ts';
import type { SettingWords } from './settingWords.ts';
import { TelemetryClient } from './telemetryClient.ts';

export interface SessionOptions extends Omit<LoadOptions, 'cache' | 'places' | 'onModels'> {
  readonly settings: RunSettings;
  readonly modules: ReadonlyMap<string, string>;
  readonly cacheFolder: string;
  readonly settingWords?: SettingWords;
  /** Takes modules that change on disk into the run; told of each that runs then. */
  readonly onModuleUpdate?: (module: RunModule) => void;
  /** Modules that change on disk are to run beside those in place instead, and to be compared. */
  readonly comparesUpdates?: boolean;
  /** What is to run beside modules in place from the first message on; see {@link prepareComparison}. */
  readonly compare?: ReadonlyMap<string, string>;
  /** The bundle of the worker of that name. */
  readonly workerUrl: (name: 'engineWorker' | 'prepareWorker' | 'telemetryWorker') => URL;
  /** Where traces and metrics go; absent: nowhere. */
  readonly otlp?: OtlpSettings;
  readonly logger: Logger;
  /** Opens the broker; the session closes it. */
  readonly openBus: () => Promise<MessageBus>;
}

/** A started run. */
export interface RunSession {
  readonly run: Run;
  readonly bus: MessageBus;
  readonly spec: RunSpec;
  readonly comparison: Pick<ModuleComparison, 'read' | 'count'>;
  /** See `ModuleComparison.takeOver`. */
  takeOver(operations: readonly string[]): Promise<readonly RunModule[]>;
  /** Ends run and broker. */
  close(): Promise<void>;
}

/** A run that has everything it needs and can be started. */
export interface PreparedSession extends RunSession {
  /** See `Run.start`. */
  start(options?: StartOptions): Promise<void>;
}

/** What may be wanted before the first message flows. */
export type BeforeStart = (run: Run, bus: MessageBus) => void;

/** Opens everything; what was opened is closed again when a later part fails. Errors: of loadRun and Run.start. */
export async function openSession(
  options: SessionOptions,
  beforeStart: BeforeStart,
  how?: StartOptions,
): Promise<RunSession> {
  const session = await prepareSession(options);
  try {
    beforeStart(session.run, session.bus);
    await session.start(how);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Opens everything but does not start the run. What was opened is closed again when a later part fails. Errors: of loadRun. */
export async function prepareSession(options: SessionOptions): Promise<PreparedSession> {
  const { cacheFolder, logger, modules, onModuleUpdate, settings: chosen, settingWords, workerUrl } = options;
  // Of its own for each live run; a replay takes the recorded one.
  const settings = chosen.clock.kind === 'wall' ? { ...chosen, operatorSeed: randomUUID() } : chosen;
  const bus = new InterruptibleBus(await options.openBus(), systemTime.startTimer);
  let updates: ModuleUpdates | undefined;
  const telemetry = openTelemetry(options);
  const run = new Run({
    bus,
    time: systemTime,
    engineWorkerUrl: workerUrl('engineWorker'),
    settings,
    ...(telemetry && { telemetry }),
    breakBroker: (durationMs) => bus.interrupt(durationMs),
  });
  const close = async (): Promise<void> => {
    updates?.dispose();
    await run.close();
    await bus.close();
  };
  try {
    await run.serveState();
    const cache = new ModuleCache({
      folder: join(cacheFolder, 'prepared'),
      workerUrl: workerUrl('prepareWorker'),
      logger,
    });
    const places = {
      explicit: modules,
      cacheFolder: join(cacheFolder, 'modules'),
      ...(settingWords && { settingWords }),
    };
    const loaded = await loadRun({ ...options, cache, places, onModels: () => run.expectModels() });
    const spec = { ...loaded, recorded: recordRun({ ...options, settings }, loaded) };
    const comparison = new ModuleComparison(run, logger);
    const compared = await prepareComparison(options.compare ?? new Map(), spec, cache, options.onPrepare);
    if (onModuleUpdate ?? options.comparesUpdates)
      updates = new ModuleUpdates({
        spec,
        run,
        cache,
        time: systemTime,
        onUpdate: (module) => onModuleUpdate?.(module),
        ...(options.comparesUpdates === true && { comparison }),
        logger,
      });
    const start = async (how?: StartOptions): Promise<void> => {
      const beforeIntake = async (): Promise<void> => {
        for (const each of compared) await comparison.compare(each);
        await how?.beforeIntake?.();
      };
      await run.start(spec, { ...how, beforeIntake });
      updates?.begin();
    };
    const takeOver = async (operations: readonly string[]): Promise<readonly RunModule[]> => {
      const taken = await comparison.takeOver(operations);
      for (const module of taken) updates?.noteRunning(module);
      return taken;
    };
    return { run, bus, spec, comparison, takeOver, start, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openTelemetry({ otlp, workerUrl, logger }: SessionOptions): TelemetryClient | undefined {
  if (!otlp) return undefined;
  return new TelemetryClient({
    settings: otlp,
    workerUrl: workerUrl('telemetryWorker'),
    environment: process.env,
    time: systemTime,
    logger,
  });
}
