// Two records, part by part. Knows nothing about lists of outputs.
import { fingerprintScalar, showScalar } from './jsonNode.ts';
import {
  formatPath,
  hasContent,
  isContainer,
  type SelectedContainer,
  type SelectedNode,
  type Step,
} from './recordPath.ts';

/** One place where two records differ. Values are JSON text with numbers as printed; absent where there is none. */
export interface RecordDifference {
  readonly kind: 'missing' | 'unexpected' | 'changed';
  readonly path: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** Where the two differ; empty exactly when their fingerprints are equal. A missing part is told once, as a whole. */
export function compareRecords(expected: SelectedNode, actual: SelectedNode): RecordDifference[] {
  const differences: RecordDifference[] = [];
  comparePart(expected, actual, [], differences);
  return differences;
}

function comparePart(
  expected: SelectedNode | undefined,
  actual: SelectedNode | undefined,
  path: readonly Step[],
  found: RecordDifference[],
): void {
  const isAlike = isContainer(expected) && isContainer(actual) && expected.kind === actual.kind;
  if (isAlike) return compareParts(expected, actual, path, found);
  if (!hasContent(expected) && !hasContent(actual)) return;
  // Below a container of which only parts are selected, each part is told by itself.
  if (!actual && canBeAbsent(expected)) return compareParts(expected, undefined, path, found);
  if (!expected && canBeAbsent(actual)) return compareParts(undefined, actual, path, found);
  if (expected && actual && isSameScalar(expected, actual)) return;
  found.push({
    kind: !actual ? 'missing' : !expected ? 'unexpected' : 'changed',
    path: formatPath(path),
    ...(expected ? { expected: showSelected(expected) } : {}),
    ...(actual ? { actual: showSelected(actual) } : {}),
  });
}

function compareParts(
  expected: SelectedContainer | undefined,
  actual: SelectedContainer | undefined,
  path: readonly Step[],
  found: RecordDifference[],
): void {
  const steps = new Set<Step>([...(expected?.parts.keys() ?? []), ...(actual?.parts.keys() ?? [])]);
  for (const step of steps)
    comparePart(expected?.parts.get(step), actual?.parts.get(step), [...path, step], found);
}

function canBeAbsent(node: SelectedNode | undefined): node is SelectedContainer {
  return isContainer(node) && node.canBeAbsent;
}

function isSameScalar(a: SelectedNode, b: SelectedNode): boolean {
  return (
    a.kind === 'scalar' && b.kind === 'scalar' && fingerprintScalar(a.node) === fingerprintScalar(b.node)
  );
}

/** A text that two selected records share exactly when nothing in them differs. */
export function fingerprint(node: SelectedNode): string {
  if (node.kind === 'outside') return '';
  if (node.kind === 'scalar') return fingerprintScalar(node.node);
  const parts = [...node.parts]
    .filter(([, part]) => hasContent(part))
    .map(([step, part]) => `${JSON.stringify(step)}:${fingerprint(part)}`);
  return node.kind === 'object' ? `{${parts.sort().join(',')}}` : `[${parts.join(',')}]`;
}

/** The compared part as JSON text, in the order of its source; ignored parts are left out. */
export function showSelected(node: SelectedNode): string {
  if (!isContainer(node)) return showScalar(node.node);
  if (node.kind === 'array') return `[${[...node.parts.values()].map(showSelected).join(',')}]`;
  const members = [...node.parts].map(([key, part]) => `${JSON.stringify(key)}:${showSelected(part)}`);
  return `{${members.join(',')}}`;
}

/** The compared part as JSON text over several lines, two spaces per level; ignored parts are left out. */
export function printSelected(node: SelectedNode, indent = ''): string {
  if (!isContainer(node)) return showScalar(node.node);
  const [open, close] = node.kind === 'array' ? ['[', ']'] : ['{', '}'];
  const inner = `${indent}  `;
  const parts = [...node.parts]
    .filter(([, part]) => hasContent(part))
    .map(([step, part]) => {
      const key = typeof step === 'number' ? '' : `${JSON.stringify(step)}: `;
      return `${inner}${key}${printSelected(part, inner)}`;
    });
  return parts.length === 0 ? `${open}${close}` : `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}
