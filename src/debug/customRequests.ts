// Requests of our own, by which views reach the run of a session (`vscode.DebugSession.customRequest`). They are those of the run
// process; bytes travel as base64, because the protocol is JSON. Knows nothing about views.
import { AppError } from '../base/errors.ts';
import { type BytesAsText, customRequestNames, type LineValue } from '../protocol/debugViews.ts';
import type { LoadedRun } from '../protocol/runProcess.ts';
import type { RunConnection } from './runClient.ts';

export interface CustomRequestPorts {
  readonly run: () => LoadedRun;
  readonly inlineValues: () => Promise<readonly LineValue[]>;
  readonly ask: RunConnection['request'];
}

const withoutParameters: ReadonlySet<string> = new Set([
  'counts',
  'readClock',
  'readMetrics',
  'readFaults',
  'readComparison',
  'endCall',
  'clearTopics',
  'unwatchTopics',
]);

/** The name of the method behind `dataflowGraph/…`; undefined when there is none. */
export function findCustomRequest(command: string): (typeof customRequestNames)[number] | undefined {
  return customRequestNames.find((name) => command === `dataflowGraph/${name}`);
}

/** Errors: those of the run's methods, USAGE. */
export async function answerCustomRequest(
  name: (typeof customRequestNames)[number],
  args: unknown,
  { run, inlineValues, ask }: CustomRequestPorts,
): Promise<unknown> {
  if (name === 'runInfo') return run();
  if (name === 'inlineValues') return inlineValues();
  const takesNothing = withoutParameters.has(name);
  const params: unknown = takesNothing ? null : fromJson(args ?? {});
  if (params !== null && (typeof params !== 'object' || Array.isArray(params)))
    throw new AppError('USAGE', `The request ${name} takes a map of arguments.`);
  // What is wrong with it is told by the run, which checks what it is asked.
  return toJson(await ask(name, params as never));
}

/** `value` with every block of bytes as `{ base64 }`. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array)
    return {
      base64: Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64'),
    } satisfies BytesAsText;
  return mapMembers(value, toJson);
}

/** The reverse of {@link toJson}. */
export function fromJson(value: unknown): unknown {
  if (isBytes(value)) return new Uint8Array(Buffer.from(value.base64, 'base64'));
  return mapMembers(value, fromJson);
}

function mapMembers(value: unknown, map: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, map(member)]));
}

function isBytes(value: unknown): value is BytesAsText {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === 1 && 'base64' in value && typeof value.base64 === 'string';
}
