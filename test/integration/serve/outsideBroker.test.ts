// A run that works on the messages of a broker that is there already, as an attached debug session has it.
import { connectAsync } from 'mqtt';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import { RunProcess } from './runProcess.ts';

const program = resolve('samples/thermostats/graph-simple.dataflow.yaml');
const folder = mkdtempSync(join(tmpdir(), 'attached-'));
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

function start(): RunProcess {
  const run = new RunProcess(folder);
  ends.push(() => run.dispose());
  return run;
}

it('takes its messages, stops at them, and leaves it as it was', async () => {
  const broker = await startEmbeddedBroker({
    logger: { log: () => undefined },
    listen: { host: '127.0.0.1', port: 0, isRemoteAllowed: false },
  });
  ends.push(() => broker.close());
  const client = await connectAsync(broker.url ?? '');
  ends.push(() => client.endAsync(true));
  const seen = new Promise<string>((done) => {
    client.on('message', (_topic, payload) => done(payload.toString()));
  });
  await client.subscribeAsync('telemetry/#');

  const run = start();
  const loaded = await run.peer.request('load', {
    program,
    isDebugged: true,
    broker: { url: broker.url ?? '' },
    sinkTopic: 'telemetry/converted',
  });
  expect(loaded.url).toBe(broker.url);
  await run.peer.request('setStops', {
    rules: [{ id: 1, at: { kind: 'node', node: 1 }, when: 'before' }],
    failures: [],
  });
  await run.peer.request('start', null);
  await client.publishAsync('sensors/a', '{"temperature":{"value":104,"unit":"F"}}');
  expect(await run.next('stopped')).toMatchObject({ at: { input: { topic: 'sensors/a' } } });
  await run.peer.request('resume', { mode: 'continue' });
  expect(await seen).toContain('"value":40');
  run.dispose();
  await run.ended;
  expect(client.connected).toBe(true);
});

it('says what is wrong when there is none', async () => {
  const load = start().peer.request('load', {
    program,
    isDebugged: true,
    broker: { url: 'mqtt://127.0.0.1:1' },
  });
  await expect(load).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
});

it('names the certificate that cannot be read', async () => {
  const load = start().peer.request('load', {
    program,
    isDebugged: true,
    broker: { url: 'mqtts://127.0.0.1:1', ca: join(folder, 'nowhere.pem') },
  });
  await expect(load).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: expect.stringContaining('"broker.ca"') as string,
  });
});
