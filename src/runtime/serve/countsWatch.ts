// Tells the counts of a run a few times a second while they change. Knows nothing about who looks at them.
import type { Disposable } from '../../base/disposable.ts';
import type { RunProcessEvents } from '../../protocol/runProcess.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';

type Counted = RunProcessEvents['counted'];

export interface CountsWatchPorts {
  readonly time: Pick<TimeSource, 'startTimer'>;
  readonly read: () => Promise<Counted>;
  readonly tell: (counts: Counted) => void;
}

const EVERY_MS = 250;

export class CountsWatch implements Disposable {
  readonly #ports: CountsWatchPorts;
  #timer: Disposable | undefined;
  #last = '';
  #isDisposed = false;

  constructor(ports: CountsWatchPorts) {
    this.#ports = ports;
  }

  begin(): void {
    if (this.#isDisposed) return;
    this.#timer = this.#ports.time.startTimer(() => void this.#look(), EVERY_MS);
  }

  /** Ends it, after having told the last counts. */
  async tellLast(): Promise<void> {
    this.dispose();
    await this.#tell();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  async #look(): Promise<void> {
    await this.#tell();
    this.begin();
  }

  async #tell(): Promise<void> {
    let counts: Counted;
    try {
      counts = await this.#ports.read();
    } catch {
      return; // The engine is gone, which is told in its own way.
    }
    const text = JSON.stringify(counts);
    if (text === this.#last) return;
    this.#last = text;
    this.#ports.tell(counts);
  }
}
