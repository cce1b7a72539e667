// Asks which fault is to disturb the run that goes on, and puts it in force beside those that are; takes them away again. Loaded when it is
// asked for the first time.
import * as vscode from 'vscode';
import { describeError } from '../../base/errors.ts';
import {
  describeFault,
  describeFaultKind,
  type Fault,
  faultKinds,
  subjectOfFault,
} from '../../graph/faults.ts';
import { hasOperator } from '../../graph/model.ts';
import type { RunNode } from '../../protocol/runProcess.ts';
import type { SessionRun } from './runSessions.ts';

/** An operation as a canvas knows it. */
export interface OperationPlace {
  readonly file: string;
  readonly operation: string;
}

interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

type Subject =
  | { readonly kind: 'nodes'; readonly nodes: readonly RunNode[] }
  | { readonly kind: 'broker' }
  | { readonly kind: 'remove'; readonly left: readonly Fault[] };

type When = Pick<Fault, 'every' | 'probability' | 'times'>;

/** The run goes on meanwhile, and may take the focus. */
const asked = { title: 'Disturb Node', ignoreFocusOut: true } as const;

/** `at`: what it is about; asked for when undefined. */
export async function disturbRun(run: SessionRun, at?: OperationPlace): Promise<void> {
  try {
    const inForce = (await run.request('readFaults', null)).map(({ fault }) => fault);
    const subject = at ? findNodes(run, at) : await askSubject(run, inForce);
    if (!subject) return;
    if (subject.kind === 'remove') return void (await run.request('setFaults', { faults: subject.left }));
    const added = await askFaults(subject);
    if (added.length > 0) await run.request('setFaults', { faults: [...inForce, ...added] });
  } catch (error) {
    void vscode.window.showErrorMessage(describeError(error));
  }
}

/** Several when several Graph nodes of a resource run the same graph. */
function findNodes({ info }: SessionRun, { file, operation }: OperationPlace): Subject | undefined {
  const nodes = info.nodes.filter(
    (node) => node.place?.file === file && (node.operation ?? node.name) === operation,
  );
  return nodes.length > 0 ? { kind: 'nodes', nodes } : undefined;
}

async function askSubject({ info }: SessionRun, inForce: readonly Fault[]): Promise<Subject | undefined> {
  const choices: Choice<Subject>[] = info.nodes.map((node) => ({
    label: node.name,
    description: node.type,
    value: { kind: 'nodes', nodes: [node] },
  }));
  choices.push({ label: 'The broker', description: 'of the run', value: { kind: 'broker' } });
  if (inForce.length > 0)
    choices.push({ label: 'In force', kind: vscode.QuickPickItemKind.Separator }, ...removals(inForce));
  return ask(choices, 'What is to be disturbed?');
}

function removals(inForce: readonly Fault[]): Choice<Subject>[] {
  const each = inForce.map((fault): Choice<Subject> => ({
    label: `$(trash) Take away: ${describeFault(fault)}`,
    value: { kind: 'remove', left: inForce.filter((other) => other !== fault) },
  }));
  if (inForce.length > 1) each.push({ label: '$(trash) Take all away', value: { kind: 'remove', left: [] } });
  return each;
}

async function askFaults(subject: Exclude<Subject, { kind: 'remove' }>): Promise<Fault[]> {
  const kind = subject.kind === 'broker' ? 'brokerGone' : await askKind(subject.nodes);
  if (!kind) return [];
  const { words, needs } = describeFaultKind(kind);
  const amount = needs === undefined ? undefined : await askNumber(`${words}: milliseconds`, '1000', 1);
  if (needs !== undefined && amount === undefined) return [];
  // A broker goes at once; an init has no message.
  const when = subject.kind === 'broker' || kind === 'initFalse' ? {} : await askWhen();
  if (!when) return [];
  const fault: Fault = { kind, ...(needs !== undefined && { [needs]: amount }), ...when };
  return subject.kind === 'broker' ? [fault] : subject.nodes.map(({ name }) => ({ node: name, ...fault }));
}

async function askKind(nodes: readonly RunNode[]): Promise<Fault['kind'] | undefined> {
  const isOperator = nodes.every(({ type }) => hasOperator(type));
  const fits = faultKinds.filter((kind) => {
    const subject = subjectOfFault(kind);
    return subject === 'operation' || (subject === 'operator' && isOperator);
  });
  const names = nodes.map(({ name }) => name).join(', ');
  return ask(
    fits.map((kind) => ({ label: describeFaultKind(kind).words, description: kind, value: kind })),
    `What is to go wrong at ${names}?`,
  );
}

async function askWhen(): Promise<When | undefined> {
  const chosen = await ask<'always' | 'once' | 'every' | 'probability'>(
    [
      { label: 'At every message', value: 'always' },
      { label: 'At the next message only', value: 'once' },
      { label: 'At every nth message…', value: 'every' },
      { label: 'With a probability…', value: 'probability' },
    ],
    'When?',
  );
  if (chosen === 'always') return {};
  if (chosen === 'once') return { times: 1 };
  if (chosen === undefined) return undefined;
  const isEvery = chosen === 'every';
  const value = isEvery
    ? await askNumber('Every how many messages?', '10', 1)
    : await askNumber('Probability, above 0 and at most 1', '0.1', Number.MIN_VALUE, 1);
  if (value === undefined) return undefined;
  return isEvery ? { every: Math.round(value) } : { probability: value };
}

async function askNumber(
  prompt: string,
  value: string,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): Promise<number | undefined> {
  const fits = (text: string): boolean => text.trim() !== '' && Number(text) >= least && Number(text) <= most;
  const text = await vscode.window.showInputBox({
    ...asked,
    prompt,
    value,
    validateInput: (typed) => (fits(typed) ? undefined : 'This is no number that fits.'),
  });
  return text === undefined ? undefined : Number(text);
}

async function ask<T>(choices: readonly Choice<T>[], placeHolder: string): Promise<T | undefined> {
  return (await vscode.window.showQuickPick(choices, { ...asked, placeHolder }))?.value;
}
