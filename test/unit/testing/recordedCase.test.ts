// Test cases made of recorded messages are read again by what reads test cases, byte for byte.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseFiles } from '../../../src/testing/caseFiles.ts';
import {
  caseFileName,
  type RecordedCase,
  recordedCaseFiles,
  withoutIgnores,
} from '../../../src/testing/recordedCase.ts';
import { readTestCase } from '../../../src/testing/testCase.ts';

const folder = '/tests/case';

/** The files of `recorded` and the graph, as if on disk. */
function onDisk(recorded: RecordedCase): CaseFiles {
  const files = new Map(recordedCaseFiles(recorded).map(({ path, bytes }) => [`${folder}/${path}`, bytes]));
  files.set('/graph.dataflow.yaml', new Uint8Array());
  return {
    readFile: (path) => {
      const bytes = files.get(path);
      return bytes
        ? Promise.resolve(bytes)
        : Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' }));
    },
    listFolder: (path) =>
      Promise.resolve(
        [...files.keys()].flatMap((file) => (file.startsWith(`${path}/`) ? file.slice(path.length + 1) : [])),
      ),
  };
}

const message = (text: string, topic = 'sensors'): RecordedCase['input'][number] => ({
  topic,
  payload: new TextEncoder().encode(text),
  userProperties: [],
});

describe('the files of a recorded case', () => {
  it('have a plain payload where nothing else is to be said, and message files otherwise', () => {
    const files = recordedCaseFiles({
      name: 'Too Hot!',
      graph: '../../graph.dataflow.yaml',
      input: [message('{"t":70}'), message('warm'), message('{"t":71}', 'sensors/a')],
      outputs: [{ ...message('{"t":21}'), contentType: 'application/json' }],
    });
    expect(files.map(({ path }) => path)).toEqual([
      'too-hot.test.yaml',
      'input/1.json',
      'input/2.txt',
      'input/3.message.json',
      'expected.json',
    ]);
    const text = (path: string): string =>
      new TextDecoder().decode(files.find((file) => file.path === path)?.bytes);
    expect(text('too-hot.test.yaml')).toBe(
      'name: "Too Hot!"\ngraph: "../../graph.dataflow.yaml"\ninput: input\nexpected: expected.json\n' +
        'select:\n  - payload\n  - properties.content-type\n',
    );
    expect(JSON.parse(text('expected.json'))).toEqual([
      { payload: '{"t":21}', properties: { 'user-properties': {}, 'content-type': 'application/json' } },
    ]);
  });

  it('say how the run was made, and bring along what it takes', async () => {
    const recorded: RecordedCase = {
      name: 'made otherwise',
      graph: '../../graph.dataflow.yaml',
      input: [message('a')],
      outputs: [],
      settings: {
        parameters: { 'bounds.upper': '30', 'say "it"': 'a: b' },
        modules: { 'bounds:1.0.0': '../../bounds.wasm' },
        sourceTopics: ['machines/+', '# not a comment'],
        stateSeeds: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
        faults: [{ node: 'bounds', kind: 'error', message: 3, text: 'told: to' }],
        recording: '{"type":"header"}\n',
      },
    };
    const files = onDisk(recorded);
    const { testCase } = await readTestCase(`${folder}/made-otherwise.test.yaml`, {
      ...files,
      listFolder: async (path) => (path === '/' ? ['bounds.wasm'] : files.listFolder(path)),
    });
    expect(testCase?.settings).toEqual({
      parameters: recorded.settings?.parameters,
      modules: { 'bounds:1.0.0': '/bounds.wasm' },
      sourceTopics: recorded.settings?.sourceTopics,
      stateStore: `${folder}/statestore.json`,
      recording: `${folder}/recording.ndjson`,
    });
    expect(testCase?.faults.map(({ fault }) => fault)).toEqual(recorded.settings?.faults);
    const textOf = async (path: string): Promise<string> =>
      new TextDecoder().decode(await files.readFile(path));
    expect(JSON.parse(await textOf(`${folder}/statestore.json`))).toEqual({ a: '2' });
    expect(await textOf(`${folder}/recording.ndjson`)).toBe(recorded.settings?.recording);
  });

  it('name what is not compared, which can be taken out again', () => {
    const textWith = (ignores: readonly string[]): string => {
      const [first] = recordedCaseFiles({
        name: 'ids',
        graph: 'graph.yaml',
        input: [message('a')],
        outputs: [message('b')],
        ignores,
      });
      return new TextDecoder().decode(first?.bytes);
    };
    const all = ['payload.id', 'properties.user-properties.at "noon"'];
    expect(textWith(all)).toContain('ignores:\n  - "payload.id"\n');
    expect(withoutIgnores(textWith(all), ['payload.id'])).toBe(textWith(all.slice(1)));
    expect(withoutIgnores(textWith(all), all)).toBe(textWith([]));
    expect(withoutIgnores(textWith([]), all)).toBe(textWith([]));
  });

  it('expect nothing when nothing came out', async () => {
    const recorded = { name: 'dropped', graph: '/graph.dataflow.yaml', input: [message('1')], outputs: [] };
    const { testCase, problems } = await readTestCase(`${folder}/dropped.test.yaml`, onDisk(recorded));
    expect(problems).toEqual([]);
    expect(testCase?.expected).toEqual({ kind: 'all', records: [] });
  });

  it('are read again with the same messages, whatever was recorded', async () => {
    const arbitraryMessage = fc.record({
      topic: fc.constantFrom('sensors', 'sensors/a', 'über/b'),
      payload: fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.string().map((text) => new TextEncoder().encode(text)),
        fc.jsonValue().map((value) => new TextEncoder().encode(JSON.stringify(value))),
      ),
      userProperties: fc.constantFrom(
        [],
        [['unit', 'C'] as const],
        [['a', '1'] as const, ['a', '2'] as const],
      ),
    });
    const arbitraryCase = fc.record({
      name: fc.constantFrom('a case', 'x: "y"', "it's # 1"),
      input: fc.array(arbitraryMessage, { minLength: 1, maxLength: 12 }),
      outputs: fc.array(arbitraryMessage, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async (given) => {
        const recorded = { graph: '../../graph.dataflow.yaml', ...given };
        const file = `${folder}/${caseFileName(given.name)}.test.yaml`;
        const { testCase, problems } = await readTestCase(file, onDisk(recorded));
        expect(problems).toEqual([]);
        const plain = testCase?.messages.map(({ topic, payload, userProperties }) => ({
          topic,
          payload: new Uint8Array(payload),
          userProperties,
        }));
        expect(plain).toEqual(given.input);
        expect(testCase?.name).toBe(given.name);
        expect(testCase?.expected.kind).toBe('all');
      }),
    );
  });
});

it('a name becomes one for a file', () => {
  expect(caseFileName(' ../Wärme 1 ')).toBe('wärme-1');
  expect(caseFileName('!?')).toBe('');
});
