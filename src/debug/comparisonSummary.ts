// What comparing modules has brought out, told once a run ends, however it ends. Knows nothing about how a run is ended.
import type { Clock } from '../base/clock.ts';
import { describeError } from '../base/errors.ts';
import type { RunLaunch } from '../protocol/runProcess.ts';
import type { RunConnection } from './runClient.ts';
import type { RunOutput } from './runOutput.ts';

export interface ComparisonSummaryPorts {
  readonly ask: RunConnection['request'];
  readonly clock: Pick<Clock, 'startTimer'>;
  readonly output: Pick<RunOutput, 'tell'>;
}

/** An engine whose operator hangs answers nothing; a client that waits for the end gives up after a few seconds. */
const MAX_WAIT_MS = 1000;

export class ComparisonSummary {
  readonly #ports: ComparisonSummaryPorts;
  #isComparing = false;
  #told = '';

  constructor(ports: ComparisonSummaryPorts) {
    this.#ports = ports;
  }

  /** A run has been started. */
  begin({ compare, hotReload }: Pick<RunLaunch, 'compare' | 'hotReload'>): void {
    this.#isComparing = hotReload === 'compare' || Object.keys(compare ?? {}).length > 0;
    this.#told = '';
  }

  /** The run is over; another one may be started. */
  reset(): void {
    this.#isComparing = false;
  }

  /** Tells what is new since the last time; nothing for a run that compares nothing. Never fails. */
  async tell(): Promise<void> {
    if (!this.#isComparing) return;
    const { ask, output } = this.#ports;
    try {
      const text = (await this.#limit(ask('describeComparison', null))).join('\n');
      if (text !== this.#told) output.tell(text);
      this.#told = text;
    } catch (error) {
      output.tell(`What was compared cannot be summed up: ${describeError(error)}`, 'stderr');
    }
  }

  #limit<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = this.#ports.clock.startTimer(
        () => reject(new Error('an operator is at work and the run does not answer.')),
        MAX_WAIT_MS,
      );
      answer.then(resolve, reject).finally(() => timer.dispose());
    });
  }
}
