// Rules on operations by themselves: names, modules, and that there is a way in and out. Knows nothing about paths.
import { hasOperator, type Operation } from '../model.ts';
import { hasHost } from '../moduleReference.ts';
import { makeProblem, type Problem, type SuggestedFix } from '../problem.ts';
import { removePair } from '../treeEdits.ts';
import { findPair, getText } from '../yamlTree.ts';
import { nameRange, type RuleContext } from './graphRule.ts';

/** Every rule of this file. */
export function checkOperations(context: RuleContext): Problem[] {
  const { operations } = context.graph;
  return [
    ...operations
      .filter((one) => context.byName.get(one.name) !== one)
      .flatMap((one) => checkName(context, one)),
    ...operations.filter(needsLook).flatMap((one) => checkModule(context, one)),
    ...checkEnds(context),
  ];
}

/** Whether the rule on modules could object; most operations are plainly right. */
function needsLook({ type, module, ranges }: Operation): boolean {
  return hasOperator(type) ? !module || hasHost(module) : ranges.module !== undefined;
}

function checkName({ byName }: RuleContext, operation: Operation): Problem[] {
  const first = byName.get(operation.name);
  if (!first || first === operation) return [];
  const message = `Another operation is already named "${operation.name}". Names must be unique in a graph.`;
  const related = [{ message: 'The first operation of this name.', range: nameRange(first) }];
  return [makeProblem('OPERATION_DUPLICATE', nameRange(operation), message, { related })];
}

function checkModule(context: RuleContext, operation: Operation): Problem[] {
  const { module, ranges, type, name } = operation;
  if (!hasOperator(type)) return ranges.module ? [describeSurplus(context, operation, ranges.module)] : [];
  if (!ranges.module) {
    const message = `The ${type} operation "${name}" needs a module that holds its operator: "module: <name>:<version>".`;
    return [makeProblem('MODULE_REFERENCE_MISSING', nameRange(operation), message)];
  }
  if (!module) {
    const text = readModuleText(context, operation);
    if (text === undefined) return []; // Not a text: the schema has said so.
    const message = `"${text}" is not a module reference. Write "name:version", "path/name:version" in lower case, or the bare name of an operator in the workspace.`;
    return [makeProblem('MODULE_REFERENCE_SYNTAX', ranges.module, message)];
  }
  if (!hasHost(module)) return [];
  const [host] = module.path.split('/');
  const message = `"${host ?? ''}" looks like a registry's host. Module references are relative to the host of the registry endpoint: leave the host out.`;
  return [makeProblem('MODULE_REFERENCE_HOST', ranges.module, message)];
}

function describeSurplus(context: RuleContext, operation: Operation, range: Problem['range']): Problem {
  const { type, name } = operation;
  const message = `The ${type} operation "${name}" runs no operator, so it takes no module.`;
  return makeProblem('MODULE_REFERENCE_SURPLUS', range, message, { fix: removeModule(context, operation) });
}

function removeModule(context: RuleContext, operation: Operation): SuggestedFix | undefined {
  const node = context.nodes.get(operation);
  const pair = findPair(node, 'module');
  const edit = node?.kind === 'map' && pair ? removePair(context, node, pair) : undefined;
  return edit && { title: 'Remove the module', edits: [edit] };
}

function readModuleText(context: RuleContext, operation: Operation): string | undefined {
  return getText(context.nodes.get(operation), 'module');
}

function checkEnds({ graph, gaps, root }: RuleContext): Problem[] {
  const list = findPair(root, 'operations');
  const isUncertain = gaps.hasUnnamedOperation || gaps.untypedOperations.size > 0;
  if (!list || isUncertain) return [];
  const has = (type: Operation['type']): boolean =>
    graph.operations.some((operation) => operation.type === type);
  const problems: Problem[] = [];
  const { range } = list.keyPlace;
  if (!has('source')) {
    problems.push(
      makeProblem('SOURCE_MISSING', range, 'No operation is a source, so no message can come in.'),
    );
  }
  if (!has('sink')) {
    problems.push(makeProblem('SINK_MISSING', range, 'No operation is a sink, so no message can come out.'));
  }
  return problems;
}
