// What counts as a difference, and where it is found.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareOutputs, type Difference } from '../../../src/testing/compareOutputs.ts';
import { readExpected } from '../../../src/testing/expectedOutputs.ts';
import { readJson } from '../../../src/testing/caseFiles.ts';
import { makeOutputRecord, type OutputRecord } from '../../../src/testing/outputRecord.ts';

interface Given {
  readonly expected: unknown;
  readonly actual: readonly OutputRecord[];
  readonly select?: readonly string[];
  readonly ignores?: readonly string[];
}

/** Compares with `expected` as it would stand in a file. */
function compare({ expected, actual, select = [], ignores = [] }: Given): Difference[] {
  const text = typeof expected === 'string' ? expected : JSON.stringify(expected);
  const read = readJson('expected.json', new TextEncoder().encode(text));
  if ('problem' in read) throw new Error(read.problem.message);
  const { expected: outputs } = readExpected(read.json);
  if (!outputs) throw new Error('the expectation was refused');
  return compareOutputs(outputs, actual, { select, ignores });
}

function output(payload: string, userProperties: readonly (readonly [string, string])[] = []): OutputRecord {
  return makeOutputRecord({ topic: 'sensors', payload: new TextEncoder().encode(payload), userProperties });
}

const runtimeProperties = [
  ['__ts', '001758255553528:00000:node'],
  ['__protVer', '1.0'],
  ['__srcId', 'x'],
] as const;

describe('a payload', () => {
  it('is compared as JSON when it is JSON', () => {
    const expected = [{ topic: 'sensors', payload: '{"humidity":175,"temperature":12.5}' }];
    expect(compare({ expected, actual: [output('{ "temperature": 12.5, "humidity": 175 }')] })).toEqual([]);
  });

  it('may be expected as JSON directly', () => {
    const expected = [{ payload: { humidity: 175 } }];
    expect(compare({ expected, actual: [output('{"humidity":175}')] })).toEqual([]);
    expect(compare({ expected, actual: [output('{"humidity":176}')] })).toHaveLength(1);
  });

  it('differs in the last digit of a number that a double cannot hold', () => {
    const expected = '[{"payload": {"id": 9007199254740993}}]';
    expect(compare({ expected, actual: [output('{"id": 9007199254740993}')] })).toEqual([]);
    expect(compare({ expected, actual: [output('{"id": 9007199254740992}')] })).toEqual([
      {
        kind: 'changed',
        index: 0,
        actualIndex: 0,
        path: 'payload.id',
        expected: '9007199254740993',
        actual: '9007199254740992',
      },
    ]);
  });

  it('shows numbers as they were printed', () => {
    const expected = [{ payload: '{"value":653.8888888888889,"max":0.0}' }];
    const [difference] = compare({ expected, actual: [output('{"value":653.8888888888890,"max":0}')] });
    expect(difference).toMatchObject({
      path: 'payload.value',
      expected: '653.8888888888889',
      actual: '653.8888888888890',
    });
  });

  it.each([
    ['text', 'text', 0],
    ['text', 'other', 1],
    ['text', '"text"', 1],
    ['1', '"1"', 1],
    ['', 'null', 1],
    ['{}', '[]', 1],
    ['{"a":null}', '{}', 1],
  ])('expected %j against %j: %i differences', (payload, actual, count) => {
    expect(compare({ expected: [{ payload }], actual: [output(actual)] })).toHaveLength(count);
  });

  it('of bytes is compared as bytes', () => {
    const actual = [makeOutputRecord({ topic: 't', payload: Uint8Array.of(255, 1), userProperties: [] })];
    expect(compare({ expected: [{ payloadBase64: '/wE=' }], actual })).toEqual([]);
    expect(compare({ expected: [{ payload: '/wE=' }], actual })).toMatchObject([
      { kind: 'changed', path: 'payload', expected: 'text "/wE="', actual: 'base64 "/wE="' },
    ]);
    expect(compare({ expected: [{ payloadBase64: 'eyJhIjoxfQ==' }], actual: [output('{"a": 1}')] })).toEqual(
      [],
    );
  });
});

describe('without select', () => {
  it('everything in the expected record counts, and nothing else', () => {
    const actual = [
      output('1', [
        ['unit', 'C'],
        ['site', 'a'],
      ]),
    ];
    expect(compare({ expected: [{ payload: '1' }], actual })).toEqual([]);
    const properties = { 'user-properties': { unit: 'F' }, 'content-type': 'text/plain' };
    expect(compare({ expected: [{ properties }], actual })).toMatchObject([
      { kind: 'changed', path: 'properties.user-properties.unit', expected: '"F"', actual: '"C"' },
      { kind: 'missing', path: 'properties.content-type', expected: '"text/plain"' },
    ]);
  });

  it('properties of the runtime do not count, even when a copied record has them', () => {
    const properties = { 'user-properties': { __ts: '1:0:old', unit: 'C' } };
    const actual = [output('1', [...runtimeProperties, ['unit', 'C']])];
    expect(compare({ expected: [{ properties }], actual })).toEqual([]);
  });

  it('a part of the payload that was not expected does count', () => {
    expect(compare({ expected: [{ payload: { a: 1 } }], actual: [output('{"a":1,"b":[2]}')] })).toMatchObject(
      [{ kind: 'unexpected', path: 'payload.b', actual: '[2]' }],
    );
  });
});

describe('select', () => {
  it('reaches into the payload and lists', () => {
    const given = {
      expected: [{ payload: { a: [{ b: 1, c: 2 }] } }],
      actual: [output('{"a":[{"b":1,"c":3}],"d":4}')],
    };
    expect(compare({ ...given, select: ['payload.a[0].b'] })).toEqual([]);
    expect(compare({ ...given, select: ['payload.a.0.b'] })).toEqual([]);
    expect(compare({ ...given, select: ['payload.a[*].c'] })).toMatchObject([{ path: 'payload.a[0].c' }]);
    expect(compare({ ...given, select: ['payload.a'] })).toMatchObject([{ path: 'payload.a[0].c' }]);
  });

  it('reaches user properties whose names have slashes and dots', () => {
    const expected = [{ properties: { 'user-properties': { 'otel/factoryId': 'A', 'a.b': 'x', a: 'y' } } }];
    const properties = [
      ['otel/factoryId', 'B'],
      ['a.b', 'z'],
      ['a', 'y'],
    ] as const;
    const paths = ['otel/factoryId', 'a.b', 'a'].map((name) => `properties.user-properties.${name}`);
    const find = (select: string[]): string[] =>
      compare({ expected, actual: [output('1', properties)], select }).map(({ path }) => path);
    expect(find(paths)).toEqual(paths.slice(0, 2));
    expect(find(paths.slice(2))).toEqual([]);
  });

  it('of a whole map finds what was not expected, except what the runtime sets', () => {
    const expected = [{ properties: { 'user-properties': { unit: 'C' } } }];
    const actual = [output('1', [...runtimeProperties, ['unit', 'C'], ['extra', 'x']])];
    expect(compare({ expected, actual, select: ['properties.user-properties'] })).toMatchObject([
      { kind: 'unexpected', path: 'properties.user-properties.extra', actual: '"x"' },
    ]);
    const bare = [output('1', runtimeProperties)];
    expect(
      compare({ expected: [{ payload: '1' }], actual: bare, select: ['payload', 'properties'] }),
    ).toEqual([]);
  });

  it('by name compares what the runtime sets', () => {
    const expected = [{ properties: { 'user-properties': { __protVer: '2.0' } } }];
    const select = ['properties.user-properties.__protVer'];
    expect(compare({ expected, actual: [output('1', runtimeProperties)], select })).toMatchObject([
      { kind: 'changed', path: 'properties.user-properties.__protVer' },
    ]);
  });

  it('leaves everything else aside', () => {
    const given = { expected: [{ topic: 'other', payload: '1' }], actual: [output('1')] };
    expect(compare({ ...given, select: ['payload'] })).toEqual([]);
    expect(compare({ ...given, select: ['payload', 'topic'] })).toMatchObject([{ path: 'topic' }]);
  });

  it('of something that only the output has is a difference', () => {
    expect(compare({ expected: [{ payload: '1' }], actual: [output('1')], select: ['topic'] })).toMatchObject(
      [{ kind: 'unexpected', path: 'topic', actual: '"sensors"' }],
    );
  });

  it('shows the text that stands where a part of the payload was expected', () => {
    const given = { expected: [{ payload: { a: 1 } }], actual: [output('not JSON')] };
    expect(compare({ ...given, select: ['payload.a'] })).toMatchObject([
      { kind: 'changed', path: 'payload', expected: '{"a":1}', actual: 'text "not JSON"' },
    ]);
  });

  it('tells each missing part by itself', () => {
    const given = { expected: [{ payload: { a: { b: 1, c: 2 }, d: 3 } }], actual: [output('{}')] };
    expect(compare({ ...given, select: ['payload.a.b', 'payload.d'] })).toMatchObject([
      { kind: 'missing', path: 'payload.a.b' },
      { kind: 'missing', path: 'payload.d' },
    ]);
  });
});

describe('select of parts', () => {
  it('tells each part that was not expected by itself', () => {
    const given = { expected: [{ topic: 'sensors' }], actual: [output('{"a":{"b":1,"c":2},"d":3}')] };
    expect(compare({ ...given, select: ['payload.a.b', 'payload.d'] })).toMatchObject([
      { kind: 'unexpected', path: 'payload.a.b', actual: '1' },
      { kind: 'unexpected', path: 'payload.d', actual: '3' },
    ]);
  });
});

describe('ignores', () => {
  it('leaves out a path inside the payload on both sides', () => {
    const ignores = ['payload.humidity'];
    const select = ['payload'];
    const given = { select, ignores, expected: { payload: '{"t":1,"humidity":2}' } };
    expect(compare({ ...given, actual: [output('{"t":1}')] })).toEqual([]);
    expect(compare({ ...given, actual: [output('{"t":1,"humidity":3}')] })).toEqual([]);
    expect(compare({ ...given, actual: [output('{"t":2,"humidity":2}')] })).toHaveLength(1);
  });

  it('wins over select', () => {
    const given = { expected: [{ payload: '1' }], actual: [output('2')] };
    expect(compare({ ...given, select: ['payload'], ignores: ['payload'] })).toEqual([]);
  });

  it('leaves out one item of a list, or a key in all of them', () => {
    const given = {
      expected: [
        {
          payload: [
            { v: 1, ts: 1 },
            { v: 2, ts: 2 },
          ],
        },
      ],
    };
    const actual = [output('[{"v":1,"ts":8},{"v":9,"ts":9}]')];
    expect(compare({ ...given, actual, ignores: ['payload[*].ts', 'payload[1].v'] })).toEqual([]);
    expect(compare({ ...given, actual, ignores: ['payload[*].ts'] })).toMatchObject([
      { path: 'payload[1].v' },
    ]);
  });
});

describe('outputs', () => {
  const outputs = (...payloads: number[]): OutputRecord[] =>
    payloads.map((payload) => output(String(payload)));
  const records = (...payloads: number[]): unknown =>
    payloads.map((payload) => ({ payload: String(payload) }));
  const brief = (differences: readonly Difference[]): unknown[] =>
    differences.map(({ kind, index, actualIndex }) => [kind, index, actualIndex]);

  it('must not come when none are expected', () => {
    expect(compare({ expected: [], actual: [] })).toEqual([]);
    expect(compare({ expected: [], actual: [output('1', runtimeProperties)] })).toEqual([
      {
        kind: 'extra-output',
        index: 0,
        actualIndex: 0,
        path: '',
        actual: '{"topic":"sensors","payload":1,"properties":{"user-properties":{}}}',
      },
    ]);
  });

  it('that are expected as one object are judged by the last one', () => {
    expect(compare({ expected: { payload: '3' }, actual: outputs(1, 2, 3) })).toEqual([]);
    expect(brief(compare({ expected: { payload: '3' }, actual: outputs(3, 2) }))).toEqual([
      ['changed', 0, 1],
    ]);
    expect(brief(compare({ expected: { payload: '3' }, actual: [] }))).toEqual([
      ['missing-output', 0, undefined],
    ]);
  });

  it('must come in order', () => {
    expect(compare({ expected: records(1, 2), actual: outputs(1, 2) })).toEqual([]);
    expect(compare({ expected: records(1, 2), actual: outputs(2, 1) })).not.toEqual([]);
  });

  it('after a missing one still find their partners', () => {
    expect(brief(compare({ expected: records(1, 2, 3, 4), actual: outputs(1, 3, 4) }))).toEqual([
      ['missing-output', 1, undefined],
    ]);
  });

  it('after an extra one still find their partners', () => {
    expect(brief(compare({ expected: records(1, 2, 3), actual: outputs(1, 9, 2, 3) }))).toEqual([
      ['extra-output', 1, 1],
    ]);
  });

  it('that changed are compared with the most similar one', () => {
    const expected = [{ payload: { a: 1, b: 1, c: 1 } }, { payload: { x: 1, y: 2, z: 3 } }];
    expect(compare({ expected, actual: [output('{"x":1,"y":2,"z":4}')] })).toMatchObject([
      { kind: 'missing-output', index: 0 },
      { kind: 'changed', index: 1, actualIndex: 0, path: 'payload.z' },
    ]);
  });
});

describe('any record', () => {
  const payloads = fc.jsonValue({ maxDepth: 4 });
  const reorder = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reorder);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, reorder(member)]),
    );
  };

  it('equals itself under any key order', () => {
    fc.assert(
      fc.property(payloads, fc.boolean(), (payload, isWhole) => {
        const actual = [output(JSON.stringify(reorder(payload), null, 1))];
        const select = isWhole ? ['payload'] : [];
        expect(compare({ expected: [{ payload: JSON.stringify(payload) }], actual, select })).toEqual([]);
      }),
    );
  });

  it('with one changed leaf differs in exactly that leaf', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), (payload, choice) => {
        const { changed, path } = changeLeaf(payload, choice);
        const expected = [{ payload: JSON.stringify(payload) }];
        const differences = compare({ expected, actual: [output(JSON.stringify(changed))] });
        expect(differences).toHaveLength(1);
        expect(differences[0]).toMatchObject({ kind: 'changed', path });
      }),
    );
  });
});

/** `value` with its `choice`-th leaf (counted around) replaced by something else, and where that is. */
function changeLeaf(value: unknown, choice: number): { changed: unknown; path: string } {
  const leaves: string[] = [];
  const walk = (node: unknown, path: string, target: number): unknown => {
    const isBranch = typeof node === 'object' && node !== null && Object.keys(node).length > 0;
    if (!isBranch) {
      leaves.push(path);
      return leaves.length - 1 === target ? 'something else' : node;
    }
    if (Array.isArray(node))
      return node.map((item, index) => walk(item, `${path}[${String(index)}]`, target));
    return Object.fromEntries(
      Object.entries(node).map(([key, member]) => [key, walk(member, `${path}.${key}`, target)]),
    );
  };
  walk(value, 'payload', -1);
  const target = choice % leaves.length;
  const path = leaves[target] ?? '';
  leaves.length = 0;
  const changed = walk(value, 'payload', target);
  return { changed, path };
}
