// Commands over MQTT: a real operator calls, outside clients answer.
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import { Workspace } from '../cli/commandLine.ts';
import { CommandRun, type CommandRunOptions } from './commandRun.ts';

const workspace = new Workspace();
const runs: CommandRun[] = [];

afterEach(async () => {
  for (const run of runs.splice(0)) await run.close();
});
afterAll(() => workspace.dispose());

async function open(options?: CommandRunOptions): Promise<CommandRun> {
  const run = await CommandRun.open(workspace, options);
  runs.push(run);
  return run;
}

describe('a command answered by an outside client', () => {
  it('brings the answer, its user data and its time to the operator', async () => {
    const run = await open({ properties: { userData: 'from=needs-rpc;unit=°C' } });
    const now = `${String(Date.now()).padStart(15, '0')}:00003:executor`;
    const requests = await run.respond('rpc/+/request', ({ payload }) => ({
      payload: `answer to ${payload.toString()}`,
      options: { properties: { userProperties: { __stat: '200', __ts: now, extra: 'told' } } },
    }));
    expect(await run.ask('{"reset":true}')).toBe('answer to {"reset":true}');
    const [request] = requests;
    expect(request?.topic).toBe('rpc/faulty-command/request');
    expect(request?.properties).toMatchObject({
      responseTopic: 'clients/dataflow-graph/rpc/faulty-command/request',
      contentType: 'application/json',
      payloadFormatIndicator: true,
      messageExpiryInterval: 1,
      userProperties: {
        from: 'needs-rpc',
        unit: '°C',
        __srcId: 'dataflow-graph',
        __invId: 'dataflow-graph',
        __protVer: '1.0',
        __ts: expect.stringMatching(/^\d{15}:\d{5}:dataflow-graph$/) as string,
        $partition: 'dataflow-graph',
      },
    });
    expect(request?.properties?.correlationData).toHaveLength(16);
    const properties = new Map(run.outputs[0]?.userProperties);
    expect(properties.get('extra')).toBe('told');
    expect(properties.get('answeredAt')).toMatch(/^\d+\.\d+:3:executor$/);
    expect([...properties.keys()]).not.toContain('__stat');
  });
});

describe('topics', () => {
  it('are made of namespace, tokens, prefix and suffix', async () => {
    const run = await open({
      properties: {
        requestTopic: 'vehicles/{executorId}/{ex:part}/{commandName}',
        command: 'reset',
        namespace: 'region/quad12',
        tokens: 'executorId=delivery-14',
        requestTokens: 'ex:part=left/door',
        prefix: 'clients/{invokerClientId}',
        suffix: 'response',
      },
    });
    const requests = await run.respondWith('#', { __stat: '200' }, 'done');
    expect(await run.ask('x')).toBe('done');
    const request = requests.find(({ topic }) => topic.startsWith('region'));
    expect(request?.topic).toBe('region/quad12/vehicles/delivery-14/left/door/reset');
    expect(request?.properties?.responseTopic).toBe(
      'region/quad12/clients/dataflow-graph/vehicles/delivery-14/left/door/reset/response',
    );
  });

  it('come as the operator names them for answers', async () => {
    const run = await open({ properties: { responseTopic: 'answers/{commandName}', namespace: 'n' } });
    const requests = await run.respondWith('n/rpc/+/request', { __stat: '200' });
    await run.ask('x');
    expect(requests[0]?.properties?.responseTopic).toBe('n/answers/faulty-command');
  });
});

describe('an operator is told', () => {
  const request = 'rpc/+/request';
  it.each<[kind: string, status: Record<string, string>, payload?: string]>([
    ['PayloadInvalid', { __stat: '400' }],
    ['PayloadInvalid', { __stat: '204' }, 'content'],
    ['HeaderInvalid', { __stat: '400', __propName: 'x', __propVal: '1' }],
    ['HeaderInvalid', { __stat: '415', __propName: 'Content Type', __propVal: 'text/x' }],
    ['HeaderInvalid', { __stat: 'fine' }],
    ['HeaderInvalid', { __stat: '200', __ts: 'now' }],
    ['HeaderMissing', { __stat: '400', __propName: 'x' }],
    ['HeaderMissing', { note: 'none' }],
    ['Timeout', { __stat: '408' }],
    ['InvocationException', { __stat: '422', __apErr: 'true' }],
    ['ExecutionException', { __stat: '500', __apErr: 'true', __stMsg: 'no oil' }],
    ['InternalLogicError', { __stat: '500', __propName: 'cache' }],
    ['UnknownError', { __stat: '500' }],
    ['UnknownError', { __stat: '299' }],
    ['UnknownError', { __stat: '505' }],
    ['UnknownError', { __stat: '200', __protVer: '2.0' }],
    ['StateInvalid', { __stat: '503' }],
    ['StateInvalid', { __stat: '200', __ts: '999999999999999:00000:executor' }],
  ])('%s when the answer is %j', async (kind, status, payload) => {
    const run = await open();
    await run.respondWith(request, status, payload);
    expect(await run.ask('x')).toBe(`error: RpcError::${kind}`);
  });

  it('Timeout when nobody answers for long, which is told while it waits', async () => {
    const run = await open({ properties: { timeoutMs: '1300' } });
    expect(await run.ask('x')).toBe('error: RpcError::Timeout');
    expect(run.logs.filter(({ context }) => context === 'commands')).toEqual([
      {
        level: 'info',
        node: 'caller/map',
        context: 'commands',
        message:
          'waits for the answer to its command on "rpc/faulty-command/request", for 2 s at most; the run stands meanwhile',
      },
    ]);
  });

  it('Timeout when nobody answers', async () => {
    const run = await open({ properties: { timeoutMs: '120' } });
    const startMs = performance.now();
    expect(await run.ask('x')).toBe('error: RpcError::Timeout');
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(120);
    const [hop] = await run.hops();
    expect(hop?.commandCalls).toEqual([
      {
        command: 'faulty-command',
        topic: 'rpc/faulty-command/request',
        result: expect.stringMatching(
          /^error: timeout: nobody answered within 120 ms: no client was subscribed to "rpc\/faulty-command\/request"/,
        ) as string,
        exchange: {
          request: new Uint8Array(Buffer.from('x')),
          outcome: {
            kind: 'timeout',
            passedMs: 0,
            reason: expect.stringMatching(/^nobody answered/) as string,
          },
        },
      },
    ]);
  });

  it('Timeout when the answer belongs to another request', async () => {
    const run = await open({ properties: { timeoutMs: '200' } });
    await run.respond(request, () => ({
      options: { properties: { correlationData: Buffer.alloc(16), userProperties: { __stat: '200' } } },
    }));
    expect(await run.ask('x')).toBe('error: RpcError::Timeout');
  });

  it.each<[why: string, properties: Record<string, string>]>([
    ['a command without a name', { command: '' }],
    ['a topic that is empty', { requestTopic: '' }],
    ['a topic with a wildcard', { requestTopic: 'a/+/b' }],
    ['a namespace that ends with a slash', { namespace: 'n/' }],
    ['a token without a value', { requestTopic: 'a/{executorId}' }],
    ['a token whose value has a wildcard', { requestTopic: 'a/{executorId}', tokens: 'executorId=#' }],
    ['an empty response suffix', { suffix: '' }],
  ])('ConfigurationInvalid of %s', async (_why, properties) => {
    const run = await open({ properties });
    expect(await run.ask('x')).toBe('error: RpcError::ConfigurationInvalid');
  });

  it.each<[why: string, properties: Record<string, string>]>([
    ['no topic was set', { misuse: 'no-topic' }],
    ['no command was set', { misuse: 'no-command' }],
    ['no payload was set', { misuse: 'no-payload' }],
    ['no timeout was set', { misuse: 'no-timeout' }],
    ['the timeout is 0', { timeoutMs: '0' }],
    ['the timeout is longer than MQTT can tell', { timeoutMs: '4294967296000' }],
    ['user data use names of the protocol', { userData: '__stat=200' }],
  ])('BuildError when %s', async (_why, properties) => {
    const run = await open({ properties });
    expect(await run.ask('x')).toBe('error: RpcError::BuildError');
  });

  it('ResourceTableError of a handle that nobody gave out', async () => {
    const run = await open({ properties: { misuse: 'made-up-handle' } });
    expect(await run.ask('x')).toBe('error: RpcError::ResourceTableError');
  });

  it('ClientError when MQTT cannot carry the request', async () => {
    const run = await open({ properties: { userData: `long=${'x'.repeat(70_000)}` } });
    expect(await run.ask('x')).toBe('error: RpcError::ClientError');
    const [hop] = await run.hops();
    expect(hop?.commandCalls?.[0]?.result).toMatch(/^error: client-error: .*MQTT allows 65535 bytes/);
  });
});

describe('an operator that waits', () => {
  const forLong = { timeoutMs: '3000000' };

  it('may wait for longer than it may compute, and is not taken for lost', async () => {
    const run = await open({ operatorTimeoutMs: 50, properties: { timeoutMs: '10000' } });
    const requests = await run.respond('rpc/+/request', () => undefined);
    const waiting = run.ask('x');
    await expect.poll(() => requests.length).toBe(1);
    // Limit and grace of the watch are 3050 ms together; it looks twice a second.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(run.outputs).toEqual([]);
    run.answerLast('late, but there');
    expect(await waiting).toBe('late, but there');
  }, 20_000);

  it('is told Cancellation when the run ends and holds what is under way', async () => {
    const run = await open({ properties: forLong });
    const requests = await run.respond('rpc/+/request', () => undefined);
    await run.send('x', 'y');
    await expect.poll(() => requests.length).toBe(1);
    await run.session.run.finish('hold');
    expect(run.texts).toContain('error: RpcError::Cancellation');
  });

  it('is given up when a run that finishes what is under way is to end soon', async () => {
    const run = await open({ properties: forLong });
    const requests = await run.respond('rpc/+/request', () => undefined);
    await run.send('x', 'y');
    await expect.poll(() => requests.length).toBe(1);
    run.session.run.limitCommands(100);
    await run.session.run.finish('flush');
    expect(run.texts).toEqual(['error: RpcError::Cancellation', 'error: RpcError::Cancellation']);
  });

  it('does not hold up the end of its run', async () => {
    const run = await open({ properties: forLong });
    const requests = await run.respond('rpc/+/request', () => undefined);
    await run.send('x', 'y', 'z');
    await expect.poll(() => requests.length).toBe(1);
    const startMs = performance.now();
    await run.close();
    expect(performance.now() - startMs).toBeLessThan(2500);
  });

  it('can be ended by hand, and is started anew', async () => {
    const run = await open({ properties: forLong });
    const requests = await run.respond('rpc/+/request', ({ payload }) =>
      payload.toString() === 'x'
        ? undefined
        : { options: { properties: { userProperties: { __stat: '200' } } } },
    );
    await run.send('x');
    await expect.poll(() => requests.length).toBe(1);
    expect(run.session.run.endCall()).toBe(true);
    expect(await run.ask('y')).toBe('');
    const [first] = await run.hops();
    expect(first).toMatchObject({ verdict: 'error', error: { code: 'OPERATOR_TIMEOUT' } });
    expect(first?.error?.message).toContain('was stopped by hand');
  });

  it('gets its answer when the run finishes all that is under way', async () => {
    const run = await open();
    await run.respondWith('rpc/+/request', { __stat: '200' }, 'done');
    await run.send('x', 'y');
    await run.session.run.finish('flush');
    expect(run.texts).toEqual(['done', 'done']);
  });
});

it('calls again and again through an invoker that it keeps, from init on', async () => {
  const run = await open({ properties: { keep: 'true' } });
  const requests = await run.respondWith('rpc/+/request', { __stat: '200' }, 'done');
  for (let count = 0; count < 50; count += 1) expect(await run.ask(String(count))).toBe('done');
  const ids = new Set(requests.map(({ properties }) => properties?.correlationData?.toString('hex')));
  expect(ids.size).toBe(50);
});

it('calls on a broker that is there already, too', async () => {
  const broker = await startEmbeddedBroker({
    logger: { log: () => undefined },
    listen: { host: '127.0.0.1', port: 0, isRemoteAllowed: false },
  });
  const run = await open({ brokerUrl: broker.url ?? '' });
  const requests = await run.respondWith('rpc/+/request', { __stat: '200' }, 'from afar');
  expect(await run.ask('7')).toBe('from afar');
  expect(requests[0]?.properties).toMatchObject({
    contentType: 'application/json',
    payloadFormatIndicator: true,
    messageExpiryInterval: 1,
  });
  await run.close();
  await broker.close();
});
