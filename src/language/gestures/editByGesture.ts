// What a person does to a graph on the canvas, as minimal edits of its text: every byte that is not concerned stays. Refuses
// with a sentence what cannot be done, and whatever would be a guess. Knows no canvas and no editor.
import { applyEdits } from '../../graph/edits.ts';
import type { GestureResult, GraphGesture } from '../../graph/gesture.ts';
import { parseGraphFile, type GraphFile } from '../../graph/parseGraph.ts';
import { findUnreadable } from '../../graph/readability.ts';
import { addOperation } from './addOperation.ts';
import { setFeature, setMetadata, setRequirement } from './changeGraph.ts';
import { renameOperation, setModule, setType } from './changeOperation.ts';
import { removeParameter, setParameter } from './changeParameters.ts';
import { removeSchema, setSchema } from './changeSchemas.ts';
import { connect, reconnect, setConnectionSchema } from './connectOperations.ts';
import { writeEmptyGraph } from './emptyGraph.ts';
import { GraphDraft, type GestureContext } from './graphDraft.ts';
import { insertOperation } from './insertOperation.ts';
import { duplicate, paste } from './pasteOperations.ts';
import { removeParts } from './removeParts.ts';

export type { GestureContext } from './graphDraft.ts';

/**
 * The edits that do `gesture` to the graph in `file`, the first graph definition there. Into a text of blanks and comments
 * a whole graph is written.
 */
export function editByGesture(
  file: GraphFile,
  gesture: GraphGesture,
  context: GestureContext,
): GestureResult {
  if (/\r(?!\n)/.test(file.text))
    return refuse(
      'Some lines of this text end with a lone carriage return. Save it with other line ends first.',
    );
  if (findUnreadable(file.problems))
    return refuse('Not all of this text can be read. Correct its YAML first.');
  const document = file.documents.find(({ graph }) => graph !== undefined);
  const { graph, root } = document ?? {};
  if (document && graph && root?.kind === 'map') {
    const draft = new GraphDraft(file, { ...document, graph, root }, context);
    change(draft, gesture);
    return draft.finish();
  }
  if (file.documents.some((other) => other.root !== undefined))
    return refuse('This is not a graph definition. Open one to change it here.');
  return begin(file, gesture, context);
}

/** Does the gesture to an empty graph behind the text, and puts both into it at once. */
function begin(file: GraphFile, gesture: GraphGesture, context: GestureContext): GestureResult {
  const { text, lines } = file;
  const begun = parseGraphFile(text + writeEmptyGraph(file, context.fileName));
  if (!begun.documents.some(({ graph }) => graph))
    return refuse('No graph can be written into this text. Clear it first.');
  const result = editByGesture(begun, gesture, context);
  if (result.kind === 'refused') return result;
  const written = applyEdits(begun, result.edits).slice(text.length);
  return { ...result, edits: [{ range: lines.rangeAt(text.length, text.length), newText: written }] };
}

function refuse(message: string): GestureResult {
  return { kind: 'refused', message };
}

function change(draft: GraphDraft, gesture: GraphGesture): void {
  switch (gesture.kind) {
    case 'add-operation':
      addOperation(draft, gesture);
      return;
    case 'remove':
      removeParts(draft, gesture);
      return;
    case 'insert-operation':
      insertOperation(draft, gesture);
      return;
    case 'rename-operation':
      renameOperation(draft, gesture);
      return;
    case 'set-type':
      setType(draft, gesture);
      return;
    case 'set-module':
      setModule(draft, gesture);
      return;
    case 'connect':
      connect(draft, gesture);
      return;
    case 'reconnect':
      reconnect(draft, gesture);
      return;
    case 'set-connection-schema':
      setConnectionSchema(draft, gesture);
      return;
    case 'set-parameter':
      setParameter(draft, gesture);
      return;
    case 'remove-parameter':
      removeParameter(draft, gesture);
      return;
    case 'set-metadata':
      setMetadata(draft, gesture);
      return;
    case 'set-requirement':
      setRequirement(draft, gesture);
      return;
    case 'set-feature':
      setFeature(draft, gesture);
      return;
    case 'set-schema':
      setSchema(draft, gesture);
      return;
    case 'remove-schema':
      removeSchema(draft, gesture);
      return;
    case 'paste':
      paste(draft, gesture);
      return;
    case 'duplicate':
      duplicate(draft, gesture);
      return;
  }
}
