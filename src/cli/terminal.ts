// The command line's way to speak to people: results on standard output, everything else on standard error, colours only
// on a terminal. The only place that writes to the process's streams.
import type { LogLevel } from '../base/logger.ts';

/** What a piece of text is, for colouring. */
export type Paint = 'strong' | 'faint' | 'good' | 'bad' | 'warning';

const codes: Readonly<Record<Paint, number>> = { strong: 1, faint: 2, good: 32, bad: 31, warning: 33 };

export class Terminal {
  readonly #isColourOut: boolean;
  readonly #isColourErr: boolean;
  #progress = '';

  /** https://no-color.org and https://force-color.org are honoured. */
  constructor(environment: NodeJS.ProcessEnv) {
    const isForced = Boolean(environment['FORCE_COLOR']) && environment['FORCE_COLOR'] !== '0';
    const isRefused = Boolean(environment['NO_COLOR']) || environment['FORCE_COLOR'] === '0';
    this.#isColourOut = !isRefused && (isForced || process.stdout.isTTY);
    this.#isColourErr = !isRefused && (isForced || process.stderr.isTTY);
  }

  /** A line of the result. */
  print(line: string): void {
    this.#endProgress();
    process.stdout.write(`${line}\n`);
  }

  /** A line about what is going on. */
  tell(line: string): void {
    this.#endProgress();
    process.stderr.write(`${line}\n`);
  }

  /** A line that the next one replaces on a terminal, and that stays away elsewhere. */
  progress(line: string): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\u001b[K${line}`);
    this.#progress = line;
  }

  /** Colours `text` for standard output. */
  paint(paint: Paint, text: string): string {
    return this.#isColourOut ? `\u001b[${String(codes[paint])}m${text}\u001b[0m` : text;
  }

  /** A log line with its level. */
  log(level: LogLevel, message: string): void {
    const paint: Paint =
      level === 'error' || level === 'critical' ? 'bad' : level === 'warn' ? 'warning' : 'faint';
    const label = this.#isColourErr ? `\u001b[${String(codes[paint])}m${level}\u001b[0m` : level;
    this.tell(`${label}: ${message}`);
  }

  #endProgress(): void {
    if (this.#progress) process.stderr.write('\r\u001b[K');
    this.#progress = '';
  }
}
