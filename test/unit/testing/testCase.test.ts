// Reading test cases: what they say, and every problem they can have.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/errors.ts';
import type { CaseFiles } from '../../../src/testing/caseFiles.ts';
import { formatCaseProblem, type CaseProblem } from '../../../src/testing/caseProblem.ts';
import { readTestCase, type TestCase, type TestCaseReading } from '../../../src/testing/testCase.ts';
import { MemoryFiles, systemError } from './memoryFiles.ts';

const file = '/w/tests/a/a.test.yaml';
const yaml = `name: Converts a temperature
graph: ../../graph.yaml
input: ./input
expected: ./expected/expected.json
timeout: 90000
select: [payload, properties.user-properties.otel/factoryId]
ignores:
  - payload.humidity
`;
const expectedText = '{"payload": "{\\"t\\":1}", "properties": {"user-properties": {"otel/factoryId": "A"}}}';
const workspace: Readonly<Record<string, string | Uint8Array>> = {
  [file]: yaml,
  '/w/graph.yaml': 'graph',
  '/w/tests/a/input/b.json': '{"t":1}',
  '/w/tests/a/input/a.raw': Uint8Array.of(255, 0),
  '/w/tests/a/expected/expected.json': expectedText,
};

function read(changes: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TestCaseReading> {
  return readTestCase(file, new MemoryFiles({ ...workspace, ...changes }));
}

function without(path: string): MemoryFiles {
  return new MemoryFiles(Object.fromEntries(Object.entries(workspace).filter(([key]) => key !== path)));
}

async function readCase(changes?: Readonly<Record<string, string | Uint8Array>>): Promise<TestCase> {
  const { testCase, problems } = await read(changes);
  if (!testCase) throw new Error(problems.map(formatCaseProblem).join('\n'));
  return testCase;
}

/** `code file:line:character` of each problem, counted from 1. */
function brief(problems: readonly CaseProblem[]): string[] {
  return problems.map(
    (problem) => `${problem.code} ${formatCaseProblem({ ...problem, message: '' }).slice(0, -2)}`,
  );
}

describe('a test case', () => {
  it('says with what the graph is run, in files beside it', async () => {
    const more = `parameters: { bounds.upper: "30" }
modules: { "bounds:1.0.0": ../../build/bounds.wasm }
sourceTopics: [machines/+]
stateStore: seed.json
responders: ../rules.yaml
recording: run.ndjson
`;
    const there = {
      [file]: yaml + more,
      '/w/build/bounds.wasm': '',
      '/w/tests/a/seed.json': '{}',
      '/w/tests/rules.yaml': '',
      '/w/tests/a/run.ndjson': '',
    };
    expect((await readCase(there)).settings).toEqual({
      parameters: { 'bounds.upper': '30' },
      modules: { 'bounds:1.0.0': '/w/build/bounds.wasm' },
      sourceTopics: ['machines/+'],
      stateStore: '/w/tests/a/seed.json',
      responders: '/w/tests/rules.yaml',
      recording: '/w/tests/a/run.ndjson',
    });
    expect((await readCase()).settings).toEqual({});
    const { testCase, problems } = await read({ [file]: yaml + more });
    expect(testCase).toBeUndefined();
    expect(problems.map(formatCaseProblem)).toEqual([
      `${file}:10:28: The module bounds:1.0.0 /w/build/bounds.wasm does not exist. Correct the path; it is relative to this file.`,
      `${file}:12:13: The seed of the state store /w/tests/a/seed.json does not exist. Correct the path; it is relative to this file.`,
      `${file}:13:13: The file of responder rules /w/tests/rules.yaml does not exist. Correct the path; it is relative to this file.`,
      `${file}:14:12: The recording /w/tests/a/run.ndjson does not exist. Correct the path; it is relative to this file.`,
    ]);
    expect(brief((await read({ [file]: `${yaml}parameters: { upper: 30 }\n` })).problems)).toEqual([
      `VALUE_UNQUOTED ${file}:9:22`,
    ]);
  });

  it('says what to run, what goes in and what must come out', async () => {
    const { problems, testCase } = await read();
    expect(problems).toEqual([]);
    expect(testCase).toMatchObject({
      name: 'Converts a temperature',
      file,
      graph: '/w/graph.yaml',
      timeoutMs: 90_000,
      select: ['payload', 'properties.user-properties.otel/factoryId'],
      ignores: ['payload.humidity'],
      expected: { kind: 'last' },
    });
  });

  it('has defaults for what is left out or null', async () => {
    const text = 'graph: ../../graph.yaml\ninput: input\nexpected: expected/expected.json\nselect: null\n';
    const testCase = await readCase({ [file]: text });
    expect(testCase).toMatchObject({ name: 'a', timeoutMs: 10_000, select: [], ignores: [], faults: [] });
  });

  it('has faults with their places', async () => {
    const testCase = await readCase({ [file]: `${yaml}faults:\n  - {node: m, kind: drop, every: 2}\n` });
    expect(testCase.faults).toEqual([
      { fault: { node: 'm', kind: 'drop', every: 2 }, place: '/w/tests/a/a.test.yaml:10:5' },
    ]);
  });

  it.each([
    ['{node: m, kind: dorp}', 'VALUE_NOT_ALLOWED /w/tests/a/a.test.yaml:10:21'],
    ['{node: m, kind: delay}', 'TEST_FAULT_SHAPE /w/tests/a/a.test.yaml:10:5'],
    ['{node: m, kind: drop, by: 3}', 'TEST_FAULT_SHAPE /w/tests/a/a.test.yaml:10:31'],
  ])('refuses the fault %s', async (fault, problem) => {
    const { problems, testCase } = await read({ [file]: `${yaml}faults:\n  - ${fault}\n` });
    expect(brief(problems)).toEqual([problem]);
    expect(testCase).toBeUndefined();
  });

  it('expects no output with an empty list, and all of a list', async () => {
    const path = '/w/tests/a/expected/expected.json';
    const select = { [file]: yaml.replace(/select:.*\n/, '') };
    expect((await readCase({ ...select, [path]: '[]' })).expected).toEqual({ kind: 'all', records: [] });
    const two = await readCase({ ...select, [path]: '[{"topic":"a"},{"topic":"b"}]' });
    expect(two.expected).toMatchObject({ kind: 'all', records: [{}, {}] });
  });

  it('is found on Windows', async () => {
    const files = new Map(
      Object.entries(workspace).map(([path, content]) => [`C:${path.replaceAll('/', '\\')}`, content]),
    );
    const asked: string[] = [];
    const windows: CaseFiles = {
      readFile: (path) => {
        asked.push(path);
        const content = files.get(path);
        if (content === undefined) return Promise.reject(systemError('ENOENT', path));
        return Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content);
      },
      listFolder: (path) => (asked.push(path), Promise.resolve(['b.json'])),
    };
    const { testCase } = await readTestCase('C:\\w\\tests\\a\\a.test.yaml', windows);
    expect(testCase?.graph).toBe('C:\\w\\graph.yaml');
    expect(asked).toContain('C:\\w\\tests\\a\\input\\b.json');
  });
});

describe('input', () => {
  const input = '/w/tests/a/input';

  it('is every file in the order of their names, to topic sensors', async () => {
    const { messages } = await readCase({ [`${input}/.DS_Store`]: 'x', [`${input}/output/1.txt`]: 'x' });
    expect(messages).toEqual([
      { file: `${input}/a.raw`, topic: 'sensors', payload: Uint8Array.of(255, 0), userProperties: [] },
      {
        file: `${input}/b.json`,
        topic: 'sensors',
        payload: new TextEncoder().encode('{"t":1}'),
        userProperties: [],
      },
    ]);
  });

  it('has topic and properties with a message file', async () => {
    const text = `{
      "topic": "sensors/image", "contentType": "image/jpeg",
      "userProperties": {"site": "a", "tag": ["1", "2"]},
      "payloadFile": "a.raw"
    }`;
    const { messages } = await readCase({ [`${input}/c.message.json`]: text });
    expect(messages.map((message) => message.file)).toEqual([`${input}/b.json`, `${input}/c.message.json`]);
    expect(messages[1]).toEqual({
      file: `${input}/c.message.json`,
      topic: 'sensors/image',
      contentType: 'image/jpeg',
      payload: Uint8Array.of(255, 0),
      userProperties: [
        ['site', 'a'],
        ['tag', '1'],
        ['tag', '2'],
      ],
    });
  });

  it('refuses a message with placeholders, whose values differ from run to run', async () => {
    const { testCase, problems } = await read({
      [`${input}/c.message.json`]: '{"payload": "{{now}}", "template": true}',
    });
    expect(testCase).toBeUndefined();
    expect(problems[0]?.message).toContain('placeholders');
  });

  it.each([
    ['{"payload": "text"}', 'text'],
    ['{"payload": {"id": 9007199254740993, "v": 1.0}}', '{"id":9007199254740993,"v":1.0}'],
    ['{"payloadBase64": "dGV4dA=="}', 'text'],
  ])('a message file %s has payload %s', async (text, payload) => {
    const { messages } = await readCase({ [`${input}/c.message.json`]: text });
    expect(new TextDecoder().decode(messages.at(-1)?.payload)).toBe(payload);
    expect(messages.at(-1)).toMatchObject({ topic: 'sensors', userProperties: [] });
  });

  it.each([
    ['[]', '1:1', 'A message file is an object'],
    ['{"payload": 1, "kind": 1}', '1:24', '"kind" is not a key of a message file'],
    ['{"payload": 1, "qos": 2}', '1:23', '"qos" must be 0 or 1'],
    ['{"payload": 1, "retain": 1}', '1:26', '"retain" must be true or false'],
    ['{"payload": 1, "responseTopic": "+"}', '1:33', 'A topic must not be empty'],
    ['{"payload": 1, "correlationData": "hex:0"}', '1:35', 'behind "hex:"'],
    ['{"topic": "a"}', '1:1', 'exactly one of'],
    ['{"payload": "a", "payloadFile": "b"}', '1:1', 'exactly one of'],
    ['{"payload": 1, "topic": "a/#"}', '1:25', 'A topic must not be empty'],
    ['{"payload": 1, "topic": ""}', '1:25', 'A topic must not be empty'],
    ['{"payload": 1, "topic": 5}', '1:25', '"topic" must be a text'],
    ['{"payload": 1, "contentType": null}', '1:31', '"contentType" must be a text'],
    ['{"payload": 1, "userProperties": 1}', '1:34', 'must be an object of names'],
    ['{"payload": 1, "userProperties": [["a"]]}', '1:35', 'a pair of texts'],
    ['{"payload": 1, "userProperties": {"a": 1}}', '1:40', 'The user property "a"'],
    ['{"payloadBase64": "?"}', '1:19', 'must be base64'],
    ['{"payloadFile": 1}', '1:17', '"payloadFile" must be a text'],
  ])('refuses the message file %s', async (text, place, message) => {
    const { testCase, problems } = await read({ [`${input}/c.message.json`]: text });
    expect(testCase).toBeUndefined();
    expect(brief(problems)).toEqual([`TEST_MESSAGE_SHAPE ${input}/c.message.json:${place}`]);
    expect(problems[0]?.message).toContain(message);
  });

  it('of a message file that names a missing payload file is a problem there', async () => {
    const { problems } = await read({ [`${input}/c.message.json`]: '{"payloadFile": "none"}' });
    expect(brief(problems)).toEqual([`TEST_FILE_MISSING ${input}/c.message.json:1:17`]);
  });

  it('of a message file that is not JSON is a problem there', async () => {
    const { problems } = await read({ [`${input}/c.message.json`]: '{\n  "payload" 1\n}' });
    expect(brief(problems)).toEqual([`TEST_JSON_SYNTAX ${input}/c.message.json:2:13`]);
  });

  it('without files is a warning', async () => {
    const files = new MemoryFiles(workspace);
    const empty: CaseFiles = {
      readFile: (path) => files.readFile(path),
      listFolder: () => Promise.resolve([]),
    };
    const { testCase, problems } = await readTestCase(file, empty);
    expect(brief(problems)).toEqual([`TEST_INPUT_EMPTY ${file}:3:8`]);
    expect(testCase?.messages).toEqual([]);
  });
});

describe('problems', () => {
  it.each([
    ['/w/graph.yaml', '2:8', 'The graph /w/graph.yaml does not exist'],
    [
      '/w/tests/a/expected/expected.json',
      '4:11',
      'The expected file /w/tests/a/expected/expected.json does not',
    ],
  ])('a missing %s is told at the path that names it', async (path, place, message) => {
    const { testCase, problems } = await readTestCase(file, without(path));
    expect(testCase).toBeUndefined();
    expect(brief(problems)).toEqual([`TEST_FILE_MISSING ${file}:${place}`]);
    expect(problems[0]?.message).toContain(message);
  });

  it('a missing input folder is told at its path', async () => {
    const { problems } = await read({ [file]: yaml.replace('./input', './inputs') });
    expect(brief(problems)).toEqual([`TEST_FILE_MISSING ${file}:3:8`]);
  });

  it('a file that cannot be read is told with the reason', async () => {
    const files = new MemoryFiles(workspace);
    const readFile = (path: string): Promise<Uint8Array> =>
      path.endsWith('a.raw') ? Promise.reject(systemError('EACCES', 'no permission')) : files.readFile(path);
    const { problems } = await readTestCase(file, { readFile, listFolder: (path) => files.listFolder(path) });
    expect(brief(problems)).toEqual([`TEST_FILE_UNREADABLE ${file}:3:8`]);
    expect(problems[0]?.message).toContain('no permission');
  });

  it.each([
    ['unknown key', yaml.replace('timeout', 'timeouts'), `KEY_UNKNOWN ${file}:5:1`],
    ['wrong type', yaml.replace('90000', 'soon'), `VALUE_TYPE ${file}:5:10`],
    ['missing key', yaml.replace(/graph:.*\n/, ''), `KEY_MISSING ${file}:1:1`],
    ['empty file', '', `DOCUMENT_EMPTY ${file}:1:1`],
  ])('%s is told by the rules of the file format', async (_what, text, problem) => {
    const { testCase, problems } = await read({ [file]: text });
    expect(testCase).toBeUndefined();
    expect(brief(problems)).toContain(problem);
  });

  it('broken JSON in the expected file is told with its line', async () => {
    const path = '/w/tests/a/expected/expected.json';
    const { problems } = await read({ [path]: '{\n  "payload": "1",\n}' });
    expect(brief(problems)).toEqual([`TEST_JSON_SYNTAX ${path}:3:1`]);
    expect(problems[0]?.message).toContain('unexpected "}"');
  });

  it('an expected file that is not UTF-8 is told', async () => {
    const path = '/w/tests/a/expected/expected.json';
    const { problems } = await read({ [path]: Uint8Array.of(0xff, 0xfe) });
    expect(brief(problems)).toEqual([`TEST_FILE_ENCODING ${path}:1:1`]);
  });

  it.each([
    ['1', '1:1'],
    ['[{"payload": "1"},\n "x"]', '2:2'],
    ['{"topic": 1}', '1:11'],
    ['{"payload": "1", "payloadBase64": "MQ=="}', '1:35'],
    ['{"payloadBase64": "?"}', '1:19'],
    ['{"properties": []}', '1:16'],
    ['{"properties": {"user-properties": "a"}}', '1:36'],
  ])('the expectation %s is refused', async (text, place) => {
    const path = '/w/tests/a/expected/expected.json';
    const { testCase, problems } = await read({ [path]: text, [file]: yaml.replace(/select:.*\n/, '') });
    expect(testCase).toBeUndefined();
    expect(brief(problems)).toEqual([`TEST_EXPECTED_SHAPE ${path}:${place}`]);
  });

  it('a key of the expected record that is not compared is a warning', async () => {
    const path = '/w/tests/a/expected/expected.json';
    const text = expectedText.replace('{', '{"qos": 0, ');
    const { testCase, problems } = await read({ [path]: text });
    expect(brief(problems)).toEqual([`TEST_EXPECTED_KEY ${path}:1:9`]);
    expect(testCase).toBeDefined();
  });

  it('a selected path that no output can have is refused', async () => {
    const { testCase, problems } = await read({ [file]: yaml.replace('[payload,', '[paylod.t,') });
    expect(testCase).toBeUndefined();
    expect(brief(problems)).toEqual([`TEST_PATH_UNKNOWN ${file}:6:10`]);
    expect(problems[0]?.message).toContain('Did you mean "payload"?');
  });

  it('a selected path that no expected output has is a warning', async () => {
    const { testCase, problems } = await read({ [file]: yaml.replace('[payload,', '[payload.temp,') });
    expect(testCase).toBeDefined();
    expect(brief(problems)).toEqual([`TEST_PATH_UNMATCHED ${file}:6:10`]);
  });
});

describe('the test file itself', () => {
  it('that is missing or not UTF-8 is an operational failure', async () => {
    const missing = await readTestCase(file, without(file)).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(AppError);
    expect(missing).toMatchObject({ code: 'FILE_UNREADABLE' });
    const binary = await read({ [file]: Uint8Array.of(0xff) }).catch((error: unknown) => error);
    expect(binary).toMatchObject({ code: 'FILE_INVALID' });
  });
});
