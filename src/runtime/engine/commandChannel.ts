// The engine's way to the thread that has the broker, for calls of operators: it sleeps until the outcome is there, since an
// operator's call cannot be left and taken up again. Knows nothing about what is called.
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type {
  CommandCall,
  CommandOutcome,
  CommandOutcomeFrame,
  CommandRequestFrame,
} from '../../protocol/commandCalls.ts';
import type { EngineSleep } from './engineSleep.ts';

/** What a worker that runs an engine is started with. */
export interface EngineWorkerData {
  /** Calls go out and outcomes come in here, each with the number of its call. */
  readonly commands: MessagePort;
  /** See `EngineSleep`. */
  readonly sleepSignal: SharedArrayBuffer;
}

/** See {@link CommandChannel.call}. */
export type CallCommand = (call: CommandCall, check: () => void) => CommandOutcome;

export class CommandChannel {
  readonly #port: MessagePort;
  readonly #sleep: EngineSleep;
  #lastId = 0;

  constructor(port: MessagePort, sleep: EngineSleep) {
    this.#port = port;
    this.#sleep = sleep;
  }

  /** Blocks this thread until the outcome is there. `check` is asked whenever somebody rings; what it throws ends the wait. */
  call(call: CommandCall, check: () => void): CommandOutcome {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#port.postMessage({ id, call } satisfies CommandRequestFrame);
    return this.#sleep.until(() => this.#receive(id), { check, isExcused: true });
  }

  // Outcomes of calls that were ended by hand come too, and are of no interest any more.
  #receive(id: number): CommandOutcome | undefined {
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as
        { readonly message: CommandOutcomeFrame } | undefined;
      if (!received) return undefined;
      if (received.message.id === id) return received.message.outcome;
    }
  }
}
