// Lines for the Debug Console: gathers what comes in one go, joins what belongs together, and lets no flood through, because a
// client that gets tens of thousands of lines stands still. Knows nothing about where lines come from.
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { ClientPlace } from './clientLink.ts';

export interface OutputLine {
  readonly text: string;
  readonly category: 'console' | 'important' | 'stdout' | 'stderr';
  readonly place?: ClientPlace | undefined;
}

export interface OutputQueuePorts {
  readonly clock: Pick<Clock, 'startTimer'>;
  readonly send: (body: Dap.OutputEvent['body']) => void;
}

/** Lines of one window; more are counted and not shown. */
const MAX_LINES = 200;
const WINDOW_MS = 250;
/** How long lines wait for others to go with them. */
const GATHER_MS = 20;

export class OutputQueue implements Disposable {
  readonly #ports: OutputQueuePorts;
  #lines: OutputLine[] = [];
  #gathering: Disposable | undefined;
  #window: Disposable | undefined;
  #shown = 0;
  #left = 0;

  constructor(ports: OutputQueuePorts) {
    this.#ports = ports;
  }

  /** Never left out, whatever else there is. */
  tell(line: OutputLine): void {
    this.flush();
    this.#send([line]);
  }

  add(line: OutputLine): void {
    const { clock } = this.#ports;
    this.#window ??= clock.startTimer(() => this.#endWindow(), WINDOW_MS);
    if (this.#shown >= MAX_LINES) {
      this.#left += 1;
      return;
    }
    this.#shown += 1;
    this.#lines.push(line);
    this.#gathering ??= clock.startTimer(() => this.flush(), GATHER_MS);
  }

  /** Sends what has gathered. */
  flush(): void {
    this.#gathering?.dispose();
    this.#gathering = undefined;
    const lines = this.#lines;
    this.#lines = [];
    let start = 0;
    for (let end = 1; end <= lines.length; end += 1) {
      if (end < lines.length && isTogether(lines[start], lines[end])) continue;
      this.#send(lines.slice(start, end));
      start = end;
    }
  }

  dispose(): void {
    this.#endWindow();
    this.#window?.dispose();
  }

  #endWindow(): void {
    this.#window = undefined;
    this.flush();
    this.#shown = 0;
    const left = this.#left;
    this.#left = 0;
    if (left === 0) return;
    const what = left === 1 ? '1 further line is' : `${String(left)} further lines are`;
    this.#send([{ text: `${what} in the trace`, category: 'console' }]);
  }

  #send(lines: readonly OutputLine[]): void {
    const [first] = lines;
    if (!first) return;
    const { category, place } = first;
    const output = lines.map(({ text }) => `${text}\n`).join('');
    this.#ports.send({ category, output, ...place });
  }
}

function isTogether(a: OutputLine | undefined, b: OutputLine | undefined): boolean {
  return (
    a?.category === b?.category &&
    a?.place?.line === b?.place?.line &&
    a?.place?.source.path === b?.place?.source.path
  );
}
