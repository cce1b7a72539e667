// A run that stops: where, what can be seen and changed there, and how it goes on. Real components, virtual time unless said.
import { describe, expect, it } from 'vitest';
import { DebuggedEngine } from '../../../helpers/debuggedEngine.ts';
import { START_MS } from '../../../helpers/testOperator.ts';

const line = 'in:source m:map f:filter out:sink in>m m>f f>out';
const start = (graph = line, more: object = {}): Promise<DebuggedEngine> =>
  DebuggedEngine.start({ graph, ...more });

describe('a breakpoint', () => {
  it('stops before an operation, with the message as it comes in', async () => {
    const run = await start();
    run.rules(run.at('m'));
    expect(run.accept('a')).toBe('breakpoint before m a');
    expect(run.lastStop).toMatchObject({
      rules: [1],
      at: { message: 1, connection: 0, cause: 1, input: { topic: 'sensors/a', payloadSize: 1 } },
    });
    expect(run.test.texts).toEqual([]);
    expect(run.resume()).toBe('running');
    expect(run.test.texts).toEqual(['a']);
  });

  it('stops at every message, one after the other, and holds those that wait', async () => {
    const run = await start();
    run.rules(run.at('m'));
    expect(run.accept('a', 'b')).toBe('breakpoint before m a');
    expect(run.accept('c')).toBe('running');
    expect(run.resume()).toBe('breakpoint before m b');
    expect(run.resume()).toBe('breakpoint before m c');
    expect(run.resume()).toBe('running');
    expect(run.test.texts).toEqual(['a', 'b', 'c']);
  });

  it('stops after an operation has answered, with what it did', async () => {
    const run = await start();
    run.rules(run.at('m', { when: 'after' }));
    expect(run.accept('topic:t/2')).toBe('breakpoint after m topic:t/2 passed');
    expect(run.lastStop?.at?.hop).toMatchObject({ hop: 2, node: 'm', output: { topic: 't/2' } });
  });

  it('stops where messages are lost, and only there', async () => {
    const run = await start();
    run.rules(run.at('f', { when: 'drop' }));
    expect(run.accept('kept')).toBe('running');
    expect(run.accept('drop')).toBe('breakpoint after f drop dropped');
  });

  it('stops on one connection of several', async () => {
    const run = await start('in:source a:map b:map out:sink in>a in>b a>out b>out');
    run.rules({ at: { kind: 'connection', connection: 3 }, when: 'before' });
    expect(run.accept('x')).toBe('breakpoint before out x');
    expect(run.lastStop?.at?.connection).toBe(3);
    expect(run.resume()).toBe('running');
  });

  it('stops by topic', async () => {
    const run = await start();
    run.rules({ at: { kind: 'topic', filter: 'changed/#' }, when: 'before' });
    expect(run.accept('topic:changed/x')).toBe('topic breakpoint before f topic:changed/x');
  });

  it('stops at every access to a key of the state store, or at some', async () => {
    const run = await start();
    const key = { kind: 'state', key: 'K', access: 'write' } as const;
    run.rules({ at: key, when: 'after' });
    expect(run.accept('state:get:K')).toBe('running');
    expect(run.accept('state:set:L:1')).toBe('running');
    expect(run.accept('state:set:K:1')).toBe('data breakpoint after m state:set:K:1 passed');
    run.rules({ at: { ...key, access: 'read' }, when: 'after' });
    expect(run.resume()).toBe('running');
    expect(run.accept('state:get:K')).toBe('data breakpoint after m state:get:K passed');
  });

  it('keeps its count when others change', async () => {
    const run = await start();
    run.rules(run.at('m', { hitCount: '3' }));
    run.accept('1', '2');
    run.rules(run.at('m', { hitCount: '3' }), run.at('out', { condition: 'false' }));
    expect(run.accept('3')).toBe('breakpoint before m 3');
  });

  it('writes a line instead of stopping when it is a log point', async () => {
    const run = await start();
    run.rules(run.at('m', { log: 'got {payload} on {topic}, {{not}} {1 + 1}' }));
    expect(run.accept('hello')).toBe('running');
    expect(run.told('logPoint')).toEqual([
      { rule: 1, node: run.index('m'), text: 'got hello on sensors/a, {not} 2' },
    ]);
  });

  it('asks its condition about the message, and says once that it cannot', async () => {
    const run = await start();
    run.rules(run.at('m', { condition: 'payload.n > 2 && topic == "sensors/a"' }));
    expect(run.accept('{"n":1}', '{"m":5}', 'text')).toBe('running');
    expect(run.told('ruleFailed')).toMatchObject([{ id: 1, message: /cannot be worked out.*has\(/s }]);
    expect(run.accept('{"n":3}')).toBe('breakpoint before m {"n":3}');
  });

  it('asks a condition after a hop about what happened', async () => {
    const run = await start();
    run.rules(run.at('m', { when: 'after', condition: 'output.topic == "t" && verdict == "passed"' }));
    expect(run.accept('a', 'topic:t')).toBe('breakpoint after m topic:t passed');
  });
});

describe('a rule that cannot be used', () => {
  it('is refused with the reason, and the others work', async () => {
    const run = await start();
    const refused = run.ask('setStops', {
      rules: [
        { id: 7, at: { kind: 'node', node: 1 }, when: 'before', condition: 'payload >' },
        { id: 8, at: { kind: 'node', node: 1 }, when: 'before', hitCount: 'often' },
        { id: 9, at: { kind: 'node', node: 1 }, when: 'before', log: 'open { brace' },
        { id: 10, at: { kind: 'node', node: 1 }, when: 'before' },
      ],
      failures: [],
    });
    expect(refused.map(({ id, message }) => [id, message.split(/[:;]| has/)[0]])).toEqual([
      [7, '"payload >" is not a CEL expression'],
      [8, '"often" is not a hit count'],
      [9, '"open { brace"'],
    ]);
    expect(run.accept('a')).toBe('breakpoint before m a');
    expect(run.lastStop?.rules).toEqual([10]);
  });
});

describe('a failure', () => {
  it.each([
    ['error', 'error', 'exception error after m error error'],
    ['trap', 'trap', 'exception trap after m trap error'],
    ['timeout', 'hang', 'exception timeout after m hang error'],
    ['badResult', 'bad-utf8', 'exception badResult after m bad-utf8 error'],
    ['dropped', 'drop', 'exception dropped after f drop dropped'],
  ] as const)('of the kind %s stops the run', async (kind, word, stop) => {
    // The engine's clock goes a million times slower here: this is a third of a second.
    const run = await start(line, { start: { operatorTimeoutMs: 0.0003 } });
    run.failures(kind);
    expect(run.accept('fine', word)).toBe(stop);
    expect(run.resume()).toBe('running');
  });

  it('is passed over when its kind is not asked for', async () => {
    const run = await start();
    run.failures('trap');
    expect(run.accept('error', 'drop')).toBe('running');
  });

  it('of a message that goes nowhere is one of its own', async () => {
    const run = await start('in:source b:branch out:sink in>b b>out');
    run.failures('unconnected');
    expect(run.accept('False')).toBe('running');
    expect(run.accept('True')).toBe('exception unconnected after b True dropped');
  });

  it('can have a condition, and counts when that cannot be worked out', async () => {
    const run = await start();
    const stopOn = (condition: string): unknown =>
      run.ask('setStops', { rules: [], failures: [{ kind: 'dropped', condition }] });
    stopOn('node == "m"');
    expect(run.accept('drop')).toBe('running');
    stopOn('payload.x == 1.0');
    expect(run.accept('drop')).toBe('exception dropped after f drop dropped');
    expect(() => stopOn('a b')).toThrow(/not a CEL expression/);
  });
});

describe('a step', () => {
  it('goes from hop to hop of one message while others wait, and ends where it ends', async () => {
    const run = await start();
    run.rules(run.at('m', { condition: 'payload == "a"' }));
    run.accept('a', 'b');
    expect(run.resume('next')).toBe('step before f a');
    expect(run.resume('next')).toBe('step before out a');
    expect(run.resume('next')).toBe('step after out a emitted');
    expect(run.resume('next')).toBe('step before in b');
    expect(run.resume()).toBe('running');
  });

  it('in shows what the operator answers, then the next hop', async () => {
    const run = await start();
    run.rules(run.at('m'));
    run.accept('topic:t');
    expect(run.resume('in')).toBe('step after m topic:t passed');
    expect(run.resume('in')).toBe('step before f topic:t');
  });

  it('out runs to where the message ends', async () => {
    const run = await start();
    run.rules(run.at('in'));
    run.accept('drop', 'x');
    expect(run.resume('out')).toBe('step after f drop dropped');
    expect(run.resume('out')).toBe('breakpoint before in x');
    expect(run.resume('out')).toBe('step after out x emitted');
  });

  it('goes through every copy of a message', async () => {
    const run = await start('in:source a:map b:map out:sink in>a in>b a>out b>out');
    run.rules(run.at('in'));
    run.accept('x');
    expect([1, 2, 3, 4, 5].map(() => run.resume('next'))).toEqual([
      'step before a x',
      'step before b x',
      'step before out x',
      'step before out x',
      'step after out x emitted',
    ]);
  });

  it('follows a message through a window, with the others that it holds', async () => {
    const run = await start('in:source w:accumulate out:sink in>w w>out');
    run.rules(run.at('in', { hitCount: '1' }));
    const at = (ms: number): [string, string][] => [['__ts', `${String(START_MS + ms)}:0:device`]];
    run.accept({ payload: 'a', properties: at(10) }, { payload: 'b', properties: at(10) });
    expect(run.resume('next')).toBe('step before w a');
    expect(run.resume('next')).toBe('step after w a absorbed');
    run.ask('resume', { mode: 'next' });
    run.accept({ payload: 'c', properties: at(20) });
    expect(run.stops.at(-1)).toBe('step before w [1,2]');
    expect(run.resume('in')).toBe('step after w [1,2] passed');
    expect(run.lastStop?.at?.hop?.output?.payloadSize).toBe(3);
    expect(run.resume('next')).toBe('step before out a,b');
  });

  it('follows a message that a delay holds, while others move on', async () => {
    const run = await start('in:source d:delay out:sink in>d d>out', {
      properties: { d: [['later', '50']] },
    });
    run.rules(run.at('d', { condition: 'payload == "a"' }));
    const at = (ms: number): [string, string][] => [['__ts', `${String(START_MS + ms)}:0:device`]];
    run.accept({ payload: 'a', properties: at(0) });
    expect(run.resume('next')).toBe('running');
    expect(run.accept({ payload: 'b', properties: at(10) })).toBe('running');
    expect(run.accept({ payload: 'c', properties: at(80) })).toBe('step before out a');
  });
});

describe('a pause', () => {
  it('takes effect before the next hop', async () => {
    const run = await start();
    run.ask('pause', { reason: 'pause' });
    expect(run.stops).toEqual(['pause']);
    expect(run.resume()).toBe('running');
    run.rules(run.at('m'));
    run.accept('a', 'b');
    run.rules();
    void run.test.engine.controls.methods.resume({ mode: 'continue' });
    run.ask('pause', { reason: 'pause' });
    expect(run.stops.at(-1)).toBe('pause before f a');
  });

  it('at the entry comes before any message', async () => {
    const run = await start();
    run.ask('pause', { reason: 'entry' });
    expect(run.accept('a')).toBe('running');
    expect(run.stops).toEqual(['entry']);
    expect(run.resume('next')).toBe('step before in a');
  });

  it('freezes the session clock', async () => {
    const run = await start(line, { start: { clock: { kind: 'wall' } } });
    run.ask('pause', { reason: 'pause' });
    const before = run.ask('readClock', null);
    run.test.time.advance(60_000);
    expect(run.ask('readClock', null)).toEqual(before);
    run.resume();
    run.test.time.advance(1000);
    expect(run.ask('readClock', null)).toMatchObject({ kind: 'wall', nowMs: START_MS + 1000 });
  });

  it('ends when the run is finished', async () => {
    const run = await start();
    run.rules(run.at('m'));
    run.accept('a', 'b');
    expect(await run.test.finish('flush')).toMatchObject({ messagesIn: 2, messagesOut: 2 });
  });

  it('refuses to go on where nothing stands', async () => {
    const run = await start();
    for (const act of [
      () => run.ask('resume', { mode: 'continue' }),
      () => run.ask('editStopped', {}),
      () => run.ask('dropStopped', null),
    ])
      expect(act).toThrow(expect.objectContaining({ code: 'RUN_NOT_STOPPED' }));
  });
});

describe('a stopped message', () => {
  it('can be changed: the operator gets the new one, the trace has it', async () => {
    const run = await start();
    run.rules(run.at('m'));
    run.accept('a', 'z');
    const changed = run.ask('editStopped', {
      payload: new Uint8Array(Buffer.from('b')),
      topic: 'other',
      contentType: 'text/plain',
      userProperties: [['k', 'v']],
      timestamp: '5:6:me',
    });
    expect(changed).toMatchObject({
      message: 1,
      input: {
        topic: 'other',
        contentType: 'text/plain',
        userProperties: [['k', 'v']],
        timestamp: '000000000000005:00006:me',
      },
    });
    expect(run.ask('evaluate', { expression: 'payload' })).toEqual({ type: 'string', json: '"b"' });
    expect(run.resume()).toBe('breakpoint before m z');
    expect(run.test.outputs).toMatchObject([{ topic: 'other', contentType: 'text/plain' }]);
    expect(run.test.texts).toEqual(['b']);
    expect(
      run.test.engine
        .readHops({ nodes: ['m'] })
        .hops.map(({ input }) => Buffer.from(input?.payload ?? []).toString()),
    ).toEqual(['b']);
  });

  it('keeps what is not changed, and loses its content type when that is empty', async () => {
    const run = await start();
    run.rules(run.at('m'));
    run.accept({ payload: 'a', properties: [['k', 'v']] });
    run.ask('editStopped', { contentType: 'text/plain' });
    run.ask('editStopped', { contentType: '', topic: 't' });
    expect(run.lastStop?.at?.input.userProperties).toEqual([['k', 'v']]);
    run.resume();
    expect(run.test.outputs).toMatchObject([{ topic: 't', contentType: undefined }]);
  });

  it.each([
    [{ topic: 'a/#' }, /"a\/#" is not a topic/],
    [{ timestamp: 'now' }, /"now" is not a time/],
  ])('refuses %j', async (edit, message) => {
    const run = await start();
    run.rules(run.at('m'));
    run.accept('a');
    expect(() => run.ask('editStopped', edit)).toThrow(
      expect.objectContaining({
        code: 'MESSAGE_EDIT_INVALID',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  it('can be taken away, with a verdict that says so', async () => {
    const run = await start();
    run.rules(run.at('m'));
    run.accept('a', 'b');
    run.ask('dropStopped', null);
    expect(run.stops.at(-1)).toBe('breakpoint before m b');
    run.resume();
    expect(run.test.texts).toEqual(['b']);
    expect(run.test.engine.readLineage(1).at(-1)).toMatchObject({
      node: 'm',
      verdict: 'dropped',
      reason: 'dropped in the debugger',
    });
  });

  it('can neither be changed nor taken away after its hop', async () => {
    const run = await start();
    run.rules(run.at('m', { when: 'after' }));
    run.accept('a');
    expect(() => run.ask('editStopped', { topic: 'x' })).toThrow(/not stopped before an operation/);
    expect(() => run.ask('dropStopped', null)).toThrow(/not stopped before an operation/);
  });
});

describe('an expression', () => {
  it('is worked out on the stopped message', async () => {
    const run = await start();
    run.rules(run.at('m'));
    run.accept({ payload: '{"a":[1,2]}', properties: [['k', 'v']] });
    const value = (expression: string): unknown => run.ask('evaluate', { expression });
    expect(value('payload.a[1] + 1')).toEqual({ type: 'double', json: '3' });
    expect(value('properties.k + node')).toEqual({ type: 'string', json: '"vm"' });
    expect(value('{"a": [id, true, null]}')).toEqual({ type: 'map', json: '{"a":[1,true,null]}' });
    expect(value('timestamp')).toMatchObject({ type: 'double' });
    expect(() => value('payload.')).toThrow(expect.objectContaining({ code: 'EXPRESSION_INVALID' }));
    expect(() => value('payload.b')).toThrow(expect.objectContaining({ code: 'EXPRESSION_FAILED' }));
  });
});

describe('the state store', () => {
  it('can be read and changed while the run stands or moves', async () => {
    const run = await start(line, { start: { stateSeeds: [{ key: 'a', value: '1' }] } });
    run.ask('editState', { key: 'b', value: 'hex:00ff' });
    run.ask('editState', { key: 'c', value: 'drei' });
    const first = run.ask('readState', { limit: 2 });
    expect(first).toMatchObject({
      size: 3,
      next: 'b',
      entries: [
        { key: 'a', value: '1', size: 1 },
        { key: 'b', value: 'hex:00ff', size: 2 },
      ],
    });
    run.ask('editState', { key: 'a' });
    expect(run.ask('readState', { after: 'b' })).toMatchObject({
      size: 2,
      entries: [{ key: 'c', value: 'drei' }],
    });
    expect(run.accept('state:get:c')).toBe('running');
    run.rules(run.at('m', { when: 'after' }));
    run.accept('state:get:c');
    expect(Buffer.from(run.lastStop?.at?.hop?.output?.payload ?? []).toString()).toBe('drei');
  });

  it.each([
    [{ key: 'hex:0', value: 'x' }, /"hex:0" is not text and not bytes/],
    [{ key: 'k', value: 'hex:zz' }, /"hex:zz" is not text/],
    [{ key: '', value: 'x' }, /refuses to change ""/],
  ])('refuses %j', async (edit, message) => {
    const run = await start();
    expect(() => run.ask('editState', edit)).toThrow(
      expect.objectContaining({
        code: 'STATE_EDIT_INVALID',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});

describe('virtual time', () => {
  it('moves on when asked, past everything due until then', async () => {
    const run = await start('in:source d:delay out:sink in>d d>out', {
      properties: { d: [['later', '5000']] },
    });
    run.accept('a');
    expect(run.test.texts).toEqual([]);
    const early = await run.advance(1000);
    expect(early).toMatchObject({ kind: 'virtual', nowMs: START_MS + 1001 });
    expect(run.test.texts).toEqual([]);
    expect(await run.advance(9000)).toMatchObject({ nowMs: START_MS + 10_001 });
    expect(run.test.texts).toEqual(['a']);
  });

  it('is refused for real time', async () => {
    const run = await start(line, { start: { clock: { kind: 'wall' } } });
    expect(() => run.ask('advance', { durationMs: 1 })).toThrow(
      expect.objectContaining({ code: 'CLOCK_NOT_VIRTUAL' }),
    );
  });
});

describe('a run without debugging', () => {
  it('refuses to be stopped', async () => {
    const run = await start(line, { start: { isDebugged: false } });
    expect(() => run.ask('pause', { reason: 'pause' })).toThrow(
      expect.objectContaining({
        code: 'RUN_NOT_STOPPED',
        message: expect.stringMatching(/without debugging/) as string,
      }),
    );
  });
});
