// A run of the fixture `needs-rpc` in a workspace of its own, and outside clients that answer it. Knows nothing about what is tested.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { type IClientPublishOptions, type IPublishPacket, connectAsync, type MqttClient } from 'mqtt';
import type { EngineLog } from '../../../src/protocol/engine.ts';
import type { BusMessage } from '../../../src/protocol/message.ts';
import type { OtlpSettings } from '../../../src/protocol/telemetry.ts';
import type { HopRecord } from '../../../src/protocol/trace.ts';
import { startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import type { MessageBus } from '../../../src/runtime/broker/messageBus.ts';
import { defaultTopics } from '../../../src/runtime/run/composeRun.ts';
import { connectBroker } from '../../../src/runtime/run/connectBroker.ts';
import { openSession, type RunSession } from '../../../src/runtime/run/openSession.ts';
import { DEFAULT_SEED, VIRTUAL_START_MS } from '../../../src/runtime/run/runSpec.ts';
import { chain, component, type Workspace } from '../cli/commandLine.ts';

export interface CommandRunOptions {
  readonly properties?: Readonly<Record<string, string>>;
  readonly clock?: 'wall' | 'virtual';
  readonly operatorTimeoutMs?: number;
  /** Text of the file of rules. */
  readonly responders?: string;
  readonly usesOutsideBroker?: boolean;
  /** A broker that is there already. */
  readonly brokerUrl?: string;
  /** Absent: nothing is exported. */
  readonly otlp?: OtlpSettings;
}

const parameterNames = [
  'requestTopic',
  'responseTopic',
  'command',
  'namespace',
  'prefix',
  'suffix',
  'tokens',
  'requestTokens',
  'timeoutMs',
  'userData',
  'misuse',
  'keep',
  'init',
];

export class CommandRun {
  readonly outputs: BusMessage[] = [];
  readonly logs: EngineLog[] = [];
  readonly session: RunSession;
  readonly #clients: MqttClient[] = [];
  #lastRequest: IPublishPacket | undefined;

  private constructor(session: RunSession) {
    this.session = session;
  }

  static async open(workspace: Workspace, options: CommandRunOptions = {}): Promise<CommandRun> {
    const parameters = Object.fromEntries(parameterNames.map((name) => [name, {}]));
    const file = workspace.write(
      'graph.yaml',
      chain({ name: 'caller/map', type: 'map', module: 'needs-rpc:1.0.0', parameters }),
    );
    workspace.remove('responders.yaml');
    if (options.responders !== undefined) workspace.write('responders.yaml', options.responders);
    const outputs: BusMessage[] = [];
    const logs: EngineLog[] = [];
    const session = await openSession(
      {
        file,
        topics: defaultTopics,
        overrides: Object.entries(options.properties ?? {}).map(([key, value]) => ({ key, value })),
        modules: new Map([['needs-rpc:1.0.0', component('needs-rpc')]]),
        cacheFolder: workspace.path('cache'),
        workerUrl: (name) => pathToFileURL(resolve(`dist/${name}.mjs`)),
        workspaceFiles: {},
        ...(options.otlp && { otlp: options.otlp }),
        ...(options.usesOutsideBroker === true && { usesOutsideBroker: true }),
        logger: { log: (level, message) => logs.push({ level, context: 'test', message }) },
        openBus: () => openBus(options.brokerUrl),
        settings: {
          clock:
            options.clock === 'virtual' ? { kind: 'virtual', startMs: VIRTUAL_START_MS } : { kind: 'wall' },
          lateItems: 'accept',
          operatorTimeoutMs: options.operatorTimeoutMs ?? 5000,
          seed: DEFAULT_SEED,
          trace: { level: 'payloads' },
        },
      },
      (run) => {
        run.output.event(({ message }) => outputs.push(message));
        run.logs.event((lines) => logs.push(...lines));
      },
    );
    const commandRun = new CommandRun(session);
    Object.assign(commandRun, { outputs, logs });
    return commandRun;
  }

  /** An outside client that answers what comes on `filter`. */
  async respond(
    filter: string,
    answer: (request: IPublishPacket) => { payload?: string; options?: IClientPublishOptions } | undefined,
  ): Promise<IPublishPacket[]> {
    const requests: IPublishPacket[] = [];
    const client = await connectAsync(this.session.bus.url ?? '', { protocolVersion: 5 });
    this.#clients.push(client);
    client.on('message', (_topic, _payload, request) => {
      requests.push(request);
      this.#lastRequest = request;
      const given = answer(request);
      if (!given) return;
      const { properties, ...options } = given.options ?? {};
      client.publish(request.properties?.responseTopic ?? '', given.payload ?? '', {
        qos: 1,
        ...options,
        properties: { ...correlationOf(request), ...properties },
      });
    });
    await client.subscribeAsync(filter, { qos: 1 });
    return requests;
  }

  /** Answers the request that came last. */
  answerLast(payload: string): void {
    const request = this.#lastRequest;
    this.#clients[0]?.publish(request?.properties?.responseTopic ?? '', payload, {
      properties: {
        ...correlationOf(request),
        userProperties: { __stat: '200' },
      },
    });
  }

  /** An outside client that answers with a status and further user properties. */
  respondWith(
    filter: string,
    userProperties: Record<string, string>,
    payload = '',
  ): Promise<IPublishPacket[]> {
    return this.respond(filter, () => ({ payload, options: { properties: { userProperties } } }));
  }

  async send(...payloads: string[]): Promise<void> {
    for (const payload of payloads)
      await this.session.bus.publish({
        topic: 'sensors/a',
        payload: Buffer.from(payload),
        qos: 1,
        retain: false,
        userProperties: [],
      });
  }

  /** Sends one message and returns what came out for it. */
  async ask(payload: string): Promise<string> {
    const count = this.outputs.length;
    const arrived = new Promise<void>((done) => {
      const subscription = this.session.run.output.event(() => {
        if (this.outputs.length <= count) return;
        subscription.dispose();
        done();
      });
    });
    await this.send(payload);
    await arrived;
    return this.texts.at(-1) ?? '';
  }

  get texts(): string[] {
    return this.outputs.map(({ payload }) => Buffer.from(payload).toString());
  }

  async hops(): Promise<readonly HopRecord[]> {
    return (await this.session.run.readHops({ nodes: ['caller/map'] })).hops;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.end(true);
    await this.session.close();
  }
}

function openBus(url: string | undefined): Promise<MessageBus> {
  const logger = { log: () => undefined };
  if (url !== undefined) return connectBroker({ url }, { logger, caSetting: '--ca' });
  return startEmbeddedBroker({ logger, listen: { host: '127.0.0.1', port: 0, isRemoteAllowed: false } });
}

function correlationOf(request: IPublishPacket | undefined): { correlationData?: Buffer } {
  const correlationData = request?.properties?.correlationData;
  return correlationData ? { correlationData } : {};
}
