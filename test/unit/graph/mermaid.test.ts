// Graphs as Mermaid texts: what is drawn, and that no name is taken for syntax.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMermaid } from '../../../src/graph/mermaid.ts';
import { operationTypes } from '../../../src/graph/model.ts';

/** Signs of every syntax most of all, and halves of characters. */
const anyName = fc
  .array(fc.oneof(fc.nat(127), fc.nat(0x10ffff)), { maxLength: 30 })
  .map((codes) => String.fromCodePoint(...codes));

/** Label of the first node as Mermaid reads it. */
function firstLabel(text: string): string {
  const [, label = ''] = /^flowchart LR\n {2}n0\["([^"\n]*)"\]\n/.exec(text) ?? [];
  return label
    .split('<br/>')[0]!
    .replace(/#(\d+);/g, (_entity, code: string) => String.fromCodePoint(Number(code)));
}

describe('toMermaid', () => {
  it('draws nodes by type and connections with their arms', () => {
    const text = toMermaid({
      operations: [
        { name: 'source', type: 'source' },
        { name: 'module-a/branch', type: 'branch', module: 'a:1.0.0' },
        { name: 'concatenate', type: 'concatenate' },
        { name: 'end', type: 'sink' },
      ],
      connections: [
        { from: 'source', to: 'module-a/branch' },
        { from: 'module-a/branch', arm: 'False', to: 'concatenate' },
        { from: 'module-a/branch', arm: 'True', to: 'concatenate' },
        { from: 'concatenate', to: 'end' },
        { from: 'concatenate', to: 'nowhere' },
      ],
    });
    expect(text).toBe(`flowchart LR
  n0(["source<br/>source"])
  n1{"module-a/branch<br/>branch, a:1.0.0"}
  n2(("concatenate<br/>concatenate"))
  n3(["end<br/>sink"])
  n0 --> n1
  n1 -->|False| n2
  n1 -->|True| n2
  n2 --> n3
`);
  });

  it('keeps every name, and lets no sign of the syntax through', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const text = toMermaid({ operations: [{ name, type: 'map' }], connections: [] });
        expect(firstLabel(text)).toBe(name);
        const [, label = ''] = /"(.*)<br\/>map"/.exec(text) ?? [];
        // Entities apart, only letters, digits and what has no meaning.
        expect(label.replace(/#\d+;/g, '')).toMatch(/^[\p{L}\p{M}\p{N} _,.:/-]*$/u);
        expect(text.split('\n')).toHaveLength(3);
      }),
    );
  });

  it.each([
    '"]; click n0 "javascript:alert(1)"',
    '<img src=x>',
    'a\nb --> c',
    '`**bold**`',
    'end',
    '#quot;',
    '%%{init}%%',
  ])('takes %j for a name', (name) => {
    const text = toMermaid({ operations: [{ name, type: 'map' }], connections: [] });
    expect(firstLabel(text)).toBe(name);
    expect(text.split('\n')).toHaveLength(3);
  });

  it('gives every type a shape', () => {
    const operations = operationTypes.map((type) => ({ name: 'x', type }));
    const shapes = toMermaid({ operations, connections: [] })
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/^ {2}n\d/, '').replace(/".*"/, ''));
    expect(shapes).toEqual(['([])', '[]', '[/\\]', '{}', '(())', '[()]', '[//]', '([])']);
  });

  it('leads connections of a name that is there twice to the first', () => {
    const twice = { name: 'a', type: 'map' } as const;
    const text = toMermaid({ operations: [twice, twice], connections: [{ from: 'a', to: 'a' }] });
    expect(text).toContain('  n0 --> n0\n');
  });
});
