// The user's settings as the server uses them. What is not in its form is left out: the editor marks it where it is written.
import { type ProblemCode, problemCodes, type Severity } from '../graph/problem.ts';
import type { ServerSettings } from '../protocol/languageServer.ts';

const levels: readonly (Severity | 'off')[] = ['error', 'warning', 'info', 'hint', 'off'];

export interface LanguageSettings {
  readonly severities: Readonly<Partial<Record<ProblemCode, Severity | 'off'>>>;
  readonly hasCodeLens: boolean;
}

export const defaultSettings: LanguageSettings = { severities: {}, hasCodeLens: true };

/** Reads the section `dataflowGraph`. */
export function readSettings(section: ServerSettings | null): LanguageSettings {
  const given = Object.entries(section?.problems?.severities ?? {});
  const severities = Object.fromEntries(given.filter(([code, level]) => isCode(code) && isLevel(level)));
  return { severities, hasCodeLens: section?.codeLens !== false };
}

function isCode(text: string): boolean {
  return problemCodes.some((code) => code === text);
}

function isLevel(value: unknown): boolean {
  return levels.some((level) => level === value);
}
