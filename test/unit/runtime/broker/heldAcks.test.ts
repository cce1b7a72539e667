// Acknowledgements held back from an outside broker, without a connection.
import { expect, it } from 'vitest';
import { HeldAcks } from '../../../../src/runtime/broker/heldAcks.ts';
import { type Gate, gate, settle } from './busMessages.ts';

class Receiver {
  readonly sent: number[] = [];
  readonly delivered: number[] = [];
  readonly acks: HeldAcks = new HeldAcks((packetId) => this.sent.push(packetId));

  constructor() {
    this.acks.startConnection(false);
  }

  /** False: to be acknowledged at once. */
  arrive(packetId: number, full?: Gate, payload = `message ${String(packetId)}`): boolean {
    return this.acks.arrive({ packetId, topic: 'a', payload }, () => {
      this.delivered.push(packetId);
      return full?.opened;
    });
  }
}

async function open({ open: release }: Gate): Promise<void> {
  release();
  await settle(2);
}

it('leaves messages alone while nothing is held', () => {
  const receiver = new Receiver();
  expect([receiver.arrive(1), receiver.arrive(2), receiver.acks.count]).toEqual([false, false, 0]);
  expect(receiver.delivered).toEqual([1, 2]);
});

it('delivers later messages meanwhile and acknowledges all in the order of arrival', async () => {
  const [receiver, first, third] = [new Receiver(), gate(), gate()];
  expect([
    receiver.arrive(7, first),
    receiver.arrive(5),
    receiver.arrive(6, third),
    receiver.arrive(4),
  ]).toEqual([true, true, true, true]);
  expect([receiver.delivered, receiver.sent]).toEqual([[7, 5, 6, 4], []]);
  await open(first);
  expect(receiver.sent).toEqual([7, 5]);
  await open(third);
  expect([receiver.sent, receiver.acks.count]).toEqual([[7, 5, 6, 4], 0]);
});

it('acknowledges what was released while the connection was away when it has come again, without delivering it', async () => {
  const [receiver, full] = [new Receiver(), gate()];
  receiver.arrive(7, full);
  receiver.acks.endConnection();
  await open(full);
  expect(receiver.sent).toEqual([]);
  receiver.acks.startConnection(true);
  expect(receiver.sent).toEqual([]);
  receiver.arrive(7);
  expect([receiver.sent, receiver.delivered]).toEqual([[7], [7]]);
});

it('keeps holding what has come again, and everything after it', async () => {
  const [receiver, full] = [new Receiver(), gate()];
  receiver.arrive(7, full);
  receiver.arrive(8);
  receiver.acks.startConnection(true);
  for (const packetId of [7, 8, 9]) receiver.arrive(packetId);
  expect([receiver.sent, receiver.delivered]).toEqual([[], [7, 8, 9]]);
  await open(full);
  expect(receiver.sent).toEqual([7, 8, 9]);
});

it('is not held up by what the broker does not send again', () => {
  const receiver = new Receiver();
  receiver.arrive(7, gate());
  receiver.acks.startConnection(true);
  receiver.arrive(8);
  expect(receiver.sent).toEqual([8]);
});

it('keeps two messages under one identifier apart', async () => {
  const [receiver, full] = [new Receiver(), gate()];
  receiver.arrive(7, full);
  receiver.acks.startConnection(true);
  receiver.arrive(7, undefined, 'another');
  expect([receiver.sent, receiver.delivered]).toEqual([[7], [7, 7]]);
  receiver.arrive(7);
  await open(full);
  expect([receiver.sent, receiver.delivered, receiver.acks.count]).toEqual([[7, 7], [7, 7], 0]);
});

it('does not remember for ever what never comes again', () => {
  const receiver = new Receiver();
  for (let connection = 0; connection < 10; connection += 1) {
    for (let packetId = 1; packetId <= 1000; packetId += 1)
      receiver.arrive(packetId, gate(), `${String(connection)} ${String(packetId)}`);
    receiver.acks.startConnection(true);
  }
  expect(receiver.acks.count).toBe(4096);
});

it('forgets everything with the session', async () => {
  const [receiver, full] = [new Receiver(), gate()];
  receiver.arrive(7, full);
  receiver.acks.startConnection(false);
  await open(full);
  expect([receiver.sent, receiver.acks.count]).toEqual([[], 0]);
});
