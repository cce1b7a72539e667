// What came of a message at a node, as variables. Knows nothing about where the hop was recorded.
import { describeChange } from '../base/describeChange.ts';
import type { HopRecord } from '../protocol/trace.ts';
import { type Container, holdValues, readOnly, type ShownValue } from './shownValue.ts';
import { messageMembers } from './messageVariables.ts';

/** `isNamed`: expressions are about this very hop. */
export function hopMembers(hop: HopRecord, isNamed: boolean): Container {
  const { verdict, reason, arm, durationUs, output, input, newTime, error } = hop;
  const name = (text: string): { evaluateName?: string } => (isNamed ? { evaluateName: text } : {});
  const sent = output ?? input;
  const hasLeft = verdict === 'passed' || verdict === 'emitted';
  const values: (ShownValue | undefined)[] = [
    { name: 'verdict', value: verdict, type: 'string', ...name('verdict'), hint: readOnly },
    plain('reason', reason, name('reason')),
    plain('arm', arm, name('arm')),
    {
      name: 'output',
      value: describeOutput(hop),
      ...(sent && hasLeft && { members: messageMembers(sent, { prefix: isNamed ? 'output.' : undefined }) }),
      hint: readOnly,
    },
    plain('newTime', newTime, {}),
    { name: 'duration', value: formatDuration(durationUs), ...name('durationUs'), hint: readOnly },
    error && {
      name: 'error',
      value: error.message,
      type: error.code,
      ...name('error'),
      members: holdValues(describeError(error)),
      hint: readOnly,
    },
    list('logs', hop.logs, ({ level, context, message }) => [
      level,
      context === '' ? message : `[${context}] ${message}`,
    ]),
    list('metrics', hop.metrics, ({ name: metric, kind, value, labels, error: refusal }) => [
      metric,
      `${kind} ${String(value)}${labels.map(([key, label]) => ` ${key}=${label}`).join('')}${refusal === undefined ? '' : `, refused: ${refusal}`}`,
    ]),
    list('stateCalls', hop.stateCalls, ({ method, key, result }) => [`${method} ${key}`, result]),
    list('commandCalls', hop.commandCalls, ({ command, topic, result }) => [`${command} ${topic}`, result]),
    list('schemaCalls', hop.schemaCalls, ({ id, version, result }) => [`${id} ${version}`.trim(), result]),
    list('changes', hop.changes, (change) => {
      const { what, now } = describeChange(change);
      return [what, now];
    }),
  ];
  return holdValues(values.filter((value) => value !== undefined));
}

/** `850 µs`, `1.25 ms`, `3.2 s`. */
export function formatDuration(us: number): string {
  if (us < 1000) return `${us.toFixed(0)} µs`;
  return us < 1_000_000 ? `${(us / 1000).toFixed(2)} ms` : `${(us / 1_000_000).toFixed(2)} s`;
}

function describeOutput({ verdict, output, arm }: HopRecord): string {
  if (verdict !== 'passed' && verdict !== 'emitted') return 'none';
  const changed = output ? 'changed' : 'as it came in';
  return arm ? `${changed}, by arm "${arm}"` : changed;
}

function describeError({ code, message, stack }: NonNullable<HopRecord['error']>): ShownValue[] {
  const frames = stack === undefined ? [] : stack.split('\n');
  return [
    { name: 'code', value: code, hint: readOnly },
    { name: 'message', value: message, hint: readOnly },
    ...frames.map((frame, index) => ({
      name: `frame ${String(index)}`,
      value: frame.trim(),
      hint: readOnly,
    })),
  ];
}

function plain(
  name: string,
  value: string | undefined,
  more: { evaluateName?: string },
): ShownValue | undefined {
  return value === undefined ? undefined : { name, value, type: 'string', ...more, hint: readOnly };
}

function list<T>(
  name: string,
  items: readonly T[] | undefined,
  describe: (item: T) => readonly [name: string, value: string],
): ShownValue | undefined {
  if (!items || items.length === 0) return undefined;
  const values = items.map((item, index) => {
    const [label, value] = describe(item);
    return { name: `${String(index)} ${label}`, value, hint: readOnly };
  });
  return { name, value: String(items.length), members: holdValues(values), hint: readOnly };
}
