// The names in a graph definition's tree: operations, schemas, parameters and modules. Knows nothing about resources.
import type { EditedText } from '../../graph/edits.ts';
import {
  findPair,
  getItems,
  getText,
  getValue,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from '../../graph/yamlTree.ts';
import type { FoundName, NamedKind, ReportName } from './foundName.ts';

/** Reports the names in `root`, the tree of a graph definition that may lack any part; `file` is what it was read from. */
export function collectGraphNames(root: YamlNode, file: EditedText, report: ReportName): void {
  for (const item of getItems(root, 'operations')) {
    reportText(report, item, item, 'name', 'operation', 'definition');
    reportText(report, item, item, 'module', 'module', 'reference');
  }
  for (const item of getItems(root, 'connections')) {
    const from = getValue(item, 'from');
    reportText(report, item, from, 'name', 'operation', 'reference');
    reportText(report, item, from, 'schemaName', 'schema', 'reference');
    reportText(report, item, getValue(item, 'to'), 'name', 'operation', 'reference');
  }
  for (const [index, item] of getItems(root, 'moduleConfigurations').entries()) {
    reportText(report, item, item, 'name', 'operation', 'reference');
    collectParameters(item, index, file, report);
  }
  for (const item of getItems(root, 'schemas'))
    reportText(report, item, item, 'name', 'schema', 'definition');
}

/** Reports the text at `key` of `node`, where there is one, as a name; `item` is the list item around it. */
export function reportText(
  report: ReportName,
  item: YamlNode,
  node: YamlNode | undefined,
  key: string,
  kind: NamedKind,
  role: FoundName['role'],
  scope = '',
): void {
  const pair = findPair(node, key);
  if (pair?.value.kind !== 'scalar') return;
  const { value: scalar, keyPlace } = pair;
  const name = scalar.value;
  if (typeof name !== 'string' || name === '') return;
  report({ kind, name, suffix: '', role, scope, item, scalar, isInAlias: keyPlace.isAliased });
}

/** A parameter is named twice, by its key and by its `name`; where the two differ they name different things. */
function collectParameters(item: YamlNode, index: number, file: EditedText, report: ReportName): void {
  const parameters = getValue(item, 'parameters');
  if (parameters?.kind !== 'map') return;
  for (const [position, pair] of parameters.pairs.entries()) {
    const scope = `${String(index)}/${String(position)}`;
    reportText(report, item, pair.value, 'name', 'parameter', 'definition', scope);
    const { key: name, keyPlace } = pair;
    if (name === '') continue;
    const role = getText(pair.value, 'name') === name ? 'reference' : 'definition';
    const scalar = scalarOfKey(pair, file);
    const isInAlias = keyPlace.isAliased;
    report({ kind: 'parameter', name, suffix: '', role, scope, item, scalar, isInAlias });
  }
}

function scalarOfKey({ key, keyPlace }: YamlPair, { text, lines }: EditedText): YamlScalar {
  const { range, source, isAliased } = keyPlace;
  const written = text.slice(lines.offsetAt(source.start), lines.offsetAt(source.end));
  const isPlain = !/^["'|>]/.test(written);
  return { kind: 'scalar', range, source, isAliased, value: key, text: written, isPlain };
}
