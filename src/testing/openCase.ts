// A test case whose run somebody else holds, such as a debug session: what to run, and the judgement of what came out. Runs nothing.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../base/errors.ts';
import type { PlacedFault } from '../graph/faults.ts';
import { formatCaseProblem } from './caseProblem.ts';
import type { CaseSettings } from './caseSettings.ts';
import { nodeFiles } from './nodeFiles.ts';
import { type OutputMessage, recordLocalOutput } from './outputRecord.ts';
import { judgeOutputs } from './runCases.ts';
import { tellVerdict, type ToldVerdict } from './tellVerdict.ts';
import { readTestCase } from './testCase.ts';

export interface OpenedTestCase {
  readonly launch: {
    readonly name: string;
    readonly program: string;
    readonly inputFolder: string;
    readonly faults: readonly PlacedFault[];
    readonly run: Omit<CaseSettings, 'recording'>;
    readonly recording?: string;
  };
  readonly judge: (
    outputs: readonly OutputMessage[],
  ) => Promise<ToldVerdict & { readonly expectedFile: string }>;
}

/** Errors: FILE_UNREADABLE, FILE_INVALID; LAUNCH_INVALID with every problem that keeps the case from running. */
export async function openCase(file: string): Promise<OpenedTestCase> {
  const { testCase, problems } = await readTestCase(resolve(file), nodeFiles);
  if (!testCase) {
    const errors = problems.filter(({ severity }) => severity === 'error').map(formatCaseProblem);
    throw new AppError('LAUNCH_INVALID', `The test case cannot run.\n${errors.join('\n')}`);
  }
  const { name, graph, inputFolder, expectedFile, faults, settings } = testCase;
  const { recording, ...run } = settings;
  return {
    launch: {
      name,
      program: graph,
      inputFolder,
      faults,
      run,
      ...(recording !== undefined && { recording }),
    },
    judge: async (outputs) => {
      const records = outputs.map(recordLocalOutput);
      // Without its text there is no place to tell; the differences are told all the same.
      const bytes = await readFile(expectedFile).catch(() => undefined);
      return { ...tellVerdict(judgeOutputs(testCase, records), { file: expectedFile, bytes }), expectedFile };
    },
  };
}
