// Messages on their way to an outside broker.
import { expect, it } from 'vitest';
import type { BusMessage } from '../../../../src/protocol/message.ts';
import { PublishQueue, type SendFailure } from '../../../../src/runtime/broker/publishQueue.ts';
import { messageOf, settle, textOf } from './busMessages.ts';

interface Sent {
  readonly text: string;
  readonly done: (failure?: SendFailure) => void;
}

function queueWith(limits: ConstructorParameters<typeof PublishQueue>[1] = {}): {
  queue: PublishQueue;
  sent: Sent[];
} {
  const sent: Sent[] = [];
  const queue = new PublishQueue(
    (message: BusMessage, done) => void sent.push({ text: textOf(message), done }),
    limits,
  );
  return { queue, sent };
}

const textsOf = (sent: readonly Sent[]): string[] => sent.map(({ text }) => text);

it('sends nothing while the window is closed, then as many as it allows, in order', async () => {
  const { queue, sent } = queueWith();
  const added = ['1', '2', '3'].map((text) => queue.add(messageOf('a', text)));
  expect(sent).toEqual([]);
  queue.setWindow(2);
  expect(textsOf(sent)).toEqual(['1', '2']);
  sent[0]?.done();
  await added[0];
  expect(textsOf(sent)).toEqual(['1', '2', '3']);
  expect(queue.count).toBe(2);
});

it('sends lost messages again, in their order, before later ones', () => {
  const { queue, sent } = queueWith();
  queue.setWindow(3);
  ['1', '2', '3', '4'].forEach((text) => void queue.add(messageOf('a', text)));
  queue.setWindow(0);
  for (const index of [2, 0, 1]) sent[index]?.done({ kind: 'lost' });
  queue.setWindow(10);
  expect(textsOf(sent).slice(3)).toEqual(['1', '2', '3', '4']);
});

it('tries nothing more after a loss until the window is opened again', () => {
  const sent: string[] = [];
  const queue = new PublishQueue((message, done) => {
    sent.push(textOf(message));
    done({ kind: 'lost' });
  });
  void queue.add(messageOf('a', '1'));
  void queue.add(messageOf('a', '2'));
  queue.setWindow(10);
  expect([sent, queue.count]).toEqual([['1'], 2]);
});

it('counts QoS 0 messages under way as sent when the connection ends', async () => {
  const { queue } = queueWith();
  queue.setWindow(1);
  const added = queue.add(messageOf('a', '1', { qos: 0 }));
  queue.setWindow(0);
  await added;
  expect(queue.count).toBe(0);
});

it('is bounded by messages and bytes, and says so', async () => {
  const few = queueWith({ maxMessages: 2 });
  void few.queue.add(messageOf('a'));
  void few.queue.add(messageOf('a'));
  await expect(few.queue.add(messageOf('a'))).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
  const small = queueWith({ maxBytes: 10 });
  void small.queue.add(messageOf('a', 'x'.repeat(100)));
  await expect(small.queue.add(messageOf('a', 'y'))).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
  small.queue.setWindow(1);
  small.sent[0]?.done();
  void small.queue.add(messageOf('a', 'z'.repeat(10)));
  expect(textsOf(small.sent).at(-1)).toBe('z'.repeat(10));
});

it('survives a broker that answers at once, ten thousand times', async () => {
  const queue = new PublishQueue((_, done) => done());
  const added = Array.from({ length: 10_000 }, () => queue.add(messageOf('a')));
  queue.setWindow(1);
  await Promise.all(added);
  expect(queue.count).toBe(0);
});

it('refuses what waits and what comes after the end', async () => {
  const { queue } = queueWith();
  queue.setWindow(1);
  const added = [queue.add(messageOf('a')), queue.add(messageOf('a'))];
  const refused = Promise.allSettled(added);
  queue.end(new Error('over'));
  expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(queue.add(messageOf('a'))).rejects.toThrow('over');
  await settle(1);
});
