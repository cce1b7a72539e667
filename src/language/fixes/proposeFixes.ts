// All fixes for one problem: those its rule suggests and those that need a look at the whole document. One table from code to fix.
import type { Problem, ProblemCode } from '../../graph/problem.ts';
import { addEnd, connectArm, connectInto, connectOnward } from './connectOperations.ts';
import type { FixContext, ProposedFix } from './fixContext.ts';
import {
  addConfiguration,
  addConfiguredOperation,
  addSchema,
  mendParameter,
  removeConfiguration,
  removeSchema,
} from './mendConfigurations.ts';
import {
  addArm,
  addNamedOperation,
  removeConnection,
  removeDuplicate,
  renameDuplicate,
  turnConnection,
} from './mendConnections.ts';
import { addFeature, addReference, mendReference, removeFeature } from './mendModules.ts';
import { mendName, mendOutput, nearestNode, removeNodeConnection } from './mendResources.ts';

type Proposer = (context: FixContext, problem: Problem) => ProposedFix[];

const proposers: Readonly<Partial<Record<ProblemCode, Proposer>>> = {
  OPERATION_DUPLICATE: (context, problem) => renameDuplicate(context, problem, 'operations'),
  OPERATION_UNKNOWN: addNamedOperation,
  OPERATION_UNREACHABLE: connectInto,
  OPERATION_DEAD_END: connectOnward,
  SOURCE_MISSING: addEnd,
  SINK_MISSING: addEnd,
  CONNECTION_INTO_SOURCE: turnConnection,
  CONNECTION_OUT_OF_SINK: turnConnection,
  CONNECTION_TO_SELF: (context, problem) => removeConnection(context, problem, 'preferred'),
  CONNECTION_DUPLICATE: removeDuplicate,
  GRAPH_CYCLE: (context, problem) => removeConnection(context, problem, 'choice'),
  ARM_MISSING: addArm,
  ARM_UNCONNECTED: connectArm,
  CONCATENATE_INPUTS: connectInto,
  MODULE_REFERENCE_MISSING: addReference,
  MODULE_REFERENCE_SYNTAX: mendReference,
  MODULE_REFERENCE_HOST: mendReference,
  CONFIGURATION_UNKNOWN_OPERATION: addConfiguredOperation,
  CONFIGURATION_DUPLICATE: removeConfiguration,
  CONFIGURATION_WITHOUT_OPERATOR: removeConfiguration,
  CONFIGURATION_NOT_SHARED: addConfiguration,
  PARAMETER_DUPLICATE: mendParameter,
  PARAMETER_NAME_DIFFERS: mendParameter,
  SCHEMA_UNKNOWN: addSchema,
  SCHEMA_DUPLICATE: (context, problem) => [
    ...removeSchema(context, problem),
    ...renameDuplicate(context, problem, 'schemas'),
  ],
  FEATURE_MISSING: addFeature,
  FEATURE_UNUSED: removeFeature,
  RESOURCE_NAME: mendName,
  PROFILE_NAME: mendName,
  NODE_NAME: mendName,
  NODE_DUPLICATE: (context, problem) => renameDuplicate(context, problem, 'spec', 'nodes'),
  NODE_UNKNOWN: (context, problem) => [
    ...(problem.fix ? [] : nearestNode(context, problem)),
    ...removeNodeConnection(context, problem),
  ],
  NODE_CONNECTION: removeNodeConnection,
  NODE_OUTPUT: mendOutput,
  NODE_CYCLE: removeNodeConnection,
  CONFIGURATION_KEY: mendName,
  ARTIFACT_SYNTAX: mendName,
};

/** Fixes of these are for a person to see one by one: they draw connections, invent names or take away what may be missed. */
const oneByOne: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'ARM_UNCONNECTED',
  'CONCATENATE_INPUTS',
  'CONNECTION_TO_SELF',
  'GRAPH_CYCLE',
  'MODULE_REFERENCE_MISSING',
  'OPERATION_DEAD_END',
  'OPERATION_DUPLICATE',
  'OPERATION_UNREACHABLE',
  'SINK_MISSING',
  'SOURCE_MISSING',
]);

/** What is meant by these is a guess at a misspelled word: good to offer for all of them, not to be done unasked. */
const guesses: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'CONFIGURATION_UNKNOWN_OPERATION',
  'KEY_UNKNOWN',
  'NODE_UNKNOWN',
  'OPERATION_UNKNOWN',
  'SCHEMA_UNKNOWN',
  'SUPPRESSION_UNKNOWN',
  'VALUE_NOT_ALLOWED',
]);

/** Fixes for `problem`, the one that is meant first. At most one is preferred. */
export function proposeFixes(context: FixContext, problem: Problem): ProposedFix[] {
  const proposed = proposers[problem.code]?.(context, problem) ?? [];
  const others = (problem.alternatives ?? []).map(({ title, edits }): ProposedFix => ({
    title,
    edits,
    isPreferred: false,
    isSafe: false,
  }));
  const all = [...ownFix(problem), ...proposed, ...others];
  const preferred = all.find(({ isPreferred }) => isPreferred);
  return [
    ...(preferred ? [preferred] : []),
    ...all.filter((fix) => fix !== preferred).map((fix) => ({ ...fix, isPreferred: false, isSafe: false })),
  ];
}

/** The fix for `problem` that can be done together with those of others of its kind; `isSafe` when also unasked. */
export function proposeMany(context: FixContext | undefined, problem: Problem): ProposedFix | undefined {
  if (oneByOne.has(problem.code)) return undefined;
  const [own] = ownFix(problem);
  if (own || !context) return own;
  return proposers[problem.code]?.(context, problem).find(({ isPreferred }) => isPreferred);
}

function ownFix({ code, fix }: Problem): ProposedFix[] {
  return fix ? [{ title: fix.title, edits: fix.edits, isPreferred: true, isSafe: !guesses.has(code) }] : [];
}
