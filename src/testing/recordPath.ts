// Paths of `select` and `ignores`, matched step by step while walking a record. Keys may contain dots and slashes, so a
// path is never split: at each key the rest of the path either begins with that key or does not. Compares nothing.
import type { JsonNode, ScalarNode } from './jsonNode.ts';

/** What a step goes to: a member's key or an item's index, from 0. */
export type Step = string | number;

/** What is compared at one place and below. Paths are what is left of them at that place. */
export interface PathFilter {
  /** Whether the place itself is compared, with everything below that is not ignored. */
  readonly isSelected: boolean;
  readonly selects: readonly string[];
  readonly ignores: readonly string[];
}

/** The filter at the root of a record. */
export function makeFilter(selects: readonly string[], ignores: readonly string[]): PathFilter {
  return { isSelected: false, selects, ignores };
}

/** The filter one step below; undefined when nothing there is compared. */
export function stepFilter(filter: PathFilter, step: Step): PathFilter | undefined {
  const ignores = advanceAll(filter.ignores, step);
  if (ignores.includes('')) return undefined;
  const selects = filter.isSelected ? [''] : advanceAll(filter.selects, step);
  if (selects.length === 0) return undefined;
  return selects.includes('')
    ? { isSelected: true, selects: [], ignores }
    : { isSelected: false, selects, ignores };
}

function advanceAll(paths: readonly string[], step: Step): string[] {
  return paths.flatMap((path) => advance(path, step) ?? []);
}

/** What is left of `path` after `step`: empty when it ends there, undefined when it goes elsewhere. */
function advance(path: string, step: Step): string | undefined {
  if (typeof step === 'number') {
    // An index is written `[0]` or `.0`; `*` stands for every index.
    const match = /^(?:\[(\*|\d+)\]|(\*|\d+))(?:\.|(?=\[)|$)/.exec(path);
    const index = match?.[1] ?? match?.[2];
    const isMeant = index === '*' || (index !== undefined && Number(index) === step);
    return match && isMeant ? path.slice(match[0].length) : undefined;
  }
  if (!path.startsWith(step)) return undefined;
  const next = path.charAt(step.length);
  if (next === '') return '';
  if (next === '.') return path.slice(step.length + 1);
  return next === '[' ? path.slice(step.length) : undefined;
}

/**
 * The part of a record that is compared. `outside` is a value where a selected path would have gone on. A container
 * that `canBeAbsent` counts for nothing when nothing in it is compared.
 */
export type SelectedNode =
  | { readonly kind: 'scalar'; readonly node: ScalarNode }
  | { readonly kind: 'outside'; readonly node: ScalarNode }
  | SelectedContainer;

/** An object or a list, its parts by key or index; parts that are not compared are left out. */
export interface SelectedContainer {
  readonly kind: 'object' | 'array';
  readonly parts: ReadonlyMap<Step, SelectedNode>;
  readonly canBeAbsent: boolean;
}

/** The part of `node` that `filter` lets through. */
export function selectParts(node: JsonNode, filter: PathFilter): SelectedNode {
  if (node.kind !== 'object' && node.kind !== 'array')
    return { kind: filter.isSelected ? 'scalar' : 'outside', node };
  const parts = new Map<Step, SelectedNode>();
  const entries = node.kind === 'object' ? node.members : node.items.entries();
  for (const [step, part] of entries) {
    const below = stepFilter(filter, step);
    if (below) parts.set(step, selectParts(part, below));
  }
  const isThinned = node.kind === 'object' && filter.ignores.length > 0;
  return { kind: node.kind, parts, canBeAbsent: !filter.isSelected || isThinned };
}

/** Whether `node` holds anything that is compared. */
export function hasContent(node: SelectedNode | undefined): boolean {
  if (!node || node.kind === 'outside') return false;
  if (node.kind === 'scalar') return true;
  return !node.canBeAbsent || [...node.parts.values()].some(hasContent);
}

/** Whether `node` is an object or a list. */
export function isContainer(node: SelectedNode | undefined): node is SelectedContainer {
  return node?.kind === 'object' || node?.kind === 'array';
}

/** The steps as one path, as people write it: `payload.list[0].unit`. */
export function formatPath(steps: readonly Step[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${String(step)}]`;
    return path === '' ? step : `${path}.${step}`;
  }, '');
}
