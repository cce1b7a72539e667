// The tree for the JSON language service: only what lies on the path.
import type { ASTNode } from 'vscode-json-languageservice';
import { describe, expect, it } from 'vitest';
import { makePathDocument } from '../../../../src/language/schema/pathDocument.ts';
import { parseText } from '../../../helpers/languageText.ts';

const countNodes = (node: ASTNode): number =>
  1 + (node.children ?? []).reduce((sum, child) => sum + countNodes(child), 0);

function graphOf(operations: number): string {
  const items = Array.from(
    { length: operations },
    (_, index) => `  - operationType: map\n    name: op${String(index)}\n`,
  );
  return `metadata:\n  name: x\noperations:\n${items.join('')}`;
}

describe('makePathDocument', () => {
  it('holds the same for a small file and a large one', () => {
    const [small, large] = [2, 500].map((operations) => {
      const root = parseText(graphOf(operations)).documents[0]?.root;
      return countNodes(makePathDocument(root, ['operations', operations - 1]).root);
    });
    expect(large).toBe(small);
    // Root, property with key, list, item, and two properties with key and value.
    expect(large).toBe(5 + 2 * 3);
  });

  it('holds the texts beside the path at its end, for conditions', () => {
    const root = parseText('spec:\n  nodes:\n    - nodeType: Graph\n      name: a\n').documents[0]?.root;
    const { target } = makePathDocument(root, ['spec', 'nodes', 0, 'graphSettings']);
    const item = target.parent?.parent;
    const keys = item?.type === 'object' ? item.properties.map(({ keyNode }) => keyNode.value) : [];
    expect(keys).toEqual(['nodeType', 'name', 'graphSettings']);
  });

  it('has the node at the path though the document has not', () => {
    expect(makePathDocument(undefined, ['a', 4, 'b']).target.type).toBe('null');
  });
});
