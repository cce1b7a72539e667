// Lets clients of a run's own broker use its state store: takes their requests from the broker, hands them to the engine in batches, and
// publishes what comes back. Knows the topics and properties of the protocol, but not what is in a request.
import type { Disposable } from '../../base/disposable.ts';
import { joinBytes } from '../../base/joinBytes.ts';
import type { LogLevel } from '../../base/logger.ts';
import type { BusMessage, UserProperty } from '../../protocol/message.ts';
import {
  STATE_NOTICE_PREFIX,
  STATE_REQUEST_TOPIC,
  type StateDialect,
  type StateReplyBatch,
  type StateReplyHead,
  type StateRequestBatch,
  type StateRequestHead,
} from '../../protocol/stateRequests.ts';
import type { BrokerClients, MessageBus } from '../broker/messageBus.ts';
import { IntakeGate } from './intakeGate.ts';

export interface StateGatewayPorts {
  readonly bus: Pick<MessageBus, 'subscribe'>;
  readonly clients: Pick<BrokerClients, 'onGone' | 'refuse'>;
  /** To the engine. */
  readonly send: (batch: StateRequestBatch, transfer: readonly ArrayBuffer[]) => void;
  /** To whoever it is for; must not throw. */
  readonly publish: (message: BusMessage) => void;
  readonly log: (level: LogLevel, message: string) => void;
}

/** What is remembered of a request until its answer comes. */
interface Asked {
  readonly responseTopic: string;
  readonly correlationData: Uint8Array | undefined;
  readonly dialect: StateDialect;
  readonly bytes: number;
}

type BatchItem = StateRequestBatch['items'][number];

/** Requests that wait for their answers; beyond that senders wait for their acknowledgement. */
const LIMITS = { maxMessages: 1000, maxBytes: 16 * 1024 * 1024 };
/** Clients whose mistakes are told; each once. */
const MAX_WARNED = 100;

export class StateGateway implements Disposable {
  readonly #ports: StateGatewayPorts;
  readonly #gate: IntakeGate = new IntakeGate(LIMITS);
  readonly #asked: Asked[] = [];
  /** Clients that the engine may know. */
  readonly #clients: Set<string> = new Set<string>();
  readonly #warned: Set<string> = new Set<string>();
  #items: BatchItem[] = [];
  #payloads: Uint8Array[] = [];
  #subscriptions: readonly Disposable[] = [];
  #isOpen = false;
  #isEngineReady = false;
  #isSendScheduled = false;

  constructor(ports: StateGatewayPorts) {
    this.#ports = ports;
  }

  /** Takes requests from now on; until `begin` they wait. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { bus, clients } = this.#ports;
    const gone = clients.onGone((client) => this.#leave(client));
    const requests = await bus.subscribe([STATE_REQUEST_TOPIC], (message, sender) =>
      this.#accept(message, sender),
    );
    this.#subscriptions = [gone, requests];
  }

  /** The engine has started. */
  begin(): void {
    this.#isEngineReady = true;
    this.#send();
  }

  /** Publishes what the engine has answered and told. */
  deliver({ items, bytes }: StateReplyBatch): void {
    let at = 0;
    for (const { head, length } of items) {
      const message = this.#address(head, bytes.subarray(at, (at += length)));
      if (message) this.#ports.publish(message);
    }
  }

  /** Takes no more requests; senders that waited go on. */
  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#subscriptions = [];
    this.#gate.open();
  }

  #accept(message: BusMessage, client: string | undefined): Promise<void> | undefined {
    const { responseTopic, correlationData, payload, qos } = message;
    if (responseTopic === undefined) {
      this.#warn(
        client,
        'has no response topic (MQTT 5), so that it cannot be answered and nothing was done',
      );
      return undefined;
    }
    // "The state store disconnects MQTT clients that use an invalid response topic."
    if (responseTopic === STATE_REQUEST_TOPIC || responseTopic.startsWith(STATE_NOTICE_PREFIX)) {
      this.#warn(client, `wants its answer on the state store's own topic "${responseTopic.slice(0, 200)}"`);
      if (client !== undefined) this.#ports.clients.refuse(client);
      return undefined;
    }
    const isIncomplete = correlationData === undefined || qos !== 1;
    if (isIncomplete)
      this.#warn(client, 'fails: requests need QoS 1 and correlation data as well as a response topic');
    const head = readHead(message, client, isIncomplete);
    const bytes = payload.length;
    this.#asked.push({ responseTopic, correlationData, dialect: head.dialect, bytes });
    if (client !== undefined) this.#clients.add(client);
    this.#payloads.push(payload);
    this.#gather({ kind: 'request', head, length: bytes });
    return this.#gate.enter(bytes);
  }

  #leave(client: string): void {
    if (this.#clients.delete(client)) this.#gather({ kind: 'gone', client });
  }

  // What came in one go of a socket travels together.
  #gather(item: BatchItem): void {
    this.#items.push(item);
    if (this.#isSendScheduled || !this.#isEngineReady) return;
    this.#isSendScheduled = true;
    setImmediate(() => this.#send());
  }

  #send(): void {
    this.#isSendScheduled = false;
    if (this.#items.length === 0) return;
    const bytes = joinBytes(this.#payloads);
    const items = this.#items;
    this.#items = [];
    this.#payloads = [];
    this.#ports.send({ items, bytes }, [bytes.buffer]);
  }

  #address(head: StateReplyHead, payload: Uint8Array): BusMessage | undefined {
    const common = { payload, qos: 1, retain: false } as const;
    if (head.kind === 'notice') {
      const { topic, version, dialect } = head;
      return { ...common, topic, userProperties: writeProperties(version, dialect, false) };
    }
    const asked = this.#asked.shift();
    if (!asked) return undefined;
    this.#gate.release(1, asked.bytes);
    const { responseTopic: topic, correlationData, dialect } = asked;
    const userProperties = writeProperties(head.version, dialect, true);
    return { ...common, topic, userProperties, ...(correlationData && { correlationData }) };
  }

  #warn(client: string | undefined, what: string): void {
    const name = client === undefined ? 'this program' : `MQTT client "${client.slice(0, 100)}"`;
    if (this.#warned.has(name) || this.#warned.size >= MAX_WARNED) return;
    this.#warned.add(name);
    this.#ports.log('warn', `a request of ${name} to the state store ${what}`);
  }
}

function readHead(
  { userProperties }: BusMessage,
  client: string | undefined,
  isIncomplete: boolean,
): StateRequestHead {
  const find = (name: string): string | undefined => userProperties.find(([key]) => key === name)?.[1];
  const [timestamp, fencingToken] = [find('__ts'), find('__ft')];
  return {
    dialect: find('__protVer') === undefined ? 'documented' : 'sdk',
    ...(client !== undefined && { client }),
    ...(timestamp !== undefined && { timestamp }),
    ...(fencingToken !== undefined && { fencingToken }),
    ...(isIncomplete && { isIncomplete }),
  };
}

/** Clients of SDKs also look for the status and the version of their request protocol. */
function writeProperties(
  version: string | undefined,
  dialect: StateDialect,
  isAnswer: boolean,
): UserProperty[] {
  const properties: UserProperty[] = version === undefined ? [] : [['__ts', version]];
  if (dialect === 'sdk') properties.push(['__protVer', '1.0']);
  if (dialect === 'sdk' && isAnswer) properties.push(['__stat', '200']);
  return properties;
}
