// Problems found in what a user wrote: closed codes, where, and how to mend it. Knows no rule; each rule makes its own.
// Every code has a heading in docs/errors/graph.md and a test.
import type { Range, TextEdit } from '../base/position.ts';

/** How much a problem matters; `error` means the graph cannot run or cannot be deployed. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Every problem code with its default severity; grouped by what is examined. */
export const defaultSeverities = {
  // the YAML text
  YAML_SYNTAX: 'error',
  YAML_TAB_INDENT: 'error',
  YAML_CONFLICT_MARKER: 'error',
  YAML_DUPLICATE_KEY: 'error',
  YAML_COMPLEX_KEY: 'error',
  YAML_UNKNOWN_ALIAS: 'error',
  YAML_ALIAS_LIMIT: 'error',
  YAML_BAD_MERGE: 'error',
  YAML_TOO_DEEP: 'error',
  YAML_IGNORED: 'warning',
  SUPPRESSION_UNKNOWN: 'hint',
  // the document
  DOCUMENT_EMPTY: 'error',
  DOCUMENT_WRONG_KIND: 'error',
  DOCUMENT_SURPLUS: 'warning',
  // keys and values
  KEY_UNKNOWN: 'error',
  KEY_MISSING: 'error',
  VALUE_TYPE: 'error',
  VALUE_UNQUOTED: 'error',
  VALUE_NOT_ALLOWED: 'error',
  VALUE_EMPTY: 'error',
  ARM_UNQUOTED: 'error',
  VERSION_SYNTAX: 'error',
  // operations and connections
  OPERATION_DUPLICATE: 'error',
  OPERATION_UNKNOWN: 'error',
  OPERATION_UNREACHABLE: 'warning',
  OPERATION_DEAD_END: 'warning',
  SOURCE_MISSING: 'error',
  SINK_MISSING: 'error',
  CONNECTION_INTO_SOURCE: 'error',
  CONNECTION_OUT_OF_SINK: 'error',
  CONNECTION_TO_SELF: 'error',
  CONNECTION_DUPLICATE: 'warning',
  GRAPH_CYCLE: 'error',
  ARM_MISSING: 'error',
  ARM_MISPLACED: 'error',
  ARM_UNCONNECTED: 'warning',
  CONCATENATE_INPUTS: 'warning',
  // modules, configurations, schemas
  MODULE_REFERENCE_MISSING: 'error',
  MODULE_REFERENCE_SURPLUS: 'error',
  MODULE_REFERENCE_SYNTAX: 'error',
  MODULE_REFERENCE_HOST: 'warning',
  CONFIGURATION_UNKNOWN_OPERATION: 'error',
  CONFIGURATION_DUPLICATE: 'error',
  CONFIGURATION_WITHOUT_OPERATOR: 'warning',
  CONFIGURATION_NOT_SHARED: 'warning',
  PARAMETER_DUPLICATE: 'warning',
  PARAMETER_NAME_DIFFERS: 'info',
  SCHEMA_UNKNOWN: 'error',
  SCHEMA_DUPLICATE: 'error',
  // modules against their operations
  MODULE_UNUSABLE: 'error',
  MODULE_OPERATOR_MISSING: 'error',
  MODULE_API_MISMATCH: 'error',
  MODULE_TOO_LARGE: 'warning',
  MODULE_LARGE: 'hint',
  FEATURE_MISSING: 'error',
  FEATURE_UNUSED: 'warning',
  // Kubernetes resources
  RESOURCE_NAME: 'error',
  PROFILE_NAME: 'error',
  NODE_NAME: 'error',
  NODE_DUPLICATE: 'error',
  NODE_UNKNOWN: 'error',
  NODE_SOURCE_MISSING: 'error',
  NODE_DESTINATION_MISSING: 'error',
  NODE_UNCONNECTED: 'warning',
  NODE_CONNECTION: 'error',
  NODE_OUTPUT: 'error',
  NODE_CYCLE: 'error',
  CONFIGURATION_KEY: 'error',
  ARTIFACT_SYNTAX: 'error',
  TOPIC_SYNTAX: 'error',
  TOPIC_VARIABLE: 'warning',
  TOPIC_LOOP: 'error',
  ENDPOINT_TYPE: 'error',
  SCHEMA_REFERENCE: 'error',
  SCHEMA_NOT_FOUND: 'info',
  SCHEMA_FILE_NAME: 'warning',
  INSTANCE_COUNT: 'error',
  REGISTRY_HOST: 'error',
  // files beside graphs
  FAULT_INVALID: 'error',
} as const;

/** Closed list of problem codes. */
export type ProblemCode = keyof typeof defaultSeverities;

/** Every {@link ProblemCode}. */
export const problemCodes: readonly ProblemCode[] = Object.keys(defaultSeverities) as ProblemCode[];

/** Another place that explains a problem. */
export interface RelatedPlace {
  readonly message: string;
  /** Of the file it is in; absent for the text that was examined. */
  readonly uri?: string;
  readonly range: Range;
}

/** A change that mends a problem; the edits do not overlap and all refer to the text that was examined. */
export interface SuggestedFix {
  /** An imperative for a menu: `Quote the arm`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * One problem. `message` names what was found and what is wanted; places count from 0; all but related ones with a URI of their own lie
 * inside the text.
 */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly RelatedPlace[];
  /** The change that is meant for sure, or almost so. */
  readonly fix?: SuggestedFix;
  /** Other changes that mend it, of which a person chooses; the likeliest first. */
  readonly alternatives?: readonly SuggestedFix[];
}

/** What a rule may add to a problem. */
export interface ProblemExtras {
  readonly related?: readonly RelatedPlace[] | undefined;
  readonly fix?: SuggestedFix | undefined;
  readonly alternatives?: readonly SuggestedFix[] | undefined;
}

/** Makes a problem with the default severity of its code. */
export function makeProblem(
  code: ProblemCode,
  range: Range,
  message: string,
  extras?: ProblemExtras,
): Problem {
  const fix = extras?.fix;
  const alternatives = extras?.alternatives ?? [];
  return {
    code,
    severity: defaultSeverities[code],
    message,
    range,
    related: extras?.related ?? [],
    ...(fix ? { fix } : {}),
    ...(alternatives.length > 0 ? { alternatives } : {}),
  };
}

/** Whether any of `problems` is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

/** `problems` in the order of the text; those at the same place keep their order. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => comparePlaces(a.range, b.range));
}

function comparePlaces(a: Range, b: Range): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}
