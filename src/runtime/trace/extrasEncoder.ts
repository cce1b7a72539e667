// The parts that only some hops have: reason, parents, new time, log lines, metrics, state-store calls, error.
// Order as in the bits of traceFormat.ts. Knows nothing about chunks.
import type {
  TracedCommandCall,
  TracedError,
  TracedLog,
  TracedMetric,
  TracedSchemaCall,
  TracedStateCall,
} from '../../protocol/trace.ts';
import { logLevels } from '../../base/logger.ts';
import { maxNumberBytes, writeDouble, writeSigned, writeVarint } from './byteWriter.ts';
import type { ClockWriter } from './clockCodec.ts';
import type { Hop } from './hop.ts';
import { ensureRoom, type StringWriter, writeText } from './stringTable.ts';

/** What writing needs from the encoder. */
export interface ExtrasWriter {
  readonly names: StringWriter;
  readonly values: StringWriter;
  readonly clocks: ClockWriter;
}

/** State-store methods by their number in the bytes. */
export const stateMethods: readonly TracedStateCall['method'][] = ['get', 'set', 'del', 'vdel'];

/** Writes what `hop` has of the optional parts. Throws ChunkFull. */
export function writeExtras(to: ExtrasWriter, bytes: Buffer, at: number, hop: Hop): number {
  let pos = at;
  if (hop.reason !== undefined) pos = to.names.write(bytes, pos, hop.reason);
  if (hop.parents !== undefined) pos = writeParents(bytes, pos, hop.parents);
  if (hop.newTime !== undefined) pos = to.clocks.write(bytes, pos, hop.newTime);
  if (hop.logs !== undefined) pos = writeList(to, bytes, pos, hop.logs, writeLog);
  if (hop.metrics !== undefined) pos = writeList(to, bytes, pos, hop.metrics, writeMetric);
  if (hop.stateCalls !== undefined) pos = writeList(to, bytes, pos, hop.stateCalls, writeStateCall);
  if (hop.error !== undefined) pos = writeError(to, bytes, pos, hop.error);
  return pos;
}

/** Distances between neighbours, because parents mostly come in order of arrival. */
function writeParents(bytes: Buffer, at: number, parents: readonly number[]): number {
  ensureRoom(bytes, at, (parents.length + 1) * maxNumberBytes);
  let pos = writeVarint(bytes, at, parents.length);
  let last = 0;
  for (const parent of parents) {
    pos = writeSigned(bytes, pos, parent - last);
    last = parent;
  }
  return pos;
}

function writeList<T>(
  to: ExtrasWriter,
  bytes: Buffer,
  at: number,
  items: readonly T[],
  write: (to: ExtrasWriter, bytes: Buffer, at: number, item: T) => number,
): number {
  ensureRoom(bytes, at, maxNumberBytes);
  let pos = writeVarint(bytes, at, items.length);
  for (const item of items) pos = write(to, bytes, pos, item);
  return pos;
}

function writeLog(to: ExtrasWriter, bytes: Buffer, at: number, log: TracedLog): number {
  bytes[at] = logLevels.indexOf(log.level);
  return writeText(bytes, to.names.write(bytes, at + 1, log.context), log.message);
}

function writeMetric(to: ExtrasWriter, bytes: Buffer, at: number, metric: TracedMetric): number {
  bytes[at] = (metric.kind === 'histogram' ? 1 : 0) | (metric.error === undefined ? 0 : 2);
  let pos = writeDouble(bytes, to.names.write(bytes, at + 1, metric.name), metric.value);
  pos = writeVarint(bytes, pos, metric.labels.length);
  for (const [key, value] of metric.labels)
    pos = to.values.write(bytes, to.names.write(bytes, pos, key), value);
  return metric.error === undefined ? pos : to.names.write(bytes, pos, metric.error);
}

function writeStateCall(to: ExtrasWriter, bytes: Buffer, at: number, call: TracedStateCall): number {
  bytes[at] = stateMethods.indexOf(call.method);
  return to.values.write(bytes, to.values.write(bytes, at + 1, call.key), call.result);
}

/** Writes the commands of a hop that called some. Throws ChunkFull. */
export function writeCommandCalls(
  to: ExtrasWriter,
  bytes: Buffer,
  at: number,
  calls: readonly TracedCommandCall[],
): number {
  return writeList(to, bytes, at, calls, writeCommandCall);
}

function writeCommandCall(to: ExtrasWriter, bytes: Buffer, at: number, call: TracedCommandCall): number {
  const pos = to.names.write(bytes, to.names.write(bytes, at, call.command), call.topic);
  return to.values.write(bytes, pos, call.result);
}

/** Writes what a hop read from the schema registry. Throws ChunkFull. */
export function writeSchemaCalls(
  to: ExtrasWriter,
  bytes: Buffer,
  at: number,
  calls: readonly TracedSchemaCall[],
): number {
  return writeList(to, bytes, at, calls, writeSchemaCall);
}

function writeSchemaCall(to: ExtrasWriter, bytes: Buffer, at: number, call: TracedSchemaCall): number {
  const pos = to.names.write(bytes, to.names.write(bytes, at, call.id), call.version);
  return to.values.write(bytes, pos, call.result);
}

function writeError(to: ExtrasWriter, bytes: Buffer, at: number, error: TracedError): number {
  let pos = to.names.write(bytes, to.names.write(bytes, at, error.code), error.message);
  bytes[pos++] = error.stack === undefined ? 0 : 1;
  if (error.stack !== undefined) pos = to.names.write(bytes, pos, error.stack);
  return pos;
}
