// Small packets go out at once on every connection. Node has no way to ask for that, but keeps it under a symbol.
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { openSocket, parseBrokerUrl } from '../../../src/runtime/broker/brokerAddress.ts';
import { BrokerServer } from '../../../src/runtime/broker/brokerServer.ts';

function hasNoDelay(socket: Socket): unknown {
  const symbol = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === 'kSetNoDelay',
  );
  return symbol && Reflect.get(socket, symbol);
}

it('is set on both sides, with and without TLS', async () => {
  let accept: (socket: Socket) => void = () => undefined;
  const accepted = new Promise<Socket>((resolve) => (accept = resolve));
  const server = new BrokerServer((socket) => accept(socket));
  const url = await server.listen({ port: 0 });
  const plain = openSocket(parseBrokerUrl(url), {});
  await new Promise((resolve) => plain.once('connect', resolve));
  const tls = openSocket(parseBrokerUrl(url.replace('mqtt:', 'mqtts:')), {});
  tls.on('error', () => undefined);
  const usual = connect(Number(new URL(url).port), '127.0.0.1');
  expect([hasNoDelay(plain), hasNoDelay(await accepted), hasNoDelay(tls), hasNoDelay(usual)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  for (const socket of [plain, tls, usual]) socket.destroy();
  server.stopListening();
  server.destroyAll();
});
