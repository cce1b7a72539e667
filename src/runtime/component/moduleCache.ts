// Keeps prepared modules on disk, so that a component is transpiled once per content, tool version and options. Safe
// for several processes at once: entries are single files, written beside their place and renamed into it, and every
// read verifies a digest; a damaged entry is prepared again. Knows nothing about graphs.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { decodePreparedModule } from './preparedModule.ts';
import type { PrepareAnswer, PrepareOrder } from './prepareWorker.ts';

/** Part of every key: raise it when patches, metering or jco change what they produce. */
const TOOL_VERSION = 'jco-transpile 0.15.0, glue 5, meter 3, lines 2';

/** 256 MiB: JavaScript and Python operators need 85 MiB to start (docs/decisions). */
export const DEFAULT_MAX_MEMORY_BYTES: number = 256 * 1024 * 1024;

export interface ModuleCacheOptions {
  /** Created when missing. When it cannot be written, everything still works, only slower. */
  readonly folder: string;
  /** URL of the bundled prepareWorker. */
  readonly workerUrl: URL;
  readonly maxMemoryBytes?: number;
  readonly logger: Logger;
}

/** A component to prepare; `label` names it in messages. */
export interface ModuleSource {
  readonly label: string;
  readonly bytes: Uint8Array;
}

export class ModuleCache {
  readonly #options: Required<ModuleCacheOptions>;

  constructor(options: ModuleCacheOptions) {
    this.#options = { maxMemoryBytes: DEFAULT_MAX_MEMORY_BYTES, ...options };
  }

  /**
   * Returns each source as an encoded prepared module, in order, from the cache where possible. `onPrepare` is told
   * each label that has to be prepared now. Errors: MODULE_TRANSPILE_FAILED.
   */
  async prepare(
    sources: readonly ModuleSource[],
    onPrepare?: (label: string) => void,
  ): Promise<Uint8Array[]> {
    const keys = sources.map((source) => this.#keyOf(source.bytes));
    const found = new Map<string, Uint8Array>();
    await Promise.all([...new Set(keys)].map(async (key) => this.#readEntry(key, found)));
    const missing = new Map<string, ModuleSource>();
    sources.forEach((source, index) => {
      const key = keys[index] ?? '';
      if (found.has(key) || missing.has(key)) return;
      missing.set(key, source);
      onPrepare?.(source.label);
    });
    if (missing.size > 0) await this.#prepareMissing(missing, found);
    return keys.map((key) => found.get(key) ?? new Uint8Array());
  }

  #keyOf(bytes: Uint8Array): string {
    const options = `${TOOL_VERSION}, memory ${String(this.#options.maxMemoryBytes)}`;
    return createHash('sha256').update(options).update('\0').update(bytes).digest('hex');
  }

  #pathOf(key: string): string {
    return join(this.#options.folder, `${key}.module`);
  }

  async #readEntry(key: string, found: Map<string, Uint8Array>): Promise<void> {
    const path = this.#pathOf(key);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch {
      return; // Not there yet, or unreadable: both mean "prepare it".
    }
    if (decodePreparedModule(bytes)) found.set(key, bytes);
    else this.#options.logger.log('warn', `Cache entry ${path} is damaged and is prepared again.`);
  }

  async #prepareMissing(missing: Map<string, ModuleSource>, found: Map<string, Uint8Array>): Promise<void> {
    const order: PrepareOrder = {
      modules: [...missing].map(([key, source]) => ({ key, bytes: source.bytes })),
      maxMemoryBytes: this.#options.maxMemoryBytes,
    };
    const labels = [...missing.values()].map((source) => source.label);
    const answers = await runPrepareWorker(this.#options.workerUrl, order).catch((cause: unknown) => {
      throw transpileError(labels.join(', '), describeError(cause));
    });
    for (const answer of answers) {
      if ('failure' in answer) throw transpileError(missing.get(answer.key)?.label ?? '', answer.failure);
      found.set(answer.key, answer.encoded);
      await this.#writeEntry(answer.key, answer.encoded);
    }
  }

  async #writeEntry(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(key);
    const draft = `${path}.${randomUUID()}.tmp`;
    try {
      await mkdir(this.#options.folder, { recursive: true });
      await writeFile(draft, bytes);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined); // Whatever is left is named *.tmp and never read.
      this.#options.logger.log('warn', `Cannot keep a prepared module in ${path}: ${describeError(error)}`);
    }
  }
}

function transpileError(label: string, reason: string): AppError {
  return new AppError(
    'MODULE_TRANSPILE_FAILED',
    `${label} cannot be read as a component: ${reason}. Rebuild it with a current toolchain, and check that the file is complete.`,
  );
}

function runPrepareWorker(workerUrl: URL, order: PrepareOrder): Promise<PrepareAnswer[]> {
  return new Promise((resolve, reject) => {
    const answers: PrepareAnswer[] = [];
    const worker = new Worker(workerUrl, { workerData: order });
    worker.on('message', (answer: PrepareAnswer) => {
      answers.push(answer);
      if (answers.length === order.modules.length) resolve(answers);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the worker that prepares components ended early')));
  });
}
