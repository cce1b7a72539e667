// What is drawn of a graph, and ways through it.
import { expect, it } from 'vitest';
import { commandOf, keyCommands } from '../../../../webview/graph/commands/keys.ts';
import { contentOf, emptyContent, isGhost } from '../../../../webview/graph/state/flowContent.ts';
import { neighbours, reach, step } from '../../../../webview/graph/state/graphWalk.ts';
import { graphOf } from './graphOf.ts';

const graph = graphOf(
  ['source', 'branch', 'a', 'b', 'sink'],
  [
    ['source', 'branch'],
    ['branch', 'a', 'False'],
    ['branch', 'b', 'True'],
    ['a', 'sink'],
    ['b', 'sink'],
  ],
  [
    { severity: 'warning', operation: 1 },
    { severity: 'error', operation: 1 },
    { severity: 'hint', connection: 3 },
  ],
);
const content = contentOf(graph, emptyContent);
const positions = {
  source: { x: 0, y: 50 },
  branch: { x: 300, y: 50 },
  a: { x: 600, y: 0 },
  b: { x: 600, y: 100 },
  sink: { x: 900, y: 50 },
};

it('describes nodes in words and counts their problems, the worst first', () => {
  expect(content.operations.get('branch')).toMatchObject({
    label: 'branch branch, from source, to a when False and b when True, 2 problems',
    problemCount: 2,
    worst: 'error',
  });
});

it('keeps every part that says the same as before', () => {
  const changed = graphOf(
    ['source', 'branch', 'a', 'b', 'sink', 'c'],
    graph.connections.map(({ from, to, arm }) => [from, to, arm] as const),
    [
      { severity: 'warning', operation: 1 },
      { severity: 'error', operation: 1 },
    ],
  );
  const next = contentOf(changed, content);
  for (const id of ['source', 'branch', 'a', 'b', 'sink'])
    expect(next.operations.get(id)).toBe(content.operations.get(id));
  const same = [...next.connections].filter(([id, data]) => content.connections.get(id) === data);
  expect(same.length).toBe(4);
});

it('leads connections to unknown names to a ghost', () => {
  const { ghosts, connections } = contentOf(graphOf(['source'], [['source', 'nowhere']]), emptyContent);
  expect([...ghosts.values()]).toEqual([{ name: 'nowhere' }]);
  expect([...connections.values()].map(({ target }) => isGhost(target))).toEqual([true]);
});

it('goes along connections, and to the nearest above and below', () => {
  expect(neighbours(content, 'branch', 'out')).toEqual(['a', 'b']);
  expect(step(content, positions, 'a', 'right')).toBe('sink');
  expect(step(content, positions, 'a', 'left')).toBe('branch');
  expect(step(content, positions, 'a', 'down')).toBe('b');
  expect(step(content, positions, 'source', 'left')).toBeUndefined();
  expect(new Set(reach(content, ['a'], 'in'))).toEqual(new Set(['a', 'branch', 'source']));
});

it('has one command for every key', () => {
  const keys = keyCommands.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  expect(commandOf({ ...none, key: '?', shiftKey: true })?.words).toBe('Show these keys');
  expect(commandOf({ ...none, key: 'd' })?.words).toBe('Select everything downstream');
  expect(commandOf({ ...none, key: 'D', metaKey: true })?.words).toBe('Duplicate');
  expect(commandOf({ ...none, key: 'c', ctrlKey: true })).toBeUndefined();
});
