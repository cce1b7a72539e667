// Fixes for module configurations, their parameters, and schemas.
import { quote, renameKey, replaceText } from '../../graph/edits.ts';
import type { Problem } from '../../graph/problem.ts';
import { removePair } from '../../graph/treeEdits.ts';
import type { NewValue } from '../../graph/yamlStyle.ts';
import {
  areEqual,
  getText,
  getValue,
  type YamlMap,
  type YamlNode,
  type YamlPair,
} from '../../graph/yamlTree.ts';
import { comparePositions } from '../navigation/rangeOrder.ts';
import { propose, type FixContext, type ProposedFix } from './fixContext.ts';
import { newOperation } from './newOperation.ts';

/** For CONFIGURATION_UNKNOWN_OPERATION. */
export function addConfiguredOperation(context: FixContext, problem: Problem): ProposedFix[] {
  const name = getText(context.itemAt(problem.range, 'moduleConfigurations'), 'name');
  const removed = removeConfiguration(context, problem);
  if (name === undefined) return removed;
  const edit = context.append('operations', [newOperation('map', name)]);
  return [...propose(`Add the map operation "${name}"`, 'choice', edit), ...removed];
}

/** For an entry that nothing receives, or that stands there twice. */
export function removeConfiguration(context: FixContext, { range, code, related }: Problem): ProposedFix[] {
  const item = context.itemAt(range, 'moduleConfigurations');
  const first = related[0] && context.itemAt(related[0].range, 'moduleConfigurations');
  const parameters = getValue(item, 'parameters');
  const isEmpty = parameters?.kind === 'map' && parameters.pairs.length === 0;
  const isSame = item !== undefined && first !== undefined && areEqual(item, first);
  const isSafe = code === 'CONFIGURATION_DUPLICATE' && (isEmpty || isSame);
  const edit = context.removeItemAt(range, 'moduleConfigurations');
  return propose('Remove the configuration', isSafe ? 'safe' : 'choice', edit);
}

/** For CONFIGURATION_NOT_SHARED: an entry with the parameters of the one beside it. */
export function addConfiguration(context: FixContext, { range, related }: Problem): ProposedFix[] {
  const operation = context.operationAt(range);
  const other = related[0] && context.itemAt(related[0].range, 'moduleConfigurations');
  const parameters = getValue(other, 'parameters');
  if (!operation || !parameters) return [];
  const entry: NewValue = {
    pairs: [
      ['name', operation.name],
      ['parameters', copy(parameters)],
    ],
  };
  return propose(
    `Add a configuration for "${operation.name}"`,
    'safe',
    context.append('moduleConfigurations', [entry]),
  );
}

function copy(node: YamlNode): NewValue {
  if (node.kind === 'sequence') return node.items.map(copy);
  if (node.kind === 'map') return { pairs: node.pairs.map(({ key, value }) => [key, copy(value)] as const) };
  const isOneLine = node.text !== '' && !/[\r\n]/.test(node.text) && !node.text.startsWith('*');
  if (isOneLine) return { raw: node.text };
  return { raw: typeof node.value === 'string' ? quote(node.value) : String(node.value) };
}

/** A parameter in the tree. */
interface Found {
  readonly map: YamlMap;
  readonly pair: YamlPair;
}

function parameterAt(context: FixContext, { range }: Problem): Found | undefined {
  const map = getValue(context.itemAt(range, 'moduleConfigurations'), 'parameters');
  if (map?.kind !== 'map') return undefined;
  const pair = map.pairs.find(({ keyPlace, value }) => {
    const end = value.isAliased ? value.range.end : value.source.end;
    return (
      comparePositions(keyPlace.range.start, range.start) <= 0 && comparePositions(range.start, end) <= 0
    );
  });
  return pair && { map, pair };
}

/** For PARAMETER_NAME_DIFFERS and PARAMETER_DUPLICATE. */
export function mendParameter(context: FixContext, problem: Problem): ProposedFix[] {
  const found = parameterAt(context, problem);
  const node = getValue(found?.pair.value, 'name');
  if (!found || node?.kind !== 'scalar' || node.isAliased || typeof node.value !== 'string') return [];
  const { map, pair } = found;
  const others = map.pairs.filter((one) => one !== pair);
  const isNameFree = !others.some(({ value }) => getText(value, 'name') === pair.key);
  const isKeyFree = !others.some(({ key }) => key === node.value) && !pair.keyPlace.isAliased;
  const isDuplicate = problem.code === 'PARAMETER_DUPLICATE';
  const byKey =
    node.value !== pair.key && isNameFree
      ? propose(
          `Name it "${pair.key}", like its key`,
          isDuplicate ? 'preferred' : 'choice',
          replaceText(node, pair.key),
        )
      : [];
  if (isDuplicate)
    return [...byKey, ...propose(`Remove "${pair.key}"`, 'choice', removePair(context.text, map, pair))];
  const byName = isKeyFree
    ? propose(`Change the key to "${node.value}", like its name`, 'choice', renameKey(pair, node.value))
    : [];
  return [...byKey, ...byName];
}

/** For SCHEMA_UNKNOWN: an empty schema of that name, or none for the connection. */
export function addSchema(context: FixContext, { range }: Problem): ProposedFix[] {
  const from = getValue(context.itemAt(range, 'connections'), 'from');
  const name = getText(from, 'schemaName');
  const pair = from?.kind === 'map' ? from.pairs.find(({ key }) => key === 'schemaName') : undefined;
  if (name === undefined || from?.kind !== 'map' || !pair) return [];
  const schema: NewValue = {
    pairs: [
      ['name', name],
      ['format', 'json'],
      ['schema', { raw: "'{}'" }],
    ],
  };
  const edit = context.append('schemas', [schema], ['moduleConfigurations', 'connections']);
  const removed = propose('Remove "schemaName"', 'choice', removePair(context.text, from, pair));
  return [...propose(`Add the schema "${name}"`, 'choice', edit), ...removed];
}

/** For SCHEMA_DUPLICATE. */
export function removeSchema(context: FixContext, { range, related }: Problem): ProposedFix[] {
  const item = context.itemAt(range, 'schemas');
  const first = related[0] && context.itemAt(related[0].range, 'schemas');
  const isSame = item && first && areEqual(item, first);
  return propose('Remove this schema', isSame ? 'safe' : 'choice', context.removeItemAt(range, 'schemas'));
}
