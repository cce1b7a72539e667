// The engine's way to the thread that has the broker, for calls of operators: it sleeps until the outcome is there, since an
// operator's call cannot be left and taken up again. Knows nothing about what is called.
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type {
  CommandCall,
  CommandOutcome,
  CommandOutcomeFrame,
  CommandRequestFrame,
} from '../../protocol/commandCalls.ts';

/** What a worker that runs an engine is started with. */
export interface EngineWorkerData {
  /** Calls go out and outcomes come in here, each with the number of its call. */
  readonly commands: MessagePort;
  readonly commandSignal: SharedArrayBuffer;
}

/**
 * Bytes of the signal. Its two 32-bit numbers: how often the engine was called to look after `commands`, which it sleeps on; 1 while
 * an operator waits for an outcome.
 */
export const COMMAND_SIGNAL_BYTES = 8;

export class CommandChannel {
  readonly #port: MessagePort;
  readonly #signal: Int32Array;
  #lastId = 0;

  constructor({ commands, commandSignal }: EngineWorkerData) {
    this.#port = commands;
    this.#signal = new Int32Array(commandSignal);
  }

  /** Blocks this thread until the outcome is there. `checkWanted` is asked whenever somebody rings; what it throws ends the wait. */
  call(call: CommandCall, checkWanted: () => void): CommandOutcome {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#port.postMessage({ id, call } satisfies CommandRequestFrame);
    Atomics.store(this.#signal, 1, 1);
    try {
      for (;;) {
        const seen = Atomics.load(this.#signal, 0);
        const outcome = this.#receive(id);
        if (outcome) return outcome;
        checkWanted();
        Atomics.wait(this.#signal, 0, seen);
      }
    } finally {
      Atomics.store(this.#signal, 1, 0);
    }
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
