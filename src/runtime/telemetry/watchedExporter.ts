// Stands before an exporter of the SDK: counts what is delivered, and tells the first failure of a run, once for all exporters. The SDK
// itself is told of success only, so that it writes no lines of its own. Knows nothing about what is exported.
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';

/** What of an exporter is needed. */
export interface Exporter<T> {
  export(items: T, done: (result: ExportResult) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface ExportWatchPorts {
  readonly onRefused: (url: string, reason: string) => void;
}

/** One for a run. */
export class ExportWatch {
  readonly #onRefused: ExportWatchPorts['onRefused'];
  #isTold = false;

  constructor({ onRefused }: ExportWatchPorts) {
    this.#onRefused = onRefused;
  }

  noteFailure(url: string, error: Error | undefined): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#onRefused(url, describe(error));
  }
}

export interface WatchedExporterOptions<T> {
  readonly exporter: Exporter<T>;
  readonly url: string;
  readonly watch: ExportWatch;
  /** They have been delivered, or given up. */
  readonly onSettled?: (items: T, isDelivered: boolean) => void;
}

export class WatchedExporter<T> implements Exporter<T> {
  readonly #options: WatchedExporterOptions<T>;

  constructor(options: WatchedExporterOptions<T>) {
    this.#options = options;
  }

  export(items: T, done: (result: ExportResult) => void): void {
    const { exporter, url, watch, onSettled } = this.#options;
    exporter.export(items, ({ code, error }) => {
      const isDelivered = code === ExportResultCode.SUCCESS;
      if (!isDelivered) watch.noteFailure(url, error);
      onSettled?.(items, isDelivered);
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  async forceFlush(): Promise<void> {
    await this.#options.exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#options.exporter.shutdown();
  }
}

function describe(error: Error | undefined): string {
  if (!error) return 'no reason given';
  const { code } = error as { readonly code?: unknown };
  // An address that answers for IPv4 and IPv6 fails with an error without words.
  const words = error.message === '' ? (typeof code === 'string' ? code : error.name) : error.message;
  return typeof code === 'number' ? `HTTP status ${String(code)}, ${words}` : words;
}
