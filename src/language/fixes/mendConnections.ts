// Fixes for connections that are wrong in themselves: surplus, the wrong way round, or without their arm.
import { replaceText } from '../../graph/edits.ts';
import { arms, type Arm, type OperationType } from '../../graph/model.ts';
import type { Problem } from '../../graph/problem.ts';
import { insertPair } from '../../graph/treeEdits.ts';
import { areEqual, findPair, getItems, getText, getValue, type YamlNode } from '../../graph/yamlTree.ts';
import { propose, type FixContext, type ProposedFix, type Sureness } from './fixContext.ts';
import { newOperation } from './newOperation.ts';

/** For connections that must not be. */
export function removeConnection(context: FixContext, { range }: Problem, sureness: Sureness): ProposedFix[] {
  return propose('Remove the connection', sureness, context.removeItemAt(range, 'connections'));
}

/** For CONNECTION_DUPLICATE. */
export function removeDuplicate(context: FixContext, problem: Problem): ProposedFix[] {
  const item = context.itemAt(problem.range, 'connections');
  const first = problem.related[0] && context.itemAt(problem.related[0].range, 'connections');
  const isSame = item && first && areEqual(item, first);
  return removeConnection(context, problem, isSame ? 'safe' : 'choice');
}

/** For CONNECTION_INTO_SOURCE and CONNECTION_OUT_OF_SINK. */
export function turnConnection(context: FixContext, problem: Problem): ProposedFix[] {
  const item = context.itemAt(problem.range, 'connections');
  const [from, to] = [nameNode(item, 'from'), nameNode(item, 'to')];
  const isBare = getValue(getValue(item, 'from'), 'arm') === undefined;
  const turned =
    from && to && isBare && from.value !== to.value && !from.isAliased && !to.isAliased
      ? propose(
          'Turn the connection round',
          'choice',
          { range: from.source, newText: to.text },
          { range: to.source, newText: from.text },
        )
      : [];
  return [...turned, ...removeConnection(context, problem, 'choice')];
}

/** For ARM_MISSING: both arms, or the one that the other connections leave. */
export function addArm(context: FixContext, { range }: Problem): ProposedFix[] {
  const from = getValue(context.itemAt(range, 'connections'), 'from');
  const name = getText(from, 'name');
  if (from?.kind !== 'map' || name === undefined) return [];
  const others = (context.outgoing.get(name) ?? []).map(({ arm }) => arm);
  const used = others.filter((arm) => arm !== undefined);
  const free = arms.filter((arm) => !used.includes(arm));
  const isClear = others.length === 2 && free.length === 1;
  return (free.length > 0 ? free : arms).flatMap((arm) =>
    propose(`Add arm "${arm}"`, isClear ? 'safe' : 'choice', writeArm(context, from, arm)),
  );
}

function writeArm(
  context: FixContext,
  from: YamlNode & { kind: 'map' },
  arm: Arm,
): ReturnType<typeof insertPair> {
  const raw = `"${arm}"`;
  const pair = findPair(from, 'arm');
  if (!pair) return insertPair(context.text, context.style, from, 'arm', { raw }, 'name');
  const { value } = pair;
  // What is there is null or empty.
  return value.kind === 'scalar' && value.text !== '' && !value.isAliased
    ? { range: value.source, newText: raw }
    : undefined;
}

/** For OPERATION_UNKNOWN: the operation that is named, of the type that its place in the graph suggests. */
export function addNamedOperation(context: FixContext, problem: Problem): ProposedFix[] {
  const item = context.itemAt(problem.range, 'connections');
  const side = nameNode(item, 'from')?.range.start.line === problem.range.start.line ? 'from' : 'to';
  const isFrom = side === 'from' && isAt(nameNode(item, 'from'), problem);
  const name = getText(getValue(item, isFrom ? 'from' : 'to'), 'name');
  if (name === undefined) return [];
  const type = guessType(context, name);
  const edit = context.append('operations', [newOperation(type, name)]);
  const added = propose(`Add the ${type} operation "${name}"`, 'choice', edit);
  return [...added, ...removeConnection(context, problem, 'choice')];
}

function guessType({ graph, incoming, outgoing }: FixContext, name: string): OperationType {
  const has = (type: OperationType): boolean => graph?.operations.some((one) => one.type === type) ?? false;
  const ways = outgoing.get(name) ?? [];
  if (ways.some(({ arm }) => arm)) return 'branch';
  if (ways.length === 0 && !has('sink')) return 'sink';
  if (!incoming.has(name) && !has('source')) return 'source';
  return (incoming.get(name)?.length ?? 0) > 1 ? 'concatenate' : 'map';
}

/** For a name that is used twice: another one. */
export function renameDuplicate(context: FixContext, { range }: Problem, ...path: string[]): ProposedFix[] {
  const item = context.itemAt(range, ...path);
  const node = getValue(item, 'name');
  if (node?.kind !== 'scalar' || node.isAliased || typeof node.value !== 'string') return [];
  const [list = '', parent] = [...path].reverse();
  const items = getItems(parent === undefined ? context.root : getValue(context.root, parent), list);
  const taken = new Set(items.map((one) => getText(one, 'name')));
  const stem = node.value.replace(/-?\d+$/, '');
  let number = 2;
  while (taken.has(`${stem}-${String(number)}`)) number += 1;
  const name = `${stem}-${String(number)}`;
  return propose(`Rename this one to "${name}"`, 'choice', replaceText(node, name));
}

function nameNode(
  item: YamlNode | undefined,
  side: 'from' | 'to',
): (YamlNode & { kind: 'scalar' }) | undefined {
  const node = getValue(getValue(item, side), 'name');
  return node?.kind === 'scalar' ? node : undefined;
}

function isAt(node: YamlNode | undefined, { range }: Problem): boolean {
  return node?.range.start.line === range.start.line && node.range.start.character === range.start.character;
}
