// What the extension costs inside a real VS Code: getting active, and typing in a graph of 1,000 operations.
import { join } from 'node:path';
import { runInExtensionHost } from '../test/e2e/harness/extensionHostRun.ts';
import { median } from './median.ts';
import type { VscodeInstallation } from '../test/e2e/harness/vscodeServer.ts';

/** The workbench's own start disturbs what is measured, some starts more than others: the median of these is told. */
const STARTS = 5;

/** Milliseconds. */
export interface EditorFigures {
  readonly activationMs: number;
  /** Median time from an edit to its problems in the editor. */
  readonly keystrokeToDiagnosticsMs: number;
  /** Longest time for which the extension host did nothing else, of all extensions' work. */
  readonly longestBlockMs: number;
}

/** Absolute paths, but for the installation. */
export interface EditorPlaces {
  readonly installation: VscodeInstallation;
  readonly chromium: string;
  /** The extension as it is packed. */
  readonly extensionPath: string;
}

export async function measureEditor(places: EditorPlaces): Promise<EditorFigures> {
  const starts: EditorFigures[] = [];
  for (let start = 0; start < STARTS; start += 1) starts.push(await measureStart(places));
  const middle = (figure: keyof EditorFigures): number => median(starts.map((measured) => measured[figure]));
  return {
    activationMs: middle('activationMs'),
    keystrokeToDiagnosticsMs: middle('keystrokeToDiagnosticsMs'),
    longestBlockMs: middle('longestBlockMs'),
  };
}

async function measureStart(places: EditorPlaces): Promise<EditorFigures> {
  const root = process.cwd();
  const [test] = await runInExtensionHost({
    ...places,
    testFolder: join(root, 'bench/editorHost'),
    workspace: join(root, 'test/e2e/fixtures/otherYaml'),
  });
  if (test?.state !== 'passed') throw new Error(test?.error ?? 'nothing was measured');
  return JSON.parse(test.path.at(-1) ?? '{}') as EditorFigures;
}
