// What made room for an operation goes back with it.
import { expect, it } from 'vitest';
import { contentOf, emptyContent, type FlowContent } from '../../../../webview/graph/state/flowContent.ts';
import { Insertions } from '../../../../webview/graph/state/insertions.ts';
import { graphOf } from './graphOf.ts';

const content = (...ways: (readonly [string, string])[]): FlowContent =>
  contentOf(graphOf(['source', 'map', 'sink'], ways), emptyContent);
const before = content(['source', 'sink']);
const after = content(['source', 'map'], ['map', 'sink']);

const [near, far] = [
  { x: 300, y: 0 },
  { x: 600, y: 0 },
];

it('moves back what made room when that is undone, and again when it is redone', () => {
  const insertions = new Insertions();
  insertions.add('map', new Map([['sink', { from: near, to: far }]]));
  expect(insertions.follow(after, { sink: far })).toEqual({});
  expect(insertions.follow(before, { sink: far })).toEqual({ sink: near });
  expect(insertions.follow(before, { sink: near })).toEqual({});
  expect(insertions.follow(after, { sink: near })).toEqual({ sink: far });
});

it('leaves what somebody moved since', () => {
  const insertions = new Insertions();
  insertions.add('map', new Map([['sink', { from: near, to: far }]]));
  expect(insertions.follow(before, { sink: { x: 610, y: 0 } })).toEqual({});
});
