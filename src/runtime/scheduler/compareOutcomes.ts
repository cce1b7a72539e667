// What an operator and its shadow made of the same call: the parts that differ. Knows nothing about how they were called.
import { compareClocks, formatClock, type HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import { escapeControls, shortenBoth } from '../../base/shownTexts.ts';
import { showBytes } from '../../base/shownBytes.ts';
import type { OutcomePart } from '../../protocol/comparison.ts';
import type { TakenNotes } from '../component/callNotes.ts';
import type { OperatorKind } from '../component/operator.ts';
import { FlowMessage } from '../message/flowMessage.ts';
import { CallFailure, type CallResult } from './operatorHost.ts';

/** One side: what came of the call, and what it did meanwhile. */
export interface Outcome {
  readonly result: CallResult | CallFailure;
  readonly notes: Pick<TakenNotes, 'stateCalls' | 'commandCalls'>;
}

const MAX_SHOWN = 160;
/** Of a payload, before it is cut to where it differs. */
const MAX_READ_BYTES = 256 * 1024;

type Part = readonly [name: string, inPlace: string, shadow: string];

/** Empty when both did the same. Texts of failures count, frames and logs do not. */
export function compareOutcomes(kind: OperatorKind, inPlace: Outcome, shadow: Outcome): OutcomePart[] {
  const parts: Part[] = [
    ...compareResults(kind, inPlace.result, shadow.result),
    ['state writes', showWrites(inPlace), showWrites(shadow)],
    ['commands', showCommands(inPlace), showCommands(shadow)],
  ];
  return parts.flatMap(([part, was, is]) => {
    if (was === is) return [];
    const [left, right] = shortenBoth(was, is, MAX_SHOWN);
    return [{ part, inPlace: escapeControls(left), shadow: escapeControls(right) }];
  });
}

function compareResults(kind: OperatorKind, was: Outcome['result'], is: Outcome['result']): Part[] {
  if (was instanceof CallFailure || is instanceof CallFailure) {
    const areBoth = was instanceof CallFailure && is instanceof CallFailure;
    return [[areBoth ? 'error' : 'verdict', showResult(kind, was), showResult(kind, is)]];
  }
  if (was instanceof FlowMessage && is instanceof FlowMessage) return compareMessages(was, is);
  return [[partOf(kind), showResult(kind, was), showResult(kind, is)]];
}

function partOf(kind: OperatorKind): string {
  return kind === 'branch' ? 'arm' : kind === 'delay' ? 'new time' : 'verdict';
}

function compareMessages(was: FlowMessage, is: FlowMessage): Part[] {
  const parts: Part[] = [
    ['output kind', was.kind, is.kind],
    ['output topic', was.topic, is.topic],
    ['output content type', was.contentType ?? '', is.contentType ?? ''],
    ['output properties', JSON.stringify(was.userProperties), JSON.stringify(is.userProperties)],
    ['output schema', JSON.stringify(was.schema ?? null), JSON.stringify(is.schema ?? null)],
    ['output image', JSON.stringify(was.image ?? null), JSON.stringify(is.image ?? null)],
  ];
  if (compareClocks(was.timestamp, is.timestamp) !== 0)
    parts.push(['output timestamp', formatClock(was.timestamp), formatClock(is.timestamp)]);
  const [before, now] = [was.payload.bytes, is.payload.bytes];
  if (Buffer.compare(before, now) !== 0) parts.push(['output payload', ...showPayloads(before, now)]);
  return parts;
}

// Around the first byte that differs, so that a difference deep inside of much is shown too.
function showPayloads(was: Uint8Array, is: Uint8Array): [string, string] {
  let first = 0;
  while (first < Math.min(was.length, is.length) && was[first] === is[first]) first += 1;
  const from =
    Math.max(was.length, is.length) <= MAX_READ_BYTES ? 0 : Math.max(0, first - MAX_READ_BYTES / 4);
  const show = (bytes: Uint8Array): string =>
    showBytes(bytes.subarray(from, from + MAX_READ_BYTES), MAX_READ_BYTES);
  const [left, right] = [show(was), show(is)];
  return left === right ? [`${String(was.length)} bytes`, `${String(is.length)} bytes`] : [left, right];
}

function showResult(kind: OperatorKind, result: Outcome['result']): string {
  if (result instanceof CallFailure) return `error: ${result.failure.message}`;
  if (result instanceof FlowMessage) return `passed: ${showBytes(result.payload.bytes, MAX_READ_BYTES)}`;
  if (typeof result !== 'boolean') return formatClock(result satisfies HybridLogicalClock);
  if (kind === 'filter') return result ? 'passed' : 'dropped';
  return result ? 'True' : 'False';
}

function showWrites({ notes }: Outcome): string {
  const writes = notes.stateCalls?.filter(({ method }) => method !== 'get') ?? [];
  return writes.map(({ method, key, result }) => `${method} ${key}: ${result}`).join('; ');
}

function showCommands({ notes }: Outcome): string {
  return (notes.commandCalls ?? [])
    .map(({ command, topic, result }) => `${command} on ${topic}: ${result}`)
    .join('; ');
}
