// Gestures on their way through JSON.
import { expect, it } from 'vitest';
import type { GraphGesture } from '../../../src/graph/gesture.ts';
import { packGesture, unpackGesture } from '../../../src/protocol/gestureMessage.ts';

const cross = (gesture: GraphGesture): unknown =>
  unpackGesture(JSON.parse(JSON.stringify(packGesture(gesture))) as GraphGesture);

it('keeps a text to remove apart from one that stays', () => {
  const changes = { name: 'decimals', description: undefined };
  const gesture: GraphGesture = { kind: 'set-parameter', operation: 1, key: 'decimals', changes };
  expect(cross(gesture)).toStrictEqual(gesture);
});

it('leaves other gestures alone', () => {
  const gesture: GraphGesture = { kind: 'connect', from: { operation: 0 }, to: 1 };
  expect(cross(gesture)).toStrictEqual(gesture);
});
