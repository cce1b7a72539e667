// One store for operators and outside clients: who sees what of whom, who is told of what, and when that ends.
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunLaunch } from '../../../src/protocol/runProcess.ts';
import { startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import { hex, now, OutsideClient, stamp } from './outsideClient.ts';
import { StateRun } from './stateRun.ts';

const open: StateRun[] = [];
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const run of open.splice(0)) run.dispose();
  for (const end of ends.splice(0)) await end();
});

async function start(launch: Partial<RunLaunch> = {}): Promise<StateRun> {
  const run = await StateRun.start(launch);
  open.push(run);
  return run;
}

const set = (key: string, value: string, more = ''): string => {
  const count = 3 + (more === '' ? 0 : more.split('$').length - 1);
  return `*${String(count)}\r\n$3\r\nSET\r\n$${String(key.length)}\r\n${key}\r\n$${String(value.length)}\r\n${value}\r\n${more}`;
};
const get = (key: string): string => `*2\r\n$3\r\nGET\r\n$${String(key.length)}\r\n${key}\r\n`;
const del = (key: string): string => `*2\r\n$3\r\nDEL\r\n$${String(key.length)}\r\n${key}\r\n`;
const watch = (key: string): string => `*2\r\n$9\r\nKEYNOTIFY\r\n$${String(key.length)}\r\n${key}\r\n`;
const stop = (key: string): string =>
  `*3\r\n$9\r\nKEYNOTIFY\r\n$${String(key.length)}\r\n${key}\r\n$4\r\nSTOP\r\n`;
const inMs = (ms: string): string => `$2\r\nPX\r\n$${String(ms.length)}\r\n${ms}\r\n`;
const toldSet = (value: string): string =>
  `*4\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n$5\r\nVALUE\r\n$${String(value.length)}\r\n${value}\r\n`;
const toldDel = '*2\r\n$6\r\nNOTIFY\r\n$3\r\nDEL\r\n';

describe('operators and outside clients', () => {
  it('read and change the same keys, also those of the seed file', async () => {
    const run = await start({ stateStore: resolve('samples/thermostats/statestore.json') });
    const client = await run.client('client');
    const outputs: string[] = [];
    await client.mqtt.subscribeAsync('output/#', { qos: 1 });
    client.mqtt.on('message', (topic, payload) => {
      if (topic.startsWith('output/')) outputs.push(payload.toString());
    });
    await client.say(set('shared', 'outside'), now());
    await run.operate('state:get:shared');
    await run.operate('state:setnx:shared:inside');
    await run.operate('state:set:shared:inside');
    await expect.poll(() => outputs).toEqual(['outside', 'false', 'true']);
    expect(await client.say(get('shared'))).toBe('$6\r\ninside\r\n');
    expect(await client.say(del('shared'))).toBe(':1\r\n');
    await run.operate('state:get:shared');
    await expect.poll(() => outputs.at(-1)).toBe('(none)');
    const { entries } = await run.process.peer.request('readState', {});
    const [seeded] = entries;
    expect(await client.say(get(seeded?.key ?? ''))).toBe(
      `$${String(seeded?.size ?? 0)}\r\n${seeded?.value ?? ''}\r\n`,
    );
  });

  it('are both told of: an operator sets, a client deletes, a view edits', async () => {
    const run = await start();
    const client = await run.client('watcher');
    const other = await run.client('other');
    expect(await client.say(watch('k'))).toBe('+OK\r\n');
    await run.operate('state:set:k:by operator');
    await expect.poll(() => client.notices).toEqual([`k ${toldSet('by operator')}`]);
    await other.say(set('k', 'by client'), now());
    await other.say(set('unwatched', 'x'), now());
    await other.say(del('k'));
    await run.operate('state:del:k');
    await run.process.peer.request('editState', { key: 'k', value: 'by view' });
    await run.operate('state:del:k');
    await expect
      .poll(() => client.notices.slice(1))
      .toEqual([`k ${toldSet('by client')}`, `k ${toldDel}`, `k ${toldSet('by view')}`, `k ${toldDel}`]);
    const versions = client.noticeVersions;
    expect(versions.every((version) => /^\d{15}:\d{5}:StateStore$/.test(version ?? ''))).toBe(true);
    expect(other.notices).toEqual([]);
  });
});

describe('a watched key', () => {
  it('that expires is told when its time has come, though nobody asks for it', async () => {
    const run = await start();
    const client = await run.client('watcher');
    await client.say(watch('short'));
    const [sinceMs, { payload }] = [
      performance.now(),
      await client.ask(set('short', 'v', inMs('400')), now()),
    ];
    expect(payload).toBe('+OK\r\n');
    await expect
      .poll(() => client.notices, { timeout: 5000, interval: 5 })
      .toEqual([`short ${toldSet('v')}`, `short ${toldDel}`]);
    expect(performance.now() - sinceMs).toBeGreaterThan(395);
    expect(await client.say(get('short'))).toBe('$-1\r\n');
  });

  it('is told to each client until that client stops it', async () => {
    const run = await start();
    const [one, two] = [await run.client('one'), await run.client('two')];
    for (const client of [one, two]) {
      expect(await client.say(watch('k'))).toBe('+OK\r\n');
      expect(await client.say(watch('k'))).toBe('+OK\r\n');
    }
    expect(await one.say(stop('k'))).toBe('+OK\r\n');
    expect(await one.say(stop('k'))).toBe(':0\r\n');
    await two.say(set('k', '1'), now());
    await expect.poll(() => two.notices).toEqual([`k ${toldSet('1')}`]);
    expect(one.notices).toEqual([]);
  });

  it('is told no more once the client was gone, on whichever way it went', async () => {
    const run = await start();
    const other = await run.client('other');
    const seen: string[] = [];
    await other.mqtt.subscribeAsync(
      `clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/${hex('leaver')}/#`,
      { qos: 1 },
    );
    other.mqtt.on('message', (_topic, payload) => {
      if (payload.includes('NOTIFY')) seen.push(payload.toString());
    });
    const leavings: ((client: OutsideClient) => unknown)[] = [
      (client) => client.leave(),
      (client) => void client.mqtt.end(true),
      // Taken over by the next connection with the same id.
      () => run.client('leaver'),
    ];
    for (const leave of leavings) {
      const leaver = await run.client('leaver');
      await leaver.say(watch('k'));
      await other.say(set('k', 'seen'), now());
      await expect.poll(() => seen.splice(0)).toEqual([toldSet('seen')]);
      const closed = new Promise<void>((resolve) => leaver.mqtt.once('close', () => resolve()));
      await leave(leaver);
      await closed;
      await run.client('leaver');
      // Behind the end of the other connection.
      const back = await run.client('leaver');
      expect(await back.say(stop('k'))).toBe(':0\r\n');
      await other.say(set('k', 'unseen'), now());
      await other.say(get('k'));
      expect(seen).toEqual([]);
    }
  });
});

describe('two clients', () => {
  it('that race with NX have one winner for each key, and requests of one client keep their order', async () => {
    const run = await start();
    const [one, two] = [await run.client('one'), await run.client('two')];
    const keys = Array.from({ length: 100 }, (_, index) => `lock${String(index)}`);
    const ask = (client: OutsideClient, key: string): Promise<string> =>
      client.say(set(key, client.id, '$2\r\nNX\r\n'), now());
    const results = await Promise.all(
      keys.map(async (key, index) => {
        const order = index % 2 === 0 ? [one, two] : [two, one];
        const answers = await Promise.all(order.map(async (client) => [client.id, await ask(client, key)]));
        const winners = answers.filter(([, answer]) => answer === '+OK\r\n').map(([id]) => id);
        const losers = answers.filter(([, answer]) => answer === '-1\r\n');
        return [winners.length, losers.length, (await one.say(get(key))).includes(String(winners[0]))];
      }),
    );
    expect(results).toEqual(keys.map(() => [1, 1, true]));
    const inTurn = Array.from({ length: 300 }, (_, index) => String(index));
    const pairs = await Promise.all(
      inTurn.map((value) => Promise.all([one.say(set('turn', value), now()), one.say(get('turn'))])),
    );
    expect(pairs.map(([, read]) => read.split('\r\n')[1])).toEqual(inTurn);
  });
});

describe('a run', () => {
  it('that stands answers and tells; its keys expire when it goes on', async () => {
    const run = await start({ isDebugged: true });
    const client = await run.client('client');
    await client.say(watch('k'));
    await client.say(set('k', '1', inMs('1500')), now());
    await run.process.peer.request('pause', { reason: 'pause' });
    await run.process.next('stopped');
    await new Promise((done) => setTimeout(done, 1700));
    expect(await client.say(get('k'))).toBe('$1\r\n1\r\n');
    await client.say(set('other', 'x'), now());
    await run.process.peer.request('editState', { key: 'other' });
    expect(await client.say(get('other'))).toBe('$-1\r\n');
    expect(client.notices).toEqual([`k ${toldSet('1')}`]);
    await run.process.peer.request('resume', { mode: 'continue' });
    await expect.poll(() => client.notices.at(-1), { timeout: 5000 }).toBe(`k ${toldDel}`);
  });

  it('in virtual time takes times of real clocks; its keys expire with the messages', async () => {
    const run = await start({ clock: 'virtual' });
    const client = await run.client('client');
    await client.say(watch('k'));
    const answer = await client.ask(set('k', '1', inMs('50')), { __ts: stamp() });
    expect(answer.payload).toBe('+OK\r\n');
    expect(await client.say(set('far', '1'), { __ts: stamp(70_000) })).toContain('too far in the future');
    // A version may be used as a fencing token though it lies ahead of virtual time.
    expect(await client.say(set('p', '1'), now({ __ft: answer.version ?? '' }))).toBe('+OK\r\n');
    await run.operate('pass');
    expect(await client.say(get('k'))).toBe('$1\r\n1\r\n');
    for (let index = 0; index < 50; index += 1) await run.operate('pass');
    await expect.poll(() => client.notices).toEqual([`k ${toldSet('1')}`, `k ${toldDel}`]);
  });

  it('answers what came before it started, once it has', async () => {
    let early: Promise<string> | undefined;
    const run = await StateRun.start({}, async (process, url) => {
      const client = await OutsideClient.connect(url, 'early');
      ends.push(() => client.mqtt.end(true));
      early = client.say(set('early', 'bird'), now());
      await client.mqtt.publishAsync('unrelated', 'x', { qos: 1 });
      await process.peer.request('start', null);
    });
    open.push(run);
    expect(await early).toBe('+OK\r\n');
  });

  it('on an outside broker leaves requests to the store that is there', async () => {
    const broker = await startEmbeddedBroker({ logger: { log: () => undefined }, listen: { port: 0 } });
    ends.push(() => broker.close());
    const run = await start({ broker: { url: broker.url ?? '' } });
    const client = await run.client('client');
    const answers: string[] = [];
    void client.say(get('k')).then((answer) => answers.push(answer));
    const outputs: string[] = [];
    await client.mqtt.subscribeAsync('output/#', { qos: 1 });
    client.mqtt.on('message', (_topic, payload) => outputs.push(payload.toString()));
    await client.mqtt.publishAsync('sensors/a', 'state:set:k:1', { qos: 1 });
    await expect.poll(() => outputs).toEqual(['true']);
    expect(answers).toEqual([]);
  });

  it('answers every request of a client that sends more than are let in at a time', async () => {
    const run = await start();
    const client = await run.client('flood');
    const replies = await Promise.all(
      Array.from({ length: 1500 }, (_, index) => client.say(set(`f${String(index % 10)}`, 'v'), now())),
    );
    expect(new Set(replies)).toEqual(new Set(['+OK\r\n']));
  });
});
