// Changes what is said of a graph as a whole: metadata, versions, features. Knows which keys there are, not how they are
// written.
import type { GraphGesture, MetadataKey } from '../../graph/gesture.ts';
import { getItems, getText, getValue } from '../../graph/yamlTree.ts';
import type { GraphDraft } from './graphDraft.ts';

type Gesture<K extends GraphGesture['kind']> = Extract<GraphGesture, { kind: K }>;

/** Keys of `metadata` in their usual order. */
const metadataKeys: readonly MetadataKey[] = ['$schema', 'name', 'description', 'version', 'vendor'];

/** Sets or removes one text of `metadata`, which is made where it is missing. */
export function setMetadata(draft: GraphDraft, { key, value }: Gesture<'set-metadata'>): void {
  const map = draft.section('metadata');
  const isRequired = key !== 'description' && key !== 'vendor';
  const text = isRequired ? value?.trim() : value;
  if (isRequired && (text ?? '') === '') draft.refuse(`"${key}" is required: write something else instead.`);
  else if (text === undefined) {
    if (map) draft.removeKey(map, key);
  } else if (!map) draft.setSection('metadata', { pairs: [[key, text]] });
  else {
    const before = metadataKeys.slice(0, metadataKeys.indexOf(key)).reverse();
    // Three numbers are a text for every reader; the samples write them without quotes.
    const isPlain = key === 'version' && /^\d+\.\d+\.\d+$/.test(text);
    draft.setText(map, key, text, before, isPlain ? { raw: text } : undefined);
  }
}

/** Sets a version that modules must fit. */
export function setRequirement(draft: GraphDraft, gesture: Gesture<'set-requirement'>): void {
  const { key } = gesture;
  const map = draft.section('moduleRequirements');
  const value = gesture.value.trim();
  const raw = { raw: JSON.stringify(value) };
  if (value === '') draft.refuse(`"${key}" is required: write a version such as 1.1.0.`);
  else if (map) draft.setText(map, key, value, key === 'runtimeVersion' ? ['apiVersion'] : [], raw);
  else draft.setSection('moduleRequirements', { pairs: [[key, raw]] });
}

/** Asks for a feature once, or no more. */
export function setFeature(draft: GraphDraft, { name, isWanted }: Gesture<'set-feature'>): void {
  const wanted = name.trim();
  const map = draft.section('moduleRequirements');
  const items = getItems(map, 'features');
  const places = items.flatMap((item, index) => (getText(item, 'name') === wanted ? [index] : []));
  if (wanted === '') draft.refuse('A feature needs a name, such as "wasi-nn".');
  else if (!isWanted) {
    if (map) for (const index of places) draft.listAt(map, 'features').removed.add(index);
  } else if (places.length === 0) {
    const value = { pairs: [['name', wanted] as const] };
    if (!map) draft.setSection('moduleRequirements', { pairs: [['features', [value]]] });
    else {
      const after = ['runtimeVersion', 'apiVersion'].filter((key) => getValue(map, key));
      draft.listAt(map, 'features', after).added.push({ behind: undefined, value });
    }
  }
}
