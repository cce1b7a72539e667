// An NDJSON export as a trace to search: one pass finds where the lines are, later reads parse the stretch they need.
// Lines that make no sense are reported and passed over. Knows nothing about searching.
import { closeSync, fstatSync, openSync } from 'node:fs';
import { AppError, describeError } from '../../base/errors.ts';
import type { HopRecord, TraceHeader } from '../../protocol/trace.ts';
import { withoutLargeExchanges } from './exchangeCodec.ts';
import { emptyRange, extendRange, type HopRange } from './frame.ts';
import { parseTraceLine } from './ndjsonParse.ts';
import { readBytes, readOpenBytes } from './traceSegment.ts';
import type { HopSketch, ReadOptions, TraceChunk, TraceStore } from './traceStore.ts';

const BLOCK_BYTES = 1024 * 1024;
const LINE_FEED = 10;
const MAX_PROBLEMS = 100;

/** Consecutive lines: bytes `[start, end)`. */
interface LinePlace {
  readonly range: HopRange;
  readonly start: number;
  end: number;
}

/** A trace in an NDJSON file. */
export class NdjsonFileStore implements TraceStore {
  readonly header: TraceHeader;
  readonly #path: string;
  readonly #problems: AppError[] = [];
  readonly #chunks: readonly TraceChunk[];

  /** Reads the whole file once. Throws TRACE_UNREADABLE when the first line is not a trace's header. */
  constructor(path: string) {
    this.#path = path;
    const places: LinePlace[] = [];
    let header: TraceHeader | undefined;
    let lastHop = 0;
    let number = 0;
    for (const line of readLines(path)) {
      number++;
      const parsed = parseTraceLine(line.bytes.toString('utf8'));
      if (!header) {
        if (parsed.type !== 'header')
          throw noHeader(path, parsed.type === 'invalid' ? parsed.reason : 'it is no header');
        header = parsed.header;
      } else if (parsed.type === 'hop' && parsed.hop.hop > lastHop) {
        lastHop = parsed.hop.hop;
        addToPlaces(places, line, parsed.hop);
      } else this.#reportLine(number, line.isWhole, parsed);
    }
    if (!header) throw noHeader(path, 'it is empty');
    this.header = header;
    const { nodes } = header;
    this.#chunks = places.map((place) => ({
      range: place.range,
      read: (wants, options) => this.#read(place, nodes, wants, options),
    }));
  }

  get problems(): readonly AppError[] {
    return this.#problems;
  }

  chunks(): readonly TraceChunk[] {
    return this.#chunks;
  }

  /** An export holds no counts. */
  counts(): undefined {
    return undefined;
  }

  /** An export does not tell what had been lost before. */
  gone(): number {
    return 0;
  }

  #read(
    place: LinePlace,
    nodes: readonly string[],
    wants: (hop: HopSketch) => boolean,
    options: ReadOptions,
  ): HopRecord[] {
    const records: HopRecord[] = [];
    let lastHop = 0;
    for (const text of this.#readText(place).split('\n')) {
      const line = text === '' ? undefined : parseTraceLine(text);
      // Lines that were passed over at first are passed over again.
      if (line?.type !== 'hop' || line.hop.hop <= lastHop || line.hop.hop < place.range.firstHop) continue;
      const { hop } = line;
      lastHop = hop.hop;
      if (!wants({ ...hop, node: nodes.indexOf(hop.node), extras: hop })) continue;
      records.push(withoutLargePayloads(hop, options.maxPayloadBytes));
      if (options.isFromEnd !== true && records.length >= options.limit) break;
    }
    return options.isFromEnd === true ? records.slice(-options.limit) : records;
  }

  #readText(place: LinePlace): string {
    try {
      return readBytes(this.#path, place.start, place.end).toString('utf8');
    } catch (error) {
      this.#report(`${this.#path}: cannot be read any more: ${describeError(error)}.`);
      return '';
    }
  }

  #reportLine(number: number, isWhole: boolean, parsed: ReturnType<typeof parseTraceLine>): void {
    const at = `${this.#path}: line ${String(number)}`;
    const before = `the ${String(number - 1)} lines before it can be read`;
    if (parsed.type === 'invalid' && !isWhole) this.#report(`${at} breaks off; ${before}.`);
    else if (parsed.type === 'invalid')
      this.#report(`${at} is left out: ${parsed.reason}; the other lines can be read.`);
    else if (parsed.type === 'hop')
      this.#report(`${at} is left out: its hop is not later than the one before.`);
    else if (parsed.type === 'header') this.#report(`${at} is a second header; a file holds one trace only.`);
  }

  #report(message: string): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(new AppError('TRACE_UNREADABLE', message));
  }
}

function addToPlaces(places: LinePlace[], line: Line, hop: HopRecord): void {
  let place = places.at(-1);
  if (!place || place.end - place.start > BLOCK_BYTES) {
    place = { range: emptyRange(), start: line.start, end: line.end };
    places.push(place);
  }
  place.end = line.end;
  extendRange(place.range, {
    firstHop: hop.hop,
    lastHop: hop.hop,
    minMessage: hop.message,
    maxMessage: hop.message,
    count: 1,
    hasParents: hop.parents !== undefined,
  });
}

function withoutLargePayloads(hop: HopRecord, maxPayloadBytes: number): HopRecord {
  const isLarge = [hop.input, hop.output].some(
    (message) => (message?.payload?.length ?? 0) > maxPayloadBytes,
  );
  const commandCalls = hop.commandCalls && withoutLargeExchanges(hop.commandCalls, maxPayloadBytes);
  if (!isLarge && commandCalls === hop.commandCalls) return hop;
  const strip = (message: HopRecord['input']): HopRecord['input'] => {
    if (!message?.payload || message.payload.length <= maxPayloadBytes) return message;
    const { topic, contentType, userProperties, timestamp, payloadSize } = message;
    return {
      topic,
      ...(contentType !== undefined && { contentType }),
      userProperties,
      timestamp,
      payloadSize,
    };
  };
  const input = strip(hop.input);
  const output = strip(hop.output);
  return {
    ...hop,
    ...(input && { input }),
    ...(output && { output }),
    ...(commandCalls && { commandCalls }),
  };
}

function noHeader(path: string, reason: string): AppError {
  const hint = 'The first line must be the header of an exported trace: {"type":"header",…}.';
  return new AppError('TRACE_UNREADABLE', `${path}: line 1 cannot be used: ${reason}. ${hint}`);
}

interface Line {
  readonly bytes: Buffer;
  /** Offsets in the file; `end` is behind the line feed. */
  readonly start: number;
  readonly end: number;
  /** False for a last line without a line feed. */
  readonly isWhole: boolean;
}

/** The lines of a file of any size, empty ones left out. Throws TRACE_UNREADABLE. */
function* readLines(path: string): Generator<Line, void> {
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    let parts: Buffer[] = [];
    let start = 0;
    for (let at = 0; at < size; at += BLOCK_BYTES) {
      const block = readOpenBytes(file, at, Math.min(size, at + BLOCK_BYTES));
      let from = 0;
      for (let index = block.indexOf(LINE_FEED); index >= 0; index = block.indexOf(LINE_FEED, from)) {
        const bytes = Buffer.concat([...parts, block.subarray(from, index)]);
        const end = at + index + 1;
        if (bytes.length > 0) yield { bytes, start, end, isWhole: true };
        parts = [];
        start = end;
        from = index + 1;
      }
      if (from < block.length) parts.push(block.subarray(from));
    }
    const rest = Buffer.concat(parts);
    if (rest.length > 0) yield { bytes: rest, start, end: size, isWhole: false };
  } finally {
    closeSync(file);
  }
}
