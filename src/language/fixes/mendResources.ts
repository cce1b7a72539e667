// Fixes for DataflowGraph resources: names that the cluster does not take, and connections between nodes.
import { findNearest } from '../../graph/didYouMean.ts';
import { quote } from '../../graph/edits.ts';
import { parseModuleReference } from '../../graph/moduleReference.ts';
import type { Problem } from '../../graph/problem.ts';
import {
  findPair,
  getItems,
  getText,
  getValue,
  type YamlNode,
  type YamlScalar,
} from '../../graph/yamlTree.ts';
import { propose, type FixContext, type ProposedFix } from './fixContext.ts';

/** For connections between nodes that must not be. */
export function removeNodeConnection(context: FixContext, { range }: Problem): ProposedFix[] {
  return propose('Remove the connection', 'choice', context.removeItemAt(range, 'spec', 'nodeConnections'));
}

/** For NODE_OUTPUT: the two outputs there are. */
export function mendOutput(context: FixContext, problem: Problem): ProposedFix[] {
  const item = context.itemAt(problem.range, 'spec', 'nodeConnections');
  const node = getValue(getValue(item, 'from'), 'name');
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.isAliased) return [];
  const [name = ''] = node.value.split('.output.');
  const isGraph = getItems(getValue(context.root, 'spec'), 'nodes').some(
    (one) => getText(one, 'name') === name && getText(one, 'nodeType') === 'Graph',
  );
  const words = isGraph ? [`${name}.output.true`, `${name}.output.false`] : [name];
  return words.flatMap((word) => write(node, word, `Write "${word}"`));
}

/** For NODE_UNKNOWN, where the rule itself has no fix. */
export function nearestNode(context: FixContext, { range }: Problem): ProposedFix[] {
  const item = context.itemAt(range, 'spec', 'nodeConnections');
  const names = getItems(getValue(context.root, 'spec'), 'nodes').flatMap(
    (one) => getText(one, 'name') ?? [],
  );
  const node = ['from', 'to']
    .map((side) => getValue(getValue(item, side), 'name'))
    .find(
      (one) =>
        one?.range.start.line === range.start.line && one.range.start.character === range.start.character,
    );
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.isAliased) return [];
  const [name = '', ...rest] = node.value.split('.output.');
  const meant = findNearest(name, names);
  return meant === undefined
    ? []
    : write(node, [meant, ...rest].join('.output.'), `Connect "${meant}"`, true);
}

/** For names that hold what they must not: the nearest name that is allowed. References to it are left alone. */
export function mendName(context: FixContext, { code, range }: Problem): ProposedFix[] {
  const node = findScalar(context.root, range);
  if (typeof node?.value !== 'string' || node.isAliased) return [];
  const name = allowName(code, node.value);
  return name === undefined || name === node.value ? [] : write(node, name, `Write "${name}"`);
}

function allowName(code: Problem['code'], name: string): string | undefined {
  switch (code) {
    case 'RESOURCE_NAME':
    case 'PROFILE_NAME': {
      const most = code === 'PROFILE_NAME' ? 39 : 63;
      const word = name
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, '-')
        .replace(/^-+/, '')
        .slice(0, most)
        .replace(/-+$/, '');
      return word.length < 3 ? undefined : word;
    }
    case 'ARTIFACT_SYNTAX': {
      const word = name
        .trim()
        .toLowerCase()
        .replace(/^[a-z+]+:\/\//, '');
      return parseModuleReference(word) ? word : undefined;
    }
    default: {
      const word = name
        .trim()
        .replace(/[^\w-]+/g, '-')
        .replace(/^-+|-+$/g, '');
      return word === '' ? undefined : word;
    }
  }
}

function write(node: YamlScalar, text: string, title: string, isPreferred = false): ProposedFix[] {
  const isPlain =
    node.isPlain && /^[A-Za-z][\w.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return propose(title, isPreferred ? 'safe' : 'choice', {
    range: node.source,
    newText: isPlain ? text : quote(text),
  });
}

/** The scalar that begins where `range` does. */
function findScalar(root: YamlNode | undefined, range: Problem['range']): YamlScalar | undefined {
  const spec = getValue(root, 'spec');
  const metadata = getValue(root, 'metadata');
  const nodes = getItems(spec, 'nodes');
  const candidates = [
    findPair(metadata, 'name')?.value,
    findPair(spec, 'profileRef')?.value,
    ...nodes.flatMap((node) => {
      const settings = getValue(node, 'graphSettings');
      const keys = getItems(settings, 'configuration').map((entry) => getValue(entry, 'key'));
      return [getValue(node, 'name'), getValue(settings, 'artifact'), ...keys];
    }),
  ];
  const found = candidates.find(
    (one) =>
      one?.range.start.line === range.start.line && one.range.start.character === range.start.character,
  );
  return found?.kind === 'scalar' ? found : undefined;
}
