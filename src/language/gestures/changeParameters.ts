// Declares parameters of an operation, changes them and takes them out. Knows which keys there are, not how they are written.
import { renameKey } from '../../graph/edits.ts';
import type { GraphGesture, ParameterChanges } from '../../graph/gesture.ts';
import type { NewValue } from '../../graph/yamlStyle.ts';
import { findPair, getText, getValue, type YamlMap, type YamlPair } from '../../graph/yamlTree.ts';
import { tidyName } from './chooseNames.ts';
import type { GraphDraft } from './graphDraft.ts';

type Gesture<K extends GraphGesture['kind']> = Extract<GraphGesture, { kind: K }>;

/** Keys of a parameter in their usual order. */
const order = ['name', 'description', 'default', 'required'];

/** Changes a parameter, or declares it, with the configuration where there is none. */
export function setParameter(draft: GraphDraft, gesture: Gesture<'set-parameter'>): void {
  const { changes, key } = gesture;
  const operation = draft.graph.operations[gesture.operation];
  if (!operation) {
    draft.refuse('This operation is no longer there.');
    return;
  }
  const newKey = changes.key === undefined ? key : tidyName(changes.key);
  const entry = findConfiguration(draft, operation.name);
  const parameters = getValue(entry?.map, 'parameters');
  const pair = findPair(parameters, key);
  const fault = findFault(parameters?.kind === 'map' ? parameters : undefined, gesture, newKey);
  if (fault !== undefined) draft.refuse(fault);
  else if (parameters?.kind === 'map' && pair) changeParameter(draft, parameters, pair, newKey, changes);
  else if (!entry) draft.add('moduleConfigurations', newConfiguration(operation.name, newKey, changes));
  else if (parameters?.kind === 'map' && parameters.pairs.length > 0) {
    const last = parameters.pairs[parameters.pairs.length - 1]?.key ?? '';
    draft.setValue(parameters, newKey, newParameter(newKey, changes), [last]);
  } else
    draft.setValue(entry.map, 'parameters', { pairs: [[newKey, newParameter(newKey, changes)]] }, ['name']);
}

function findFault(
  parameters: YamlMap | undefined,
  { key, changes }: Gesture<'set-parameter'>,
  newKey: string,
): string | undefined {
  if (newKey === '') return 'A parameter needs a key.';
  if (newKey !== key && findPair(parameters, newKey))
    return `Another parameter has the key "${newKey}" already. Choose another one.`;
  return changes.name !== undefined && tidyName(changes.name) === ''
    ? 'A parameter needs a name.'
    : undefined;
}

function findConfiguration(draft: GraphDraft, name: string): { map: YamlMap; index: number } | undefined {
  const index = draft.graph.moduleConfigurations.findIndex(({ operation }) => operation === name);
  const map = index < 0 ? undefined : draft.entry('moduleConfigurations', index);
  return map && { map, index };
}

function newConfiguration(name: string, key: string, changes: ParameterChanges): NewValue {
  return {
    pairs: [
      ['name', name],
      ['parameters', { pairs: [[key, newParameter(key, changes)]] }],
    ],
  };
}

function newParameter(key: string, changes: ParameterChanges): NewValue {
  const { description, isRequired } = changes;
  const pairs: (readonly [string, NewValue])[] = [['name', tidyName(changes.name ?? key)]];
  if (description !== undefined) pairs.push(['description', { prose: description }]);
  if (changes.default !== undefined) pairs.push(['default', changes.default]);
  if (isRequired !== undefined) pairs.push(['required', { raw: String(isRequired) }]);
  return { pairs };
}

function changeParameter(
  draft: GraphDraft,
  parameters: YamlMap,
  pair: YamlPair,
  newKey: string,
  changes: ParameterChanges,
): void {
  const map = pair.value;
  if (map.kind !== 'map') {
    if (newKey === pair.key) draft.setValue(parameters, newKey, newParameter(newKey, changes));
    else draft.refuse('This parameter has no content yet. Give it a name first.');
    return;
  }
  const before = (key: string): string[] => order.slice(0, order.indexOf(key)).reverse();
  if (newKey !== pair.key) draft.renameKey(parameters, pair, renameKey(pair, newKey).newText);
  const followsKey = newKey !== pair.key && getText(map, 'name') === pair.key;
  const name = changes.name ?? (followsKey ? newKey : undefined);
  if (name !== undefined) draft.setText(map, 'name', tidyName(name));
  for (const key of ['description', 'default'] as const) {
    if (!(key in changes)) continue;
    const value = changes[key];
    if (value === undefined) draft.removeKey(map, key);
    else if (key === 'default') draft.setText(map, key, value, before(key), value);
    else draft.setText(map, key, value, before(key));
  }
  if (changes.isRequired !== undefined)
    draft.setRaw(map, 'required', String(changes.isRequired), before('required'));
}

/** Takes a parameter out, and its configuration with the last one. */
export function removeParameter(draft: GraphDraft, gesture: Gesture<'remove-parameter'>): void {
  const operation = draft.graph.operations[gesture.operation];
  const entry = operation && findConfiguration(draft, operation.name);
  const parameters = getValue(entry?.map, 'parameters');
  if (!entry || parameters?.kind !== 'map' || !findPair(parameters, gesture.key))
    draft.refuse('This parameter is no longer there.');
  else if (parameters.pairs.length > 1) draft.removeKey(parameters, gesture.key);
  else draft.remove('moduleConfigurations', entry.index);
}
