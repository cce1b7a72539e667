// The host's end of the thread that sends a run's traces and metrics: starts it, hands it what the engine tells, and ends it in time.
// A receiver that is down, slow or refuses costs two lines of warning and nothing else. Knows nothing about OpenTelemetry.
import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { DEFAULT_OTLP_ADDRESS, tellAddress } from '../../base/otlpAddress.ts';
import { connectRpc, type RpcPeer } from '../../protocol/rpc.ts';
import {
  type MeterMethods,
  type NodeMeters,
  type OtlpSettings,
  type SpanBatch,
  type SpanEvents,
  type SpanSeed,
  TELEMETRY_PROTOCOL,
  type TelemetryEvents,
  type TelemetryMethods,
  type TelemetryPayload,
} from '../../protocol/telemetry.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';
import type { RunSpec } from './runSpec.ts';

export interface TelemetryClientOptions {
  readonly settings: OtlpSettings;
  /** URL of the bundled telemetryWorker. */
  readonly workerUrl: URL;
  readonly environment: NodeJS.ProcessEnv;
  readonly time: TimeSource;
  readonly logger: Logger;
}

/** The side of the engine. */
export interface TelemetrySource {
  readonly readMeters: () => Promise<readonly NodeMeters[]>;
  readonly onTaken: (spans: number) => void;
}

/** How long what is queued may take at the end of a run. */
const END_LIMIT_MS = 2000;

export class TelemetryClient implements Disposable {
  readonly seed: SpanSeed = [...new Uint32Array(new Uint8Array(randomBytes(24)).buffer)];
  readonly #options: TelemetryClientOptions;
  readonly #worker: Worker;
  readonly #peer: RpcPeer<TelemetryMethods, SpanEvents>;
  #source: TelemetrySource | undefined;
  #spans = 0;
  #delivered = 0;
  #isRefused = false;
  #isOver = false;

  /** Starts the thread at once, so that it loads while modules are prepared. */
  constructor(options: TelemetryClientOptions) {
    this.#options = options;
    this.#worker = new Worker(options.workerUrl, { env: pickEnvironment(options) });
    this.#peer = connectRpc<MeterMethods, TelemetryEvents, TelemetryMethods, SpanEvents>(
      {
        post: (value, transfer) => this.#worker.postMessage(value, transfer ? [...transfer] : []),
        listen: (listener) => void this.#worker.on('message', listener),
      },
      TELEMETRY_PROTOCOL,
      {
        methods: { readMeters: () => this.#source?.readMeters() ?? [] },
        events: {
          settled: ({ count, isDelivered }) => {
            if (isDelivered) this.#delivered += count;
            this.#source?.onTaken(count);
          },
          refused: ({ url, reason }) => {
            this.#isRefused = true;
            this.#warn(
              `${url} does not take traces and metrics of this run: ${reason}. The run goes on without it; check the address, or start a receiver there`,
            );
          },
        },
      },
    );
    this.#worker.on('error', (error) => this.#lose(describeError(error)));
  }

  /** Before the engine tells anything. */
  async begin(
    { plan, sinkTopics }: Pick<RunSpec, 'plan' | 'sinkTopics'>,
    source: TelemetrySource,
  ): Promise<void> {
    this.#source = source;
    const { settings } = this.#options;
    await this.#peer
      .request('begin', { settings, plan, sinkTopics, seed: this.seed })
      .catch((error: unknown) => {
        this.#lose(describeError(error));
      });
  }

  take(batch: SpanBatch): void {
    this.#spans += batch.count + batch.lost;
    if (!this.#isOver) this.#peer.notify('spans', batch, [batch.numbers.buffer as ArrayBuffer]);
  }

  /** Of a message to an OpenTelemetry destination. */
  record(payload: TelemetryPayload): void {
    if (!this.#isOver) this.#peer.notify('payload', payload);
  }

  /** Lets the thread send what it has, for two seconds at most, and ends it. The engine must still answer. */
  async end(): Promise<void> {
    if (this.#isOver) return;
    let timer: Disposable | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = this.#options.time.startTimer(resolve, END_LIMIT_MS);
    });
    // What cannot be sent is counted below.
    await Promise.race([this.#peer.request('end', null).catch(() => undefined), timeout]);
    timer?.dispose();
    this.#tellLost();
    this.dispose();
  }

  /** Ends the thread at once. */
  dispose(): void {
    this.#isOver = true;
    this.#peer.dispose();
    void this.#worker.terminate();
  }

  #tellLost(): void {
    const lost = this.#spans - this.#delivered;
    if (lost > 0 && !this.#isOver)
      this.#warn(
        `${String(lost)} of ${String(this.#spans)} spans of this run were not delivered${this.#hint}`,
      );
  }

  get #hint(): string {
    if (this.#isRefused || this.#delivered > 0) return '';
    const { settings, environment } = this.#options;
    const address = settings.endpoint ?? environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? DEFAULT_OTLP_ADDRESS;
    return `: nothing at ${tellAddress(address)} has answered. Check the address, or start a receiver there`;
  }

  #lose(reason: string): void {
    if (this.#isOver) return;
    this.#warn(`the thread that sends traces and metrics failed: ${reason}. The run goes on without it`);
    this.dispose();
  }

  #warn(message: string): void {
    this.#options.logger.log('warn', `OpenTelemetry: ${message}`);
  }
}

// The SDK reads variables by itself; those of the environment count only where no address was given.
function pickEnvironment({ settings, environment }: TelemetryClientOptions): NodeJS.ProcessEnv {
  const isOwn = ([name]: readonly [string, unknown]): boolean =>
    !name.startsWith('OTEL_') || settings.endpoint === undefined;
  return Object.fromEntries(Object.entries(environment).filter(isOwn));
}
