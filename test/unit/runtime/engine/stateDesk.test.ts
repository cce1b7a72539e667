// What an engine answers to outside clients, in batches, and what it tells them while time moves and operators work.
import { describe, expect, it } from 'vitest';
import type { EngineEvents } from '../../../../src/protocol/engine.ts';
import type { StateRequestBatch } from '../../../../src/protocol/stateRequests.ts';
import { writeBlobStrings } from '../../../../src/runtime/services/resp3.ts';
import { DebuggedEngine } from '../../../helpers/debuggedEngine.ts';
import { START_MS } from '../../../helpers/testOperator.ts';
import { TestEngine } from '../../../helpers/testEngine.ts';

const simple = 'in:source m:map out:sink in>m m>out';

/** Requests as words, or the name of a client that is gone. */
function batchOf(...requests: (readonly string[] | string)[]): StateRequestBatch {
  const payloads: Uint8Array[] = [];
  const items = requests.map((words): StateRequestBatch['items'][number] => {
    if (typeof words === 'string') return { kind: 'gone', client: words };
    const payload = writeBlobStrings(words.map((word) => Buffer.from(word)));
    payloads.push(payload);
    const head = { client: 'c', timestamp: `${String(START_MS)}:0:c`, dialect: 'documented' } as const;
    return { kind: 'request', head, length: payload.length };
  });
  return structuredClone({ items, bytes: new Uint8Array(Buffer.concat(payloads)) });
}

/** One list for each batch; notices marked by "!". */
function repliesOf(told: readonly EngineEvents['stateReplies'][]): string[][] {
  return told.map(({ items, bytes }) => {
    let at = 0;
    return items.map(({ head, length }) => {
      const text = Buffer.from(bytes.subarray(at, (at += length))).toString();
      return head.kind === 'answer'
        ? text.trimEnd()
        : `! ${text
            .split('\r\n')
            .filter((_, index) => index > 0 && index % 2 === 0)
            .join(' ')}`;
    });
  });
}

async function started(...options: Parameters<typeof TestEngine.create>): Promise<TestEngine> {
  const test = await TestEngine.create(...options);
  test.engine.startOperators();
  return test;
}

describe('requests', () => {
  it('of one batch are answered in one, in order, with what is told between them', async () => {
    const test = await started({ graph: simple, component: 'faulty' });
    test.engine.acceptStateRequests(
      batchOf(['KEYNOTIFY', 'k'], ['SET', 'k', '1'], ['GET', 'k'], 'c', ['DEL', 'k'], ['nonsense']),
    );
    expect(repliesOf(test.told('stateReplies'))).toEqual([
      ['+OK', '! NOTIFY SET VALUE 1', '+OK', '$1\r\n1', ':1', '-ERR unknown command'],
    ]);
  });

  it('and operators share one store; what operators do is told behind their slice', async () => {
    const test = await started({ graph: simple, component: 'faulty' });
    test.engine.acceptStateRequests(batchOf(['SET', 'k', 'outside'], ['KEYNOTIFY', 'k']));
    test.accept('state:get:k', 'state:set:k:inside', 'state:del:k');
    test.settle();
    test.engine.acceptStateRequests(batchOf(['GET', 'k']));
    expect(test.texts).toEqual(['outside', 'true', '1']);
    expect(repliesOf(test.told('stateReplies'))).toEqual([
      ['+OK', '+OK'],
      ['! NOTIFY SET VALUE inside', '! NOTIFY DEL'],
      ['$-1'],
    ]);
  });

  it('that are not published hold operators up, as outputs do, but are still answered', async () => {
    const test = await started({ graph: simple, component: 'faulty' });
    test.engine.acceptStateRequests(batchOf(...Array.from({ length: 10_000 }, () => ['GET', 'k'])));
    test.accept('state:set:k:1');
    test.engine.acceptStateRequests(batchOf(['GET', 'k']));
    expect(test.texts).toEqual([]);
    test.engine.acceptPublished(10_001);
    test.settle();
    expect(test.texts).toEqual(['true']);
  });
});

describe('a watched key that expires', () => {
  it('is told when real time has come to it, and no timer is left', async () => {
    const test = await started({ graph: simple, component: 'faulty', start: { clock: { kind: 'wall' } } });
    const before = test.time.waits;
    test.engine.acceptStateRequests(batchOf(['SET', 'k', '1', 'PX', '500']));
    expect(test.time.waits).toEqual(before);
    test.engine.acceptStateRequests(batchOf(['KEYNOTIFY', 'k']));
    test.time.advance(499);
    expect(repliesOf(test.told('stateReplies')).at(-1)).toEqual(['+OK']);
    test.time.advance(2);
    expect(repliesOf(test.told('stateReplies')).at(-1)).toEqual(['! NOTIFY DEL']);
    expect(test.time.waits.length).toBe(before.length);
  });

  it('is told when virtual time has come to it, without a timer', async () => {
    const test = await started({ graph: simple, component: 'faulty' });
    test.engine.acceptStateRequests(batchOf(['KEYNOTIFY', 'k'], ['SET', 'k', '1', 'PX', '500']));
    expect(test.time.waits).toEqual([]);
    test.accept({ payload: 'pass', properties: [['__ts', `${String(START_MS + 499)}:0:d`]] });
    expect(test.told('stateReplies').length).toBe(1);
    test.accept({ payload: 'pass', properties: [['__ts', `${String(START_MS + 500)}:0:d`]] });
    expect(repliesOf(test.told('stateReplies')).slice(1)).toEqual([['! NOTIFY DEL']]);
  });

  it('waits while the run stands, which answers meanwhile and tells of edits', async () => {
    const debugged = await DebuggedEngine.start({ graph: simple, start: { clock: { kind: 'wall' } } });
    const { engine, time } = debugged.test;
    engine.acceptStateRequests(
      batchOf(['KEYNOTIFY', 'k'], ['KEYNOTIFY', 'e'], ['SET', 'k', '1', 'PX', '500']),
    );
    debugged.rules(debugged.at('m'));
    debugged.accept('pass');
    expect(time.waits).toEqual([]);
    time.advance(10_000);
    engine.acceptStateRequests(batchOf(['GET', 'k']));
    debugged.ask('editState', { key: 'e', value: 'x' });
    const replies = (): string[][] => repliesOf(debugged.test.told('stateReplies')).slice(1);
    expect(replies()).toEqual([['$1\r\n1'], ['! NOTIFY SET VALUE x']]);
    debugged.resume();
    time.advance(499);
    expect(replies().length).toBe(2);
    time.advance(2);
    expect(replies().at(-1)).toEqual(['! NOTIFY DEL']);
  });
});
