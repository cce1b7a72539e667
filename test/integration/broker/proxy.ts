// Stands between a client and a broker and can cut the line. Knows nothing about MQTT.
import { type AddressInfo, connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { ends } from './outsideCase.ts';

export interface Proxy {
  readonly url: string;
  /** Ends the connections there are. */
  readonly cut: () => void;
  /** Lets nobody through until `unblock`. */
  readonly block: () => Promise<void>;
  readonly unblock: () => Promise<void>;
}

/** Ends with the test. */
export async function proxyTo(url: string): Promise<Proxy> {
  const target = Number(new URL(url).port);
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connectSocket(target, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        (socket === near ? far : near).destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => open.forEach((socket) => socket.destroy());
  ends.push(() => Promise.resolve([cut(), server.close()]));
  return {
    url: `mqtt://127.0.0.1:${String(port)}`,
    cut,
    block: () => new Promise((resolve) => [server.close(() => resolve()), cut()]),
    unblock: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
  };
}
