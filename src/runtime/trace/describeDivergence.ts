// Where a replay went another way, as lines of text. Knows nothing about how that is found.
import type { HopRecord } from '../../protocol/trace.ts';
import type { Divergence } from './compareTraces.ts';

/** One to three lines: which hop of which message at which operation, and what it was and is. */
export function describeDivergence({ recorded, replayed, parts }: Divergence): string[] {
  const hop = recorded ?? replayed;
  const place = `message ${String(hop?.message)} at "${hop?.node ?? ''}"`;
  if (!recorded) return [`${place} was not recorded; now hop ${describeHop(replayed)}`];
  if (!replayed) return [`hop ${describeHop(recorded)} did not come again`];
  return [
    `hop ${String(recorded.hop)}, ${place}: other ${parts.join(', ')}`,
    `recorded: ${describeHop(recorded)}`,
    `replayed: ${describeHop(replayed)}`,
  ];
}

const MAX_TEXT = 200;

/** One line; empty when there is no hop. */
export function describeHop(hop: HopRecord | undefined): string {
  if (!hop) return '';
  const { hop: number, message, node, verdict, arm, error, output, input } = hop;
  const shown = output ?? input;
  const payload = shown?.payload
    ? Buffer.from(shown.payload).toString().replace(/\s+/g, ' ').slice(0, MAX_TEXT)
    : '';
  const why = error ? ` ${error.message}` : '';
  return `${String(number)}  message ${String(message)}  ${node}  ${verdict}${arm ? ` ${arm}` : ''}${why}  ${shown?.topic ?? ''}  ${payload}`.trimEnd();
}
