// What the schema tells about a place, in words.
import { describe, expect, it } from 'vitest';
import { describeAt } from '../../../../src/language/schema/describeAt.ts';
import { parseText } from '../../../helpers/languageText.ts';

const graph = parseText('operations:\n  - operationType: map\nconnections: []\n').documents[0]!;

describe('describeAt', () => {
  it('begins with the key, its type and whether it is required', () => {
    expect(describeAt(graph, ['operations', 0, 'name'])).toMatch(
      /^\*\*name\*\* · text, required\n\nName by which/,
    );
    expect(describeAt(graph, ['operations', 0, 'module'])).toMatch(/^\*\*module\*\* · text\n/);
  });

  it('lists few possible values and the keys that a map must have', () => {
    expect(describeAt(graph, ['connections', 0, 'from', 'arm'])).toContain('Possible: `False`, `True`');
    expect(describeAt(graph, ['metadata'])).toContain('Required keys: `$schema`, `name`, `version`');
  });

  it('tells what holds when a key is left out', () => {
    const resource = parseText('apiVersion: a/v1\nkind: DataflowGraph\n').documents[0]!;
    expect(describeAt(resource, ['spec', 'mode'])).toContain('When left out: `Enabled`');
    expect(describeAt(resource, ['spec', 'nodes', 0, 'name'])).toContain('nodeConnections');
  });

  it('says nothing about unknown keys, items, and documents without a schema', () => {
    expect(describeAt(graph, ['operation'])).toBeUndefined();
    expect(describeAt(graph, ['operations', 0])).toBeUndefined();
    expect(describeAt(parseText('a: 1\n').documents[0]!, ['a'])).toBeUndefined();
  });
});
