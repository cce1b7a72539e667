// What of a recorded run a test case keeps besides its messages. Knows nothing about files.
import { basename } from 'node:path';
import type { HopRecord, TraceHeader } from '../../protocol/trace.ts';
import { headerLine, hopLine } from './ndjson.ts';

/**
 * Lines of an export with what came into the run besides messages: answers to commands, and what was changed from outside. Undefined when
 * nothing did. `hops` begins anew with each call. What messages held, what operators told and where files lay is left out.
 */
export function caseRecording(header: TraceHeader, hops: () => Iterable<HopRecord>): string | undefined {
  if (!hasMore(hops())) return undefined;
  const { run } = header;
  const place = run && { ...run, file: basename(run.file), givenModules: {}, modules: [] };
  const lines = [headerLine({ ...header, ...(place && { run: place }) })];
  for (const hop of hops()) lines.push(slimLine(hop));
  return lines.join('');
}

function hasMore(hops: Iterable<HopRecord>): boolean {
  for (const { changes, commandCalls } of hops)
    if (changes ?? commandCalls?.some(({ exchange }) => exchange)) return true;
  return false;
}

function slimLine(hop: HopRecord): string {
  const { input: _in, output: _out, logs: _logs, metrics: _metrics, ...kept } = hop;
  const { stateCalls: _state, schemaCalls: _schemas, error: _error, ...slim } = kept;
  return hopLine(slim);
}
