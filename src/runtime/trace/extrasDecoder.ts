// Reads the parts that only some hops have, in the order extrasEncoder.ts writes them. Knows nothing about chunks.
import { logLevels } from '../../base/logger.ts';
import type { UserProperty } from '../../protocol/message.ts';
import type {
  TracedCommandCall,
  TracedError,
  TracedLog,
  TracedMetric,
  TracedSchemaCall,
  TracedStateCall,
} from '../../protocol/trace.ts';
import { type ByteReader, TornBytes } from './byteReader.ts';
import type { ClockReader } from './clockCodec.ts';
import { stateMethods } from './extrasEncoder.ts';
import type { StringReader } from './stringTable.ts';

/** What reading needs from the decoder. */
export interface ExtrasReader {
  readonly names: StringReader;
  readonly values: StringReader;
  readonly clocks: ClockReader;
}

export function readParents(reader: ByteReader): number[] {
  const parents: number[] = [];
  let last = 0;
  for (let left = reader.count(); left > 0; left--) {
    last += reader.signed();
    parents.push(last);
  }
  return parents;
}

/** Reads a count and as many items. */
export function readList<T>(
  from: ExtrasReader,
  reader: ByteReader,
  read: (from: ExtrasReader, reader: ByteReader) => T,
): T[] {
  const items: T[] = [];
  for (let left = reader.count(); left > 0; left--) items.push(read(from, reader));
  return items;
}

export function readProperty(from: ExtrasReader, reader: ByteReader): UserProperty {
  return [from.names.read(reader), from.values.read(reader)];
}

export function readLog(from: ExtrasReader, reader: ByteReader): TracedLog {
  return {
    level: itemAt(logLevels, reader.byte()),
    context: from.names.read(reader),
    message: reader.text(),
  };
}

export function readMetric(from: ExtrasReader, reader: ByteReader): TracedMetric {
  const flags = reader.byte();
  const metric: TracedMetric = {
    kind: (flags & 1) !== 0 ? 'histogram' : 'counter',
    name: from.names.read(reader),
    value: reader.double(),
    labels: readList(from, reader, readProperty),
  };
  return (flags & 2) !== 0 ? { ...metric, error: from.names.read(reader) } : metric;
}

export function readStateCall(from: ExtrasReader, reader: ByteReader): TracedStateCall {
  const method = itemAt(stateMethods, reader.byte());
  return { method, key: from.values.read(reader), result: from.values.read(reader) };
}

export function readCommandCall(from: ExtrasReader, reader: ByteReader): TracedCommandCall {
  return {
    command: from.names.read(reader),
    topic: from.names.read(reader),
    result: from.values.read(reader),
  };
}

export function readSchemaCall(from: ExtrasReader, reader: ByteReader): TracedSchemaCall {
  return {
    id: from.names.read(reader),
    version: from.names.read(reader),
    result: from.values.read(reader),
  };
}

export function readError(from: ExtrasReader, reader: ByteReader): TracedError {
  const error: TracedError = { code: from.names.read(reader), message: from.names.read(reader) };
  return reader.byte() === 0 ? error : { ...error, stack: from.names.read(reader) };
}

function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new TornBytes('a value outside its list');
  return item;
}
