// The way back to the client, for the parts of a session: events, and lines and paths as the client counts and writes them. Knows
// nothing about runs.
import { basename, normalize } from 'node:path';
import { Source } from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { SourcePlace } from '../protocol/runProcess.ts';

export interface ClientLink {
  send(event: Dap.Event): void;
  /** From lines counted from 0. */
  toClientLine(line: number): number;
  /** To lines counted from 0. */
  fromClientLine(line: number): number;
  toClientPath(path: string): string;
  fromClientPath(path: string): string;
}

/** A place as events and frames carry it. */
export interface ClientPlace {
  readonly source: Dap.Source;
  readonly line: number;
  readonly column: number;
}

export function sourceOf(link: ClientLink, file: string): Dap.Source {
  return new Source(basename(file), link.toClientPath(file));
}

/** The beginning of `place`. */
export function clientPlaceOf(link: ClientLink, place: SourcePlace): ClientPlace {
  return { source: sourceOf(link, place.file), line: link.toClientLine(place.firstLine), column: 1 };
}

/** Whether two paths name one file, however their separators are written. */
export function isSameFile(a: string, b: string): boolean {
  const [left, right] = [normalize(a), normalize(b)];
  // Drive letters come in both cases.
  return process.platform === 'win32' ? left.toLowerCase() === right.toLowerCase() : left === right;
}
