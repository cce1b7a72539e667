// Where the source of an operation's operator is. Knows no files.
import type { GraphFile } from '../../graph/parseGraph.ts';
import { findDefinitions } from '../../language/navigation/findDefinitions.ts';
import type { WorkspaceFacts } from '../../language/workspaceFacts.ts';
import type { SourceAnswer } from '../../protocol/canvas.ts';

/** Goes where "Go to Definition" on its module goes; null without a module, or when its source is not in the workspace. */
export function findOperationSource(
  { file, uri }: { readonly file: GraphFile; readonly uri: string },
  index: number,
  facts: WorkspaceFacts,
): SourceAnswer {
  const graph = file.documents.find((document) => document.graph)?.graph;
  const module = graph?.operations[index]?.ranges.module;
  const [link] = module ? findDefinitions(file, uri, module.start, facts) : [];
  return link ? { uri: link.targetUri, position: link.targetSelectionRange.start } : null;
}
