// Acknowledgements held back across connections.
import { expect, it } from 'vitest';
import { HeldAcks } from '../../../../src/runtime/broker/heldAcks.ts';
import { gate, settle } from './busMessages.ts';

function holding(): { acks: HeldAcks; full: ReturnType<typeof gate>; sent: number[] } {
  const [acks, full, sent] = [new HeldAcks(), gate(), [] as number[]];
  acks.startConnection(false);
  expect(acks.arrive(7, 'a')).toBe('new');
  acks.hold(7, 'a', full.opened, () => sent.push(7));
  return { acks, full, sent };
}

it('acknowledges when the receiver has room', async () => {
  const { acks, full, sent } = holding();
  await settle(2);
  expect(sent).toEqual([]);
  full.open();
  await settle(2);
  expect([sent, acks.count]).toEqual([[7], 0]);
});

it('does not acknowledge on a connection that never saw the message, but when it comes again', async () => {
  const { acks, full, sent } = holding();
  acks.startConnection(true);
  full.open();
  await settle(2);
  expect(sent).toEqual([]);
  expect(acks.arrive(7, 'a')).toBe('acknowledge');
  expect(acks.arrive(7, 'a')).toBe('new');
});

it('keeps holding a message that comes again, and acknowledges it on the new connection', async () => {
  const { acks, full, sent } = holding();
  acks.startConnection(true);
  expect(acks.arrive(7, 'a')).toBe('held');
  full.open();
  await settle(2);
  expect(sent).toEqual([7]);
});

it('forgets everything with the session', async () => {
  const { acks, full, sent } = holding();
  acks.startConnection(false);
  expect(acks.arrive(7, 'a')).toBe('new');
  full.open();
  await settle(2);
  expect([sent, acks.count]).toEqual([[], 0]);
});
