// Expected outputs against the outputs of a run. Order counts; what is compared in each output follows `select` and
// `ignores`. Knows nothing about files or how differences are shown.
import { alignOutputs, type Alignment } from './alignOutputs.ts';
import { compareRecords, fingerprint, printSelected, showSelected } from './compareRecords.ts';
import type { JsonNode, ObjectNode } from './jsonNode.ts';
import { recordToNode, runtimeUserProperties, type OutputRecord } from './outputRecord.ts';
import { makeFilter, selectParts, type PathFilter, type SelectedNode } from './recordPath.ts';

/**
 * What a test expects. `all`: exactly these outputs, none when empty. `last`: the last output, whatever came before, as
 * a single object in an expected file means. Records have the keys `topic`, `payload` and `properties`.
 */
export type ExpectedOutputs =
  | { readonly kind: 'all'; readonly records: readonly ObjectNode[] }
  | { readonly kind: 'last'; readonly record: ObjectNode };

/** What is compared. */
export interface ComparisonPaths {
  /** Paths to compare; empty: everything the expected record has, that is its topic, its payload and each property. */
  readonly select: readonly string[];
  /** Paths not to compare; they win over `select`. */
  readonly ignores: readonly string[];
}

/** One difference. Values are JSON text with numbers as printed. */
export interface Difference {
  readonly kind: 'missing' | 'unexpected' | 'changed' | 'extra-output' | 'missing-output';
  /** Position of the expected output, of the actual one for `extra-output`; from 0. */
  readonly index: number;
  /** Position of the actual output it was compared with; from 0. */
  readonly actualIndex?: number;
  /** The place in the record, as in `select`; empty for whole outputs. */
  readonly path: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** The differences in the order of the outputs; empty when the run gave what was expected. */
export function compareOutputs(
  expected: ExpectedOutputs,
  actual: readonly OutputRecord[],
  paths: ComparisonPaths,
): Difference[] {
  const offset = expected.kind === 'last' ? Math.max(0, actual.length - 1) : 0;
  const records = expected.kind === 'last' ? [expected.record] : expected.records;
  const outputs = new OutputTable(records, actual.slice(offset).map(recordToNode), paths);
  const alignment = alignOutputs(records.length, actual.length - offset, outputs);
  return alignment.flatMap((pair) => describePair(pair, outputs, offset));
}

/** Both sides of one place in the list of outputs, as far as they are compared; JSON text over several lines. */
export interface ShownOutputs {
  readonly expected?: string;
  readonly actual?: string;
}

/** The whole outputs behind each of `differences`, which are of the same comparison. */
export function showOutputs(
  expected: ExpectedOutputs,
  actual: readonly OutputRecord[],
  paths: ComparisonPaths,
  differences: readonly Difference[],
): ShownOutputs[] {
  const records = expected.kind === 'last' ? [expected.record] : expected.records;
  const outputs = new OutputTable(records, actual.map(recordToNode), paths);
  return differences.map(({ kind, index, actualIndex }) => {
    if (kind === 'extra-output') return { actual: printSelected(outputs.showActual(index)) };
    const shown = { expected: printSelected(outputs.selectExpected(index)) };
    if (actualIndex === undefined) return shown;
    return { ...shown, actual: printSelected(outputs.selectActual(index, actualIndex)) };
  });
}

function describePair(pair: Alignment, outputs: OutputTable, offset: number): Difference[] {
  const { expected, actual } = pair;
  if (expected === undefined) {
    const [index, text] = [offset + (actual ?? 0), showSelected(outputs.showActual(actual ?? 0))];
    return [{ kind: 'extra-output', index, actualIndex: index, path: '', actual: text }];
  }
  if (actual === undefined) {
    const text = showSelected(outputs.selectExpected(expected));
    return [{ kind: 'missing-output', index: expected, path: '', expected: text }];
  }
  if (outputs.isEqual(expected, actual)) return [];
  const differences = compareRecords(
    outputs.selectExpected(expected),
    outputs.selectActual(expected, actual),
  );
  return differences.map((difference) => ({ ...difference, index: expected, actualIndex: offset + actual }));
}

/** Outputs of both sides by position, with what was worked out about them. */
class OutputTable {
  readonly #expected: readonly ObjectNode[];
  readonly #actual: readonly ObjectNode[];
  readonly #paths: ComparisonPaths;
  readonly #ignores: readonly string[];
  readonly #filters: { key: string; filter: PathFilter }[];
  readonly #expectedPrints: string[];
  /** Fingerprints of the actual outputs, by filter: expected records mostly have the same keys. */
  readonly #actualPrints = new Map<string, string[]>();

  constructor(expected: readonly ObjectNode[], actual: readonly ObjectNode[], paths: ComparisonPaths) {
    this.#expected = expected;
    this.#actual = actual;
    this.#paths = paths;
    this.#ignores = [...paths.ignores, ...listHiddenPaths(paths.select)];
    this.#filters = expected.map((record) => this.#makeFilter(record));
    this.#expectedPrints = expected.map((_record, index) => fingerprint(this.selectExpected(index)));
  }

  // Arrow functions, because they are handed out as plain functions.
  readonly isEqual = (expected: number, actual: number): boolean =>
    this.#expectedPrints[expected] === this.#printActual(expected, actual);

  readonly measure = (expected: number, actual: number): number =>
    compareRecords(this.selectExpected(expected), this.selectActual(expected, actual)).length;

  selectExpected(index: number): SelectedNode {
    return selectParts(nodeAt(this.#expected, index), this.#filterOf(index).filter);
  }

  /** The part of an actual output that is compared with the expected one at `expected`. */
  selectActual(expected: number, actual: number): SelectedNode {
    return selectParts(nodeAt(this.#actual, actual), this.#filterOf(expected).filter);
  }

  /** An actual output by itself. */
  showActual(index: number): SelectedNode {
    const { select } = this.#paths;
    const selects = select.length > 0 ? select : ['topic', 'payload', 'properties'];
    return selectParts(nodeAt(this.#actual, index), makeFilter(selects, this.#ignores));
  }

  #makeFilter(record: ObjectNode): { key: string; filter: PathFilter } {
    const selects = this.#paths.select.length > 0 ? this.#paths.select : listPaths(record);
    return { key: JSON.stringify(selects), filter: makeFilter(selects, this.#ignores) };
  }

  #filterOf(expected: number): { key: string; filter: PathFilter } {
    return this.#filters[expected] ?? { key: '', filter: makeFilter([], []) };
  }

  #printActual(expected: number, actual: number): string | undefined {
    const { key, filter } = this.#filterOf(expected);
    const prints = this.#actualPrints.get(key) ?? [];
    this.#actualPrints.set(key, prints);
    return (prints[actual] ??= fingerprint(selectParts(nodeAt(this.#actual, actual), filter)));
  }
}

function nodeAt(nodes: readonly ObjectNode[], index: number): ObjectNode {
  const node = nodes[index];
  if (!node) throw new RangeError(`There is no output ${String(index)}.`);
  return node;
}

/** The paths of a record down to its single properties: more properties in the actual output are no difference. */
function listPaths(record: ObjectNode): string[] {
  return listKeys(record).flatMap((key) => {
    if (key !== 'properties') return [key];
    const properties = record.members.get(key);
    return listKeys(properties).flatMap((name) => {
      const path = `properties.${name}`;
      if (name !== 'user-properties' || properties?.kind !== 'object') return [path];
      return listKeys(properties.members.get(name)).map((userName) => `${path}.${userName}`);
    });
  });
}

function listKeys(node: JsonNode | undefined): string[] {
  return node?.kind === 'object' ? [...node.members.keys()] : [];
}

/** Paths of user properties that the runtime sets and nobody selected by name. */
function listHiddenPaths(select: readonly string[]): string[] {
  return runtimeUserProperties
    .map((name) => `properties.user-properties.${name}`)
    .filter((path) => !select.includes(path));
}
