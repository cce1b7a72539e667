// Rules on single connections and on what leaves and enters an operation. Knows nothing about longer paths.
import { replaceText } from '../edits.ts';
import { arms, type Connection, type Operation } from '../model.ts';
import { makeProblem, type Problem, type SuggestedFix } from '../problem.ts';
import { removePair } from '../treeEdits.ts';
import { findPair, getValue } from '../yamlTree.ts';
import { findRepeats, nameRange, type RuleContext } from './graphRule.ts';

/** Every rule of this file. */
export function checkConnections(context: RuleContext): Problem[] {
  const { connections, operations } = context.graph;
  const problems: Problem[] = [];
  // Nearly every connection is right: no list of nothing is made for each.
  for (const connection of connections) {
    if (isPlainlyRight(context, connection)) continue;
    problems.push(
      ...checkEnd(context, connection, 'from'),
      ...checkEnd(context, connection, 'to'),
      ...checkSelf(connection),
      ...checkArm(context, connection),
    );
  }
  return [
    ...problems,
    ...checkDuplicates(connections),
    ...operations.flatMap((operation) => (operation.type === 'branch' ? checkArms(context, operation) : [])),
    ...operations.flatMap((operation) =>
      operation.type === 'concatenate' ? checkInputs(context, operation) : [],
    ),
  ];
}

/** Whether no rule on single connections can object. */
function isPlainlyRight({ byName }: RuleContext, { from, to, arm, ranges }: Connection): boolean {
  const [start, end] = [byName.get(from), byName.get(to)];
  if (!start || !end || start === end || end.type === 'source' || start.type === 'sink') return false;
  return start.type === 'branch' ? arm !== undefined : ranges.arm === undefined;
}

function checkEnd(context: RuleContext, connection: Connection, side: 'from' | 'to'): Problem[] {
  const name = connection[side];
  const range = connection.ranges[side] ?? connection.ranges.item;
  const operation = context.byName.get(name);
  if (!operation) return checkUnknown(context, connection, side);
  const related = [
    { message: `"${name}" is a ${operation.type}.`, range: operation.ranges.type ?? nameRange(operation) },
  ];
  if (side === 'to' && operation.type === 'source') {
    const message = `"${name}" is a source: messages come in there, no connection leads to it.`;
    return [makeProblem('CONNECTION_INTO_SOURCE', range, message, { related })];
  }
  if (side === 'from' && operation.type === 'sink') {
    const message = `"${name}" is a sink: messages leave the graph there, no connection leads on.`;
    return [makeProblem('CONNECTION_OUT_OF_SINK', range, message, { related })];
  }
  return [];
}

function checkUnknown(context: RuleContext, connection: Connection, side: 'from' | 'to'): Problem[] {
  const { guessName, gaps, nodes } = context;
  const name = connection[side];
  // The name may be that of an operation whose own name or type is broken, which has been reported.
  if (gaps.hasUnnamedOperation || gaps.untypedOperations.has(name)) return [];
  const range = connection.ranges[side] ?? connection.ranges.item;
  const meant = guessName(name);
  const node = getValue(getValue(nodes.get(connection), side), 'name');
  const hint =
    meant === undefined ? 'Names of operations stand in "operations".' : `Did you mean "${meant}"?`;
  const fix =
    meant !== undefined && node?.kind === 'scalar'
      ? { title: `Connect "${meant}"`, edits: [replaceText(node, meant)] }
      : undefined;
  return [makeProblem('OPERATION_UNKNOWN', range, `No operation is named "${name}". ${hint}`, { fix })];
}

function checkSelf(connection: Connection): Problem[] {
  if (connection.from !== connection.to) return [];
  const range = connection.ranges.to ?? connection.ranges.item;
  return [
    makeProblem(
      'CONNECTION_TO_SELF',
      range,
      `This connection leads from "${connection.from}" back to itself.`,
    ),
  ];
}

function checkArm(context: RuleContext, connection: Connection): Problem[] {
  const operation = context.byName.get(connection.from);
  if (!operation) return [];
  const { arm, from: start, item } = connection.ranges;
  if (operation.type === 'branch' && !arm) {
    const message = `"${connection.from}" is a branch: say which way out this is, with arm: "True" or arm: "False".`;
    return [makeProblem('ARM_MISSING', start ?? item, message)];
  }
  if (operation.type === 'branch' || !arm) return [];
  const message = `"${connection.from}" is a ${operation.type}, and only a branch has arms.`;
  const related = [
    { message: `"${operation.name}" is not a branch.`, range: operation.ranges.type ?? nameRange(operation) },
  ];
  return [makeProblem('ARM_MISPLACED', arm, message, { related, fix: removeArm(context, connection) })];
}

function removeArm(context: RuleContext, connection: Connection): SuggestedFix | undefined {
  const from = getValue(context.nodes.get(connection), 'from');
  const pair = findPair(from, 'arm');
  const edit = from?.kind === 'map' && pair ? removePair(context, from, pair) : undefined;
  return edit && { title: 'Remove the arm', edits: [edit] };
}

function checkDuplicates(connections: readonly Connection[]): Problem[] {
  const wayOf = ({ from, arm, to }: Connection): string => `${from}\u0000${arm ?? ''}\u0000${to}`;
  return findRepeats(connections, wayOf).map(({ first, item: { from, to, ranges } }) => {
    const message = `"${from}" is already connected to "${to}" this way; every message would go twice.`;
    const related = [{ message: 'The first such connection.', range: first.ranges.item }];
    return makeProblem('CONNECTION_DUPLICATE', ranges.to ?? ranges.item, message, { related });
  });
}

function checkArms({ outgoing, gaps, byName }: RuleContext, operation: Operation): Problem[] {
  const connections = outgoing.get(operation.name) ?? [];
  // Without connections it is a dead end, which is reported as such; an arm that could not be read may be the other one.
  const isUncertain =
    byName.get(operation.name) !== operation ||
    connections.some(({ arm }) => arm === undefined) ||
    gaps.brokenConnections.some(({ from }) => from === undefined || from === operation.name);
  if (connections.length === 0 || isUncertain) return [];
  const missing = arms.filter((arm) => !connections.some((connection) => connection.arm === arm));
  return missing.map((arm) => {
    const message = `Arm "${arm}" of the branch "${operation.name}" is not connected; messages that take it are dropped.`;
    const related = connections.map(({ ranges }) => ({
      message: 'The other arm is connected here.',
      range: ranges.item,
    }));
    return makeProblem('ARM_UNCONNECTED', nameRange(operation), message, { related });
  });
}

function checkInputs({ incoming, gaps, byName }: RuleContext, operation: Operation): Problem[] {
  const inputs = incoming.get(operation.name) ?? [];
  const isUncertain =
    byName.get(operation.name) !== operation ||
    gaps.brokenConnections.some(({ to }) => to === undefined || to === operation.name);
  // Without any input it is unreachable, which is reported as such.
  if (inputs.length !== 1 || isUncertain) return [];
  const message = `"${operation.name}" merges streams, but only one connection leads to it. Connect another one, or leave the operation out.`;
  const related = inputs.map(({ ranges }) => ({ message: 'The only input.', range: ranges.item }));
  return [makeProblem('CONCATENATE_INPUTS', nameRange(operation), message, { related })];
}
