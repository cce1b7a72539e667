// The last two minutes of a run's numbers, for charts. Knows no vscode.
import { MAX_SAMPLES, type NodeSample, type RunSample } from '../../protocol/metricsView.ts';
import type { RunReport } from '../../protocol/runProcess.ts';

export class MetricsHistory {
  readonly #samples: RunSample[] = [];
  #lastMs: number | undefined;

  get samples(): readonly RunSample[] {
    return this.#samples;
  }

  /** `nowMs` counts from anywhere. */
  add(report: RunReport, nowMs: number): RunSample {
    const before = this.#samples.at(-1);
    const seconds = this.#lastMs === undefined ? 0 : (nowMs - this.#lastMs) / 1000;
    const sample = report.nodes.map((node, index): NodeSample => {
      const { verdicts, p50Us, maxDurationUs, queued } = node;
      const since = node.in - (before?.[index]?.count ?? 0);
      return {
        count: node.in,
        rate: seconds > 0 ? Math.round((since * 10) / seconds) / 10 : 0,
        errors: verdicts.error,
        dropped: verdicts.dropped + verdicts.late,
        queued,
        maxUs: maxDurationUs,
        ...(p50Us !== undefined && { p50Us }),
      };
    });
    this.#lastMs = nowMs;
    this.#samples.push(sample);
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
    return sample;
  }
}
