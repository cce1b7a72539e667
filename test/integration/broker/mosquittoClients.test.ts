// The embedded broker with mosquitto's command line clients, as people use them by hand.
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import type { BusMessage } from '../../../src/protocol/message.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import { messageOf, textOf, until } from '../../unit/runtime/broker/busMessages.ts';
import { missing, run } from './mosquittoBroker.ts';

const reason = missing('mosquitto_pub', 'mosquitto_sub');
let broker: EmbeddedBroker;
let port: string;

beforeEach(async () => {
  broker = await startEmbeddedBroker({ listen: { port: 0 }, logger: silentLogger });
  port = new URL(broker.url ?? '').port;
});

afterEach(() => broker.close());

describe.skipIf(reason)(`mosquitto's clients${reason === undefined ? '' : ` (${reason})`}`, () => {
  it.each(['0', '1', '2'])('publish with properties at QoS %s', async (qos) => {
    const received: BusMessage[] = [];
    await broker.subscribe(['thermostats/#'], (message) => void received.push(message));
    const properties = [
      'user-property',
      'k',
      '1',
      '-D',
      'publish',
      'user-property',
      'k',
      '2',
      '-D',
      'publish',
      'content-type',
      'application/json',
    ];
    const message = [
      '-t',
      'thermostats/temperature',
      '-m',
      '{"v":72}',
      '-q',
      qos,
      '-D',
      'publish',
      ...properties,
    ];
    await run('mosquitto_pub', ['-V', 'mqttv5', '-h', '127.0.0.1', '-p', port, ...message]);
    await until(() => received.length === 1);
    expect(received.map(textOf)).toEqual(['{"v":72}']);
    expect(received[0]).toMatchObject({
      contentType: 'application/json',
      userProperties: [
        ['k', '1'],
        ['k', '2'],
      ],
      qos: Number(qos),
    });
  });

  it.each(['mqttv5', 'mqttv311'])(
    'receive a burst completely (%s)',
    async (version) => {
      const count = 1000;
      const child = spawn('mosquitto_sub', [
        '-V',
        version,
        '-h',
        '127.0.0.1',
        '-p',
        port,
        '-t',
        'out/#',
        '-q',
        '1',
        '-C',
        String(count),
        '-W',
        '20',
      ]);
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const exit = new Promise((resolve) => child.once('exit', resolve));
      // Retained, so that it does not matter when the subscription is there.
      await broker.publish(messageOf('out/0', '0', { retain: true }));
      await until(() => output.length > 0, 15_000);
      for (let index = 1; index < count; index += 1) await broker.publish(messageOf('out/x', String(index)));
      expect(await exit).toBe(0);
      expect(output.trim().split('\n').map(Number)).toEqual(
        Array.from({ length: count }, (_, index) => index),
      );
    },
    30_000,
  );

  it('receive a delayed will as valid MQTT 5', async () => {
    const child = spawn('mosquitto_sub', [
      '-V',
      'mqttv5',
      '-h',
      '127.0.0.1',
      '-p',
      port,
      '-t',
      'gone',
      '-t',
      'ready',
      '-q',
      '1',
      '-C',
      '2',
      '-W',
      '10',
      '-F',
      '%t %p',
    ]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exit = new Promise((resolve) => child.once('exit', resolve));
    await broker.publish(messageOf('ready', 'r', { retain: true }));
    await until(() => output.includes('ready'));
    const will = ['--will-topic', 'gone', '--will-payload', 'w', '-D', 'will', 'will-delay-interval', '1'];
    const dying = spawn('mosquitto_sub', [
      '-V',
      'mqttv5',
      '-h',
      '127.0.0.1',
      '-p',
      port,
      '-c',
      '-i',
      'dying',
      '-t',
      'ready',
      '-C',
      '2',
      ...will,
    ]);
    await new Promise((resolve) => dying.stdout.once('data', resolve));
    dying.kill('SIGKILL');
    expect([await exit, output.trim().split('\n')]).toEqual([0, ['ready r', 'gone w']]);
  }, 20_000);
});
