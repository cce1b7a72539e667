// What was changed from outside a run, as traces hold it: as JSON in every form of them, since hardly any hop has it. Knows nothing about
// who changed it.
import { readShownBytes } from '../../base/shownBytes.ts';
import { type Fault, readFault } from '../../graph/faults.ts';
import type { ChangedEntry, RunChange } from '../../protocol/trace.ts';
import { type ByteReader, TornBytes } from './byteReader.ts';
import { FieldError, list, number, object, oneOf, optional, string } from './jsonFields.ts';
import { writeText } from './stringTable.ts';

/** Throws ChunkFull. */
export function writeChanges(bytes: Buffer, at: number, changes: readonly RunChange[]): number {
  return writeText(bytes, at, JSON.stringify(changes));
}

/** What {@link writeChanges} wrote. Throws TornBytes. */
export function readChanges(reader: ByteReader): RunChange[] {
  const text = reader.text();
  try {
    return list(JSON.parse(text), 'changes', parseChange);
  } catch (cause) {
    throw new TornBytes(`changes that are none: ${String(cause)}`);
  }
}

/** Throws FieldError. */
export function parseChange(value: unknown): RunChange {
  const json = object(value, 'changes');
  const kind = oneOf(['state', 'faults'] as const, json.kind, 'changes.kind');
  if (kind === 'faults') return { kind, faults: list(json.faults, 'changes.faults', parseFault) };
  return { kind, key: parseBytes(json.key, 'changes.key'), ...optional('entry', json, parseEntry) };
}

function parseFault(value: unknown): Fault {
  const read = readFault(value);
  if ('fault' in read) return read.fault;
  throw new FieldError(`"changes.faults": ${read.flaw.message}`);
}

function parseEntry(value: unknown): ChangedEntry {
  const json = object(value, 'changes.entry');
  return {
    value: parseBytes(json.value, 'entry.value'),
    version: string(json.version, 'entry.version'),
    ...optional('expiresAtMs', json, number),
    ...optional('fencingToken', json, string),
  };
}

function parseBytes(value: unknown, name: string): string {
  const text = string(value, name);
  if (readShownBytes(text)) return text;
  throw new FieldError(`"${name}" is neither text nor pairs of hexadecimal digits`);
}
