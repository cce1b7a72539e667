// Publishes the inputs of a launch and waits until the run has worked them off, stops included. Knows nothing about how runs end.
import type { Clock } from '../base/clock.ts';
import type { SeriesProgress } from '../protocol/publishing.ts';
import type { RunProcessEvents } from '../protocol/runProcess.ts';
import type { LaunchInputs } from './launchArguments.ts';
import type { RunConnection } from './runClient.ts';

export interface InputFeedPorts {
  readonly ask: RunConnection['request'];
  readonly clock: Pick<Clock, 'startTimer'>;
  readonly isStanding: () => boolean;
}

/** Longer than counts take to be told. */
const LOOK_EVERY_MS = 300;

export class InputFeed {
  readonly #ports: InputFeedPorts;
  #waiting = 0;
  #hasMoved = false;

  constructor(ports: InputFeedPorts) {
    this.#ports = ports;
  }

  note({ waiting }: RunProcessEvents['counted']): void {
    this.#waiting = waiting;
    this.#hasMoved = true;
  }

  /** The number of messages. Errors: FILE_UNREADABLE, PROTOCOL_DISPOSED. */
  async publish({ folder, topic, count, perSecond }: LaunchInputs): Promise<number> {
    const { ask } = this.#ports;
    const from = { folder, ...(topic !== undefined && { topic }) };
    if (count === undefined && perSecond === undefined) return ask('publishFolder', from);
    let series: SeriesProgress | null = await ask('startSeries', {
      from: { kind: 'folder', ...from },
      ...(count !== undefined && { count }),
      ...(perSecond !== undefined && { perSecond }),
    });
    const { id } = series;
    while (series && !series.isOver) {
      await this.#pause();
      series = await ask('readSeries', { id });
    }
    return series?.taken ?? 0;
  }

  /**
   * Resolves when nothing moves any more. Virtual time is moved on for what delays and windows hold, because the end of a run stops
   * nowhere and these are to be stopped at too; no further than `untilMs` (session clock, milliseconds). Errors: PROTOCOL_DISPOSED, when
   * the run ends before.
   */
  async workOff(untilMs?: number): Promise<void> {
    const settle = (): Promise<number | undefined> => this.#settle(untilMs ?? Infinity);
    for (let dueInMs = await settle(); dueInMs !== undefined; dueInMs = await settle())
      await this.#ports.ask('advance', { durationMs: dueInMs });
  }

  /** Waits until nothing moves; returns how long virtual time has to go until something is due, undefined when nothing will be. */
  async #settle(untilMs: number): Promise<number | undefined> {
    await this.#awaitQuiet();
    const { kind, nowMs, nextDue } = await this.#ports.ask('readClock', null);
    if (kind !== 'virtual' || nextDue === undefined) return undefined;
    // The `__ts` form begins with milliseconds.
    const dueMs = Number(nextDue.split(':')[0]);
    return dueMs > untilMs ? undefined : Math.max(1, dueMs - nowMs);
  }

  async #awaitQuiet(): Promise<void> {
    let isQuiet = false;
    while (!isQuiet) {
      this.#hasMoved = false;
      await this.#pause();
      // Asks the run too, so that its end is noticed.
      await this.#ports.ask('counts', null);
      isQuiet = this.#isQuiet();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#ports.clock.startTimer(resolve, LOOK_EVERY_MS);
    });
  }

  #isQuiet(): boolean {
    return !this.#hasMoved && this.#waiting === 0 && !this.#ports.isStanding();
  }
}
