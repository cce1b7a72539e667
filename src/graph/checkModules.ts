// Rules that need the modules themselves: does each one hold its operator, at a version the graph asks for, of a
// sensible size. Takes what modules offer as data; knows no files.
import type { Range } from '../base/position.ts';
import { quote } from './edits.ts';
import { hasOperator, moduleOperationTypes, type GraphDefinition, type Operation } from './model.ts';
import { makeProblem, sortProblems, type Problem, type SuggestedFix } from './problem.ts';
import { isCompatible, parseSemanticVersion } from './semanticVersion.ts';

/** One import or export of a component: `wasm-graph:processor/map@1.1.0` taken apart. */
export interface ModuleInterface {
  /** `wasm-graph:processor`. */
  readonly packageName: string;
  /** `map`. */
  readonly name: string;
  /** `1.1.0`; empty when there is none. */
  readonly version: string;
}

/** What a module offers and needs. */
export interface OperationModule {
  readonly imports: readonly ModuleInterface[];
  readonly exports: readonly ModuleInterface[];
  readonly sizeBytes: number;
}

/** WIT package of the operator interfaces. */
export const operatorPackage = 'wasm-graph:processor';

/** Feature a graph must ask for when a module runs models, and the package such a module imports. */
const modelFeature = 'wasi-nn';
const modelPackage = 'wasi:nn';

const mebibyte = 1024 * 1024;
/** Size beyond which a module is unlikely to be accepted. */
export const maxModuleBytes: number = 50 * mebibyte;
/** Size worth a remark; modules with a whole language runtime inside stay below. */
export const largeModuleBytes: number = 40 * mebibyte;

/**
 * Problems of `graph` with its modules. `modules` maps an operation's name to its module; operations without an entry,
 * or with undefined, are not examined.
 */
export function checkModules(
  graph: GraphDefinition,
  modules: ReadonlyMap<string, OperationModule | undefined>,
): Problem[] {
  const known = graph.operations.flatMap((operation) => {
    const module = hasOperator(operation.type) ? modules.get(operation.name) : undefined;
    return module ? [{ operation, module }] : [];
  });
  return sortProblems([
    ...known.flatMap(({ operation, module }) => [
      ...checkOperator(graph, operation, module),
      ...checkSize(operation, module),
    ]),
    ...checkModelFeature(graph, known),
  ]);
}

function checkOperator(graph: GraphDefinition, operation: Operation, module: OperationModule): Problem[] {
  const operators = module.exports.filter(({ packageName }) => packageName === operatorPackage);
  const own = operators.filter(({ name }) => name === operation.type);
  const range = moduleRange(operation);
  if (own.length === 0) {
    const found = operators.map(({ name }) => name).join(', ');
    const offer = found === '' ? 'exports no operator at all' : `exports ${found}`;
    const message = `"${operation.name}" needs a ${operation.type} operator, but its module ${offer}.`;
    const related = operation.ranges.type
      ? [{ message: 'The type is chosen here.', range: operation.ranges.type }]
      : [];
    return [
      makeProblem('MODULE_OPERATOR_MISSING', range, message, {
        related,
        alternatives: offerTypes(operation, operators),
      }),
    ];
  }
  const wanted = parseSemanticVersion(graph.moduleRequirements.apiVersion);
  const fits = own.some(({ version }) => {
    const needed = parseSemanticVersion(version);
    return !needed || !wanted || isCompatible(needed, wanted);
  });
  if (fits) return [];
  const versions = own.map(({ version }) => version).join(', ');
  const message = `The module of "${operation.name}" is built for version ${versions} of the operator interface, but the graph asks for ${graph.moduleRequirements.apiVersion}. Build it for that version, or change "apiVersion".`;
  const place = graph.moduleRequirements.ranges.apiVersion;
  const related = place ? [{ message: 'The version is asked for here.', range: place }] : [];
  return [
    makeProblem('MODULE_API_MISMATCH', range, message, { related, alternatives: offerVersions(place, own) }),
  ];
}

/** Most types or versions that are offered. */
const MAX_OFFERS = 5;

function offerTypes({ ranges }: Operation, operators: readonly ModuleInterface[]): SuggestedFix[] {
  const { type } = ranges;
  const names = moduleOperationTypes.filter((name) => operators.some((operator) => operator.name === name));
  if (!type) return [];
  return names.slice(0, MAX_OFFERS).map((name) => ({
    title: `Make it a ${name} operation`,
    edits: [{ range: type, newText: name }],
  }));
}

function offerVersions(place: Range | undefined, own: readonly ModuleInterface[]): SuggestedFix[] {
  if (!place) return [];
  const versions = [...new Set(own.map(({ version }) => version))].filter((version) => version !== '');
  return versions.slice(0, MAX_OFFERS).map((version) => ({
    title: `Ask for version ${version}`,
    edits: [{ range: place, newText: quote(version) }],
  }));
}

function checkSize(operation: Operation, { sizeBytes }: OperationModule): Problem[] {
  if (sizeBytes <= largeModuleBytes) return [];
  const size = (sizeBytes / mebibyte).toFixed(1);
  const isTooLarge = sizeBytes > maxModuleBytes;
  const advice = 'A release build, or fewer dependencies, make it smaller.';
  const message = isTooLarge
    ? `The module of "${operation.name}" has ${size} MB, more than the 50 MB that are recommended. ${advice}`
    : `The module of "${operation.name}" has ${size} MB; 50 MB are the limit. ${advice}`;
  return [makeProblem(isTooLarge ? 'MODULE_TOO_LARGE' : 'MODULE_LARGE', moduleRange(operation), message)];
}

function checkModelFeature(
  graph: GraphDefinition,
  known: readonly { readonly operation: Operation; readonly module: OperationModule }[],
): Problem[] {
  const { features, ranges } = graph.moduleRequirements;
  const users = known.filter(({ module }) =>
    module.imports.some(({ packageName }) => packageName === modelPackage),
  );
  const feature = features.find(({ name }) => name === modelFeature);
  const first = users[0];
  if (first && !feature) {
    const message = `The module of "${first.operation.name}" runs models, so the graph must ask for the feature "${modelFeature}" in "moduleRequirements".`;
    const related = [{ message: 'Features are asked for here.', range: ranges.features ?? ranges.item }];
    return [makeProblem('FEATURE_MISSING', moduleRange(first.operation), message, { related })];
  }
  const operators = graph.operations.filter(({ type }) => hasOperator(type));
  if (!feature || first || known.length < operators.length || !graph.isComplete) return [];
  const message = `No module of this graph runs models, so the feature "${modelFeature}" is not needed.`;
  return [makeProblem('FEATURE_UNUSED', feature.ranges.item, message)];
}

function moduleRange(operation: Operation): Range {
  return operation.ranges.module ?? operation.ranges.name ?? operation.ranges.item;
}
