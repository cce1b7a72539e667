// A program that is run for its output, line by line, and can be stopped with all that it started. Knows nothing about what it does.
import { spawn } from 'node:child_process';
import type { Clock } from '../base/clock.ts';
import { LineSplitter } from '../base/lineSplitter.ts';

export interface LineProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input, which is closed then. */
  readonly input?: string;
  readonly onLine: (line: string) => void;
  readonly onErrorLine: (line: string) => void;
  /** Stops the program. */
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'startTimer'>;
}

/** How long a program that was asked to stop may take, in milliseconds. */
const GRACE_MS = 3_000;

/** How a program ended. */
export interface ProcessEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** What kept it from starting. */
  readonly error?: Error;
}

/** Resolves when the program has ended and all its output has been told. Never rejects. */
export function runLines(options: LineProcessOptions): Promise<ProcessEnd> {
  const { command, args, cwd, env, input, signal, clock } = options;
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // Programs such as cargo start others; all of them are to end together.
    detached: process.platform !== 'win32',
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const [out, err] = [new LineSplitter(options.onLine), new LineSplitter(options.onErrorLine)];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.add(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.add(text));
  child.stdin.on('error', () => undefined); // It ended without reading; its exit code tells more.
  child.stdin.end(input ?? '');
  const kill = (name: NodeJS.Signals): void => {
    try {
      if (process.platform === 'win32' || child.pid === undefined) child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // It has ended already.
    }
  };
  return new Promise((resolve) => {
    const stop = (): void => {
      kill('SIGTERM');
      const timer = clock.startTimer(() => kill('SIGKILL'), GRACE_MS);
      child.once('close', () => timer.dispose());
    };
    const finish = (end: ProcessEnd): void => {
      signal.removeEventListener('abort', stop);
      out.end();
      err.end();
      resolve(end);
    };
    child.once('error', (error) => finish({ code: null, error }));
    child.once('close', (code) => finish({ code }));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
