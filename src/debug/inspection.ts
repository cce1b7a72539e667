// Scopes and variables of a frame, and their changes. Knows nothing about how a run is stopped or resumed.
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { AppError } from '../base/errors.ts';
import type { StopPoint } from '../protocol/debugging.ts';
import type { LoadedRun } from '../protocol/runProcess.ts';
import { hopMembers } from './hopVariables.ts';
import { editMessage, readPath } from './messageEdits.ts';
import {
  type ChangeMessage,
  findInMessage,
  messageMembers,
  type MessageViewOptions,
} from './messageVariables.ts';
import type { Answers } from './requests.ts';
import type { RunConnection } from './runClient.ts';
import { clockMembers, nodeMembers, provenanceMembers, stateMembers } from './runVariables.ts';
import type { Container, ShownValue } from './shownValue.ts';
import type { StackEntry } from './stackFrames.ts';
import type { Stops } from './stops.ts';
import { VariableHandles } from './variableHandles.ts';

export interface InspectionPorts {
  readonly stops: Stops;
  readonly run: () => LoadedRun;
  readonly ask: RunConnection['request'];
}

type Answered = 'scopes' | 'variables' | 'setVariable' | 'setExpression' | 'readMemory';

export class Inspection {
  readonly #ports: InspectionPorts;
  readonly handles: VariableHandles = new VariableHandles();

  constructor(ports: InspectionPorts) {
    this.#ports = ports;
  }

  readonly answers: Answers<Answered> = {
    scopes: async ({ frameId }) => ({ scopes: await this.#scopes(this.#mustFind(frameId)) }),
    variables: async (args) => ({ variables: await this.handles.read(args) }),
    setVariable: async ({ variablesReference, name, value }) => {
      const container = this.handles.get(variablesReference);
      if (!container.set) throw new AppError('MESSAGE_EDIT_INVALID', `"${name}" cannot be changed here.`);
      return this.handles.describe(await container.set(name, value));
    },
    setExpression: async ({ expression, value }) =>
      this.handles.describe(await this.setExpression(expression, value)),
    readMemory: (args) => this.handles.readMemory(args),
  };

  stateKeyOf(reference: number, name: string): string | undefined {
    return this.handles.find(reference)?.stateKeyOf?.(name);
  }

  /** What a frame's message holds at `path`, in a recorded hop too; undefined when nothing does. */
  async lookUp(entry: StackEntry | undefined, path: readonly string[]): Promise<ShownValue | undefined> {
    if (entry?.kind === 'live') return findInMessage(entry.point.input, path, this.#optionsFor(entry.point));
    return entry?.kind === 'past' && entry.hop.input ? findInMessage(entry.hop.input, path, {}) : undefined;
  }

  /** Errors: MESSAGE_EDIT_INVALID, RUN_NOT_STOPPED, STATE_EDIT_INVALID. */
  async setExpression(expression: string, text: string): Promise<ShownValue> {
    const path = readPath(expression);
    if (!path)
      throw new AppError(
        'MESSAGE_EDIT_INVALID',
        `"${expression}" names no single part of a message. Write, for example, payload.temperature.value.`,
      );
    if (path[0] === 'state' && path.length === 2) {
      const key = path[1] ?? '';
      await this.#ports.ask('editState', { key, value: text });
      return { name: key, value: text };
    }
    const message = await this.#change(path, text);
    return (
      (await findInMessage(message, path, { prefix: '', change: this.#change })) ?? {
        name: expression,
        value: text,
      }
    );
  }

  readonly #change: ChangeMessage = async (path, text) => {
    const { stops, ask } = this.#ports;
    const point = stops.livePoint;
    if (point?.moment !== 'before')
      throw new AppError(
        'RUN_NOT_STOPPED',
        'A message can be changed while it is stopped before an operation, not afterwards and not where it has been.',
      );
    const changed = await ask('editStopped', editMessage(point.input, path, text));
    stops.replace(changed);
    return changed.input;
  };

  /** What has been worked on cannot be changed any more. */
  #optionsFor({ moment }: StopPoint): MessageViewOptions {
    return { prefix: '', ...(moment === 'before' && { change: this.#change }) };
  }

  #mustFind(frame: number): StackEntry {
    const entry = this.#ports.stops.entryOf(frame);
    if (entry) return entry;
    throw new AppError('VARIABLE_GONE', 'The run has gone on since this was shown.');
  }

  async #scopes(entry: StackEntry): Promise<Dap.Scope[]> {
    const { run, ask } = this.#ports;
    const scopes = this.#messageScopes(entry);
    const node = nodeOf(entry, run());
    if (node >= 0) scopes.push(this.#scope('Node', nodeMembers(run(), node, ask), true));
    if (entry.kind === 'label') return [this.#scope('Provenance', provenanceMembers([], entry.parents))];
    scopes.push(this.#scope('State Store', stateMembers(ask), true));
    if (entry.kind === 'live') {
      const provenance = provenanceMembers(await this.#ports.stops.hops(), entry.point.window ?? []);
      scopes.push(this.#scope('Provenance', provenance, true));
    }
    const time =
      entry.kind === 'live' ? entry.point.time : entry.kind === 'past' ? entry.hop.time : undefined;
    scopes.push(this.#scope('Clock', clockMembers(ask, time), true));
    return scopes;
  }

  #messageScopes(entry: StackEntry): Dap.Scope[] {
    if (entry.kind === 'live') {
      const { input, hop } = entry.point;
      const options = this.#optionsFor(entry.point);
      const message = this.#scope('Message', messageMembers(input, options), false, 'locals');
      return hop ? [this.#scope('Output', hopMembers(hop, true), false, 'returnValue'), message] : [message];
    }
    if (entry.kind !== 'past') return [];
    const { hop } = entry;
    return [
      ...(hop.input ? [this.#scope('Message', messageMembers(hop.input, {}), false, 'locals')] : []),
      this.#scope('Output', hopMembers(hop, false), false, 'returnValue'),
    ];
  }

  #scope(name: string, container: Container, isExpensive = false, hint?: string): Dap.Scope {
    return {
      name,
      variablesReference: this.handles.add(container),
      expensive: isExpensive,
      ...(hint !== undefined && { presentationHint: hint }),
    };
  }
}

function nodeOf(entry: StackEntry, run: LoadedRun): number {
  if (entry.kind === 'live') return entry.point.node;
  return entry.kind === 'past' ? run.nodes.findIndex(({ name }) => name === entry.hop.node) : -1;
}
