// Evaluates expressions and carries out the commands of the Debug Console. Knows nothing about how commands are written.
import { InvalidatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { AppError } from '../base/errors.ts';
import type { EvaluatedValue } from '../protocol/debugging.ts';
import type { HopRecord } from '../protocol/trace.ts';
import type { ClientLink } from './clientLink.ts';
import { completeConsole } from './completions.ts';
import { type ConsoleCommand, consoleForms, readConsoleCommand } from './consoleCommands.ts';
import { formatDuration } from './hopVariables.ts';
import type { Inspection } from './inspection.ts';
import { JsonText } from './jsonText.ts';
import { jsonMembers } from './jsonVariables.ts';
import { messageParts, readPath } from './messageEdits.ts';
import type { Answers } from './requests.ts';
import type { RunConnection } from './runClient.ts';
import type { ShownValue } from './shownValue.ts';
import type { Stops } from './stops.ts';

export interface ConsolePorts {
  readonly link: ClientLink;
  readonly stops: Stops;
  readonly inspection: Inspection;
  readonly ask: RunConnection['request'];
  readonly sourceTopics: () => readonly string[];
  /** Ends the run after finishing what is under way. */
  readonly drain: () => void;
}

export class ConsoleSession {
  readonly #ports: ConsolePorts;

  constructor(ports: ConsolePorts) {
    this.#ports = ports;
  }

  readonly answers: Answers<'evaluate' | 'completions'> = {
    evaluate: async (args) => {
      const { value, ...rest } = this.#ports.inspection.handles.describe(await this.#evaluate(args));
      return { result: value, ...rest };
    },
    completions: async ({ text, column }) => ({
      targets: await completeConsole(text.slice(0, column - 1), this.#ports),
    }),
  };

  async #evaluate({ expression, frameId, context }: Dap.EvaluateArguments): Promise<ShownValue> {
    const command = context === 'repl' ? readConsoleCommand(expression) : undefined;
    if (command) return { name: '', value: await this.#carryOut(command) };
    const { stops, inspection, ask } = this.#ports;
    const entry = stops.entryOf(frameId);
    // Most of what is watched is a part of the message, which is at hand with its tree and in its own form.
    const path = readPath(expression);
    const [part = ''] = path ?? [];
    if (path && (entry?.kind === 'past' || !isTime(part)) && messageParts.some((known) => known === part)) {
      const found = await inspection.lookUp(entry, path);
      if (found) return found;
    }
    if (entry?.kind === 'past')
      throw new AppError(
        'EXPRESSION_FAILED',
        'Of a recorded hop the parts of its message can be named, such as payload.temperature; expressions are about the message where it stands.',
      );
    return showEvaluated(await ask('evaluate', { expression }), expression);
  }

  async #carryOut(command: ConsoleCommand): Promise<string> {
    const { ask, link, stops } = this.#ports;
    switch (command.kind) {
      case 'publish':
        await ask('publish', { topic: command.topic, payload: new TextEncoder().encode(command.payload) });
        return `published to ${command.topic}`;
      case 'get':
        return this.#readKey(command.key);
      case 'set':
        await ask('editState', { key: command.key, value: command.value });
        link.send(new InvalidatedEvent(['variables']));
        return `set "${command.key}"`;
      case 'del':
        await ask('editState', { key: command.key });
        link.send(new InvalidatedEvent(['variables']));
        return `deleted "${command.key}"`;
      case 'advance': {
        const { nowMs } = await ask('advance', { durationMs: command.durationMs });
        return `it is ${new Date(nowMs).toISOString()}`;
      }
      case 'drop': {
        const message = stops.livePoint?.message;
        await ask('dropStopped', null);
        return message === undefined ? 'dropped' : `dropped message ${String(message)}`;
      }
      case 'drain':
        this.#ports.drain();
        return 'finishing what is under way';
      case 'kill':
        return (await ask('endCall', null)) ? 'ended the call' : 'no operator is working on a message';
      case 'trace':
        return this.#trace(command.message);
      case 'replay': {
        const { waits } = await ask('replayHop', { hop: command.hop });
        return `replayed hop ${String(command.hop)}${waits ? '; it is let in when the run goes on' : ''}`;
      }
      case 'help':
        return [...consoleForms.map(([form, meaning]) => `${form.padEnd(24)}${meaning}`), about].join('\n');
    }
  }

  // The run answers in pages alone: the key is looked for in one after the other.
  async #readKey(key: string): Promise<string> {
    let after: string | undefined;
    do {
      const page = await this.#ports.ask('readState', { limit: 1000, ...(after !== undefined && { after }) });
      const entry = page.entries.find((each) => each.key === key);
      if (entry) return entry.value;
      after = page.next;
    } while (after !== undefined);
    return `there is no key "${key}"`;
  }

  async #trace(message: number): Promise<string> {
    const hops = await this.#ports.ask('readLineage', { message });
    if (hops.length === 0) return `nothing is recorded of message ${String(message)}`;
    return hops.map(describeHop).join('\n');
  }
}

const about =
  'Anything else is a CEL expression about the stopped message: topic, payload, contentType, properties, timestamp, schema, id, node.';

// Expressions have times as numbers, the variable in its written form.
function isTime(part: string): boolean {
  return part === 'timestamp';
}

function describeHop({ hop, message, node, verdict, reason, durationUs, arm, replayOf }: HopRecord): string {
  const again = replayOf ? `, a replay of hop ${String(replayOf.hop)}` : '';
  const way = arm ? ` by arm "${arm}"` : '';
  const why = reason === undefined ? '' : ` (${reason})`;
  return `${String(hop)}. message ${String(message)} ${verdict} ${node}${way}${why}${again}, ${formatDuration(durationUs)}`;
}

function showEvaluated({ type, json }: EvaluatedValue, expression: string): ShownValue {
  const tree = JsonText.read(json);
  const members = tree && jsonMembers({ json: tree, evaluateName: expression });
  return { name: expression, value: json, type, evaluateName: expression, ...(members && { members }) };
}
