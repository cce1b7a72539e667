// A run of the fixture `needs-nn` in a workspace of its own. Knows nothing about what is tested.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EngineLog } from '../../../src/protocol/engine.ts';
import type { BusMessage } from '../../../src/protocol/message.ts';
import type { HopRecord } from '../../../src/protocol/trace.ts';
import { startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import { defaultTopics } from '../../../src/runtime/run/composeRun.ts';
import { openSession, type RunSession } from '../../../src/runtime/run/openSession.ts';
import { DEFAULT_SEED, VIRTUAL_START_MS } from '../../../src/runtime/run/runSpec.ts';
import { chain, component, type Workspace } from '../cli/commandLine.ts';

export interface ModelRunOptions {
  /** Lines for `init`. */
  readonly init?: string;
  readonly clock?: 'wall' | 'virtual';
  readonly operatorTimeoutMs?: number;
  /** Operations in a row. Default 1. */
  readonly operations?: number;
}

export class ModelRun {
  readonly session: RunSession;
  readonly outputs: BusMessage[];
  readonly logs: EngineLog[];

  private constructor(session: RunSession, outputs: BusMessage[], logs: EngineLog[]) {
    this.session = session;
    this.outputs = outputs;
    this.logs = logs;
  }

  static async open(workspace: Workspace, options: ModelRunOptions = {}): Promise<ModelRun> {
    const { init, clock = 'wall', operatorTimeoutMs = 5000, operations = 1 } = options;
    const node = { type: 'map', module: 'needs-nn:1.0.0', parameters: { init: {} } };
    const nodes = Array.from({ length: operations }, (_, index) => ({
      ...node,
      name: `model-${String(index)}/map`,
    }));
    const file = workspace.write('graph.yaml', withFeature(chain(...nodes)));
    const outputs: BusMessage[] = [];
    const logs: EngineLog[] = [];
    const session = await openSession(
      {
        file,
        topics: defaultTopics,
        overrides: init === undefined ? [] : [{ key: 'init', value: init }],
        modules: new Map([['needs-nn:1.0.0', component('needs-nn')]]),
        cacheFolder: workspace.path('cache'),
        workerUrl: (name) => pathToFileURL(resolve(`dist/${name}.mjs`)),
        workspaceFiles: {},
        logger: { log: (level, message) => logs.push({ level, context: 'test', message }) },
        openBus: () =>
          startEmbeddedBroker({
            logger: { log: () => undefined },
            listen: { host: '127.0.0.1', port: 0, isRemoteAllowed: false },
          }),
        settings: {
          clock: clock === 'virtual' ? { kind: 'virtual', startMs: VIRTUAL_START_MS } : { kind: 'wall' },
          lateItems: 'accept',
          operatorTimeoutMs,
          seed: DEFAULT_SEED,
          trace: { level: 'payloads' },
        },
      },
      (run) => {
        run.output.event(({ message }) => outputs.push(message));
        run.logs.event((lines) => logs.push(...lines));
      },
    );
    return new ModelRun(session, outputs, logs);
  }

  async send(...lines: string[]): Promise<void> {
    await this.session.bus.publish({
      topic: 'sensors/a',
      payload: Buffer.from(lines.join('\n')),
      qos: 1,
      retain: false,
      userProperties: [],
    });
  }

  /** Sends one message and returns the lines that came out for it. */
  async ask(...lines: string[]): Promise<string[]> {
    const count = this.outputs.length;
    const arrived = new Promise<void>((done) => {
      const subscription = this.session.run.output.event(() => {
        if (this.outputs.length <= count) return;
        subscription.dispose();
        done();
      });
    });
    await this.send(...lines);
    await arrived;
    return Buffer.from(this.outputs.at(-1)?.payload ?? [])
      .toString()
      .split('\n');
  }

  async hops(): Promise<readonly HopRecord[]> {
    return (await this.session.run.readHops({ nodes: ['model-0/map'] })).hops;
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}

/** The graph with the feature that models want. */
export function withFeature(graph: string): string {
  return graph.replace(
    '"runtimeVersion": "1.1.0"',
    '"runtimeVersion": "1.1.0", "features": [{ "name": "wasi-nn" }]',
  );
}
