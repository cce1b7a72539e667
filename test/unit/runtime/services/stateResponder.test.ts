// Answers to outside clients and what they are told, byte for byte, and against a model over random requests.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClock } from '../../../../src/base/hybridLogicalClock.ts';
import type { StateRequestHead } from '../../../../src/protocol/stateRequests.ts';
import { writeBlobStrings } from '../../../../src/runtime/services/resp3.ts';
import { StateResponder } from '../../../../src/runtime/services/stateResponder.ts';
import { StateStore } from '../../../../src/runtime/services/stateStore.ts';
import type { StateStoreLimits } from '../../../../src/runtime/services/stateStoreTypes.ts';

const START_MS = 1_700_000_000_000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function open({ limits, maxWatches = 100 }: { limits?: StateStoreLimits; maxWatches?: number } = {}) {
  const clock = { ms: START_MS, nowMs: (): number => clock.ms };
  const store = new StateStore(clock, limits);
  const told: string[] = [];
  const heads: unknown[] = [];
  const responder = new StateResponder(store, {
    clientNowMs: () => START_MS,
    maxWatches,
    reply: ({ head, payload }) => {
      heads.push(head);
      const place = head.kind === 'notice' ? `${head.topic.split('/').slice(3).join('/')} ` : '';
      told.push(place + Buffer.from(payload).toString('latin1'));
    },
  });
  const ask = (words: readonly string[], head: Partial<StateRequestHead> = {}): string[] => {
    told.length = 0;
    const full = {
      client: 'c',
      timestamp: `${String(START_MS)}:0:c`,
      dialect: 'documented',
      ...head,
    } as const;
    responder.answer(full, writeBlobStrings(words.map(bytes)));
    return [...told];
  };
  return { clock, store, responder, told, heads, ask };
}

describe('an answer', () => {
  it('has the version of the value it is about, and none where there is none', () => {
    const { ask, heads } = open();
    ask(['SET', 'k', 'v']);
    ask(['GET', 'k']);
    ask(['SET', 'k', 'w', 'NX']);
    ask(['VDEL', 'k', 'w']);
    ask(['DEL', 'k']);
    ask(['DEL', 'k']);
    const version = `${String(START_MS).padStart(15, '0')}:00001:StateStore`;
    const [about, without] = [{ kind: 'answer', version }, { kind: 'answer' }];
    expect(heads).toEqual([about, about, without, without, about, without]);
  });

  it.each([
    ['-ERR syntax error', { isIncomplete: true }],
    ['-ERR missing timestamp', { timestamp: undefined }],
    ['-ERR malformed timestamp', { timestamp: '' }],
    ['-ERR malformed timestamp', { fencingToken: '1:2' }],
    [
      '-ERR the request timestamp is too far in the future; ensure that the client and broker system clocks are synchronized',
      { timestamp: `${String(START_MS + 60_001)}:0:c` },
    ],
    [
      '-ERR the request fencing token timestamp is too far in the future; ensure that the client and broker system clocks are synchronized',
      { fencingToken: `${String(START_MS + 60_001)}:0:c` },
    ],
  ])('to a SET is %s for %j', (answer, head) => {
    const { ask, store } = open();
    expect(ask(['SET', 'k', 'v'], head as Partial<StateRequestHead>)).toEqual([`${answer}\r\n`]);
    expect(store.size).toBe(0);
  });

  it('tells that the store is full', () => {
    const { ask } = open({ limits: { maxEntries: 1 } });
    expect(ask(['SET', 'a', '1'])).toEqual(['+OK\r\n']);
    expect(ask(['SET', 'b', '1'])).toEqual(['-ERR the quota has been exceeded\r\n']);
  });

  it('asks for no time where none is needed', () => {
    const { ask } = open();
    for (const [words, answer] of [
      [['GET', 'k'], '$-1\r\n'],
      [['DEL', 'k'], ':0\r\n'],
      [['KEYNOTIFY', 'k'], '+OK\r\n'],
    ] as const)
      expect(ask(words, { timestamp: 'none' })).toEqual([answer]);
  });

  it('accepts times of a client whose clock is ahead of a session that stood or is virtual', () => {
    const { ask, clock, store } = open();
    clock.ms = START_MS - 3_600_000;
    expect(ask(['SET', 'lock', 'v'])).toEqual(['+OK\r\n']);
    const fencingToken = store.get(bytes('lock'))?.version;
    // Operators, who go by the session's clock, may use the version too.
    const set = store.set(bytes('p'), bytes('v'), { condition: 'unconditional', fencingToken });
    expect(set.isSet).toBe(true);
    expect(ask(['DEL', 'p'], { fencingToken: `${String(START_MS + 59_000)}:0:c` })).toEqual([':1\r\n']);
  });
});

describe('a watched key', () => {
  it('is told on a topic of its own for each client, in its dialect', () => {
    const { ask } = open();
    ask(['KEYNOTIFY', 'SOMEKEY'], { client: 'client-id1' });
    ask(['KEYNOTIFY', 'SOMEKEY'], { client: 'ö', dialect: 'sdk' });
    const [one, two] = [
      'FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/636C69656E742D696431/command/notify/534F4D454B4559',
      'FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/C3B6/command/notify/534F4D454B4559',
    ];
    const set = '*4\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n$5\r\nVALUE\r\n$3\r\nabc\r\n';
    expect(ask(['SET', 'SOMEKEY', 'abc'])).toEqual([`${one} ${set}`, `${two} ${set}`, '+OK\r\n']);
    expect(ask(['DEL', 'SOMEKEY'])).toEqual([
      `${one} *2\r\n$6\r\nNOTIFY\r\n$3\r\nDEL\r\n`,
      `${two} *2\r\n$6\r\nNOTIFY\r\n$6\r\nDELETE\r\n`,
      ':1\r\n',
    ]);
  });

  it('is told of nothing that did not happen', () => {
    const { ask } = open();
    ask(['SET', 'k', 'v']);
    ask(['KEYNOTIFY', 'k']);
    expect(ask(['SET', 'k', 'w', 'NX'])).toEqual(['-1\r\n']);
    expect(ask(['VDEL', 'k', 'w'])).toEqual(['-1\r\n']);
    expect(ask(['SET', 'other', 'w'])).toEqual(['+OK\r\n']);
  });

  it('can be watched by clients only, within bounds', () => {
    const { ask, responder } = open({ maxWatches: 2 });
    const key = 'k'.repeat(40_000);
    expect(ask(['KEYNOTIFY', 'k'], { client: undefined } as never)).toEqual(['-ERR not authorized\r\n']);
    expect(ask(['KEYNOTIFY', key])).toEqual(['-ERR the quota has been exceeded\r\n']);
    expect(ask(['KEYNOTIFY', 'a'])).toEqual(['+OK\r\n']);
    expect(ask(['KEYNOTIFY', 'b'])).toEqual(['+OK\r\n']);
    expect(ask(['KEYNOTIFY', 'b'])).toEqual(['+OK\r\n']);
    expect(ask(['KEYNOTIFY', 'c'])).toEqual(['-ERR the quota has been exceeded\r\n']);
    expect(responder.watchCount).toBe(2);
    responder.forget('c');
    responder.forget('c');
    expect(responder.watchCount).toBe(0);
    expect(ask(['SET', 'a', 'v'])).toEqual(['+OK\r\n']);
  });
});

const key = fc.constantFrom('a', 'b');
const value = fc.constantFrom('', 'x', 'y');
const client = fc.constantFrom('one', 'two');
const step = fc.oneof(
  fc.tuple(fc.constant('GET'), key),
  fc.tuple(fc.constant('DEL'), key),
  fc.tuple(fc.constant('VDEL'), key, value),
  fc.tuple(fc.constant('SET'), key, value),
  fc.tuple(fc.constant('SET'), key, value, fc.constantFrom('NX', 'NEX')),
  fc.tuple(fc.constant('SET'), key, value, fc.constant('NEX'), value),
  fc.tuple(fc.constant('KEYNOTIFY'), key),
  fc.tuple(fc.constant('KEYNOTIFY'), key, fc.constant('STOP')),
  fc.constant(['gone']),
);

/** The protocol in a few lines: what the step is answered, and who is told what before. */
function modelStep(
  keys: Map<string, string>,
  watches: Set<string>,
  who: string,
  words: readonly string[],
): string[] {
  const [verb = '', name = '', given = '', condition, expected = given] = words;
  const old = keys.get(name);
  const tell = (text: string): string[] =>
    [...watches].filter((each) => each.endsWith(` ${name}`)).map((each) => `${each} ${text}`);
  switch (verb) {
    case 'GET':
      return [old === undefined ? '$-1' : `$${String(old.length)} ${old}`];
    case 'KEYNOTIFY':
      if (given === 'STOP') return [watches.delete(`${who} ${name}`) ? '+OK' : ':0'];
      watches.add(`${who} ${name}`);
      return ['+OK'];
    case 'SET':
      if (old !== undefined && !allows(old, condition, expected)) return ['-1'];
      keys.set(name, given);
      return [...tell(`SET ${given}`), '+OK'];
    case 'VDEL':
    case 'DEL':
      if (old === undefined) return [':0'];
      if (verb === 'VDEL' && old !== given) return ['-1'];
      keys.delete(name);
      return [...tell('DEL'), ':1'];
    default:
      for (const each of [...watches]) if (each.startsWith(`${who} `)) watches.delete(each);
      return [];
  }
}

function allows(old: string, condition: string | undefined, expected: string): boolean {
  return condition === undefined || (condition === 'NEX' && old === expected);
}

/** What was told, as short as in the model. */
function shorten(line: string): string {
  const notice =
    /\/([0-9A-F]+)\/command\/notify\/([0-9A-F]+) .*NOTIFY\r\n\$3\r\n(SET|DEL)(?:.*\$\d+\r\n(.*))?\r\n$/s;
  const [, who, name, what, text] = notice.exec(line) ?? [];
  const plain = (hex = ''): string => Buffer.from(hex, 'hex').toString();
  if (what === 'SET') return `${plain(who)} ${plain(name)} SET ${text ?? ''}`;
  if (what === 'DEL') return `${plain(who)} ${plain(name)} DEL`;
  return line.replace(/\r\n$/, '').replace('\r\n', ' ');
}

it('any requests of two clients are answered and told as the protocol has it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(client, step), { maxLength: 40 }), (steps) => {
      const { ask, responder, store } = open();
      const [keys, watches] = [new Map<string, string>(), new Set<string>()];
      for (const [who, words] of steps) {
        const expected = modelStep(keys, watches, who, words);
        if (words[0] === 'gone') responder.forget(who);
        else expect(ask(words, { client: who }).map(shorten).sort()).toEqual(expected.sort());
        expect(responder.watchCount).toBe(watches.size);
      }
      expect(store.size).toBe(keys.size);
    }),
  );
});

it('any bytes and properties get exactly one answer, of a known form', () => {
  const head = fc.record({
    timestamp: fc.oneof(fc.constant(`${String(START_MS)}:0:c`), fc.string()),
    fencingToken: fc.oneof(fc.constant(`${String(START_MS)}:0:c`), fc.string()),
  });
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .array(fc.constantFrom('SET', 'GET', 'VDEL', 'k', 'NX', 'PX', '7').map(bytes), { maxLength: 8 })
      .map(writeBlobStrings),
  );
  fc.assert(
    fc.property(head, payload, (more, request) => {
      const { responder, told, heads } = open();
      responder.answer({ dialect: 'documented', client: 'c', ...more }, request);
      expect(told).toEqual([
        expect.stringMatching(/^(\+OK|\$-1|\$\d+\r\n.*|:[01]|-1|-ERR [a-z][a-z ;]+)\r\n$/s) as string,
      ]);
      const [{ version }] = heads as [{ version?: string }];
      if (version !== undefined) expect(parseClock(version)).toBeDefined();
    }),
  );
});
