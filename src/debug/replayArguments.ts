// Reads what a launch configuration says of a recording to replay. Knows nothing about recordings.
import { AppError } from '../base/errors.ts';
import type { ReplayRequest } from '../protocol/runProcess.ts';
import { readParts, readText, readWhole, refuse } from './attributeReaders.ts';

/** Errors: LAUNCH_INVALID. */
export function readReplay(value: unknown, name: string): ReplayRequest {
  if (typeof value === 'string') return { trace: value };
  const { trace, from, speed } = readParts(value, name, ['trace', 'from', 'speed']);
  if (trace === undefined) throw refuse(name, value, 'a trace file, or a map with "trace"');
  return {
    trace: readText(trace, 'replay.trace'),
    ...(from !== undefined && { from: readWhole(1)(from, 'replay.from') }),
    ...(speed !== undefined && { speed: readSpeed(speed, 'replay.speed') }),
  };
}

function readSpeed(value: unknown, name: string): number {
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
  throw refuse(name, value, 'a number above 0');
}

/** What a recording says itself; anything else would be another run. */
const fixedAttributes = [
  'testCase',
  'inputs',
  'sourceTopics',
  'sinkTopic',
  'clock',
  'seed',
  'lateItems',
] as const;

/** What a launch that replays may not have beside it. Errors: LAUNCH_INVALID. */
export function refuseBesideReplay(
  read: Readonly<Partial<Record<(typeof fixedAttributes)[number], unknown>>> & {
    readonly broker?: { readonly outside?: unknown };
    readonly trace?: { readonly level?: string };
  },
): void {
  const found: string[] = fixedAttributes.filter((name) => read[name] !== undefined);
  if (read.broker?.outside) found.push('broker.url');
  if (read.trace?.level !== undefined && read.trace.level !== 'payloads') found.push('trace.level');
  if (found.length === 0) return;
  const names = found.map((name) => `"${name}"`).join(', ');
  throw new AppError(
    'LAUNCH_INVALID',
    `A launch with "replay" takes messages, topics, clock and seed from the recording, and compares payloads. Remove ${names}, or "replay".`,
  );
}
