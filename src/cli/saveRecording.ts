// `dataflow-graph replay --save-test`: makes a test case of a whole recording. Two runs of it, with another clock and seed, say what cannot
// be compared; a comparison with the recording, whether it holds. Knows nothing about how traces are stored.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { AppError } from '../base/errors.ts';
import { writeFailure } from '../base/writeFailure.ts';
import { openRecording } from '../runtime/run/openRecording.ts';
import { recordedSettings } from '../runtime/run/recordedSettings.ts';
import { VIRTUAL_START_MS } from '../runtime/run/runSpec.ts';
import { type CaseMaterial, materialHops, readMaterial } from '../runtime/trace/caseMaterial.ts';
import { caseRecording } from '../runtime/trace/caseRecording.ts';
import type { CaseFiles } from '../testing/caseFiles.ts';
import { formatCaseProblem } from '../testing/caseProblem.ts';
import { type Difference } from '../testing/compareOutputs.ts';
import { formatDifferences } from '../testing/formatDifference.ts';
import { nodeFiles } from '../testing/nodeFiles.ts';
import { type ProposedIgnore, proposeIgnores } from '../testing/proposeIgnores.ts';
import {
  type CaseFile,
  caseFileName,
  type RecordedCase,
  recordedCaseFiles,
} from '../testing/recordedCase.ts';
import { judgeOutputs } from '../testing/runCases.ts';
import { readTestCase, type TestCase } from '../testing/testCase.ts';
import { exitCodes } from './exitCodes.ts';
import { withCancel } from './registryFlags.ts';
import { changeRecorded, type ReplayFlags } from './replayCommand.ts';
import { runTestCase } from './runTestCase.ts';
import { commandLineWords } from './settingWords.ts';
import type { Terminal } from './terminal.ts';

/** A time that differs from that of tests in every part. */
const OTHER_START_MS = VIRTUAL_START_MS + Date.UTC(1971, 1, 2, 3, 4, 5, 678);

/** Returns the exit code: 1 when the test case would fail. Errors: TRACE_UNREADABLE, TRACE_NOT_REPLAYABLE, USAGE, FILE_UNWRITABLE, and those of a run. */
export async function saveRecording(
  trace: string,
  folder: string,
  flags: ReplayFlags,
  terminal: Terminal,
): Promise<number> {
  await refuseTaken(folder);
  const { reader, recorded } = openRecording(trace);
  const run = changeRecorded(recorded, flags);
  const settings = await recordedSettings(reader.header, run, folder);
  const recording = caseRecording(reader.header, () => reader.hops());
  const plain: RecordedCase = {
    name: flags.name ?? basename(folder),
    graph: relative(folder, run.file).split(sep).join('/'),
    ...mustHave(readMaterial(materialHops(reader.hops())), trace),
    settings: { ...settings, ...(recording !== undefined && { recording }) },
  };
  const judged = await judge(plain, folder, trace, { ...flags, timeout: run.operatorTimeoutMs, terminal });
  const ignores = judged.ignores.map(({ path }) => path);
  const [first, ...others] = recordedCaseFiles({ ...plain, ignores });
  const file = join(folder, first?.path ?? '');
  for (const each of first ? [first, ...others] : []) await write(join(folder, each.path), each.bytes);
  if (flags.json === true) terminal.print(JSON.stringify({ file, ...judged }, undefined, 2));
  else tell({ file, ...judged }, plain, terminal);
  return judged.differences.length === 0 ? exitCodes.ok : exitCodes.failed;
}

interface Judged {
  /** What differs from run to run. */
  readonly ignores: readonly ProposedIgnore[];
  /** What a run of the test gives other than was recorded, all the same. */
  readonly differences: readonly Difference[];
}

type RunFlags = Pick<ReplayFlags, 'cache' | 'logLevel'> & {
  readonly timeout: number;
  readonly terminal: Terminal;
};

async function judge(plain: RecordedCase, folder: string, trace: string, flags: RunFlags): Promise<Judged> {
  const testCase = asStanding(await readPlanned(plain, folder), trace);
  const ports = {
    // The test case has those of the recorded run.
    flags: { ...flags, param: [], module: new Map<string, string>() },
    terminal: flags.terminal,
    listener: {},
    settingWords: commandLineWords,
    ...(plain.settings?.stateSeeds && { stateSeeds: plain.settings.stateSeeds }),
  };
  return withCancel(async (signal) => {
    const how = { signal, onReady: () => undefined };
    const first = await runTestCase(testCase, how, ports);
    const chance = { startMs: OTHER_START_MS, seed: `${plain.name}/other` };
    const second = await runTestCase(testCase, how, { ...ports, chance });
    if (signal.aborted) throw new AppError('USAGE', 'Interrupted: no test case was written.');
    const ignores = proposeIgnores(first, second, testCase.select);
    const compared = { ...testCase, ignores: ignores.map(({ path }) => path) };
    return { ignores, differences: judgeOutputs(compared, first).differences };
  });
}

/** The test case as it would be read from `folder`, where it is not yet. */
async function readPlanned(plain: RecordedCase, folder: string): Promise<TestCase> {
  const planned = recordedCaseFiles(plain);
  const file = join(folder, `${caseFileName(plain.name)}.test.yaml`);
  const { testCase, problems } = await readTestCase(file, overlay(planned, folder));
  if (testCase) return testCase;
  throw new AppError('USAGE', problems.map(formatCaseProblem).join('\n'));
}

/** With the files that are still to be written replaced by those that they are made of. */
function asStanding(testCase: TestCase, trace: string): TestCase {
  const { recording, stateStore: _seeds, ...settings } = testCase.settings;
  return { ...testCase, settings: { ...settings, ...(recording !== undefined && { recording: trace }) } };
}

function overlay(planned: readonly CaseFile[], folder: string): CaseFiles {
  const bytesOf = new Map(planned.map(({ path, bytes }) => [join(folder, path), bytes]));
  return {
    readFile: (path) => {
      const bytes = bytesOf.get(join(path));
      return bytes ? Promise.resolve(bytes) : nodeFiles.readFile(path);
    },
    listFolder: async (path) => [
      ...[...bytesOf.keys()].filter((each) => dirname(each) === join(path)).map((each) => basename(each)),
      // The planned folders are not there yet.
      ...(await nodeFiles.listFolder(path).catch(() => [])),
    ],
  };
}

function mustHave(material: CaseMaterial | string, trace: string): CaseMaterial {
  if (typeof material !== 'string') return material;
  throw new AppError('TRACE_NOT_REPLAYABLE', `No test case can be made of ${trace}: ${material}`);
}

async function refuseTaken(folder: string): Promise<void> {
  if (caseFileName(basename(folder)) === '')
    throw new AppError(
      'USAGE',
      `"${folder}" names no test case. Give the folder a name with letters or digits.`,
    );
  // One that is not there is what is wanted.
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0)
    throw new AppError('USAGE', `${folder} exists already, with files in it. Name a new folder.`);
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

function tell(
  { file, ignores, differences }: Judged & { readonly file: string },
  { input, outputs }: RecordedCase,
  terminal: Terminal,
): void {
  terminal.print(`${file}: ${String(input.length)} messages in, ${String(outputs.length)} messages out`);
  if (ignores.length > 0) terminal.print('not compared, because it differs from run to run:');
  for (const { path, first = 'nothing', second = 'nothing' } of ignores)
    terminal.print(`  ${path}: ${first}, then ${second}`);
  if (differences.length === 0)
    return terminal.print(`${terminal.paint('good', 'passes')}: the test gives what was recorded`);
  terminal.print(`${terminal.paint('bad', 'fails')}: the test gives something else than was recorded:`);
  for (const line of formatDifferences(differences).split('\n')) terminal.print(`  ${line}`);
}
