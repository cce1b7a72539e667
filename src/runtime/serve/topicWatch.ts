// Notes the last message of each topic on a bus, for views that ask what has changed. Bounded, and cheap for each message: all that can
// wait is done when somebody asks. Knows nothing about views or graphs.
import type { Disposable } from '../../base/disposable.ts';
import { previewPayload } from '../../base/previewPayload.ts';
import type { BusMessage } from '../../protocol/message.ts';
import {
  MAX_WATCHED_PAYLOAD,
  MAX_WATCHED_TOPICS,
  type TopicMethods,
  type TopicPage,
  type TopicRecord,
  type TopicValue,
} from '../../protocol/publishing.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';

type Subscribe = (filters: readonly string[], deliver: (message: BusMessage) => void) => Promise<Disposable>;

export interface TopicWatchPorts {
  readonly time: Pick<TimeSource, 'epochMs' | 'monotonicMs'>;
  readonly subscribe: Subscribe;
  /** Bytes of all payloads that are kept together; the larger ones are then not kept. Default 64 MiB. */
  readonly maxKeptBytes?: number;
}

/** One message as it is kept. */
interface Kept {
  /** Its payload is what is kept of it. */
  readonly message: BusMessage;
  /** Bytes of the whole payload. */
  readonly size: number;
  readonly timeMs: number;
}

interface Noted {
  readonly topic: string;
  revision: number;
  count: number;
  last: Kept;
  previous: Kept | undefined;
  /** Messages in the window of the rate, and in the one before. */
  window: number;
  inWindow: number;
  inLastWindow: number;
  /** The rate that was told last; one that was told is told again until it is 0. */
  toldRate: number;
}

const PAGE = 2000;
/** Rates are over this long. */
const WINDOW_MS = 2000;
const KEPT_BYTES = 64 * 1024 * 1024;
/** Of a payload, once too much is kept. */
const SHORT_PAYLOAD = 1024;

export class TopicWatch implements Disposable {
  readonly #ports: TopicWatchPorts;
  readonly #topics: Map<string, Noted> = new Map<string, Noted>();
  /** Topics with a retained message; known even after all else has been forgotten. */
  readonly #retained: Set<string> = new Set<string>();
  #subscription: Promise<Disposable> | undefined;
  #revision = 1;
  /** Who has seen nothing after this revision is told everything. */
  #wholeSince = 0;
  #beyond = 0;
  #keptBytes = 0;

  constructor(ports: TopicWatchPorts) {
    this.#ports = ports;
  }

  /** Begins to watch, if it has not begun. */
  async begin(): Promise<void> {
    this.#subscription ??= this.#ports.subscribe(['#'], (message) => this.#note(message));
    try {
      await this.#subscription;
    } catch (error) {
      this.#subscription = undefined;
      throw error;
    }
  }

  /** What has changed since the revision `since`, oldest change first. Begins to watch, unless it is a peek. */
  async read({
    since,
    limit = PAGE,
    isPeek = false,
  }: TopicMethods['readTopics']['params']): Promise<TopicPage> {
    if (!isPeek) await this.begin();
    const isWhole = since <= this.#wholeSince;
    const changed: Noted[] = [];
    const slowing: Noted[] = [];
    for (const noted of this.#topics.values())
      if (isWhole || noted.revision > since) changed.push(noted);
      else if (noted.toldRate > 0) slowing.push(noted);
    changed.sort((a, b) => a.revision - b.revision);
    const page = [...changed, ...slowing].slice(0, Math.max(1, limit));
    const hasMore = page.length < changed.length;
    return {
      revision: hasMore ? (page.at(-1)?.revision ?? since) : this.#revision,
      isWhole,
      topics: page.map((noted) => this.#describe(noted)),
      hasMore,
      size: this.#topics.size,
      beyond: this.#beyond,
    };
  }

  readValue(topic: string): TopicMethods['readTopicValue']['result'] {
    const noted = this.#topics.get(topic);
    if (!noted) return null;
    const { last, previous } = noted;
    return {
      last: toValue(last, this.#retained.has(topic)),
      ...(previous && { previous: toValue(previous, false) }),
    };
  }

  /** Forgets everything so far; what is asked for next is told as a whole. */
  clear(): void {
    this.#topics.clear();
    this.#keptBytes = this.#beyond = 0;
    this.#wholeSince = this.#revision;
    this.#revision += 1;
  }

  /** Ends watching. It may begin again. */
  dispose(): void {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    this.clear();
    this.#retained.clear();
    // What could not begin needs no end.
    void subscription?.then(
      (each) => each.dispose(),
      () => undefined,
    );
  }

  #note(message: BusMessage): void {
    const { topic, retain } = message;
    if (topic.startsWith('$')) return;
    if (retain) this.#noteRetained(message);
    const window = this.#window();
    let noted = this.#topics.get(topic);
    if (!noted && this.#topics.size >= MAX_WATCHED_TOPICS) {
      this.#beyond += 1;
      return;
    }
    const last = keep(message, this.#ports.time.epochMs());
    if (noted) {
      this.#keptBytes -= keptSize(noted.previous);
      noted.previous = noted.last;
      noted.last = last;
      turn(noted, window);
    } else {
      noted = begin(topic, last, window);
      this.#topics.set(topic, noted);
    }
    this.#keptBytes += keptSize(last);
    this.#revision += 1;
    noted.revision = this.#revision;
    noted.count += 1;
    noted.inWindow += 1;
    if (this.#keptBytes > this.#maxKept) this.#shorten(noted);
  }

  /** MQTT 5 §3.3.1.3: an empty retained message takes the retained one away. */
  #noteRetained({ topic, payload }: BusMessage): void {
    if (payload.length === 0) this.#retained.delete(topic);
    else if (this.#retained.size < MAX_WATCHED_TOPICS) this.#retained.add(topic);
  }

  get #maxKept(): number {
    return this.#ports.maxKeptBytes ?? KEPT_BYTES;
  }

  /** Too much is kept: of this topic the message before goes first, then the end of the payload. */
  #shorten(noted: Noted): void {
    this.#keptBytes -= keptSize(noted.previous);
    noted.previous = undefined;
    if (this.#keptBytes <= this.#maxKept) return;
    const { message, size, timeMs } = noted.last;
    const payload = message.payload.slice(0, SHORT_PAYLOAD);
    this.#keptBytes -= message.payload.length - payload.length;
    noted.last = { message: { ...message, payload }, size, timeMs };
  }

  #window(): number {
    return Math.floor(this.#ports.time.monotonicMs() / WINDOW_MS);
  }

  #describe(noted: Noted): TopicRecord {
    const { topic, count, last } = noted;
    turn(noted, this.#window());
    // The part of the window before that still lies within the last seconds.
    const share = 1 - (this.#ports.time.monotonicMs() % WINDOW_MS) / WINDOW_MS;
    noted.toldRate = ((noted.inWindow + noted.inLastWindow * share) * 1000) / WINDOW_MS;
    const { payload, ...head } = toValue(last, this.#retained.has(topic));
    return { ...head, topic, count, perSecond: noted.toldRate, preview: previewPayload(payload) };
  }
}

function begin(topic: string, last: Kept, window: number): Noted {
  return {
    topic,
    revision: 0,
    count: 0,
    last,
    previous: undefined,
    window,
    inWindow: 0,
    inLastWindow: 0,
    toldRate: 0,
  };
}

/** A copy: what comes from a socket is a part of a much larger block, which would be kept with it. */
function keep(message: BusMessage, timeMs: number): Kept {
  const { payload } = message;
  return {
    message: { ...message, payload: new Uint8Array(payload.subarray(0, MAX_WATCHED_PAYLOAD)) },
    size: payload.length,
    timeMs,
  };
}

/** Moves the windows on to `window`. */
function turn(noted: Noted, window: number): void {
  if (window === noted.window) return;
  noted.inLastWindow = window === noted.window + 1 ? noted.inWindow : 0;
  noted.inWindow = 0;
  noted.window = window;
}

function keptSize(kept: Kept | undefined): number {
  return kept?.message.payload.length ?? 0;
}

function toValue({ message, size, timeMs }: Kept, isRetained: boolean): TopicValue {
  const { payload, qos, userProperties, contentType, responseTopic, correlationData } = message;
  return {
    qos,
    isRetained,
    size,
    timeMs,
    userProperties,
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData }),
    payload,
  };
}
