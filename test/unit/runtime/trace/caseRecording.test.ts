// What a test case keeps of a recording: enough to repeat what came in besides messages, and no more.
import { describe, expect, it } from 'vitest';
import type { CommandExchange, HopRecord, TraceHeader } from '../../../../src/protocol/trace.ts';
import { caseRecording } from '../../../../src/runtime/trace/caseRecording.ts';
import { parseTraceLine } from '../../../../src/runtime/trace/ndjsonParse.ts';
import { expectedRecord, makeHeader, makeHop, makeMessage } from './traceSamples.ts';

const run: NonNullable<TraceHeader['run']> = {
  file: '/home/somebody/graph.yaml',
  sourceTopics: ['sensors'],
  sinkTopic: 'output',
  clock: 'virtual',
  seed: 's',
  lateItems: 'accept',
  operatorTimeoutMs: 5000,
  parameters: [],
  givenModules: { 'a:1.0.0': '/home/somebody/a.wasm' },
  stateSeeds: [],
  modules: [{ path: '/home/somebody/a.wasm', digest: 'sha256:0', operations: ['scale'] }],
};
const header: TraceHeader = { ...makeHeader(), run };
const exchange: CommandExchange = {
  request: new Uint8Array(Buffer.from('asked')),
  outcome: { kind: 'timeout', passedMs: 3, reason: 'nobody answered' },
};
const plain = expectedRecord(1, makeHop({ input: makeMessage('secret') }));
const unanswered = { command: 'c', topic: 'rpc/c', result: 'timeout' } as const;
const call = { ...unanswered, exchange };

function read(hops: readonly HopRecord[]): { header: unknown; hops: HopRecord[] } {
  const lines = (caseRecording(header, () => hops) ?? '').split('\n').filter(Boolean).map(parseTraceLine);
  const [first] = lines;
  return {
    header: first?.type === 'header' ? first.header.run : undefined,
    hops: lines.flatMap((line) => (line.type === 'hop' ? [line.hop] : [])),
  };
}

describe('the recording of a test case', () => {
  it('is none where only messages came in', () => {
    expect(caseRecording(header, () => [plain, { ...plain, commandCalls: [unanswered] }])).toBeUndefined();
    expect(caseRecording(header, () => [])).toBeUndefined();
  });

  it('has every hop with its answers and changes, without what messages held and where files lay', () => {
    const answered: HopRecord = { ...plain, hop: 2, commandCalls: [call] };
    const changed: HopRecord = {
      ...plain,
      hop: 3,
      changes: [{ kind: 'faults', faults: [{ kind: 'trap', node: 'scale' }] }],
    };
    const found = read([plain, answered, changed]);
    expect(found.hops.map(({ hop }) => hop)).toEqual([1, 2, 3]);
    expect(found.hops[1]?.commandCalls).toEqual([call]);
    expect(found.hops[2]?.changes).toEqual(changed.changes);
    expect(found.header).toMatchObject({
      file: 'graph.yaml',
      clock: 'virtual',
      givenModules: {},
      modules: [],
    });
    const text = caseRecording(header, () => [plain, answered]) ?? '';
    expect(text).not.toContain('secret');
    expect(text).not.toContain('somebody');
  });
});
