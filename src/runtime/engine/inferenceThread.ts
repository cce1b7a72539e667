// The engine's way to the thread that runs models, which begins with the first of them. Knows nothing about operators.
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/disposable.ts';
import type {
  ModelOutcome,
  ModelOutcomeFrame,
  ModelRequest,
  ModelRequestFrame,
} from '../../protocol/inference.ts';
import type { EngineSleep, SleepOptions } from './engineSleep.ts';

interface Running {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** What an engine needs of it. */
export type InferenceLink = Pick<InferenceThread, 'generation' | 'call' | 'free'>;

/** One per engine. */
export class InferenceThread implements Disposable {
  readonly #workerUrl: URL;
  readonly #sleep: EngineSleep;
  #running: Running | undefined;
  #generation = 0;
  #lastId = 0;

  /** `workerUrl`: of the bundled inferenceWorker. Nothing is started yet. */
  constructor(workerUrl: URL, sleep: EngineSleep) {
    this.#workerUrl = workerUrl;
    this.#sleep = sleep;
  }

  /** Another one than before when everything that was loaded is lost. */
  get generation(): number {
    return this.#generation;
  }

  /** Blocks until the outcome is there. What `check` throws ends the thread, since it may never come back. */
  call(request: ModelRequest, options: SleepOptions): ModelOutcome {
    this.#lastId += 1;
    const id = this.#lastId;
    const { port } = this.#start();
    port.postMessage({ id, request } satisfies ModelRequestFrame);
    try {
      return this.#sleep.until(() => receive(port, id), options);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Starts it and lets it make ready for the first model, without waiting. */
  prepare(): void {
    tell(this.#start().port, { kind: 'prepare' });
  }

  /** Gives a model's memory back, without waiting. */
  free(model: number): void {
    if (this.#running) tell(this.#running.port, { kind: 'free', model });
  }

  dispose(): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    this.#generation += 1;
    running.port.close();
    void running.worker.terminate();
  }

  #start(): Running {
    if (this.#running) return this.#running;
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(this.#workerUrl, {
      workerData: { port: port2, signal: this.#sleep.signal },
      transferList: [port2],
      // What ONNX Runtime prints is not for those who read the output of a run.
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    const running = { worker, port: port1 };
    // It answers what goes wrong with models; whatever else ends it is noticed when the next one is asked for.
    const lose = (): void => {
      if (this.#running === running) this.dispose();
    };
    worker.on('error', lose);
    worker.on('exit', lose);
    worker.unref();
    this.#running = running;
    return running;
  }
}

/** For requests that are not answered. */
function tell(port: MessagePort, request: ModelRequestFrame['request']): void {
  port.postMessage({ id: 0, request } satisfies ModelRequestFrame);
}

function receive(port: MessagePort, id: number): ModelOutcome | undefined {
  for (;;) {
    const received = receiveMessageOnPort(port) as { readonly message: ModelOutcomeFrame } | undefined;
    if (!received) return undefined;
    if (received.message.id === id) return received.message.outcome;
  }
}
