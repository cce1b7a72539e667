// Stopping changes nothing: whatever is stopped and stepped, the same hops happen in the same order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResumeMode, StopMoment } from '../../../../src/protocol/debugging.ts';
import type { HopRecord } from '../../../../src/protocol/trace.ts';
import { DebuggedEngine } from '../../../helpers/debuggedEngine.ts';
import { START_MS } from '../../../helpers/testOperator.ts';

const graph =
  'in:source m:map f:filter b:branch d:delay w:accumulate c:concatenate out:sink in>m m>f f>b b>d b.True>w b.True>c d>c w>c c>out';
const nodes = ['in', 'm', 'f', 'b', 'd', 'w', 'c', 'out'];

interface Sent {
  readonly word: string;
  readonly ms: number;
}

const messages = fc.array(
  fc.record<Sent>({
    word: fc.constantFrom('T1', 'T2', 'F1', 'drop', 'error', 'topic:x', 'trap'),
    ms: fc.integer({ min: 0, max: 60 }),
  }),
  { minLength: 1, maxLength: 8 },
);
const rules = fc.array(
  fc.record({
    node: fc.constantFrom(...nodes),
    when: fc.constantFrom<StopMoment>('before', 'after', 'drop'),
  }),
  { maxLength: 4 },
);
const modes = fc.infiniteStream(fc.constantFrom<ResumeMode>('continue', 'next', 'in', 'out'));

async function start(isDebugged: boolean): Promise<DebuggedEngine> {
  return DebuggedEngine.start({ graph, properties: { d: [['later', '25']] }, start: { isDebugged } });
}

function send(run: DebuggedEngine, { word, ms }: Sent): void {
  run.accept({ payload: word, properties: [['__ts', `${String(START_MS + ms)}:0:device`]] });
}

async function hopsOf(run: DebuggedEngine): Promise<Omit<HopRecord, 'durationUs' | 'wallMs' | 'error'>[]> {
  await run.test.finish('flush');
  return run.test.engine
    .readHops({ limit: 10_000, order: 'oldestFirst' })
    .hops.map(({ durationUs: _duration, wallMs: _wall, error: _error, ...rest }) => rest);
}

describe('a run that is stopped and stepped at will', () => {
  it('does what one does that is not', async () => {
    await fc.assert(
      fc.asyncProperty(messages, rules, modes, async (sent, wanted, choices) => {
        const straight = await start(false);
        for (const message of sent) send(straight, message);
        const stopped = await start(true);
        stopped.rules(...wanted.map(({ node, when }) => stopped.at(node, { when })));
        for (const message of sent) {
          send(stopped, message);
          for (let stop = 0; stop < 200 && isStanding(stopped); stop += 1)
            stopped.resume(choices.next().value as ResumeMode);
        }
        expect(await hopsOf(stopped)).toEqual(await hopsOf(straight));
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

function isStanding(run: DebuggedEngine): boolean {
  return run.told('stopped').length > run.told('resumed').length;
}
