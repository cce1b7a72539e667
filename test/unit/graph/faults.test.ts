// What a fault may say: every mistake is told with its place, cause and fix, and no fault counts then. The schemas of all places in
// which faults are declared say the same.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  describeFault,
  type Fault,
  faultKinds,
  findFaultyNodes,
  parseFaults,
  readFault,
} from '../../../src/graph/faults.ts';

describe('reading a file', () => {
  it('gives faults with their places', () => {
    const text =
      'faults:\n  - node: scale\n    kind: trap\n    message: 3\n  - { kind: brokerGone, durationMs: 50 }\n';
    expect(parseFaults(text, 'f.yaml')).toEqual({
      faults: [
        { fault: { node: 'scale', kind: 'trap', message: 3 }, place: 'f.yaml:2:5' },
        { fault: { kind: 'brokerGone', durationMs: 50 }, place: 'f.yaml:5:5' },
      ],
      problems: [],
    });
  });

  it('takes JSON', () => {
    const fault: Fault = { node: 'a', kind: 'late', delayMs: 10, probability: 0.5, times: 2 };
    expect(parseFaults(JSON.stringify({ faults: [fault] }), 'f.json').faults).toMatchObject([{ fault }]);
  });

  it.each([
    ['', 'f:1:1: A list "faults" is expected'],
    ['faults: trap', 'f:1:1: A list "faults" is expected'],
    ['faults: [trap]', 'f:1:10: A fault is a map with "kind"'],
    [
      'faults:\n  - node: a\n    kind: trpa',
      'f:3:11: "kind" is "trpa"; it must be one of initFalse, error, trap',
    ],
    ['faults:\n  - node: a\n    kind: trpa', 'Did you mean "trap"?'],
    [
      'faults:\n  - node: a\n    kind: trap\n    evry: 2',
      'f:4:11: A fault has no "evry". Did you mean "every"?',
    ],
    ['faults:\n  - node: a', 'f:2:5: A fault needs "kind"'],
    ['faults:\n  - kind: trap', 'f:2:5: "trap" needs "node", the name of the operation. Add it.'],
    ['faults:\n  - {node: a, kind: delay}', 'f:2:5: "delay" needs "delayMs", in milliseconds. Add it.'],
    ['faults:\n  - {node: a, kind: drop, by: 2}', 'f:2:31: "drop" has no use for "by". Remove it.'],
    ['faults:\n  - {node: a, kind: drop, probability: 2}', 'must be a number above 0 and at most 1'],
    ['faults:\n  - {node: a, kind: drop, every: 0.5}', 'must be a whole number of at least 1'],
    [
      'faults:\n  - {node: a, kind: drop, every: 2, message: 3}',
      'only one of "message", "every" and "probability"',
    ],
    ['faults:\n  - {node: a, kind: brokerGone, durationMs: 5}', 'is about the whole run. Remove "node".'],
    ['faults: [', 'f:1:'],
  ])('refuses %j', (text, problem) => {
    const { faults, problems } = parseFaults(text, 'f');
    expect(problems.join('\n')).toContain(problem);
    expect(faults).toEqual([]);
  });
});

it('names operations that are not there, or have no operator', () => {
  const place = 'f.yaml:2:5';
  const nodes = [
    { name: 'source', type: 'source' },
    { name: 'scale', type: 'map' },
  ] as const;
  const faults: Fault[] = [
    { node: 'scael', kind: 'trap' },
    { node: 'source', kind: 'trap' },
    { node: 'source', kind: 'drop' },
    { node: 'scale', kind: 'trap' },
    { kind: 'brokerGone', durationMs: 1 },
  ];
  expect(
    findFaultyNodes(
      faults.map((fault) => ({ fault, place })),
      nodes,
    ),
  ).toEqual([
    'f.yaml:2:5: the graph has no operation "scael". Did you mean "scale"?',
    'f.yaml:2:5: "source" is a source, which has no operator that "trap" could be about. Name another operation, or use drop, duplicate, reorder or late.',
  ]);
});

it('tells a fault in one line', () => {
  const told = (fault: Fault): string => describeFault(fault);
  expect(told({ node: 'a', kind: 'trap', message: 3, text: 'x' })).toBe(
    'operation "a": a trap ("x") at message 3',
  );
  expect(told({ node: 'a', kind: 'late', delayMs: 20, probability: 0.1, times: 2 })).toBe(
    'operation "a": messages come late (20 ms) with probability 0.1, at most 2 times',
  );
  expect(told({ kind: 'brokerGone', durationMs: 20 })).toBe('the broker is gone (20 ms) at once');
  expect(told({ node: 'a', kind: 'drop' })).toBe('operation "a": messages are lost on their way');
});

it('reads nothing else as a fault', () => {
  for (const value of [undefined, null, 1, 'trap', [], {}]) expect(readFault(value)).toHaveProperty('flaw');
});

it('knows the kinds and keys of the schema', () => {
  const schema = JSON.parse(readFileSync('schemas/faults.schema.json', 'utf8')) as {
    definitions: { fault: { properties: Record<string, { enum?: string[] }> } };
  };
  const { properties } = schema.definitions.fault;
  const testCases = JSON.parse(readFileSync('schemas/test-case.schema.json', 'utf8')) as typeof schema;
  expect(testCases.definitions.fault).toEqual(schema.definitions.fault);
  expect(properties['kind']?.enum).toEqual(faultKinds);
  for (const key of Object.keys(properties)) {
    const read = readFault({ [key]: {} });
    expect('flaw' in read && read.flaw.message).not.toContain('A fault has no');
  }
});
