// The series of messages that go on in one run, and the last ones that are over. Knows nothing about how messages are made.
import type { Disposable } from '../../base/disposable.ts';
import { AppError } from '../../base/errors.ts';
import {
  MAX_SERIES_COUNT,
  MAX_SERIES_RATE,
  type MessagePattern,
  type SeriesProgress,
  type SeriesRequest,
} from '../../protocol/publishing.ts';
import { PublishSeries, type SeriesPorts } from './publishSeries.ts';

const MAX_SERIES = 16;

export interface SeriesDeskPorts extends SeriesPorts {
  /** Errors: FILE_UNREADABLE. */
  readonly readFolder: (folder: string, topic: string | undefined) => Promise<readonly MessagePattern[]>;
}

export class SeriesDesk implements Disposable {
  readonly #ports: SeriesDeskPorts;
  readonly #series: Map<number, PublishSeries> = new Map<number, PublishSeries>();
  #lastId = 0;

  constructor(ports: SeriesDeskPorts) {
    this.#ports = ports;
  }

  /** Errors: USAGE, FILE_UNREADABLE. */
  async start({ from, count, perSecond }: SeriesRequest): Promise<SeriesProgress> {
    checkNumber(count, 1, MAX_SERIES_COUNT, 'count of messages', true);
    checkNumber(perSecond, 0.001, MAX_SERIES_RATE, 'messages per second', false);
    const patterns =
      from.kind === 'pattern' ? [from.pattern] : await this.#ports.readFolder(from.folder, from.topic);
    if (patterns.length === 0) throw new AppError('USAGE', 'There is no message to publish.');
    this.#forget();
    this.#lastId += 1;
    const series = new PublishSeries(
      {
        id: this.#lastId,
        patterns,
        count: count ?? patterns.length,
        ...(perSecond !== undefined && { perSecond }),
      },
      this.#ports,
    );
    this.#series.set(this.#lastId, series);
    return series.progress;
  }

  read(id: number): SeriesProgress | null {
    return this.#series.get(id)?.progress ?? null;
  }

  stop(id: number): SeriesProgress | null {
    this.#series.get(id)?.dispose();
    return this.read(id);
  }

  dispose(): void {
    for (const series of this.#series.values()) series.dispose();
    this.#series.clear();
  }

  /** Makes room for one more. */
  #forget(): void {
    for (const [id, series] of this.#series) {
      if (this.#series.size < MAX_SERIES) return;
      if (series.progress.isOver) this.#series.delete(id);
    }
    if (this.#series.size >= MAX_SERIES)
      throw new AppError('USAGE', `${String(MAX_SERIES)} series of messages go on already. Stop one first.`);
  }
}

function checkNumber(
  value: number | undefined,
  min: number,
  max: number,
  what: string,
  isWhole: boolean,
): void {
  if (value === undefined) return;
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return;
  throw new AppError('USAGE', `The ${what} must be from ${String(min)} to ${String(max)}.`);
}
