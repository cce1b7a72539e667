// A broker that answers as a test tells it to, for what real brokers do too rarely. Speaks through the packet library that
// mqtt brings along.
import { createRequire } from 'node:module';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Packet } from 'mqtt';

interface PacketLibrary {
  readonly generate: (packet: object, options: { protocolVersion: 5 }) => Uint8Array;
  readonly parser: (options: { protocolVersion: 5 }) => {
    on(event: 'packet', listener: (packet: Packet) => void): void;
    parse(bytes: Uint8Array): void;
  };
}

const require = createRequire(createRequire(import.meta.url).resolve('mqtt'));
const { generate, parser } = require('mqtt-packet') as PacketLibrary;

/** One connection of a client; `number` counts from 1. */
export class ScriptedConnection {
  readonly number: number;
  readonly socket: Socket;
  /** Everything the client sent. */
  readonly packets: Packet[] = [];

  constructor(number: number, socket: Socket) {
    this.number = number;
    this.socket = socket;
  }

  send(packet: object): void {
    this.socket.write(generate(packet, { protocolVersion: 5 }));
  }

  /** The kinds of packets the client sent, in order. */
  get commands(): string[] {
    return this.packets.map(({ cmd }) => cmd);
  }
}

/** What is not the ordinary answer. */
export interface Script {
  readonly connack?: (connection: ScriptedConnection) => object;
  /** True: this packet gets no ordinary answer. */
  readonly onPacket?: (connection: ScriptedConnection, packet: Packet) => boolean;
}

export class ScriptedBroker {
  readonly connections: ScriptedConnection[] = [];
  readonly #script: Script;
  readonly #server: Server;

  constructor(script: Script = {}) {
    this.#script = script;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Resolves to the URL. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `mqtt://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  close(): void {
    for (const { socket } of this.connections) socket.destroy();
    this.#server.close();
  }

  #accept(socket: Socket): void {
    const connection = new ScriptedConnection(this.connections.length + 1, socket);
    this.connections.push(connection);
    const incoming = parser({ protocolVersion: 5 });
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => incoming.parse(bytes));
    incoming.on('packet', (packet) => {
      connection.packets.push(packet);
      if (!this.#script.onPacket?.(connection, packet)) this.#answer(connection, packet);
    });
  }

  #answer(connection: ScriptedConnection, packet: Packet): void {
    const { messageId } = packet;
    if (packet.cmd === 'connect')
      connection.send({
        cmd: 'connack',
        reasonCode: 0,
        sessionPresent: connection.number > 1,
        ...this.#script.connack?.(connection),
      });
    else if (packet.cmd === 'subscribe')
      connection.send({ cmd: 'suback', messageId, granted: packet.subscriptions.map(() => 1) });
    else if (packet.cmd === 'unsubscribe') connection.send({ cmd: 'unsuback', messageId, granted: [0] });
    else if (packet.cmd === 'publish' && packet.qos === 1)
      connection.send({ cmd: 'puback', messageId, reasonCode: 0 });
  }
}
