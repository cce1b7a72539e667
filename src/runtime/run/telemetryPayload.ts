// Reads what an OpenTelemetry destination takes: JSON with `metrics`, `logs` or both. Source: Azure IoT Operations, OpenTelemetry data
// flow endpoints, data format requirements. Knows nothing about where it goes.
import { describeError } from '../../base/errors.ts';
import {
  type PayloadLog,
  payloadLogLevels,
  type PayloadMetric,
  payloadMetricTypes,
  type TelemetryPayload,
} from '../../protocol/telemetry.ts';

const NS_PER_MS = 1_000_000;

/** A refused part of a payload; the message names it. */
class Refusal extends Error {}

/** The payload, or a phrase that says why a cluster would drop it. */
export function readTelemetryPayload(bytes: Uint8Array): TelemetryPayload | string {
  try {
    const whole = asMap(parse(bytes), 'the payload');
    if (whole['metrics'] === undefined && whole['logs'] === undefined)
      return 'the payload has neither "metrics" nor "logs"';
    return {
      metrics: asList(whole['metrics'], 'metrics').map(readMetric),
      logs: asList(whole['logs'], 'logs').map(readLog),
    };
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw new Refusal(`the payload is not JSON: ${describeError(error)}`);
  }
}

function readMetric(value: unknown, index: number): PayloadMetric {
  const at = `metrics[${String(index)}]`;
  const metric = asMap(value, at);
  const type = oneOf(payloadMetricTypes, metric['type'], `${at}.type`);
  const description = metric['description'];
  if (description !== undefined) asText(description, `${at}.description`);
  readTimeMs(metric['timestamp'], `${at}.timestamp`);
  return {
    name: asText(metric['name'], `${at}.name`),
    type,
    value: readNumber(metric['value'], type, `${at}.value`),
    ...(typeof description === 'string' && { description }),
    attributes: readAttributes(metric['attributes'], `${at}.attributes`),
  };
}

function readLog(value: unknown, index: number): PayloadLog {
  const at = `logs[${String(index)}]`;
  const log = asMap(value, at);
  const timeMs = readTimeMs(log['timestamp'], `${at}.timestamp`);
  return {
    value: asText(log['value'], `${at}.value`),
    level: oneOf(payloadLogLevels, log['level'], `${at}.level`),
    ...(timeMs !== undefined && { timeMs }),
    attributes: readAttributes(log['attributes'], `${at}.attributes`),
  };
}

function readNumber(value: unknown, type: PayloadMetric['type'], at: string): number {
  if (typeof value !== 'number') throw new Refusal(`${at} is not a number`);
  if (!type.startsWith('f64') && !Number.isInteger(value))
    throw new Refusal(`${at} is not a whole number, as ${type} needs`);
  const isNegative = value < 0 && (type.startsWith('u64') || type === 'f64_counter');
  if (isNegative) throw new Refusal(`${at} is negative, which ${type} cannot be`);
  return value;
}

function readTimeMs(value: unknown, at: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value / NS_PER_MS;
  throw new Refusal(`${at} is not a number of nanoseconds since 1970`);
}

function readAttributes(value: unknown, at: string): Record<string, string> {
  const pairs = asList(value, at).map((each, index): [string, string] => {
    const place = `${at}[${String(index)}]`;
    const pair = asMap(each, place);
    return [asText(pair['key'], `${place}.key`), asText(pair['value'], `${place}.value`)];
  });
  return Object.fromEntries(pairs);
}

function asMap(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Refusal(`${at} is not an object`);
}

function asList(value: unknown, at: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new Refusal(`${at} is not a list`);
}

function asText(value: unknown, at: string): string {
  if (typeof value === 'string') return value;
  throw new Refusal(`${at} is not a text`);
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, at: string): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  const given = value === undefined ? 'missing' : JSON.stringify(value);
  throw new Refusal(`${at} is ${given}; possible are ${allowed.join(', ')}`);
}
