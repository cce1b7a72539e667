// Which kind of document a text is, told by its keys alone: file names and folders prove nothing. Knows no more of the
// formats than their top-level keys.
import { findPair, getText, type YamlNode } from './yamlTree.ts';

/** `other-resource` is any other Kubernetes resource; `other` anything else, also what is no map. */
export const documentKinds = [
  'graph-definition',
  'dataflow-graph',
  'registry-endpoint',
  'test-case',
  'responders',
  'faults',
  'other-resource',
  'other',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Kinds with one list, which is called as they are. */
const lists = ['responders', 'faults'] as const;

/** The kind of one document. */
export function kindOfDocument(root: YamlNode | undefined): DocumentKind {
  return decide(root?.kind === 'map' ? root.pairs.length : 0, {
    has: (key) => findPair(root, key) !== undefined,
    getKind: () => getText(root, 'kind'),
  });
}

/**
 * The kind of a file: that of its first document which is ours, else of its first document. Looks at the first column
 * only, so it is fast and works on texts that are not valid YAML (yet); a file written in braces is `other`.
 */
export function detectDocumentKind(text: string): DocumentKind {
  const kinds = text.split(/^---(?:[ \t].*)?$/m).flatMap((document) => {
    const keys = new Map<string, string>();
    for (const match of document.matchAll(/^["']?(?<key>[$\w]+)["']?[ \t]*:(?=\s|$)(?<value>.*)$/gm)) {
      keys.set(match.groups?.['key'] ?? '', match.groups?.['value'] ?? '');
    }
    const kind = keys
      .get('kind')
      ?.replace(/\s#.*$/, '')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
    return keys.size > 0 ? [decide(keys.size, { has: (key) => keys.has(key), getKind: () => kind })] : [];
  });
  return kinds.find((kind) => kind !== 'other' && kind !== 'other-resource') ?? kinds[0] ?? 'other';
}

interface TopLevel {
  readonly has: (key: string) => boolean;
  readonly getKind: () => string | undefined;
}

function decide(keyCount: number, { has, getKind }: TopLevel): DocumentKind {
  if (has('apiVersion') && has('kind')) {
    const kind = getKind();
    if (kind === 'DataflowGraph') return 'dataflow-graph';
    return kind === 'RegistryEndpoint' ? 'registry-endpoint' : 'other-resource';
  }
  if (has('operations') || has('moduleRequirements') || (has('connections') && has('metadata')))
    return 'graph-definition';
  if (has('graph') && (has('input') || has('expected'))) return 'test-case';
  // Words that other formats may use, too: beside other keys they are not ours.
  const [only] = keyCount === 1 ? lists.filter(has) : [];
  return only ?? 'other';
}
