// What the problems of a graph are about: the operation or connection in whose entry, or in whose configuration, each of them
// begins, or the text that is said of the whole graph. Knows no canvas.
import type { Range } from '../../base/position.ts';
import type { GraphDefinition } from '../../graph/model.ts';
import type { Problem } from '../../graph/problem.ts';
import { comparePositions } from '../../language/navigation/rangeOrder.ts';
import type { CanvasProblem, GraphField } from '../../protocol/canvas.ts';

/** In the order of `problems`; without a graph they are about nothing. */
export function placeProblems(problems: readonly Problem[], graph?: GraphDefinition): CanvasProblem[] {
  const entries = problems.length > 0 && graph ? entriesOf(graph) : [];
  return problems.map(({ code, severity, message, range }) => ({
    ...{ code, severity, message, range },
    ...findEntry(entries, range)?.subject,
  }));
}

type Subject = Pick<CanvasProblem, 'operation' | 'connection' | 'field'>;

interface Entry {
  readonly range: Range;
  readonly subject: Subject;
}

/** In the order of the text; entries of lists do not overlap. */
function entriesOf(graph: GraphDefinition): Entry[] {
  const { operations, connections, moduleConfigurations } = graph;
  const indexes = new Map<string, number>();
  const entries = fieldsOf(graph);
  operations.forEach(({ name, ranges }, operation) => {
    if (!indexes.has(name)) indexes.set(name, operation);
    entries.push({ range: ranges.item, subject: { operation } });
  });
  connections.forEach(({ ranges }, connection) =>
    entries.push({ range: ranges.item, subject: { connection } }),
  );
  for (const { operation: name, ranges } of moduleConfigurations) {
    const operation = indexes.get(name);
    entries.push({ range: ranges.item, subject: operation === undefined ? {} : { operation } });
  }
  return entries.sort((a, b) => comparePositions(a.range.start, b.range.start));
}

/** The values of metadata and of required versions. */
function fieldsOf({ metadata, moduleRequirements }: GraphDefinition): Entry[] {
  const { schema, name, version, description, vendor } = metadata.ranges;
  const { apiVersion, runtimeVersion } = moduleRequirements.ranges;
  const places = { $schema: schema, name, version, description, vendor, apiVersion, runtimeVersion };
  return Object.entries(places).flatMap(([field, range]) =>
    range ? [{ range, subject: { field: field as GraphField } }] : [],
  );
}

/** The entry in which `range` begins, found by bisection: a long text may have as many problems as entries. */
function findEntry(entries: readonly Entry[], { start }: Range): Entry | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && comparePositions(entry.range.start, start) <= 0) low = middle + 1;
    else high = middle;
  }
  const found = entries[low - 1];
  return found && comparePositions(start, found.range.end) < 0 ? found : undefined;
}
