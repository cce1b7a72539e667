// Tells how far a run is a few times a second while they change. Knows nothing about who looks at them.
import type { Disposable } from '../../base/disposable.ts';
import type { RunReport } from '../../protocol/runProcess.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';

export interface ReportWatchPorts {
  readonly time: Pick<TimeSource, 'startTimer'>;
  readonly read: () => Promise<RunReport>;
  readonly tell: (report: RunReport) => void;
}

const EVERY_MS = 250;

export class ReportWatch implements Disposable {
  readonly #ports: ReportWatchPorts;
  #timer: Disposable | undefined;
  #last = '';
  #isDisposed = false;

  constructor(ports: ReportWatchPorts) {
    this.#ports = ports;
  }

  begin(): void {
    if (this.#isDisposed) return;
    this.#timer = this.#ports.time.startTimer(() => void this.#look(), EVERY_MS);
  }

  /** Ends it, after having told the last report. */
  async tellLast(): Promise<void> {
    this.dispose();
    await this.tell();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  async #look(): Promise<void> {
    await this.tell();
    this.begin();
  }

  /** Tells at once what has changed. */
  async tell(): Promise<void> {
    let report: RunReport;
    try {
      report = await this.#ports.read();
    } catch {
      return; // The engine is gone, which is told in its own way.
    }
    const text = JSON.stringify(report);
    if (text === this.#last) return;
    this.#last = text;
    this.#ports.tell(report);
  }
}
