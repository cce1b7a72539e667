// Changes what an operation is: its name, its type, its module. Knows no YAML.
import type { GraphGesture } from '../../graph/gesture.ts';
import { arms, hasOperator, type Operation } from '../../graph/model.ts';
import { findPair, getText, getValue } from '../../graph/yamlTree.ts';
import { rename } from '../navigation/rename.ts';
import { referenceFor, tidyName } from './chooseNames.ts';
import { setArm } from './connectOperations.ts';
import type { GraphDraft } from './graphDraft.ts';

type Gesture<K extends GraphGesture['kind']> = Extract<GraphGesture, { kind: K }>;

/** Renames the operation with all its uses; of several of one name only this one, without the uses. */
export function renameOperation(draft: GraphDraft, gesture: Gesture<'rename-operation'>): void {
  const operation = draft.graph.operations[gesture.operation];
  const start = operation?.ranges.name?.start;
  if (!operation || !start) {
    draft.refuse('This operation is no longer there.');
    return;
  }
  const to = tidyName(gesture.name);
  const result = rename(draft.file, start, to);
  if (result.kind === 'refused') draft.refuse(result.message);
  else if (result.edits.length > 0) {
    result.edits.forEach((edit) => {
      draft.take(edit);
    });
    draft.renamed = { from: operation.name, to };
  }
}

/** Sets or removes the module reference; refuses one for a type that runs no operator. */
export function setModule(draft: GraphDraft, { operation: index, module }: Gesture<'set-module'>): void {
  const operation = draft.graph.operations[index];
  const entry = draft.entry('operations', index);
  if (!operation || !entry) return;
  const reference = module?.trim();
  if (reference === undefined) draft.removeKey(entry, 'module');
  else if (!hasOperator(operation.type))
    draft.refuse(`"${operation.name}" is a ${operation.type}: it runs no operator and takes no module.`);
  else if (reference === '')
    draft.refuse('A module reference cannot be empty. Name a module, as in "temperature:1.0.0".');
  else draft.setText(entry, 'module', reference, ['name', 'operationType']);
}

/** Changes the type, with the module reference and the arms that go with it; refuses one that connections rule out. */
export function setType(draft: GraphDraft, { operation: index, type }: Gesture<'set-type'>): void {
  const operation = draft.graph.operations[index];
  const entry = draft.entry('operations', index);
  if (!operation || !entry || operation.type === type) return;
  const { name } = operation;
  const { connections } = draft.graph;
  if (type === 'source' && connections.some(({ to }) => to === name)) {
    draft.refuse(`Connections lead to "${name}", and nothing leads into a source. Remove them first.`);
    return;
  }
  if (type === 'sink' && connections.some(({ from }) => from === name)) {
    draft.refuse(`Connections come from "${name}", and nothing leads out of a sink. Remove them first.`);
    return;
  }
  draft.setText(entry, 'operationType', type);
  const hasReference = getText(entry, 'module') !== undefined;
  if (hasOperator(type) && !hasReference)
    draft.setText(entry, 'module', referenceFor(name, draft.context.modules), ['name', 'operationType']);
  if (!hasOperator(type) && findPair(entry, 'module')) draft.removeKey(entry, 'module');
  setArms(draft, operation, type === 'branch');
}

/** Gives the connections out of an operation arms, or takes them away with those that say the same then. */
function setArms(draft: GraphDraft, { name }: Operation, isBranch: boolean): void {
  const ends = new Set<string>();
  let count = 0;
  draft.graph.connections.forEach(({ from, to, arm }, index) => {
    if (from !== name) return;
    const start = getValue(draft.entry('connections', index), 'from');
    if (start?.kind !== 'map') return;
    if (isBranch && arm === undefined) setArm(draft, start, arms[count % arms.length]);
    else if (!isBranch && arm !== undefined && ends.has(to)) draft.remove('connections', index);
    else if (!isBranch) setArm(draft, start, undefined);
    ends.add(to);
    count += 1;
  });
}
