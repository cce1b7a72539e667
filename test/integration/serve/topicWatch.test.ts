// Topics of a real run's broker: what outside clients send and what sinks emit, what they leave when they are retained, and floods.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { connectAsync } from 'mqtt';
import type { TopicRecord } from '../../../src/protocol/publishing.ts';
import { RunProcess } from './runProcess.ts';

const run = promisify(execFile);
const simple = resolve('samples/thermostats/graph-simple.dataflow.yaml');
const cache = mkdtempSync(join(tmpdir(), 'topic-watch-'));
const open = new Set<RunProcess>();

afterEach(() => {
  for (const each of open) each.dispose();
  open.clear();
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

async function start(): Promise<{ peer: RunProcess['peer']; url: string }> {
  const process = new RunProcess(cache);
  open.add(process);
  const { url = '' } = await process.peer.request('load', { program: simple, isDebugged: false });
  await process.peer.request('start', null);
  return { peer: process.peer, url };
}

async function topicsOf(peer: RunProcess['peer'], count: number): Promise<Map<string, TopicRecord>> {
  for (;;) {
    const { topics } = await peer.request('readTopics', { since: 0, limit: 20_000 });
    const found = new Map(topics.map((record) => [record.topic, record]));
    if (found.size >= count) return found;
    await new Promise((done) => setTimeout(done, 20));
  }
}

const fahrenheit = '{"temperature":{"value":104,"unit":"F"}}';

describe('the topics of a run', () => {
  it('are known from its beginning, whoever asks when', async () => {
    const { peer } = await start();
    const payload = new TextEncoder().encode(fahrenheit);
    await peer.request('publish', { topic: 'sensors/early', payload });
    for (;;) {
      const { topics } = await peer.request('readTopics', { since: 0, isPeek: true });
      if (topics.some(({ topic }) => topic === 'sensors/early')) break;
      await new Promise((done) => setTimeout(done, 20));
    }
  });

  it('are those of outside clients and of sinks, with properties and retained marks', async () => {
    const { peer, url } = await start();
    await peer.request('readTopics', { since: 0 });
    const { port } = new URL(url);
    const mosquitto = [
      '-h',
      '127.0.0.1',
      '-p',
      port,
      '-V',
      '5',
      '-t',
      'sensors/a',
      '-m',
      fahrenheit,
      '-q',
      '1',
    ];
    await run('mosquitto_pub', [
      ...mosquitto,
      '-r',
      ...['-D', 'PUBLISH', 'content-type', 'application/json'],
      ...['-D', 'PUBLISH', 'user-property', 'site', 'north'],
    ]);
    const topics = await topicsOf(peer, 2);
    expect(topics.get('sensors/a')).toMatchObject({
      count: 1,
      isRetained: true,
      qos: 1,
      contentType: 'application/json',
      userProperties: [['site', 'north']],
      preview: fahrenheit,
    });
    const [output] = [...topics.keys()].filter((topic) => topic !== 'sensors/a');
    expect(topics.get(output ?? '')?.preview).toContain('40');
    await peer.request('publish', { topic: 'sensors/a', payload: new Uint8Array(), retain: true });
    expect((await topicsOf(peer, 2)).get('sensors/a')?.isRetained).toBe(false);
  });

  it('begin with what is retained on the broker already', async () => {
    const { peer } = await start();
    await peer.request('unwatchTopics', null);
    const payload = new TextEncoder().encode('kept');
    await peer.request('publish', { topic: 'state/x', payload, retain: true });
    expect(await peer.request('readTopics', { since: 0, isPeek: true })).toMatchObject({ size: 0 });
    expect((await topicsOf(peer, 1)).get('state/x')).toMatchObject({ isRetained: true, preview: 'kept' });
  });

  it('are all counted in a flood of a client, however often somebody asks', async () => {
    const { peer, url } = await start();
    await peer.request('readTopics', { since: 0 });
    const client = await connectAsync(url, { protocolVersion: 5 });
    const total = 50_000;
    const flood = new AbortController();
    const asking = (async () => {
      let since = 0;
      while (!flood.signal.aborted) {
        since = (await peer.request('readTopics', { since })).revision;
        await new Promise((done) => setTimeout(done, 250));
      }
    })();
    // QoS 0 to topics that the graph does not read; one QoS 1 at the end is acknowledged behind all others.
    for (let index = 0; index < total - 1; index += 1)
      client.publish(`flood/${String(index % 1000)}`, `{"n":${String(index)}}`, { qos: 0 });
    await client.publishAsync(`flood/999`, 'last', { qos: 1 });
    flood.abort();
    await asking;
    const topics = await topicsOf(peer, 1000);
    const counted = [...topics.values()].reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(total);
    expect(topics.get('flood/999')?.preview).toBe('last');
    expect(await peer.request('readTopicValue', { topic: 'flood/999' })).toMatchObject({
      last: { payload: new TextEncoder().encode('last') },
      previous: { qos: 0 },
    });
    await client.endAsync();
  }, 60_000);
});

describe('a series that the run makes', () => {
  it('goes through the graph, with a number for each message', async () => {
    const { peer } = await start();
    const { id } = await peer.request('startSeries', {
      from: {
        kind: 'pattern',
        pattern: {
          topic: 'sensors/{{seq}}',
          qos: 1,
          retain: false,
          userProperties: [],
          payload: '{"temperature":{"value":{{seq 100}},"unit":"F"}}',
        },
      },
      count: 2000,
    });
    let progress = await peer.request('readSeries', { id });
    while (progress && !progress.isOver) progress = await peer.request('readSeries', { id });
    expect(progress).toMatchObject({ sent: 2000, taken: 2000, failed: 0 });
    expect(await peer.request('finish', { pending: 'flush' })).toMatchObject({ messagesIn: 2000 });
  });

  it('of a folder takes its messages in order', async () => {
    const { peer } = await start();
    const folder = resolve('samples/thermostats/data-windows');
    const { id, total } = await peer.request('startSeries', { from: { kind: 'folder', folder } });
    expect(total).toBeGreaterThan(5);
    let progress = await peer.request('readSeries', { id });
    while (progress && !progress.isOver) progress = await peer.request('readSeries', { id });
    expect(progress).toMatchObject({ sent: total, taken: total });
  });
});
