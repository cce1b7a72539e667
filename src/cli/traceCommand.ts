// `dataflow-graph trace`: looks through a recorded run. Knows nothing about how traces are stored.
import { describeChange } from '../base/describeChange.ts';
import { AppError } from '../base/errors.ts';
import type { HopRecord, TracedMessage, Verdict } from '../protocol/trace.ts';
import { exportNdjson } from '../runtime/trace/ndjson.ts';
import { readTraceFile } from '../runtime/trace/readTraceFile.ts';
import type { TraceReader } from '../runtime/trace/traceReader.ts';
import { exitCodes } from './exitCodes.ts';
import type { Paint, Terminal } from './terminal.ts';

export interface TraceFlags {
  readonly node?: string;
  readonly message?: number;
  readonly verdict?: Verdict;
  readonly topic?: string;
  readonly text?: string;
  readonly limit: number;
  readonly output: 'table' | 'ndjson';
}

/** Errors: TRACE_UNREADABLE, USAGE. */
export function showTrace(path: string, flags: TraceFlags, terminal: Terminal): number {
  const reader = readTraceFile(path);
  if (flags.node !== undefined && !reader.header.nodes.includes(flags.node))
    throw new AppError(
      'USAGE',
      `There is no node "${flags.node}" in this trace. Nodes are ${reader.header.nodes.join(', ')}.`,
    );
  const query = {
    ...(flags.node !== undefined && { nodes: [flags.node] }),
    ...(flags.verdict !== undefined && { verdicts: [flags.verdict] }),
    ...(flags.topic !== undefined && { topic: flags.topic }),
    ...(flags.text !== undefined && { text: flags.text }),
  };
  if (flags.output === 'ndjson') {
    const messages = flags.message === undefined ? {} : { messages: [flags.message] };
    for (const line of exportNdjson(reader, { ...query, ...messages })) terminal.print(line.trimEnd());
  } else if (flags.message !== undefined) tellHops(reader.readLineage(flags.message).hops, terminal);
  else tellPages(reader, query, flags.limit, terminal);
  // Damage shows while reading; what could be read has been printed.
  for (const { message, code } of reader.problems) terminal.log('warn', `${message} [${code}]`);
  return exitCodes.ok;
}

function tellPages(
  reader: TraceReader,
  query: Parameters<TraceReader['readPage']>[0],
  limit: number,
  terminal: Terminal,
): void {
  let left = limit;
  let cursor: number | undefined;
  do {
    const page = reader.readPage(query, { limit: left, ...(cursor !== undefined && { cursor }) });
    tellHops(page.hops, terminal);
    left -= page.hops.length;
    cursor = page.next;
  } while (cursor !== undefined && left > 0);
  if (cursor !== undefined) terminal.tell(`more hops follow; --limit shows more than ${String(limit)}`);
  const gone = reader.gone();
  if (gone > 0) terminal.tell(`${String(gone)} older hops are no longer in the trace`);
}

function tellHops(hops: readonly HopRecord[], terminal: Terminal): void {
  if (hops.length === 0) terminal.tell('no hops match');
  for (const hop of hops) {
    terminal.print(describeHop(hop, terminal));
    for (const line of listDetails(hop)) terminal.print(`      ${line}`);
  }
}

const paints: Partial<Record<Verdict, Paint>> = { error: 'bad', late: 'bad', dropped: 'warning' };

function describeHop(hop: HopRecord, terminal: Terminal): string {
  const verdict = terminal.paint(paints[hop.verdict] ?? 'good', hop.verdict);
  const arm = hop.arm ? ` ${hop.arm}` : '';
  const reason = hop.reason ? `  (${hop.reason})` : '';
  const parents = hop.parents?.length ? `  from messages ${listNumbers(hop.parents)}` : '';
  const place = `#${String(hop.hop)}  message ${String(hop.message)}  ${hop.node}`;
  return `${place}  ${verdict}${arm}${reason}${parents}  ${hop.durationUs.toFixed(1)} µs`;
}

function listDetails({
  input,
  output,
  newTime,
  logs,
  stateCalls,
  commandCalls,
  schemaCalls,
  changes,
  metrics,
  error,
}: HopRecord): string[] {
  return [
    ...(changes ?? [])
      .map(describeChange)
      .map(({ what, now }) => `changed from outside before: ${what}: ${now}`),
    ...(input ? [`in   ${describe(input)}`] : []),
    ...(output ? [`out  ${describe(output)}`] : []),
    ...(newTime === undefined ? [] : [`held until ${newTime}`]),
    ...(logs ?? []).map(({ level, message }) => `${level}: ${message}`),
    ...(stateCalls ?? []).map(({ method, key, result }) => `state ${method} ${key}: ${result}`),
    ...(commandCalls ?? []).map(({ command, topic, result }) => `command ${command} on ${topic}: ${result}`),
    ...(schemaCalls ?? []).map(({ id, version, result }) => `schema ${`${id} ${version}`.trim()}: ${result}`),
    ...(metrics ?? []).map(({ kind, name, value }) => `${kind} ${name}: ${String(value)}`),
    ...(error?.stack?.split('\n') ?? []).map((frame) => `at ${frame}`),
  ];
}

const MAX_LISTED = 20;

function listNumbers(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MAX_LISTED).join(', ');
  return numbers.length > MAX_LISTED ? `${shown} and ${String(numbers.length - MAX_LISTED)} more` : shown;
}

function describe({ topic, payload, payloadSize, timestamp, schema }: TracedMessage): string {
  const content = payload
    ? `  ${Buffer.from(payload)
        .toString()
        .replace(/\s*\n\s*/g, ' ')
        .slice(0, 400)}`
    : '';
  const named = schema?.kind === 'inline' ? `inline ${schema.name}` : schema?.reference;
  const schemaText = named === undefined ? '' : `  schema ${named}`;
  return `${topic}  ${String(payloadSize)} bytes  ${timestamp}${schemaText}${content}`;
}
