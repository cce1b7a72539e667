// The state store as people ask it by hand: with mosquitto's command line clients, against `dataflow-graph run`.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, missing, run } from '../broker/mosquittoBroker.ts';
import { hex, stamp, STATE_STORE } from './outsideClient.ts';

const reason = missing('mosquitto_pub', 'mosquitto_sub', 'mosquitto_rr');
const folder = mkdtempSync(join(tmpdir(), 'state-mosquitto-'));
const children: ChildProcess[] = [];
let port: string;

beforeAll(async () => {
  if (reason !== undefined) return;
  port = String(await freePort());
  const child = spawn(
    process.execPath,
    [
      'dist/cli.mjs',
      'run',
      'test/fixtures/debug/faulty.dataflow.yaml',
      ...['--module', 'faulty:1.0.0=test/fixtures/components/faulty.wasm'],
      ...['--port', port, '--cache', folder],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.push(child);
  let told = '';
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      told += chunk.toString();
      if (told.includes('running "faulty"')) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', () => reject(new Error(told)));
  });
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const place = (): string[] => ['-V', 'mqttv5', '-h', '127.0.0.1', '-p', port];

async function ask(payload: string, properties: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run('mosquitto_rr', [
    ...place(),
    ...['-t', STATE_STORE, '-e', 'clients/rr/response', '-q', '1', '-m', payload, '-N', '-W', '10'],
    ...['-D', 'publish', 'correlation-data', '42'],
    ...['-F', '%p|%D|%P'],
    ...Object.entries(properties).flatMap((pair) => ['-D', 'publish', 'user-property', ...pair]),
  ]);
  return stdout;
}

describe.skipIf(reason)(`mosquitto's clients${reason === undefined ? '' : ` (${reason})`}`, () => {
  it('set, read and delete a key, and see its version and their correlation data', async () => {
    const set = await ask('*3\r\n$3\r\nSET\r\n$1\r\nm\r\n$5\r\nhello\r\n', { __ts: stamp() });
    expect(set).toMatch(/^\+OK\r\n\|42\|__ts:\d{15}:\d{5}:StateStore$/);
    const version = set.split('|')[2] ?? '';
    expect(await ask('*2\r\n$3\r\nGET\r\n$1\r\nm\r\n')).toBe(`$5\r\nhello\r\n|42|${version}`);
    expect(await ask('*3\r\n$4\r\nVDEL\r\n$1\r\nm\r\n$1\r\nx\r\n')).toBe('-1\r\n|42|');
    expect(await ask('*2\r\n$3\r\nDEL\r\n$1\r\nm\r\n')).toBe(`:1\r\n|42|${version}`);
    expect(await ask('*2\r\n$3\r\nGET\r\n$1\r\nm\r\n')).toBe('$-1\r\n|42|');
    expect(await ask('*3\r\n$3\r\nSET\r\n$1\r\nm\r\n$5\r\nhello\r\n')).toBe('-ERR missing timestamp\r\n|42|');
    expect(await ask('hello')).toBe('-ERR syntax error\r\n|42|');
  });

  it('are told of a key that an operator sets, while they are there', async () => {
    const topic = `clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/${hex('asker')}/command/notify/${hex('key')}`;
    const listener = spawn('mosquitto_sub', [
      ...place(),
      ...['-t', topic, '-t', 'answers', '-q', '1', '-F', '%t %x', '-W', '25'],
    ]);
    children.push(listener);
    const lines: string[] = [];
    listener.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString().trim().split('\n')));
    await run('mosquitto_pub', [...place(), '-t', 'answers', '-m', 'x', '-r', '-q', '1']);
    await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(1);

    // mosquitto_sub cannot ask. mosquitto_pub can, and stays connected until it asks for the second time.
    const asker = spawn('mosquitto_pub', [
      ...place(),
      ...['-i', 'asker', '-t', STATE_STORE, '-q', '1', '--repeat', '2', '--repeat-delay', '60'],
      ...['-m', '*2\r\n$9\r\nKEYNOTIFY\r\n$3\r\nkey\r\n'],
      ...['-D', 'publish', 'response-topic', 'answers', '-D', 'publish', 'correlation-data', '1'],
    ]);
    children.push(asker);
    await expect.poll(() => lines, { timeout: 10_000 }).toContain(`answers ${hex('+OK\r\n').toLowerCase()}`);
    const operate = (words: string): Promise<unknown> =>
      run('mosquitto_pub', [...place(), '-t', 'sensors/a', '-m', words, '-q', '1']);
    await operate('state:set:key:on');
    const told = '*4\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n$5\r\nVALUE\r\n$2\r\non\r\n';
    await expect.poll(() => lines.at(-1), { timeout: 10_000 }).toBe(`${topic} ${hex(told).toLowerCase()}`);

    const count = lines.length;
    const gone = new Promise((resolve) => asker.once('exit', resolve));
    asker.kill('SIGKILL');
    await gone;
    await operate('state:set:key:off');
    // Told in the order of what happens, so behind a notification if there were one.
    await run('mosquitto_pub', [...place(), '-t', 'answers', '-m', 'y', '-q', '1']);
    await expect
      .poll(() => lines.slice(count), { timeout: 10_000 })
      .toEqual([`answers ${hex('y').toLowerCase()}`]);
  });
});
