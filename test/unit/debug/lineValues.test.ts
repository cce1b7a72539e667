// What editors show beside the lines of a graph while a run stands.
import { expect, it } from 'vitest';
import { lineValues } from '../../../src/debug/lineValues.ts';
import type { StopPoint } from '../../../src/protocol/debugging.ts';
import type { LoadedRun } from '../../../src/protocol/runProcess.ts';
import type { HopRecord, TracedMessage } from '../../../src/protocol/trace.ts';

const message = (text: string, topic = 'sensors/a'): TracedMessage => ({
  topic,
  userProperties: [],
  timestamp: '0:0:x',
  payloadSize: text.length,
  payload: new TextEncoder().encode(text),
});
const place = (firstLine: number): { file: string; firstLine: number; lastLine: number } => ({
  file: '/g.yaml',
  firstLine,
  lastLine: firstLine + 1,
});
const run: LoadedRun = {
  name: 'g',
  program: '/graphs/line.dataflow.yaml',
  files: ['/g.yaml'],
  nodes: [
    { name: 'in', type: 'source', place: place(0) },
    { name: 'route', type: 'branch', place: place(2) },
    { name: 'out', type: 'sink', place: place(4) },
  ],
  connections: [
    { from: 'in', to: 'route', place: place(7) },
    { from: 'route', arm: 'True', to: 'out', place: place(9) },
  ],
  modules: [],
  warnings: [],
  sourceTopics: [],
};
const hop = (more: Partial<HopRecord>): HopRecord => ({
  hop: 1,
  message: 1,
  cause: 0,
  node: 'in',
  connection: -1,
  verdict: 'passed',
  wallMs: 0,
  time: '0:0:x',
  durationUs: 0,
  ...more,
});
const hops = [
  hop({ hop: 2, cause: 1, node: 'route', connection: 0, arm: 'True', input: message('{"a": 1}') }),
  hop({ input: message('{"a": 1}') }),
];
const stop = (more: Partial<StopPoint>): StopPoint => ({
  moment: 'before',
  node: 2,
  message: 1,
  connection: 1,
  cause: 2,
  time: '0:0:x',
  input: message('{"a": 2}'),
  ...more,
});
const shown = (point: StopPoint, before = hops): Record<number, string> =>
  Object.fromEntries(lineValues(point, before, run).map(({ line, text }) => [line, text]));

it('tells what the message is and was at every operation and connection it came by', () => {
  expect(shown(stop({}))).toEqual({
    0: 'passed: sensors/a  {"a": 1}',
    2: 'passed True: sensors/a  {"a": 1}',
    4: 'in: sensors/a  {"a": 2}',
    7: 'sensors/a  {"a": 1}',
    9: 'sensors/a  {"a": 2}',
  });
});

it('tells what came of the message where it is stopped afterwards', () => {
  const lost = hop({
    hop: 3,
    node: 'out',
    verdict: 'error',
    error: { code: 'OPERATOR_TRAP', message: 'trapped:\n  it panicked' },
  });
  expect(shown(stop({ moment: 'after', hop: lost }))[4]).toBe('error: trapped: it panicked');
  const dropped = hop({ hop: 3, node: 'out', verdict: 'dropped', reason: 'a limit' });
  expect(shown(stop({ moment: 'after', hop: dropped }))[4]).toBe('dropped: a limit');
});

it('tells how many messages a window closes with', () => {
  expect(shown(stop({ window: [1, 2, 3], connection: -1 }), [])).toEqual({ 4: 'in: 3 messages of a window' });
});

it('shortens long payloads and tells the size of those that are not kept', () => {
  expect(shown(stop({ input: message('x'.repeat(500)) }))[4]?.length).toBeLessThan(110);
  const { payload: _payload, ...bare } = message('abc');
  expect(shown(stop({ input: bare }))[4]).toBe('in: sensors/a  3 bytes');
});

it('tells the last of what a message was in a line that it came by twice', () => {
  const again = hop({ hop: 2, cause: 1, node: 'in', input: message('{"a": 7}') });
  expect(shown(stop({}), [again, hop({ input: message('{"a": 1}') })])[0]).toBe(
    'passed: sensors/a  {"a": 7}',
  );
});
