// Where nodes were put, kept by file and name.
import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_FILES, MAX_NODES, NodePositions } from '../../../../src/host/editor/nodePositions.ts';

let kept: Map<string, unknown>;
let positions: NodePositions;
let changes: unknown[];

const open = (): NodePositions =>
  new NodePositions({
    get: (key) => kept.get(key),
    update: (key, value) => {
      if (value === undefined) kept.delete(key);
      // As VS Code keeps it.
      else kept.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  });

beforeEach(() => {
  kept = new Map();
  positions = open();
  changes = [];
  positions.onChanged((change) => changes.push(change));
});

const at = (x: number, y = 0): { x: number; y: number } => ({ x, y });

it('survives the end of a window, file by file', () => {
  positions.put('graphs/a.yaml', { source: at(1, 2) });
  positions.put('graphs/b.yaml', { source: at(3, 4) });
  positions.put('graphs/a.yaml', { sink: at(5) });
  expect(open().of('graphs/a.yaml')).toEqual({ source: at(1, 2), sink: at(5) });
  expect(open().of('graphs/b.yaml')).toEqual({ source: at(3, 4) });
  expect(open().of('graphs/c.yaml')).toEqual({});
});

it('tells of each change and who made it', () => {
  const canvas = {};
  positions.put('a', { source: at(1) }, canvas);
  positions.forget('a', ['source'], canvas);
  positions.forget('a', ['source'], canvas);
  positions.put('a', {});
  expect(changes).toEqual([
    { file: 'a', by: canvas },
    { file: 'a', by: canvas },
  ]);
});

it('forgets the nodes that are named, or all', () => {
  positions.put('a', { one: at(1), two: at(2), three: at(3) });
  positions.forget('a', ['one']);
  expect(positions.of('a')).toEqual({ two: at(2), three: at(3) });
  positions.forget('a');
  expect([positions.of('a'), [...kept.values()]]).toEqual([{}, [[]]]);
});

describe('a node', () => {
  it('keeps its place when it is renamed, and when that is undone', () => {
    positions.put('a', { map: at(1) });
    positions.rename('a', 'map', 'celsius');
    expect(positions.of('a')).toEqual({ map: at(1), celsius: at(1) });
  });

  it('that was not moved takes no place over from an earlier one of its new name', () => {
    positions.put('a', { celsius: at(9) });
    positions.rename('a', 'map', 'celsius');
    expect(positions.of('a')).toEqual({});
  });

  it('that is new lies where it was dropped, those that come with it beside it', () => {
    positions.expect('a', ['one', 'two'], at(100, 50));
    const { one, two } = positions.of('a');
    expect(one).toEqual(at(100, 50));
    expect(two!.x).toBeGreaterThan(one!.x + 200);
  });

  it('that is new lies to others as in the shape that is given', () => {
    positions.expect('a', ['one', 'two', 'three'], at(100, 50), [at(0, 20), at(300, 0)]);
    const { one, two, three } = positions.of('a');
    expect([one, two]).toEqual([at(100, 70), at(400, 50)]);
    expect(three).toBeDefined();
  });

  it('that is new and was dropped nowhere does not lie where an earlier one of its name was', () => {
    positions.put('a', { map: at(1), sink: at(2) });
    positions.expect('a', ['map']);
    expect(positions.of('a')).toEqual({ sink: at(2) });
  });

  it('may be called like what every object has', () => {
    positions.put('a', { constructor: at(1) });
    positions.put('a', { toString: at(2) });
    positions.rename('a', 'valueOf', 'hasOwnProperty');
    expect(Object.entries(positions.of('a'))).toEqual([
      ['constructor', at(1)],
      ['toString', at(2)],
    ]);
  });
});

describe('a file', () => {
  it('takes positions along when it is renamed', () => {
    positions.put('graphs/a.yaml', { map: at(1) });
    positions.put('graphs/a.yaml.old', { map: at(2) });
    positions.moveFile('graphs/a.yaml', 'lines/b.yaml');
    expect(positions.of('graphs/a.yaml')).toEqual({});
    expect(positions.of('lines/b.yaml')).toEqual({ map: at(1) });
    expect(positions.of('graphs/a.yaml.old')).toEqual({ map: at(2) });
  });

  it('takes them along with its folder', () => {
    positions.put('graphs/deep/a.yaml', { map: at(1) });
    positions.put('graphs2/a.yaml', { map: at(2) });
    positions.moveFile('graphs', 'lines');
    expect(positions.of('lines/deep/a.yaml')).toEqual({ map: at(1) });
    expect(positions.of('graphs2/a.yaml')).toEqual({ map: at(2) });
  });
});

describe('what is kept is bounded', () => {
  it('by files: the one touched longest ago goes first', () => {
    for (let index = 0; index < MAX_FILES; index += 1) positions.put(`f${String(index)}`, { a: at(index) });
    positions.put('f0', { b: at(1) });
    positions.put('one more', { a: at(1) });
    expect(positions.of('f1')).toEqual({});
    expect(Object.keys(positions.of('f0'))).toEqual(['a', 'b']);
    expect(kept.size).toBe(MAX_FILES + 1);
  });

  it('by nodes: the one moved longest ago goes first', () => {
    const many = Object.fromEntries(
      Array.from({ length: MAX_NODES }, (_each, index) => [`n${String(index)}`, at(index)]),
    );
    positions.put('a', many);
    positions.put('a', { n0: at(7) });
    positions.put('a', { new: at(8) });
    const names = Object.keys(positions.of('a'));
    expect(names).toHaveLength(MAX_NODES);
    expect(names.slice(-2)).toEqual(['n0', 'new']);
    expect(names).not.toContain('n1');
  });
});

it('leaves out what was damaged in keeping', () => {
  kept.set('nodePositions/a', { map: at(1), sink: { x: 'left' }, source: null });
  kept.set('nodePositions/b', 'none');
  kept.set('nodePositions', { not: 'a list' });
  expect([positions.of('a'), positions.of('b')]).toEqual([{ map: at(1) }, {}]);
  positions.put('b', { map: at(2) });
  expect(kept.get('nodePositions')).toEqual(['b']);
});
