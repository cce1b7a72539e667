// How the problems of an open text are told: with those of its modules and schemas, by the user's settings. Knows no rule.
import type { DiagnosticOptions } from '../language/diagnostics/diagnose.ts';
import { schemaProblems } from '../language/diagnostics/schemaProblems.ts';
import type { WorkspaceFacts } from '../language/workspaceFacts.ts';
import type { OpenText } from './openTexts.ts';
import type { LanguageSettings } from './serverSettings.ts';
import { moduleProblems } from './workspace/moduleProblems.ts';

export interface ProblemSources {
  readonly facts: WorkspaceFacts;
  readonly settings: LanguageSettings;
  /** Editor command that explains a code. */
  readonly explainCommand: string;
}

export function problemOptions({ uri, file }: OpenText, sources: ProblemSources): DiagnosticOptions {
  const { facts, settings, explainCommand } = sources;
  return {
    uri,
    severities: settings.severities,
    extraProblems: file.documents.flatMap((document) => [
      ...(document.graph ? moduleProblems(document.graph, facts, uri) : []),
      ...schemaProblems(document, uri, facts),
    ]),
    helpUri: (code) => `command:${explainCommand}?${encodeURIComponent(JSON.stringify([code]))}`,
  };
}
