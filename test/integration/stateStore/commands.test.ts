// Every command and every error text of the state store protocol against a real run, byte for byte, by a client that is not ours.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { now, type OutsideClient, stamp, STATE_STORE } from './outsideClient.ts';
import { StateRun } from './stateRun.ts';

let run: StateRun;
let client: OutsideClient;

beforeAll(async () => {
  run = await StateRun.start();
  client = await run.client('one');
});
afterAll(() => run.dispose());

/** A version as text that sorts as versions do. */
const sortable = (version = ''): string =>
  version.replace(/^(\d+):(\d+)/, (_, ms: string, counter: string) =>
    [ms.padStart(15, '0'), counter.padStart(20, '0')].join(':'),
  );

describe('a key', () => {
  it('is set, read and deleted, with the version of its value', async () => {
    const sent = stamp();
    const set = await client.ask('*3\r\n$3\r\nSET\r\n$7\r\nSETKEY2\r\n$6\r\nVALUE5\r\n', { __ts: sent });
    expect(set.payload).toBe('+OK\r\n');
    expect(set.version).toMatch(/^\d{15}:\d{5}:StateStore$/);
    expect(sortable(set.version) > sortable(sent)).toBe(true);
    expect(set.packet).toMatchObject({ qos: 1, retain: false, topic: client.replyTopic });

    const get = await client.ask('*2\r\n$3\r\nGET\r\n$7\r\nSETKEY2\r\n');
    expect(get).toMatchObject({ payload: '$6\r\nVALUE5\r\n', version: set.version });
    const del = await client.ask('*2\r\n$3\r\nDEL\r\n$7\r\nSETKEY2\r\n');
    expect(del).toMatchObject({ payload: ':1\r\n', version: set.version });
    const again = await client.ask('*2\r\n$3\r\nDEL\r\n$7\r\nSETKEY2\r\n');
    expect(again).toMatchObject({ payload: ':0\r\n', version: undefined });
    const gone = await client.ask('*2\r\n$3\r\nGET\r\n$7\r\nSETKEY2\r\n');
    expect(gone).toMatchObject({ payload: '$-1\r\n', version: undefined });
    expect(gone.packet.properties?.userProperties).toBeUndefined();
  });

  it('and its value are any bytes', async () => {
    const bytes = Buffer.from('*3\r\n$3\r\nSET\r\n$2\r\n\0\xff\r\n$5\r\n\r\n$1\0\r\n', 'latin1');
    expect((await client.ask(bytes, now())).payload).toBe('+OK\r\n');
    const get = await client.ask(Buffer.from('*2\r\n$3\r\nGET\r\n$2\r\n\0\xff\r\n', 'latin1'));
    expect(get.payload).toBe('$5\r\n\r\n$1\0\r\n');
  });

  it('holds a megabyte', async () => {
    const value = 'v'.repeat(1_000_000);
    await client.ask(`*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$1000000\r\n${value}\r\n`, now());
    expect(await client.say('*2\r\n$3\r\nGET\r\n$3\r\nbig\r\n')).toBe(`$1000000\r\n${value}\r\n`);
  });

  it('is set with NX only if there is none', async () => {
    const set = '*4\r\n$3\r\nSET\r\n$2\r\nnx\r\n$1\r\n1\r\n$2\r\nNX\r\n';
    expect(await client.say(set, now())).toBe('+OK\r\n');
    const refused = await client.ask(set, now());
    expect(refused).toMatchObject({ payload: '-1\r\n', version: undefined });
  });

  it('is set with NEX only if there is none, or the one that is named', async () => {
    const set = (next: string, expected: string): string =>
      `*5\r\n$3\r\nSET\r\n$3\r\nnex\r\n$1\r\n${next}\r\n$3\r\nNEX\r\n$1\r\n${expected}\r\n`;
    expect(await client.say(set('1', 'x'), now())).toBe('+OK\r\n');
    expect(await client.say(set('2', '2'), now())).toBe('-1\r\n');
    expect(await client.say(set('2', '1'), now())).toBe('+OK\r\n');
    expect(await client.say('*2\r\n$3\r\nGET\r\n$3\r\nnex\r\n')).toBe('$1\r\n2\r\n');
  });

  it('is renewed with NEX alone, as locks are', async () => {
    const lock = (name: string): string =>
      `*6\r\n$3\r\nSET\r\n$8\r\nLockName\r\n$7\r\n${name}\r\n$3\r\nNEX\r\n$2\r\nPX\r\n$5\r\n10000\r\n`;
    expect(await client.say(lock('Client1'), now())).toBe('+OK\r\n');
    expect(await client.say(lock('Client2'), now())).toBe('-1\r\n');
    expect(await client.say(lock('Client1'), now())).toBe('+OK\r\n');
  });

  it('expires after PX milliseconds, unless it is set again without', async () => {
    const get = '*2\r\n$3\r\nGET\r\n$2\r\npx\r\n';
    await client.say('*5\r\n$3\r\nSET\r\n$2\r\npx\r\n$1\r\n1\r\n$2\r\nPX\r\n$3\r\n300\r\n', now());
    expect(await client.say(get)).toBe('$1\r\n1\r\n');
    await new Promise((done) => setTimeout(done, 310));
    expect(await client.say(get)).toBe('$-1\r\n');
  });

  it('is deleted with VDEL only if it has the value', async () => {
    await client.say('*3\r\n$3\r\nSET\r\n$1\r\nv\r\n$3\r\nABC\r\n', now());
    expect(await client.say('*3\r\n$4\r\nVDEL\r\n$1\r\nv\r\n$3\r\nABD\r\n')).toBe('-1\r\n');
    expect(await client.say('*3\r\n$4\r\nVDEL\r\n$1\r\nv\r\n$3\r\nABC\r\n')).toBe(':1\r\n');
    expect(await client.say('*3\r\n$4\r\nVDEL\r\n$1\r\nv\r\n$3\r\nABC\r\n')).toBe(':0\r\n');
  });
});

describe('a fencing token', () => {
  const set = '*3\r\n$3\r\nSET\r\n$12\r\nProtectedKey\r\n$1\r\nv\r\n';

  it('that was given once is asked of SET, DEL and VDEL from then on', async () => {
    const lock = await client.ask('*4\r\n$3\r\nSET\r\n$1\r\nL\r\n$2\r\nme\r\n$2\r\nNX\r\n', now());
    const token = lock.version ?? '';
    expect(await client.say(set, now({ __ft: token }))).toBe('+OK\r\n');
    const required = '-ERR a fencing token is required for this request\r\n';
    expect(await client.say(set, now())).toBe(required);
    expect(await client.say('*2\r\n$3\r\nDEL\r\n$12\r\nProtectedKey\r\n')).toBe(required);
    expect(await client.say('*3\r\n$4\r\nVDEL\r\n$12\r\nProtectedKey\r\n$1\r\nv\r\n')).toBe(required);
    const lower =
      '-ERR the request fencing token is a lower version that the fencing token protecting the resource\r\n';
    const old = { __ft: stamp(-60_000) };
    expect(await client.say(set, now(old))).toBe(lower);
    expect(await client.say('*2\r\n$3\r\nDEL\r\n$12\r\nProtectedKey\r\n', old)).toBe(lower);
    expect(await client.say('*3\r\n$4\r\nVDEL\r\n$12\r\nProtectedKey\r\n$1\r\nv\r\n', old)).toBe(lower);
    expect(await client.say('*2\r\n$3\r\nGET\r\n$12\r\nProtectedKey\r\n')).toBe('$1\r\nv\r\n');
    expect(await client.say('*2\r\n$3\r\nDEL\r\n$12\r\nProtectedKey\r\n', { __ft: token })).toBe(':1\r\n');
  });

  it('over a minute ahead, or not to be read, is refused', async () => {
    const tooFar =
      '-ERR the request fencing token timestamp is too far in the future; ensure that the client and broker system clocks are synchronized\r\n';
    expect(await client.say(set, now({ __ft: stamp(70_000) }))).toBe(tooFar);
    expect(await client.say('*2\r\n$3\r\nDEL\r\n$1\r\nx\r\n', { __ft: stamp(70_000) })).toBe(tooFar);
    expect(await client.say(set, now({ __ft: 'tomorrow' }))).toBe('-ERR malformed timestamp\r\n');
  });
});

describe('a request that cannot be carried out', () => {
  const set = '*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n';

  it.each([
    ['-ERR missing timestamp\r\n', {}],
    ['-ERR malformed timestamp\r\n', { __ts: '12:34' }],
    [
      '-ERR the request timestamp is too far in the future; ensure that the client and broker system clocks are synchronized\r\n',
      { __ts: `${String(Date.now() + 3_600_000)}:0:client` },
    ],
  ])('for its time is told %j', async (answer, properties) => {
    expect(await client.say(set, properties)).toBe(answer);
    expect(await client.say('*2\r\n$3\r\nGET\r\n$1\r\nk\r\n')).toBe('$-1\r\n');
  });

  it.each([
    ['-ERR unknown command\r\n', '*2\r\n$4\r\nKEYS\r\n$1\r\n*\r\n'],
    ['-ERR unknown command\r\n', '*2\r\n$3\r\nget\r\n$1\r\nk\r\n'],
    ['-ERR wrong number of arguments\r\n', '*1\r\n$3\r\nGET\r\n'],
    ['-ERR wrong number of arguments\r\n', '*3\r\n$3\r\nGET\r\n$1\r\nk\r\n$1\r\nk\r\n'],
    ['-ERR wrong number of arguments\r\n', '*2\r\n$3\r\nSET\r\n$1\r\nk\r\n'],
    ['-ERR the key length is zero\r\n', '*2\r\n$3\r\nGET\r\n$0\r\n\r\n'],
    ['-ERR the key length is zero\r\n', '*2\r\n$9\r\nKEYNOTIFY\r\n$0\r\n\r\n'],
    ['-ERR syntax error\r\n', ''],
    ['-ERR syntax error\r\n', 'GET k\r\n'],
    ['-ERR syntax error\r\n', '*2\r\n$3\r\nGET\r\n$1\r\nk'],
    ['-ERR syntax error\r\n', '*2\r\n$3\r\nGET\r\n$1\r\nk\r\n+'],
    ['-ERR syntax error\r\n', '*2\r\n$3\r\nGET\r\n$9999999999\r\nk\r\n'],
    ['-ERR syntax error\r\n', '*9999999999\r\n$3\r\nGET\r\n$1\r\nk\r\n'],
    ['-ERR syntax error\r\n', '*4\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n$2\r\nXX\r\n'],
    ['-ERR syntax error\r\n', '*5\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n$2\r\nPX\r\n$4\r\nsoon\r\n'],
    [
      '-ERR syntax error\r\n',
      '*5\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n$2\r\nPX\r\n$20\r\n18446744073709551616\r\n',
    ],
    ['-ERR syntax error\r\n', '*3\r\n$9\r\nKEYNOTIFY\r\n$1\r\nk\r\n$2\r\nGO\r\n'],
  ])('is told %j: %j', async (answer, payload) => {
    expect(await client.say(payload, now())).toBe(answer);
  });

  it('at QoS 0 or without correlation data fails, and the log says why', async () => {
    expect((await client.ask(set, now(), { qos: 0 })).payload).toBe('-ERR syntax error\r\n');
    expect(await client.say('*2\r\n$3\r\nGET\r\n$1\r\nk\r\n')).toBe('$-1\r\n');
    expect(run.logs).toContainEqual(expect.stringContaining('requests need QoS 1 and correlation data'));
  });

  it('without a response topic does nothing, and the log says why', async () => {
    const silent = await run.client('silent');
    await silent.mqtt.publishAsync(STATE_STORE, set, { qos: 1, properties: { userProperties: now() } });
    expect(await client.say('*2\r\n$3\r\nGET\r\n$1\r\nk\r\n')).toBe('$-1\r\n');
    expect(run.logs).toContainEqual(
      expect.stringContaining('MQTT client "silent" to the state store has no response topic'),
    );
  });

  it.each([STATE_STORE, 'clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/x'])(
    'that wants its answer on %s ends its connection',
    async (responseTopic) => {
      const stray = await run.client('stray');
      const reason = new Promise((resolve) =>
        stray.mqtt.on('disconnect', ({ reasonCode }) => resolve(reasonCode)),
      );
      const closed = new Promise((resolve) => stray.mqtt.once('close', () => resolve(true)));
      const correlationData = Buffer.from('x');
      stray.mqtt.publish(STATE_STORE, set, {
        qos: 1,
        properties: { responseTopic, correlationData, userProperties: now() },
      });
      expect([await reason, await closed]).toEqual([0x90, true]);
      expect(await client.say('*2\r\n$3\r\nGET\r\n$1\r\nk\r\n')).toBe('$-1\r\n');
    },
  );

  it('of the process itself can be anything but KEYNOTIFY, which has no client to tell', async () => {
    const publish = (text: string): Promise<null> =>
      run.process.peer.request('publish', {
        topic: STATE_STORE,
        payload: Buffer.from(text),
        responseTopic: 'inside',
        correlationData: Buffer.from('c'),
        userProperties: Object.entries(now()),
      });
    const replies: string[] = [];
    await client.mqtt.subscribeAsync('inside', { qos: 1 });
    client.mqtt.on('message', (topic, payload) => {
      if (topic === 'inside') replies.push(payload.toString());
    });
    await publish('*3\r\n$3\r\nSET\r\n$6\r\ninside\r\n$1\r\nv\r\n');
    await publish('*2\r\n$9\r\nKEYNOTIFY\r\n$6\r\ninside\r\n');
    await expect.poll(() => replies).toEqual(['+OK\r\n', '-ERR not authorized\r\n']);
  });
});

describe('what clients of SDKs send and read', () => {
  it('is answered with their status, and in their spelling', async () => {
    const set = '*4\r\n$3\r\nSET\r\n$3\r\nsdk\r\n$1\r\n1\r\n$2\r\nNX\r\n';
    const sdk = now({ __protVer: '1.0' });
    const { packet, version } = await client.ask(set, sdk);
    expect(packet.properties?.userProperties).toEqual({ __ts: version, __protVer: '1.0', __stat: '200' });
    expect(await client.say(set, sdk)).toBe(':-1\r\n');
    expect(await client.say('*3\r\n$4\r\nVDEL\r\n$3\r\nsdk\r\n$1\r\n2\r\n', sdk)).toBe(':-1\r\n');
    await client.say('*2\r\n$9\r\nKEYNOTIFY\r\n$3\r\nsdk\r\n', sdk);
    await client.say('*2\r\n$3\r\nDEL\r\n$3\r\nsdk\r\n', sdk);
    await expect.poll(() => client.notices).toEqual(['sdk *2\r\n$6\r\nNOTIFY\r\n$6\r\nDELETE\r\n']);
  });
});
