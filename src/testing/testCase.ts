// A test case: a `*.test.yaml` file with everything it names. Finds all problems before anything runs. Knows nothing about
// runs or who shows the problems.
import { AppError, describeError } from '../base/errors.ts';
import type { Range } from '../base/position.ts';
import { findNearest } from '../graph/didYouMean.ts';
import { type PlacedFault, placeFaults, readFaultItems } from '../graph/faults.ts';
import { kindOfDocument } from '../graph/documentKind.ts';
import { parseTestCase } from '../graph/parseGraph.ts';
import { parseYaml } from '../graph/parseYaml.ts';
import type { Problem } from '../graph/problem.ts';
import { getItems, getText, getValue, type YamlNode } from '../graph/yamlTree.ts';
import { testCaseFileEnd } from '../base/testCaseFileEnd.ts';
import { decodeUtf8 } from './base64.ts';
import { isMissing, readBytes, readJson, type CaseFiles } from './caseFiles.ts';
import { makeCaseProblem, type CaseProblem } from './caseProblem.ts';
import { type CaseSettings, readCaseSettings } from './caseSettings.ts';
import type { ComparisonPaths, ExpectedOutputs } from './compareOutputs.ts';
import { readExpected } from './expectedOutputs.ts';
import { fileNameOf, resolveBeside } from './filePath.ts';
import { readInputMessages, type InputMessage } from './inputMessages.ts';
import { hasContent, makeFilter, selectParts } from './recordPath.ts';

export { testCaseFileEnd };

/** How long a test may take when it does not say, in milliseconds. */
export const defaultTimeoutMs = 10_000;

/** A test case that can run. */
export interface TestCase extends ComparisonPaths {
  readonly name: string;
  /** The `*.test.yaml` file. */
  readonly file: string;
  /** Path of the graph definition; the file exists. */
  readonly graph: string;
  /** The folder that `messages` were read from. */
  readonly inputFolder: string;
  /** The file that `expected` was read from. */
  readonly expectedFile: string;
  /** To publish in this order. */
  readonly messages: readonly InputMessage[];
  readonly expected: ExpectedOutputs;
  readonly timeoutMs: number;
  /** What is to go wrong on purpose; operations that they name may be missing in the graph. */
  readonly faults: readonly PlacedFault[];
  readonly settings: CaseSettings;
}

/** What was read. `testCase` is absent when there are errors among the problems. */
export interface TestCaseReading {
  readonly file: string;
  /** As far as it can be told, also without a test case. */
  readonly name: string;
  readonly testCase?: TestCase;
  readonly problems: readonly CaseProblem[];
}

/**
 * Reads the test case in `file`. What is wrong in it or in a file it names is a problem.
 * Errors: FILE_UNREADABLE, FILE_INVALID (not UTF-8) for `file` itself.
 */
export async function readTestCase(file: string, files: CaseFiles): Promise<TestCaseReading> {
  const text = await readTestFile(file, files);
  const { testCase: fields, problems: yamlProblems } = parseTestCase(text);
  const root = findRoot(text);
  const name = getText(root, 'name') ?? nameFromFile(file);
  const problems: CaseProblem[] = yamlProblems.map((problem) => locate(problem, file));
  if (!fields || !root) return { file, name, problems };
  const place = (key: string): { file: string; range: Range } => ({
    file,
    range: getValue(root, key)?.range ?? root.range,
  });
  const graph = resolveBeside(file, fields.graph);
  const graphReading = await readBytes(files, 'The graph', graph, place('graph'));
  if ('problem' in graphReading) problems.push(graphReading.problem);
  const inputFolder = resolveBeside(file, fields.input);
  const input = await readInputMessages(inputFolder, files, place('input'));
  const expectedFile = resolveBeside(file, fields.expected);
  const expectation = await readExpectedFile(expectedFile, files, place('expected'));
  problems.push(...input.problems, ...refuseTemplates(input.messages), ...expectation.problems);
  const { expected } = expectation;
  problems.push(...checkSelects(getItems(root, 'select'), expected, file));
  const { faults, flaws } = readFaultItems(getItems(root, 'faults'));
  problems.push(
    ...flaws.map(({ range, message }) => makeCaseProblem('TEST_FAULT_SHAPE', file, range, message)),
  );
  const { settings, problems: settingProblems } = await readCaseSettings(fields, root, file, files);
  problems.push(...settingProblems);
  if (!expected || problems.some(({ severity }) => severity === 'error')) return { file, name, problems };
  const testCase: TestCase = {
    name,
    file,
    graph,
    inputFolder,
    expectedFile,
    messages: input.messages,
    expected,
    timeoutMs: fields.timeout ?? defaultTimeoutMs,
    select: fields.select ?? [],
    ignores: fields.ignores ?? [],
    faults: placeFaults(faults, file),
    settings,
  };
  return { file, name, testCase, problems };
}

async function readTestFile(file: string, files: CaseFiles): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await files.readFile(file);
  } catch (cause) {
    const reason = isMissing(cause) ? 'it does not exist' : describeError(cause);
    const message = `${file} cannot be read: ${reason}. Check the path and permissions.`;
    throw new AppError('FILE_UNREADABLE', message, { cause });
  }
  const text = decodeUtf8(bytes);
  if (text === undefined)
    throw new AppError('FILE_INVALID', `${file} is not UTF-8 text. Save it with the encoding UTF-8.`);
  return text;
}

/** The document that {@link parseTestCase} takes for the test case, for the places of its values. */
function findRoot(text: string): YamlNode | undefined {
  const roots = parseYaml(text).documents.flatMap(({ root }) => root ?? []);
  return roots.find((root) => kindOfDocument(root) === 'test-case') ?? roots[0];
}

function nameFromFile(file: string): string {
  const name = fileNameOf(file);
  return name.endsWith(testCaseFileEnd) ? name.slice(0, -testCaseFileEnd.length) : name;
}

function locate(problem: Problem, file: string): CaseProblem {
  return { ...problem, file };
}

async function readExpectedFile(
  path: string,
  files: CaseFiles,
  place: { file: string; range: Range },
): Promise<{ expected?: ExpectedOutputs; problems: readonly CaseProblem[] }> {
  const reading = await readBytes(files, 'The expected file', path, place);
  if ('problem' in reading) return { problems: [reading.problem] };
  const result = readJson(path, reading.bytes);
  return 'problem' in result ? { problems: [result.problem] } : readExpected(result.json);
}

const recordKeys = ['topic', 'payload', 'properties'];

/** A path that selects nothing would make a test that cannot fail. */
function checkSelects(
  items: readonly YamlNode[],
  expected: ExpectedOutputs | undefined,
  file: string,
): CaseProblem[] {
  const records = expected?.kind === 'last' ? [expected.record] : (expected?.records ?? []);
  return items.flatMap((item) => {
    const path = item.kind === 'scalar' && typeof item.value === 'string' ? item.value : '';
    const first = /^[^.[]*/.exec(path)?.[0] ?? '';
    if (path !== '' && !recordKeys.includes(first)) {
      const nearest = findNearest(first, recordKeys);
      const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
      const message = `No output has "${path}": a path begins with "topic", "payload" or "properties".${hint}`;
      return [makeCaseProblem('TEST_PATH_UNKNOWN', file, item.range, message)];
    }
    const isFound = records.some((record) => hasContent(selectParts(record, makeFilter([path], []))));
    if (path === '' || isFound || records.length === 0) return [];
    const message = `No expected output has "${path}", so this only checks that no output has it either.`;
    return [makeCaseProblem('TEST_PATH_UNMATCHED', file, item.range, message)];
  });
}

/** What differs from run to run cannot be compared with what is expected. */
function refuseTemplates(messages: readonly InputMessage[]): CaseProblem[] {
  const start = { line: 0, character: 0 };
  const message =
    'A message with "template" has placeholders, whose values differ from run to run: a test case cannot have it as input. Write values instead.';
  return messages
    .filter(({ isTemplate }) => isTemplate)
    .map(({ file }) => makeCaseProblem('TEST_MESSAGE_SHAPE', file, { start, end: start }, message));
}
