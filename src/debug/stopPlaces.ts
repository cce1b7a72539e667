// Where in a run a line of the text is: any line of an operation or a connection stands for the whole of it. Knows nothing about
// breakpoints or the client.
import type { StopMoment, StopPlace } from '../protocol/debugging.ts';
import type { LoadedRun, SourcePlace } from '../protocol/runProcess.ts';
import { isSameFile } from './clientLink.ts';

/** A place in the run at which a breakpoint can stand. */
export interface Stoppable {
  readonly at: StopPlace & { readonly kind: 'node' | 'connection' };
  readonly place: SourcePlace;
}

/** Everything in `file` that has a place there, in the order of the text. */
export function stoppablesIn(run: LoadedRun, file: string): Stoppable[] {
  const nodes = run.nodes.map(({ place }, node) => ({ at: { kind: 'node', node } as const, place }));
  const connections = run.connections.map(({ place }, connection) => ({
    at: { kind: 'connection', connection } as const,
    place,
  }));
  return [...nodes, ...connections]
    .flatMap(({ at, place }) => (place && isSameFile(place.file, file) ? [{ at, place }] : []))
    .sort((a, b) => a.place.firstLine - b.place.firstLine);
}

/**
 * What stands at `line` (from 0): more than one when a deployed graph uses a definition twice. Refused lines come with the reason,
 * as a sentence.
 */
export function findStoppables(
  run: LoadedRun,
  file: string,
  line: number,
): { readonly found: readonly Stoppable[]; readonly reason?: undefined } | { readonly reason: string } {
  const all = stoppablesIn(run, file);
  if (all.length === 0)
    return { reason: `The run does not use this file. It was read from ${run.files.join(', ')}.` };
  const found = all.filter(({ place }) => place.firstLine <= line && line <= place.lastLine);
  if (found.length === 0)
    return { reason: 'Only operations and connections can be stopped at. Set it in one of their lines.' };
  return { found };
}

/** How `mode` (of the protocol's breakpoint modes) applies to a place. */
export function applyMode(
  { at }: Stoppable,
  mode: StopMoment,
): { readonly when: StopMoment } | { readonly reason: string } {
  if (at.kind === 'node' || mode === 'before') return { when: mode };
  return { reason: `On a connection a message is stopped before its hop; "${mode}" is for operations.` };
}
