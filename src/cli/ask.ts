// Asks the person at the terminal. Knows nothing about what is asked.
import { createInterface } from 'node:readline/promises';
import { AppError } from '../base/errors.ts';

/** Whether there is somebody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** One question. */
export interface Question {
  readonly text: string;
  /** What is meant by an empty answer. */
  readonly proposal: string;
  /** The only answers there are; the first letters of one suffice. */
  readonly choices?: readonly string[];
  /** Why an answer cannot be, as a sentence. */
  readonly check?: (answer: string) => string | undefined;
}

/** Asks until the answer can be taken; without a terminal takes the proposal. Errors: USAGE when the person ends the input. */
export async function ask({ text, proposal, choices, check }: Question): Promise<string> {
  if (!canAsk()) return proposal;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  terminal.on('close', () => ended.abort());
  try {
    for (;;) {
      const options = choices ? ` (${choices.join(', ')})` : '';
      const answer = await terminal.question(`${text}${options} [${proposal}]: `, { signal: ended.signal });
      const given = answer.trim() || proposal;
      const found = choices ? choices.filter((choice) => choice.startsWith(given)) : [given];
      const [chosen] = found;
      const fault = chosen === undefined || found.length > 1 ? 'Choose one of these.' : check?.(chosen);
      if (fault === undefined && chosen !== undefined) return chosen;
      process.stderr.write(`${fault ?? ''}\n`);
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
    throw new AppError('USAGE', 'Nothing was created, because the questions were not answered.', {
      cause: error,
    });
  } finally {
    terminal.close();
  }
}
