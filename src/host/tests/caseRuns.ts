// Runs test cases in one process for all that were chosen, and tells the Test Explorer what happens. Knows nothing about how cases run.
import * as vscode from 'vscode';
import type { CaseEnded, CaseEvent } from '../../protocol/testRuns.ts';
import { cacheArguments } from '../cacheFolder.ts';
import { realClock } from '../realClock.ts';
import type { CaseItem, CaseItems } from './caseItems.ts';
import { differenceMessages, errorMessages } from './caseMessages.ts';
import { runLines } from '../../build/lineProcess.ts';
import { readCaseEvent } from './readCaseEvents.ts';

export interface CaseRunsOptions {
  /** The bundle of the command line. */
  readonly cliPath: string;
  readonly items: CaseItems;
  /** Told of every case that came to an end. */
  readonly onEnded: (ended: CaseEnded, run: vscode.TestRun) => void;
}

const MAX_LAST_WORDS = 20;

export class CaseRuns {
  readonly #options: CaseRunsOptions;

  constructor(options: CaseRunsOptions) {
    this.#options = options;
  }

  /** Runs `cases` within `run`, which the caller ends. */
  async run(cases: readonly CaseItem[], run: vscode.TestRun, signal: AbortSignal): Promise<void> {
    const open = new Map(cases.map((each) => [each.uri.fsPath, each]));
    const lastWords: string[] = [];
    const end = await runLines({
      command: process.execPath,
      args: [this.#options.cliPath, 'test', '--output', 'ndjson', ...cacheArguments(), '-'],
      // On the desktop this program is Electron, which is Node when told so.
      env: { ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' },
      input: [...open.keys()].join('\n'),
      onLine: (line) => {
        const event = readCaseEvent(line);
        if (event) this.#take(event, open, run);
        else run.appendOutput(`${line}\r\n`);
      },
      onErrorLine: (line) => {
        lastWords.push(line);
        if (lastWords.length > MAX_LAST_WORDS) lastWords.shift();
        run.appendOutput(`${line}\r\n`);
      },
      signal,
      clock: realClock,
    });
    for (const { item } of open.values()) {
      if (signal.aborted) run.skipped(item);
      else run.errored(item, new vscode.TestMessage(describeEnd(end, lastWords)));
    }
  }

  #take(event: CaseEvent, open: Map<string, CaseItem>, run: vscode.TestRun): void {
    if (event.event === 'finished') return;
    const found = open.get(event.file) ?? this.#options.items.at(event.file);
    const tell = (text: string): void =>
      run.appendOutput(`${text.replace(/\r?\n/g, '\r\n')}\r\n`, undefined, found?.item);
    switch (event.event) {
      case 'started':
        if (found) run.started(found.item);
        return tell(`running "${event.name}"`);
      case 'preparing':
        return tell(`  preparing ${event.label}`);
      case 'log':
        return tell(
          `  ${event.level}: [${[event.node, event.context].filter(Boolean).join(' ')}] ${event.message}`,
        );
      case 'ended':
        open.delete(event.file);
        this.#options.onEnded(event, run);
        tell(describeCase(event));
        if (found) judge(event, found, run);
    }
  }
}

function judge(ended: CaseEnded, found: CaseItem, run: vscode.TestRun): void {
  const { status, durationMs } = ended;
  if (status === 'passed') run.passed(found.item, durationMs);
  else if (status === 'failed') run.failed(found.item, differenceMessages(ended, found), durationMs);
  else if (status === 'error') run.errored(found.item, errorMessages(ended, found), durationMs);
  else run.skipped(found.item);
}

function describeCase({ name, status, durationMs, error, differences }: CaseEnded): string {
  const lines = [`${status}: "${name}" (${durationMs.toFixed(0)} ms)`];
  if (error) lines.push(`${error.message} [${error.code}]`);
  for (const { message } of differences) lines.push(message);
  return lines.join('\n').replace(/\n(?=.)/g, '\n  ');
}

function describeEnd(
  { code, error }: Awaited<ReturnType<typeof runLines>>,
  lastWords: readonly string[],
): string {
  if (error) return `The process for test cases cannot start: ${error.message}`;
  const how = code === null ? 'was ended from outside' : `ended with exit code ${String(code)}`;
  return `The process that runs test cases ${how} before this one was done.\n${lastWords.join('\n')}`.trim();
}
