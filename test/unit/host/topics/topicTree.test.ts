// Topics as a tree: levels, filters, and what has to be drawn anew.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShownTopic, type TopicNode, TopicTree } from '../../../../src/host/topics/topicTree.ts';

const record = (topic: string, count = 1): ShownTopic => ({
  topic,
  count,
  perSecond: 0,
  qos: 0,
  isRetained: false,
  size: 1,
  preview: 'x',
  timeMs: 0,
  userProperties: [],
});

function treeOf(...topics: string[]): TopicTree {
  const tree = new TopicTree();
  tree.apply({ isWhole: true, topics: topics.map((topic) => record(topic)) });
  return tree;
}

/** Indented names. */
function draw(tree: TopicTree, parent?: TopicNode, indent = ''): string[] {
  return tree
    .children(parent)
    .flatMap((node) => [
      `${indent}${node.name}${node.record ? ` ${String(node.record.count)}` : ` (${String(node.topicCount)})`}`,
      ...draw(tree, node, `${indent}  `),
    ]);
}

describe('the tree of topics', () => {
  it('has a node for each level, in the order of names and the numbers in them', () => {
    expect(draw(treeOf('a/line10', 'a/line2', 'a', '/x', 'b//c'))).toEqual([
      ' (1)',
      '  x 1',
      'a 1',
      '  line2 1',
      '  line10 1',
      'b (1)',
      '   (1)',
      '    c 1',
    ]);
  });

  it('has only what has changed drawn anew', () => {
    const tree = treeOf('a/b/c', 'a/d', 'e');
    const names = (topics: ShownTopic[]): unknown => {
      const change = tree.apply({ isWhole: false, topics });
      return change === 'everything' ? change : change.map(({ path }) => path);
    };
    expect(names([record('a/d', 2)])).toEqual(['a/d']);
    expect(names([record('a/b/c', 2), record('e', 2)])).toEqual(['a/b/c', 'e']);
    // A new topic is counted by all levels above.
    expect(names([record('a/b/x'), record('a/d', 3)])).toEqual(['a']);
    expect(names([record('new')])).toBe('everything');
    expect(tree.size).toBe(5);
  });

  it('is filtered by a part of the topic, or by a topic filter', () => {
    const tree = treeOf('sensors/line1/t', 'sensors/line2/t', 'output/x');
    tree.setFilter('LINE1');
    expect(tree.topics().map(({ topic }) => topic)).toEqual(['sensors/line1/t']);
    tree.setFilter('sensors/+/t');
    expect(draw(tree)).toEqual(['sensors (2)', '  line1 (1)', '    t 1', '  line2 (1)', '    t 1']);
    tree.setFilter('nothing');
    expect(tree.children()).toEqual([]);
    tree.setFilter('');
    expect(tree.topics()).toHaveLength(3);
  });

  it('forgets everything that a whole page does not have', () => {
    const tree = treeOf('a', 'b');
    expect(tree.apply({ isWhole: true, topics: [record('c')] })).toBe('everything');
    expect(draw(tree)).toEqual(['c 1']);
  });

  it('holds any topics, each once, however they come', () => {
    const level = fc.constantFrom('', 'a', 'b', '1', '__proto__', 'constructor');
    const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
    fc.assert(
      fc.property(fc.array(fc.array(topic, { maxLength: 8 }), { maxLength: 6 }), (pages) => {
        const tree = new TopicTree();
        for (const topics of pages)
          tree.apply({ isWhole: false, topics: topics.map((name) => record(name)) });
        const expected = new Set(pages.flat());
        expect(tree.size).toBe(expected.size);
        expect(new Set(tree.topics().map((each) => each.topic))).toEqual(expected);
      }),
    );
  });
});
