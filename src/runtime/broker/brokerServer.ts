// The TCP side of the embedded broker: listens on this machine only unless told otherwise, and ends in bounded time.
// Knows nothing about MQTT.
import { createServer, type Server, type Socket } from 'node:net';
import { AppError, isSystemError } from '../../base/errors.ts';

export interface ListenOptions {
  /** Default 127.0.0.1; "localhost" means the same, so that it never depends on the name's resolution. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Allows a host that other machines can reach. Default false. */
  readonly isRemoteAllowed?: boolean;
}

const STALL_TIMEOUT_MS = 5000;

export class BrokerServer {
  readonly #server: Server;
  readonly #sockets: Set<Socket> = new Set<Socket>();
  #isShut = false;

  /** Hands each connection to `accept`. One that takes none of what waits for it for `stallTimeoutMs` is ended; default 5000. */
  constructor(accept: (socket: Socket) => void, stallTimeoutMs: number = STALL_TIMEOUT_MS) {
    // Without delay: a small packet must not wait for the other side's delayed acknowledgement.
    this.#server = createServer({ noDelay: true }, (socket) => {
      if (this.#isShut) return void socket.destroy();
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      endWhenStalled(socket, stallTimeoutMs);
      accept(socket);
    });
  }

  /** Resolves to the URL to connect to. Errors: BROKER_PORT_TAKEN, BROKER_REFUSED. */
  async listen({ host: named, port, isRemoteAllowed = false }: ListenOptions): Promise<string> {
    const host = named === undefined || named === 'localhost' ? '127.0.0.1' : named;
    if (!isRemoteAllowed && !isLoopback(host))
      throw new AppError(
        'BROKER_REFUSED',
        `The embedded broker asks for no password, so it does not listen on "${host}", where other machines can reach it. Use 127.0.0.1, or allow remote connections explicitly.`,
      );
    const listening = new Promise<void>((resolve, reject) => {
      // Stays on: without a listener a later error would end the process.
      this.#server.on('error', (error) => reject(describeListenError(error, host, port)));
      this.#server.listen({ host, port, exclusive: true }, resolve);
    });
    await listening;
    const address = this.#server.address();
    const actual = typeof address === 'object' && address ? address.port : port;
    return `mqtt://${host.includes(':') ? `[${host}]` : host}:${String(actual)}`;
  }

  /** Takes no more connections. */
  stopListening(): void {
    this.#server.close();
  }

  /** Ends every connection, and each new one at once, until {@link letIn}. The port stays taken, so that it is there again then. */
  shutOut(): void {
    this.#isShut = true;
    this.destroyAll();
  }

  letIn(): void {
    this.#isShut = false;
  }

  /** Ends whatever is still connected, at once. */
  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

// Node's timer for idle sockets starts anew whenever the system has taken more for the other side, or something came from
// there. Slow readers are left alone that way, down to some 300 KB/s: systems make room known only by the megabyte. A full
// buffer is what counts: a connection with nothing to say is idle, too.
function endWhenStalled(socket: Socket, timeoutMs: number): void {
  socket.setTimeout(timeoutMs);
  socket.on('timeout', () => {
    if (!socket.writableNeedDrain) return;
    const reason = `it has read nothing for ${String(timeoutMs)} ms while messages waited for it, so the connection was ended`;
    socket.destroy(new Error(reason));
  });
}

function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|::1)$/.test(host);
}

function describeListenError(error: Error, host: string, port: number): AppError {
  const place = `${host}:${String(port)}`;
  if (isSystemError(error, 'EADDRINUSE'))
    return new AppError(
      'BROKER_PORT_TAKEN',
      `Port ${place} is taken by another program. Stop that program, or choose another port (0 takes any free one).`,
      { cause: error },
    );
  return new AppError(
    'BROKER_REFUSED',
    `The broker cannot listen on ${place} (${error.message}). Check that the address is this machine's and the port is allowed for you.`,
    { cause: error },
  );
}
