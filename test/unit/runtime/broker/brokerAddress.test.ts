// Addresses of outside brokers and advice for failures.
import { describe, expect, it } from 'vitest';
import { describeConnectFailure, parseBrokerUrl } from '../../../../src/runtime/broker/brokerAddress.ts';

describe('parseBrokerUrl', () => {
  it.each([
    ['mqtt://broker', { url: 'mqtt://broker:1883', host: 'broker', port: 1883, isTls: false }],
    ['mqtts://broker', { url: 'mqtts://broker:8883', host: 'broker', port: 8883, isTls: true }],
    ['ssl://broker:1', { url: 'mqtts://broker:1', host: 'broker', port: 1, isTls: true }],
    ['mqtt://[::1]:5', { url: 'mqtt://[::1]:5', host: '::1', port: 5, isTls: false }],
    [
      'mqtt://u%40x:p%3A@broker',
      {
        url: 'mqtt://broker:1883',
        host: 'broker',
        port: 1883,
        isTls: false,
        username: 'u@x',
        password: 'p:',
      },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseBrokerUrl(text)).toEqual(expected);
  });

  it.each(['broker:1883', 'http://broker', 'ws://broker', '', 'mqtt://'])('refuses %j', (text) => {
    expect(() => parseBrokerUrl(text)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });

  it('does not repeat a password', () => {
    expect(() => parseBrokerUrl('http://user:secret@broker')).toThrow(/^(?!.*secret)/s);
  });
});

it.each([
  [134, 'BROKER_REFUSED', 'password'],
  [132, 'BROKER_REFUSED', 'MQTT 5'],
  [undefined, 'BROKER_UNREACHABLE', 'host and port'],
  ['ENOTFOUND', 'BROKER_UNREACHABLE', 'host name'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'BROKER_UNREACHABLE', 'certificate'],
  ['EPROTO', 'BROKER_UNREACHABLE', 'mqtt://'],
])('tells for %s what to check', (code, expected, advice) => {
  const error = describeConnectFailure(parseBrokerUrl('mqtts://b'), Object.assign(new Error('x'), { code }));
  expect([error.code, error.message]).toEqual([expected, expect.stringContaining(advice)]);
});
