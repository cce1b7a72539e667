// What an OpenTelemetry destination takes and what it drops, by the rules of its page.
import { describe, expect, it } from 'vitest';
import { readTelemetryPayload } from '../../../../src/runtime/run/telemetryPayload.ts';

function read(value: unknown): ReturnType<typeof readTelemetryPayload> {
  return readTelemetryPayload(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
}

const metric = { name: 'temperature', type: 'f64_gauge', value: 72.5 };
const log = { value: 'ready', level: 'info' };

describe('a payload', () => {
  it('brings metrics and logs with what they may have', () => {
    const attributes = [{ key: 'factory', value: 'a' }];
    const timestamp = 1_754_851_200_000_000_000;
    expect(
      read({
        metrics: [{ ...metric, description: 'of the hall', timestamp, attributes }, metric],
        logs: [{ ...log, timestamp, attributes }, log],
      }),
    ).toEqual({
      metrics: [
        { ...metric, description: 'of the hall', attributes: { factory: 'a' } },
        { ...metric, attributes: {} },
      ],
      logs: [
        { ...log, timeMs: 1_754_851_200_000, attributes: { factory: 'a' } },
        { ...log, attributes: {} },
      ],
    });
  });

  it.each([
    ['{', 'the payload is not JSON: '],
    ['[]', 'the payload is not an object'],
    [{}, 'the payload has neither "metrics" nor "logs"'],
    [{ metrics: {} }, 'metrics is not a list'],
    [{ metrics: [metric, 1] }, 'metrics[1] is not an object'],
    [{ metrics: [{ ...metric, name: undefined }] }, 'metrics[0].name is not a text'],
    [{ metrics: [{ ...metric, type: undefined }] }, 'metrics[0].type is missing; possible are u64_counter, '],
    [{ metrics: [{ ...metric, type: 'gauge' }] }, 'metrics[0].type is "gauge"; possible are u64_counter, '],
    [{ metrics: [{ ...metric, value: '1' }] }, 'metrics[0].value is not a number'],
    [{ metrics: [{ ...metric, type: 'i64_gauge' }] }, 'not a whole number, as i64_gauge needs'],
    [{ metrics: [{ ...metric, type: 'u64_gauge', value: -1 }] }, 'negative, which u64_gauge cannot be'],
    [{ metrics: [{ ...metric, type: 'f64_counter', value: -1 }] }, 'negative, which f64_counter cannot be'],
    [{ metrics: [{ ...metric, description: 1 }] }, 'metrics[0].description is not a text'],
    [{ metrics: [{ ...metric, timestamp: '1' }] }, 'metrics[0].timestamp is not a number of nanoseconds'],
    [{ metrics: [{ ...metric, attributes: [{ key: 'a', value: 1 }] }] }, 'attributes[0].value is not a text'],
    [{ logs: [{ ...log, value: undefined }] }, 'logs[0].value is not a text'],
    [{ logs: [{ ...log, level: 'notice' }] }, 'logs[0].level is "notice"; possible are trace, debug, '],
    [{ logs: [{ ...log, timestamp: 1.5 }] }, 'logs[0].timestamp is not a number of nanoseconds'],
  ])('is dropped: %j', (payload, reason) => {
    expect(read(payload)).toContain(reason);
  });
});
