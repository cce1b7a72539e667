// Reads a graph definition that is to be pushed, or whose modules are to be pulled. Knows no registry.
import { basename } from 'node:path';
import { AppError } from '../../base/errors.ts';
import type { GraphDefinition } from '../../graph/model.ts';
import { parseGraphFile } from '../../graph/parseGraph.ts';
import { hasErrors } from '../../graph/problem.ts';
import { formatProblem, readUserFile } from './loadRun.ts';

export interface GraphSource {
  readonly graph: GraphDefinition;
  /** The file as it is. */
  readonly text: string;
  /** The file's name. */
  readonly title: string;
}

/** Errors: FILE_UNREADABLE, GRAPH_INVALID (lists every problem). */
export async function readGraphSource(file: string): Promise<GraphSource> {
  const text = await readUserFile(file);
  const { documents, problems } = parseGraphFile(text);
  const lines = problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => formatProblem(file, problem));
  if (hasErrors(problems)) throw new AppError('GRAPH_INVALID', lines.join('\n'));
  const [first, ...more] = documents.filter(({ root }) => root);
  if (first?.graph && more.length === 0) return { graph: first.graph, text, title: basename(file) };
  throw new AppError(
    'GRAPH_INVALID',
    `${file} is no graph definition: a registry holds one graph in a file, with "operations" and "connections". ${first?.resource ? 'A DataflowGraph resource is applied to a cluster; push the graphs that it names.' : 'Name another file.'}`,
  );
}
