// A client of the state store that knows nothing of our code: the npm package `mqtt`, and payloads and topics written by hand as the
// protocol's pages have them.
import { connectAsync, type IClientPublishOptions, type IPublishPacket, type MqttClient } from 'mqtt';

export const STATE_STORE = 'statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/command/invoke';
const NOTICES = 'clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8';

export interface Reply {
  readonly payload: string;
  /** `__ts` of the reply. */
  readonly version: string | undefined;
  readonly packet: IPublishPacket;
}

/** A time as clients send it: now, or so many milliseconds later. */
export function stamp(laterMs = 0, node = 'client'): string {
  return `${String(Date.now() + laterMs)}:0:${node}`;
}

/** For requests that set something. */
export function now(more: Record<string, string> = {}): Record<string, string> {
  return { __ts: stamp(), ...more };
}

/** Upper-case hex digits, as in topics of notifications. */
export function hex(text: string): string {
  return Buffer.from(text).toString('hex').toUpperCase();
}

export class OutsideClient {
  readonly id: string;
  readonly #client: MqttClient;
  readonly #waiting: Map<string, (reply: Reply) => void> = new Map<string, (reply: Reply) => void>();
  /** `<key> <payload>` of every notification so far. */
  readonly notices: string[] = [];
  readonly noticeVersions: (string | undefined)[] = [];
  #asked = 0;

  private constructor(id: string, client: MqttClient) {
    this.id = id;
    this.#client = client;
    client.on('error', () => undefined);
    client.on('message', (topic, payload, packet) => this.#take(topic, payload, packet));
  }

  static async connect(url: string, id: string): Promise<OutsideClient> {
    const client = await connectAsync(url, { protocolVersion: 5, clientId: id, reconnectPeriod: 0 });
    const outside = new OutsideClient(id, client);
    await client.subscribeAsync(`clients/${id}/services/statestore/#`, { qos: 1 });
    await client.subscribeAsync(`${NOTICES}/${hex(id)}/command/notify/+`, { qos: 1 });
    return outside;
  }

  get mqtt(): MqttClient {
    return this.#client;
  }

  get replyTopic(): string {
    return `clients/${this.id}/services/statestore/_any_/command/invoke/response`;
  }

  /** Publishes `payload` (text, or bytes) as a request and waits for its reply. */
  ask(
    payload: string | Buffer,
    userProperties: Record<string, string> = {},
    more: Partial<IClientPublishOptions> = {},
  ): Promise<Reply> {
    this.#asked += 1;
    const correlation = `${this.id} ${String(this.#asked)}`;
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(correlation, resolve));
    this.#client.publish(STATE_STORE, payload, {
      qos: 1,
      ...more,
      properties: {
        responseTopic: this.replyTopic,
        correlationData: Buffer.from(correlation),
        // A packet with an empty list of them never leaves the package.
        ...(Object.keys(userProperties).length > 0 && { userProperties }),
        ...more.properties,
      },
    });
    return reply;
  }

  /** The payload of the reply alone. */
  async say(payload: string, userProperties?: Record<string, string>): Promise<string> {
    return (await this.ask(payload, userProperties)).payload;
  }

  async leave(): Promise<void> {
    await this.#client.endAsync();
  }

  #take(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const version = packet.properties?.userProperties?.['__ts'];
    const reply = {
      payload: payload.toString('latin1'),
      version: typeof version === 'string' ? version : undefined,
      packet,
    };
    if (topic.startsWith(NOTICES)) {
      const key = Buffer.from(topic.split('/').at(-1) ?? '', 'hex').toString();
      this.notices.push(`${key} ${reply.payload}`);
      this.noticeVersions.push(reply.version);
      return;
    }
    const correlation = packet.properties?.correlationData?.toString() ?? '';
    this.#waiting.get(correlation)?.(reply);
    this.#waiting.delete(correlation);
  }
}
