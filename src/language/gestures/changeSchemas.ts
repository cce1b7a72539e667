// Adds, changes and takes out the schemas of a graph, with what names them. Knows which keys there are, not how they are
// written.
import type { GraphGesture } from '../../graph/gesture.ts';
import { getValue } from '../../graph/yamlTree.ts';
import { rename } from '../navigation/rename.ts';
import { tidyName } from './chooseNames.ts';
import type { GraphDraft } from './graphDraft.ts';

type Gesture<K extends GraphGesture['kind']> = Extract<GraphGesture, { kind: K }>;

/** Changes a schema, with its uses when it is renamed, or adds it. */
export function setSchema(draft: GraphDraft, gesture: Gesture<'set-schema'>): void {
  const { format, schema } = gesture;
  const index = draft.graph.schemas.findIndex(({ name }) => name === gesture.name);
  const newName = gesture.newName === undefined ? undefined : tidyName(gesture.newName);
  if (format?.trim() === '') draft.refuse('A schema needs a format, such as "json".');
  else if (index < 0) addSchema(draft, newName ?? tidyName(gesture.name), format, schema);
  else {
    const entry = draft.entry('schemas', index);
    if (!entry) return;
    if (newName !== undefined) renameSchema(draft, index, newName);
    if (format !== undefined) draft.setText(entry, 'format', format, ['name']);
    if (schema !== undefined) draft.setText(entry, 'schema', schema, ['format', 'name'], { block: schema });
  }
}

function addSchema(draft: GraphDraft, name: string, format = 'json', schema = '{}'): void {
  if (name === '') draft.refuse('A schema needs a name.');
  else if (draft.graph.schemas.some((other) => other.name === name))
    draft.refuse(`Another schema is named "${name}" already. Choose another name.`);
  else
    draft.add('schemas', {
      pairs: [
        ['name', name],
        ['format', format],
        ['schema', { block: schema }],
      ],
    });
}

function renameSchema(draft: GraphDraft, index: number, newName: string): void {
  const start = draft.graph.schemas[index]?.ranges.name?.start;
  const result = start && rename(draft.file, start, newName);
  if (!result) draft.refuse('This schema is no longer there.');
  else if (result.kind === 'refused') draft.refuse(result.message);
  else
    result.edits.forEach((edit) => {
      draft.take(edit);
    });
}

/** Takes every schema of the name out, and the name out of connections. */
export function removeSchema(draft: GraphDraft, { name }: Gesture<'remove-schema'>): void {
  const { schemas, connections } = draft.graph;
  const places = schemas.flatMap((schema, index) => (schema.name === name ? [index] : []));
  if (places.length === 0) draft.refuse('This schema is no longer there.');
  for (const index of places) draft.remove('schemas', index);
  connections.forEach(({ schemaName }, index) => {
    const from = schemaName === name ? getValue(draft.entry('connections', index), 'from') : undefined;
    if (from?.kind === 'map') draft.removeKey(from, 'schemaName');
  });
}
