// Commands answered by the rules of a workspace: a real operator calls, nobody else is there.
import { connectAsync } from 'mqtt';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Workspace } from '../cli/commandLine.ts';
import { CommandRun, type CommandRunOptions } from './commandRun.ts';

const workspace = new Workspace();
const runs: CommandRun[] = [];

afterEach(async () => {
  for (const run of runs.splice(0)) await run.close();
});
afterAll(() => workspace.dispose());

async function open(responders: string, more: CommandRunOptions = {}): Promise<CommandRun> {
  const run = await CommandRun.open(workspace, { ...more, responders });
  runs.push(run);
  return run;
}

const rules = `
responders:
  - topic: rpc/{command}/request
    when: payload.kind == "echo" && tokens.command == "faulty-command"
    reply:
      value: '{"echo": payload.text, "seq": seq, "from": userData.from}'
      userData: { unit: C }
  - topic: rpc/+/request
    when: payload.kind == "text"
    reply: { text: 'number {{seq 1}}' }
  - topic: rpc/#
    when: payload.kind == "json"
    reply: { json: { ok: true, list: [1, 2] } }
  - topic: rpc/+/request
    when: payload.kind == "error"
    error: { status: 500, isApplicationError: true, message: no oil }
  - topic: rpc/+/request
    when: payload.kind == "none"
    noAnswer: true
  - topic: rpc/+/request
    when: payload.kind == "slow"
    delayMs: 300
    reply: { text: slow }
  - topic: rpc/+/request
    when: payload.kind == "empty"
    reply: {}
`;

describe('a rule', () => {
  it('answers with what it makes of the request, and counts', async () => {
    const run = await open(rules, { properties: { userData: 'from=us' } });
    expect(JSON.parse(await run.ask('{"kind":"echo","text":"a"}'))).toEqual({
      echo: 'a',
      seq: 0,
      from: 'us',
    });
    expect(JSON.parse(await run.ask('{"kind":"echo","text":"b"}'))).toEqual({
      echo: 'b',
      seq: 1,
      from: 'us',
    });
    expect(new Map(run.outputs[0]?.userProperties).get('unit')).toBe('C');
    expect(await run.ask('{"kind":"text"}')).toBe('number 1');
    expect(await run.ask('{"kind":"text"}')).toBe('number 2');
    expect(await run.ask('{"kind":"json"}')).toBe('{"ok":true,"list":[1,2]}');
    expect(await run.ask('{"kind":"empty"}')).toBe('');
  });

  it('answers with an error, or not at all', async () => {
    const run = await open(rules, { properties: { timeoutMs: '150' } });
    expect(await run.ask('{"kind":"error"}')).toBe('error: RpcError::ExecutionException');
    expect(await run.ask('{"kind":"none"}')).toBe('error: RpcError::Timeout');
    expect(await run.ask('{"kind":"slow"}')).toBe('error: RpcError::Timeout');
    const results = (await run.hops()).flatMap((hop) => hop.commandCalls ?? []).map(({ result }) => result);
    expect(results[0]).toBe('error: execution-exception: it answered with status 500: no oil');
  });

  it('lets time pass until it answers', async () => {
    const run = await open(rules);
    const startMs = performance.now();
    expect(await run.ask('{"kind":"slow"}')).toBe('slow');
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(300);
  });

  it('whose condition cannot be worked out is passed over, and that is told', async () => {
    const run = await open(rules, { properties: { timeoutMs: '100' } });
    expect(await run.ask('{"other":1}')).toBe('error: RpcError::Timeout');
    await expect
      .poll(() => run.logs.map(({ message }) => message).join())
      .toMatch(/responders\.yaml:3: the rule is passed over: .*No such key/);
  });

  it('answers outside clients, too', async () => {
    const run = await open(rules);
    const client = await connectAsync(run.session.bus.url ?? '', { protocolVersion: 5 });
    await client.subscribeAsync('mine');
    const answered = new Promise<string>((resolve) =>
      client.on('message', (_topic, payload, { properties }) =>
        resolve(`${payload.toString()} ${properties?.correlationData?.toString() ?? ''}`),
      ),
    );
    client.publish('rpc/x/request', '{"kind":"text"}', {
      properties: { responseTopic: 'mine', correlationData: Buffer.from('c') },
    });
    expect(await answered).toBe('number 1 c');
    client.end(true);
  });
});

describe('in virtual time', () => {
  it('delays and timeouts pass at once, and every run is the same', async () => {
    const story = async (): Promise<unknown> => {
      const run = await open(
        `${rules}
  - topic: rpc/+/request
    when: payload.kind == "random"
    delayMs: 60000
    reply: { text: '{{now}} {{uuid}} {{random 0 100}}' }
`,
        { clock: 'virtual', properties: { timeoutMs: '3600000' } },
      );
      const texts = [await run.ask('{"kind":"random"}'), await run.ask('{"kind":"none"}')];
      const answered = run.outputs.map(({ userProperties }) => new Map(userProperties).get('answeredAt'));
      return [texts, answered];
    };
    const startMs = performance.now();
    const first = await story();
    expect(first).toMatchObject([
      [
        expect.stringMatching(/^2026-01-01T00:01:0\d\.\d{3}Z [-0-9a-f]{36} [\d.]+$/),
        'error: RpcError::Timeout',
      ],
      ['1767225661.001000000:0:responders', undefined],
    ]);
    expect(await story()).toEqual(first);
    expect(performance.now() - startMs).toBeLessThan(30_000);
  }, 40_000);
});

describe('a file of rules', () => {
  it.each([
    ['responders: 5', /responders\.yaml:1:13: .*list/],
    ['responders:\n  - topic: a\n    relpy: {}', /responders\.yaml:3:5: .*reply/],
    [
      'responders:\n  - topic: a\n',
      /responders\.yaml:2: a rule has exactly one of "reply", "error" and "noAnswer"/,
    ],
    ['responders:\n  - topic: a/{x\n    reply: {}', /responders\.yaml:2: "a\/\{x" is no topic/],
    ['responders:\n  - topic: a/#/b\n    reply: {}', /responders\.yaml:2: "a\/#\/b" is no topic/],
    [
      'responders:\n  - topic: a\n    when: "1 +"\n    reply: {}',
      /responders\.yaml:2: "1 \+" is not a CEL expression/,
    ],
    [
      'responders:\n  - topic: a\n    reply: { text: "{{sek}}" }',
      /responders\.yaml:2: in the reply: \{\{sek\}\} is not known/,
    ],
    [
      'responders:\n  - topic: a\n    reply: { text: a, json: 1 }',
      /responders\.yaml:2: a reply has only one of/,
    ],
    ['responders:\n  - topic: a\n    error: { status: 200 }', /responders\.yaml:3:\d+: /],
    ['', /responders\.yaml:1:1: This file is empty/],
    ['responders: [', /responders\.yaml:1:\d+: /],
  ])('%j is refused with its place', async (text, message) => {
    await expect(open(text)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringMatching(message) as string,
    });
  });

  it('is not used on a broker that others use, too, and that is told', async () => {
    const run = await open(rules, { usesOutsideBroker: true, properties: { timeoutMs: '100' } });
    expect(run.session.spec.warnings.join()).toMatch(
      /responders\.yaml is not used: on a broker that others use/,
    );
    expect(await run.ask('{"kind":"text"}')).toBe('error: RpcError::Timeout');
  });
});
