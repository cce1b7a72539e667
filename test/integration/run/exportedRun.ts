// A run of real components whose traces and metrics go to a receiver of OTLP. Knows nothing about what is tested.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import type { EngineLog } from '../../../src/protocol/engine.ts';
import type { BusMessage, UserProperty } from '../../../src/protocol/message.ts';
import type { OtlpSettings } from '../../../src/protocol/telemetry.ts';
import { startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import { defaultTopics } from '../../../src/runtime/run/composeRun.ts';
import { openSession, type RunSession } from '../../../src/runtime/run/openSession.ts';
import { DEFAULT_SEED, VIRTUAL_START_MS } from '../../../src/runtime/run/runSpec.ts';
import { component, type Workspace } from '../cli/commandLine.ts';

export interface ExportedRunOptions {
  /** Absent: nothing is exported. */
  readonly otlp?: OtlpSettings;
  readonly overrides?: readonly { readonly node?: string; readonly key: string; readonly value: string }[];
}

export class ExportedRun {
  readonly outputs: BusMessage[] = [];
  readonly logs: EngineLog[] = [];
  readonly session: RunSession;

  private constructor(session: RunSession) {
    this.session = session;
  }

  static async open(workspace: Workspace, file: string, options: ExportedRunOptions): Promise<ExportedRun> {
    const outputs: BusMessage[] = [];
    const logs: EngineLog[] = [];
    const session = await openSession(
      {
        file,
        topics: defaultTopics,
        overrides: options.overrides ?? [],
        modules: new Map([['faulty:1.0.0', component('faulty')]]),
        cacheFolder: workspace.path('cache'),
        workerUrl: (name) => pathToFileURL(resolve(`dist/${name}.mjs`)),
        workspaceFiles: {},
        ...(options.otlp && { otlp: options.otlp }),
        logger: { log: (level, message) => logs.push({ level, context: 'test', message }) },
        openBus: () => startEmbeddedBroker({ logger: { log: () => undefined } }),
        settings: {
          clock: { kind: 'virtual', startMs: VIRTUAL_START_MS },
          lateItems: 'accept',
          operatorTimeoutMs: 5000,
          seed: DEFAULT_SEED,
          trace: { level: 'payloads' },
        },
      },
      (run) => {
        run.output.event(({ message }) => outputs.push(message));
        run.logs.event((lines) => logs.push(...lines));
      },
    );
    return Object.assign(new ExportedRun(session), { outputs, logs });
  }

  async send(
    payload: string,
    userProperties: readonly UserProperty[] = [],
    topic = 'sensors/a',
  ): Promise<void> {
    await this.session.bus.publish({
      topic,
      payload: Buffer.from(payload),
      qos: 1,
      retain: false,
      userProperties,
    });
  }

  /** Finishes what is under way, sends what is to be sent, and ends everything. */
  async end(): Promise<void> {
    await this.session.run.finish('flush');
    await this.session.close();
  }

  /** Lines about the export. */
  get warnings(): string[] {
    return this.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);
  }
}
