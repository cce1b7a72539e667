// The problems of a file as a language client shows them. Knows no rule and no editor.
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver-types';
import type { GraphFile } from '../../graph/parseGraph.ts';
import type { Problem, ProblemCode, Severity } from '../../graph/problem.ts';
import { tellProblems, type TellingOptions } from './tellProblems.ts';

export interface DiagnosticOptions extends TellingOptions {
  /** Of the text, and of those related places that name no other. */
  readonly uri: string;
  /** Where a code is explained. */
  readonly helpUri: (code: ProblemCode) => string;
}

/** `source` of every diagnostic. */
export const diagnosticSource = 'dataflow-graph';

/** The problems of `file`, sorted by place. */
export function diagnose(file: GraphFile, options: DiagnosticOptions): Diagnostic[] {
  return tellProblems(file, options).map((problem) => toDiagnostic(problem, options));
}

/** One problem in the client's words. */
export function toDiagnostic(problem: Problem, { uri, helpUri }: DiagnosticOptions): Diagnostic {
  const { code, message, range, related, severity } = problem;
  const href = helpUri(code);
  return {
    range,
    message,
    severity: levels[severity],
    code,
    source: diagnosticSource,
    ...(href !== '' && { codeDescription: { href } }),
    ...(related.length > 0 && {
      relatedInformation: related.slice(0, MAX_RELATED).map((place) => locate(place, uri)),
    }),
    ...(unnecessary.has(code) && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

/** A cycle may be long; what nobody reads need not be sent. */
const MAX_RELATED = 20;

function locate(place: Problem['related'][number], uri: string): DiagnosticRelatedInformation {
  const { message, range } = place;
  return { message, location: { uri: place.uri ?? uri, range } };
}

const levels: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** What could go without anything being missed, so that editors show it faded. */
const unnecessary: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'CONFIGURATION_WITHOUT_OPERATOR',
  'CONNECTION_DUPLICATE',
  'DOCUMENT_SURPLUS',
  'FEATURE_UNUSED',
  'MODULE_REFERENCE_SURPLUS',
  'NODE_UNCONNECTED',
  'OPERATION_DEAD_END',
  'OPERATION_UNREACHABLE',
  'SUPPRESSION_UNKNOWN',
  'YAML_DUPLICATE_KEY',
  'YAML_IGNORED',
]);
