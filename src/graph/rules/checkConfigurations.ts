// Rules on module configurations, their parameters, and schemas. Knows nothing about connections' paths.
import { makeGuesser } from '../didYouMean.ts';
import { replaceText } from '../edits.ts';
import { hasOperator, type ModuleConfiguration, type Operation } from '../model.ts';
import { makeProblem, type Problem } from '../problem.ts';
import { getValue } from '../yamlTree.ts';
import { findRepeats, groupBy, nameRange, type RuleContext } from './graphRule.ts';

/** Every rule of this file. */
export function checkConfigurations(context: RuleContext): Problem[] {
  const { moduleConfigurations } = context.graph;
  const guess = makeOperationGuesser(context);
  return [
    ...moduleConfigurations.flatMap((configuration) => checkOperation(context, configuration, guess)),
    ...checkDuplicates(moduleConfigurations),
    ...checkShared(context),
    ...moduleConfigurations.flatMap(checkParameters),
    ...checkSchemas(context),
  ];
}

function checkOperation(
  context: RuleContext,
  configuration: ModuleConfiguration,
  guess: (name: string) => string | undefined,
): Problem[] {
  const { byName, gaps } = context;
  const name = configuration.operation;
  const range = configuration.ranges.operation ?? configuration.ranges.item;
  const operation = byName.get(name);
  if (operation && !hasOperator(operation.type)) {
    const message = `"${name}" is a ${operation.type} and runs no operator, so nothing receives these parameters.`;
    const related = [{ message: `"${name}" is this operation.`, range: nameRange(operation) }];
    return [makeProblem('CONFIGURATION_WITHOUT_OPERATOR', range, message, { related })];
  }
  if (operation || gaps.hasUnnamedOperation || gaps.untypedOperations.has(name)) return [];
  const meant = guess(name);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const message = `No operation is named "${name}". A configuration has exactly the name its operation has in "operations", such as "module-temperature/map".${hint}`;
  const node = getValue(context.nodes.get(configuration), 'name');
  const fix =
    meant !== undefined && node?.kind === 'scalar'
      ? { title: `Configure "${meant}"`, edits: [replaceText(node, meant)] }
      : undefined;
  return [makeProblem('CONFIGURATION_UNKNOWN_OPERATION', range, message, { fix })];
}

/** Finds the operation meant by a misspelled name, or by the name of its module where only one operation uses it. */
function makeOperationGuesser({ graph }: RuleContext): (name: string) => string | undefined {
  let free: Operation[] | undefined;
  const findFree = (): Operation[] => {
    const configured = new Set(graph.moduleConfigurations.map(({ operation }) => operation));
    return graph.operations.filter(({ name, type }) => hasOperator(type) && !configured.has(name));
  };
  let guessName: ((name: string) => string | undefined) | undefined;
  const parts = (operation: Operation): string[] => [
    operation.module?.name ?? '',
    operation.name.split('/')[0] ?? '',
  ];
  return (name) => {
    free ??= findFree();
    guessName ??= makeGuesser(free.map((operation) => operation.name));
    const nearest = guessName(name);
    if (nearest !== undefined) return nearest;
    const users = free.filter((operation) => parts(operation).includes(name));
    return users.length === 1 ? users[0]?.name : undefined;
  };
}

function checkDuplicates(configurations: readonly ModuleConfiguration[]): Problem[] {
  return findRepeats(configurations, ({ operation }) => operation).map(({ first, item }) => {
    const message = `"${item.operation}" is configured twice. Put all its parameters into one entry.`;
    const related = [{ message: 'The first entry.', range: first.ranges.operation ?? first.ranges.item }];
    const range = item.ranges.operation ?? item.ranges.item;
    return makeProblem('CONFIGURATION_DUPLICATE', range, message, { related });
  });
}

/** Operations that run the same operator as a configured one, and have no configuration themselves. */
function checkShared({ graph }: RuleContext): Problem[] {
  const configured = new Map(graph.moduleConfigurations.map((entry) => [entry.operation, entry]));
  const operatorOf = ({ module, type }: Operation): string => `${type} ${module?.text ?? ''}`;
  const users = configured.size > 0 ? graph.operations.filter(({ module }) => module !== undefined) : [];
  // Most modules are used once.
  const groups =
    findRepeats(users, operatorOf).length > 0 ? groupBy(users, operatorOf) : new Map<string, Operation[]>();
  return [...groups.values()].flatMap((operations) => {
    const entry = operations
      .map(({ name }) => configured.get(name))
      .find((found) => found && found.parameters.length > 0);
    if (!entry) return [];
    const lacking = operations.filter(({ name }) => !configured.has(name));
    return lacking.map((operation) => {
      const message = `"${operation.name}" runs the same operator as "${entry.operation}" but has no configuration of its own. Parameters are not shared: each operation needs its entry.`;
      const related = [{ message: 'The other operation is configured here.', range: entry.ranges.item }];
      return makeProblem('CONFIGURATION_NOT_SHARED', nameRange(operation), message, { related });
    });
  });
}

function checkParameters({ parameters, operation }: ModuleConfiguration): Problem[] {
  const differing = parameters.flatMap(({ key, name, ranges }) => {
    if (key === name) return [];
    const message = `The operator of "${operation}" receives this parameter as "${name}", not as its key "${key}". Use the same word for both unless that is meant.`;
    const related = [{ message: 'The key.', range: ranges.key ?? ranges.item }];
    return [makeProblem('PARAMETER_NAME_DIFFERS', ranges.name ?? ranges.item, message, { related })];
  });
  const duplicate = findRepeats(parameters, ({ name }) => name).map(({ first, item: { name, ranges } }) => {
    const message = `Another parameter of "${operation}" has the name "${name}" too; the operator receives both under one key.`;
    const related = [{ message: 'The first one.', range: first.ranges.name ?? first.ranges.item }];
    return makeProblem('PARAMETER_DUPLICATE', ranges.name ?? ranges.item, message, { related });
  });
  return [...differing, ...duplicate];
}

function checkSchemas({ graph, gaps, nodes }: RuleContext): Problem[] {
  const duplicates = findRepeats(graph.schemas, ({ name }) => name).map(
    ({ first, item: { name, ranges } }) => {
      const related = [{ message: 'The first one.', range: first.ranges.name ?? first.ranges.item }];
      const message = `Another schema is already named "${name}".`;
      return makeProblem('SCHEMA_DUPLICATE', ranges.name ?? ranges.item, message, { related });
    },
  );
  const names = new Set(graph.schemas.map(({ name }) => name));
  const guessName = makeGuesser(names);
  const unknown = graph.connections.flatMap((connection) => {
    const { schemaName, ranges } = connection;
    if (schemaName === undefined || names.has(schemaName) || gaps.hasBrokenSchema) return [];
    const meant = guessName(schemaName);
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    const node = getValue(getValue(nodes.get(connection), 'from'), 'schemaName');
    const fix =
      meant !== undefined && node?.kind === 'scalar'
        ? { title: `Use schema "${meant}"`, edits: [replaceText(node, meant)] }
        : undefined;
    const message = `No entry of "schemas" is named "${schemaName}".${hint}`;
    return [makeProblem('SCHEMA_UNKNOWN', ranges.schemaName ?? ranges.item, message, { fix })];
  });
  return [...duplicates, ...unknown];
}
