// The part of a YAML tree that a schema needs to say what applies at one path, as the JSON language service's own tree.
// Everything beside the path is left out, so that the cost does not grow with the file. Knows no schema.
import type {
  ASTNode,
  ArrayASTNode,
  ObjectASTNode,
  PropertyASTNode,
  StringASTNode,
} from 'vscode-json-languageservice';
import { findPair, type YamlNode } from '../../graph/yamlTree.ts';

/** Keys and indexes from 0, from the root of a document on. */
export type Path = readonly (string | number)[];

/** A tree with the node that the path leads to, which is there even when the document does not have it. */
export interface PathDocument {
  readonly root: ASTNode;
  readonly target: ASTNode;
}

/** Builds the tree for `path` in the document with `root`. */
export function makePathDocument(root: YamlNode | undefined, path: Path): PathDocument {
  let target: ASTNode | undefined;
  const build = (node: YamlNode | undefined, depth: number): ASTNode => {
    const step = path[depth];
    if (step === undefined) return (target = buildShallow(node));
    return typeof step === 'number'
      ? buildArray(build(node?.kind === 'sequence' ? node.items[step] : undefined, depth + 1))
      : buildObject(node, step, build(findPair(node, step)?.value, depth + 1));
  };
  const tree = build(root, 0);
  return { root: tree, target: target ?? tree };
}

const nowhere = { offset: 0, length: 0 };

/** A node with its scalar children only: these are what conditions in a schema ask for. */
function buildShallow(node: YamlNode | undefined): ASTNode {
  if (node?.kind === 'sequence') return { ...nowhere, type: 'array', items: [], children: [] };
  return node?.kind === 'map' ? buildObject(node) : buildScalar(node);
}

/** The scalar children of `node`, and `child` at `key`. */
function buildObject(node: YamlNode | undefined, key?: string, child?: ASTNode): ObjectASTNode {
  const pairs = node?.kind === 'map' ? node.pairs : [];
  // The library takes "$schema" at the root for the address of a schema to fetch.
  const others = pairs.filter((pair) => pair.key !== key && pair.key !== '$schema');
  const properties = others.flatMap(({ key: name, value }) =>
    value.kind === 'scalar' ? makeProperty(name, buildScalar(value)) : [],
  );
  if (key !== undefined && child) properties.push(makeProperty(key, child));
  return adopt({ ...nowhere, type: 'object', properties, children: properties });
}

function makeProperty(key: string, valueNode: ASTNode): PropertyASTNode {
  const keyNode: StringASTNode = { ...nowhere, type: 'string', value: key };
  return adopt({ ...nowhere, type: 'property', keyNode, valueNode, children: [keyNode, valueNode] });
}

function buildArray(item: ASTNode): ArrayASTNode {
  return adopt({ ...nowhere, type: 'array', items: [item], children: [item] });
}

function buildScalar(node: YamlNode | undefined): ASTNode {
  const value = node?.kind === 'scalar' ? node.value : null;
  if (typeof value === 'string') return { ...nowhere, type: 'string', value };
  if (typeof value === 'boolean') return { ...nowhere, type: 'boolean', value };
  if (typeof value === 'number') {
    return { ...nowhere, type: 'number', value, isInteger: Number.isInteger(value) };
  }
  return { ...nowhere, type: 'null', value: null };
}

/** Tells the children of `node` where they belong, which the library relies on. */
function adopt<T extends ArrayASTNode | ObjectASTNode | PropertyASTNode>(node: T): T {
  for (const child of node.children) Object.assign(child, { parent: node });
  return node;
}
