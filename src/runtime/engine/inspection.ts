// What can be asked of a run's services from outside, whether it can be stopped or not: the state store and what operators measured.
// Knows nothing about threads.
import { AppError, describeError } from '../../base/errors.ts';
import { formatClock } from '../../base/hybridLogicalClock.ts';
import { readShownBytes, showBytes } from '../../base/shownBytes.ts';
import type {
  InspectMethods,
  MetricRecord,
  NodeMetricsRecord,
  StatePageRecord,
} from '../../protocol/debugging.ts';
import type { MetricLabel, MetricsRegistry, NodeMetricsSnapshot } from '../services/metrics.ts';
import type { StateStore } from '../services/stateStore.ts';
import { StateStoreError } from '../services/stateStoreError.ts';

type Asked<K extends keyof InspectMethods> = InspectMethods[K]['params'];

export class Inspection {
  readonly #stateStore: StateStore;
  readonly #metrics: MetricsRegistry;
  readonly #watchEdit: (edit: () => void) => void;

  /** `watchEdit` carries out what changes the state store. */
  constructor(stateStore: StateStore, metrics: MetricsRegistry, watchEdit: (edit: () => void) => void) {
    this.#stateStore = stateStore;
    this.#metrics = metrics;
    this.#watchEdit = watchEdit;
  }

  readState({ after, limit = 100 }: Asked<'readState'>): StatePageRecord {
    const start = after === undefined ? undefined : readShownBytes(after);
    const page = this.#stateStore.page({ limit, ...(start && { after: start }) });
    return {
      size: page.total,
      entries: page.entries.map(({ key, value, version, expiresAtMs }) => ({
        key: showBytes(key),
        value: showBytes(value),
        size: value.length,
        version: formatClock(version),
        ...(expiresAtMs !== undefined && { expiresMs: expiresAtMs }),
      })),
      ...(page.next && { next: showBytes(page.next) }),
    };
  }

  /** Errors: STATE_EDIT_INVALID. */
  editState({ key, value }: Asked<'editState'>): null {
    const keyBytes = readShownBytes(key);
    const valueBytes = value === undefined ? undefined : readShownBytes(value);
    if (!keyBytes || (value !== undefined && !valueBytes))
      throw new AppError(
        'STATE_EDIT_INVALID',
        `"${keyBytes ? (value ?? '') : key}" is not text and not bytes: behind "hex:" stand pairs of the digits 0-9 and a-f.`,
      );
    try {
      this.#watchEdit(() => {
        if (valueBytes) this.#stateStore.set(keyBytes, valueBytes, { condition: 'unconditional' });
        else this.#stateStore.del(keyBytes);
      });
      return null;
    } catch (cause) {
      if (!(cause instanceof StateStoreError)) throw cause;
      const message = `The state store refuses to change "${key}": ${describeError(cause)}.`;
      throw new AppError('STATE_EDIT_INVALID', message, { cause });
    }
  }

  readMetrics(): readonly NodeMetricsRecord[] {
    return this.#metrics
      .snapshot()
      .filter(({ counters, histograms, refused }) => counters.length + histograms.length + refused > 0)
      .map((snapshot) => ({
        node: snapshot.node,
        metrics: listMetrics(snapshot),
        refused: snapshot.refused,
      }));
  }
}

function listMetrics({ counters, histograms }: NodeMetricsSnapshot): MetricRecord[] {
  return [
    ...counters.map(({ name, labels, value }) => ({ name, labels: pairs(labels), value })),
    ...histograms.map(({ name, labels, count, sum, min, max, p50, p95 }) => ({
      name,
      labels: pairs(labels),
      summary: { count, sum, min, max, p50, p95 },
    })),
  ];
}

function pairs(labels: readonly MetricLabel[]): MetricRecord['labels'] {
  return labels.map(({ key, value }) => [key, value]);
}
