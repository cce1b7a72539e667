// Faults by which a run is disturbed on purpose: what one may say, wherever it stands (file, launch, test case, request), and in which
// words it is told. Never throws. Knows nothing about how a fault comes about.
import { formatPosition, type Range } from '../base/position.ts';
import { findNearest } from './didYouMean.ts';
import type { Fault } from './generated/faultsFile.generated.ts';
import { hasOperator, type OperationType } from './model.ts';
import { parseYaml } from './parseYaml.ts';
import { getItems, getValue, toPlainData, type YamlNode } from './yamlTree.ts';

export type { Fault };
export type FaultKind = Fault['kind'];

/** A fault and where somebody wrote it, for people: `file:line:column`, `faults[0]`. */
export interface PlacedFault {
  readonly fault: Fault;
  readonly place: string;
}

/** Why something is no fault. `key`: where in it, when it is about one. */
export interface FaultFlaw {
  readonly key?: string;
  /** A sentence with its fix. */
  readonly message: string;
}

type Extra = 'delayMs' | 'durationMs' | 'by' | 'text';

interface KindFacts {
  readonly words: string;
  /** What it is about: an operation with an operator, any operation, or the run. */
  readonly of: 'operator' | 'operation' | 'run';
  readonly needs?: Extra;
  readonly takes?: Extra;
}

const facts: Readonly<Record<FaultKind, KindFacts>> = {
  initFalse: { words: 'init returns false', of: 'operator' },
  error: { words: 'an error', of: 'operator', takes: 'text' },
  trap: { words: 'a trap', of: 'operator', takes: 'text' },
  delay: { words: 'calls take longer', of: 'operator', needs: 'delayMs' },
  stateStore: { words: 'the state store fails', of: 'operator' },
  schemaRegistry: { words: 'the schema registry fails', of: 'operator' },
  drop: { words: 'messages are lost on their way', of: 'operation' },
  duplicate: { words: 'messages come twice', of: 'operation' },
  reorder: { words: 'messages are overtaken', of: 'operation', takes: 'by' },
  late: { words: 'messages come late', of: 'operation', needs: 'delayMs' },
  brokerGone: { words: 'the broker is gone', of: 'run', needs: 'durationMs' },
};

export const faultKinds: readonly FaultKind[] = Object.keys(facts) as FaultKind[];

/** Whether a fault of this kind needs an operator, or is about any operation or the whole run. */
export function subjectOfFault(kind: FaultKind): KindFacts['of'] {
  return facts[kind].of;
}

/** What this kind does, in a few words, and the number it cannot do without. */
export function describeFaultKind(kind: FaultKind): { readonly words: string; readonly needs?: Extra } {
  const { words, needs } = facts[kind];
  return { words, ...(needs && { needs }) };
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const isDuration = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 1;

/** By key: whether a value fits, and what would. */
const shapes: Readonly<Record<keyof Fault, readonly [(value: unknown) => boolean, string]>> = {
  node: [isText, 'the name of an operation'],
  kind: [(value) => faultKinds.some((kind) => kind === value), `one of ${faultKinds.join(', ')}`],
  message: [isCount, 'a whole number of at least 1'],
  every: [isCount, 'a whole number of at least 1'],
  probability: [
    (value) => typeof value === 'number' && value > 0 && value <= 1,
    'a number above 0 and at most 1',
  ],
  times: [isCount, 'a whole number of at least 1'],
  delayMs: [isDuration, 'a number of milliseconds, at least 1'],
  by: [isCount, 'a whole number of at least 1'],
  text: [isText, 'a text'],
  durationMs: [isDuration, 'a number of milliseconds, at least 1'],
};

const faultKeys = Object.keys(shapes) as (keyof Fault)[];
const whenKeys = ['message', 'every', 'probability'] as const;
const extraKeys: readonly Extra[] = ['delayMs', 'durationMs', 'by', 'text'];

/** Reads anything as a fault; `null` counts as left out. */
export function readFault(value: unknown): { readonly fault: Fault } | { readonly flaw: FaultFlaw } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { flaw: { message: 'A fault is a map with "kind" and, unless it is brokerGone, "node".' } };
  const given = Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
  const flaw = findShapeFlaw(given) ?? findKindFlaw(given as unknown as Fault);
  return flaw ? { flaw } : { fault: given as unknown as Fault };
}

function findShapeFlaw(given: Readonly<Record<string, unknown>>): FaultFlaw | undefined {
  for (const [key, value] of Object.entries(given)) {
    const shape = faultKeys.find((known) => known === key);
    if (!shape) {
      const meant = findNearest(key, faultKeys);
      const hint = meant === undefined ? `A fault has ${faultKeys.join(', ')}.` : `Did you mean "${meant}"?`;
      return { key, message: `A fault has no "${key}". ${hint}` };
    }
    const [fits, wanted] = shapes[shape];
    if (fits(value)) continue;
    const meant = key === 'kind' ? findNearest(String(value), faultKinds) : undefined;
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    return { key, message: `"${key}" is ${JSON.stringify(value)}; it must be ${wanted}.${hint}` };
  }
  if (given['kind'] === undefined)
    return { message: `A fault needs "kind": ${faultKinds.join(', ')}. Add the one that is meant.` };
  return undefined;
}

function findKindFlaw(fault: Fault): FaultFlaw | undefined {
  const { kind } = fault;
  const { of, needs, takes } = facts[kind];
  if (of === 'run' && fault.node !== undefined)
    return { key: 'node', message: `"${kind}" is about the whole run. Remove "node".` };
  if (of !== 'run' && fault.node === undefined)
    return { message: `"${kind}" needs "node", the name of the operation. Add it.` };
  if (needs && fault[needs] === undefined)
    return { message: `"${kind}" needs "${needs}", in milliseconds. Add it.` };
  const [odd] = extraKeys.filter((key) => fault[key] !== undefined && key !== needs && key !== takes);
  if (odd !== undefined) return { key: odd, message: `"${kind}" has no use for "${odd}". Remove it.` };
  const whens = whenKeys.filter((key) => fault[key] !== undefined);
  if (whens.length > 1)
    return {
      key: whens[1] ?? '',
      message: `A fault has only one of "message", "every" and "probability". Keep the one that is meant.`,
    };
  return undefined;
}

/** What is wrong about operations that faults name, as `place: sentence` each. */
export function findFaultyNodes(
  faults: readonly PlacedFault[],
  nodes: readonly { readonly name: string; readonly type: OperationType }[],
): string[] {
  return faults.flatMap(({ fault: { node: name, kind }, place }) => {
    if (name === undefined) return [];
    const node = nodes.find((each) => each.name === name);
    if (!node) {
      const names = nodes.map((each) => each.name);
      const meant = findNearest(name, names);
      const hint = meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean "${meant}"?`;
      return [`${place}: the graph has no operation "${name}". ${hint}`];
    }
    if (facts[kind].of !== 'operator' || hasOperator(node.type)) return [];
    return [
      `${place}: "${name}" is a ${node.type}, which has no operator that "${kind}" could be about. Name another operation, or use drop, duplicate, reorder or late.`,
    ];
  });
}

/** One line: `operation "map": a trap at message 3`. */
export function describeFault(fault: Fault): string {
  const { node, kind, message, every, probability, times, delayMs, durationMs, by, text } = fault;
  const subject = node === undefined ? '' : `operation "${node}": `;
  const amount = delayMs ?? durationMs;
  const more = [
    ...(amount === undefined ? [] : [`${String(amount)} ms`]),
    ...(by === undefined ? [] : [`by ${String(by)}`]),
    ...(text === undefined ? [] : [JSON.stringify(text)]),
  ];
  const detail = more.length === 0 ? '' : ` (${more.join(', ')})`;
  const occasion = kind === 'initFalse' ? 'init' : 'message';
  const when =
    message !== undefined
      ? ` at ${occasion} ${String(message)}`
      : every !== undefined
        ? ` at every ${occasion} whose number is a multiple of ${String(every)}`
        : probability !== undefined
          ? ` with probability ${String(probability)}`
          : kind === 'brokerGone'
            ? ' at once'
            : '';
  const limit = times === undefined ? '' : `, at most ${String(times)} times`;
  return `${subject}${facts[kind].words}${detail}${when}${limit}`;
}

/** Reads the text of `file`, YAML or JSON with a list `faults`. `problems` have file, line, cause and fix; then no fault counts. */
export function parseFaults(
  text: string,
  file: string,
): { readonly faults: readonly PlacedFault[]; readonly problems: readonly string[] } {
  const { documents, problems, lines } = parseYaml(text);
  const tell = (range: Range, message: string): string =>
    `${file}:${formatPosition(range.start)}: ${message}`;
  const errors = [...problems, ...documents.flatMap((document) => document.problems)]
    .filter(({ severity }) => severity === 'error')
    .map(({ range, message }) => tell(range, message));
  if (errors.length > 0) return { faults: [], problems: errors };
  const root = documents[0]?.root;
  if (getValue(root, 'faults')?.kind !== 'sequence') {
    const message = 'A list "faults" is expected, of maps with "kind" and "node". Write one.';
    return { faults: [], problems: [tell(root?.range ?? lines.rangeAt(0, 0), message)] };
  }
  const { faults, flaws } = readFaultItems(getItems(root, 'faults'));
  if (flaws.length > 0)
    return { faults: [], problems: flaws.map(({ range, message }) => tell(range, message)) };
  return { faults: placeFaults(faults, file), problems: [] };
}

/** Each item that is a fault with its place, and what is wrong with the others. */
export function readFaultItems(items: readonly YamlNode[]): {
  readonly faults: readonly { readonly fault: Fault; readonly range: Range }[];
  readonly flaws: readonly { readonly range: Range; readonly message: string }[];
} {
  const faults: { fault: Fault; range: Range }[] = [];
  const flaws: { range: Range; message: string }[] = [];
  for (const item of items) {
    const read = readFault(toPlainData(item));
    if ('fault' in read) faults.push({ fault: read.fault, range: item.range });
    else flaws.push({ range: placeOfFlaw(item, read.flaw), message: read.flaw.message });
  }
  return { faults, flaws };
}

/** With places in `file` as people read them. */
export function placeFaults(
  faults: readonly { readonly fault: Fault; readonly range: Range }[],
  file: string,
): PlacedFault[] {
  return faults.map(({ fault, range }) => ({ fault, place: `${file}:${formatPosition(range.start)}` }));
}

// The value a flaw is about, or the whole fault.
function placeOfFlaw(item: YamlNode, { key }: FaultFlaw): Range {
  return (key === undefined ? undefined : getValue(item, key)?.range) ?? item.range;
}
