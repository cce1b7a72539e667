// What is asked of a run about messages that are made and published one after another at a rate, and about the topics on its broker.
// Shapes only; all of them survive structured cloning.
import type { UserProperty } from './message.ts';

/** A message with placeholders (src/base/messageTemplate.ts) in its texts; `payload` as bytes has none. */
export interface MessagePattern {
  readonly topic: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly contentType?: string;
  readonly userProperties: readonly UserProperty[];
  readonly responseTopic?: string;
  readonly correlationData?: string | Uint8Array;
  readonly payload: string | Uint8Array;
}

export interface SeriesRequest {
  /** The message to make all from, or a folder of message files, which is published in order, over and over until `count` is reached. */
  readonly from:
    | { readonly kind: 'pattern'; readonly pattern: MessagePattern }
    /** `topic`: of messages that name none. */
    | { readonly kind: 'folder'; readonly folder: string; readonly topic?: string };
  /** Messages to publish; absent for a folder: each of its messages once. */
  readonly count?: number;
  /** Messages per second; absent: as fast as the run takes them. At most {@link MAX_SERIES_RATE}. */
  readonly perSecond?: number;
}

/** What a series has come to. */
export interface SeriesProgress {
  readonly id: number;
  readonly total: number;
  /** Handed to the broker. */
  readonly sent: number;
  /** Of those, taken by the broker. What is neither taken nor failed waits for the run. */
  readonly taken: number;
  readonly failed: number;
  /** Why the first one failed. */
  readonly error?: string;
  readonly isOver: boolean;
  readonly elapsedMs: number;
  /** The last topic that was published to. */
  readonly topic: string;
}

export const MAX_SERIES_RATE = 10_000;
export const MAX_SERIES_COUNT = 10_000_000;

export interface PublishMethods {
  /** Begins; at most 16 series go on at once. Errors: FILE_UNREADABLE, TOPIC_INVALID, USAGE, RUN_ENDED. */
  startSeries: { params: SeriesRequest; result: SeriesProgress };
  /** Undefined once a series has been forgotten: the last 16 are kept. */
  readSeries: { params: { readonly id: number }; result: SeriesProgress | null };
  /** What has been handed to the broker stays there. */
  stopSeries: { params: { readonly id: number }; result: SeriesProgress | null };
}

/** What is known of one topic. The payload itself is asked for by `readTopicValue`. */
export interface TopicRecord {
  readonly topic: string;
  /** Messages since watching began or was cleared. */
  readonly count: number;
  /** Messages per second over the last seconds. */
  readonly perSecond: number;
  readonly qos: 0 | 1 | 2;
  /** A retained message of this topic is on the broker. */
  readonly isRetained: boolean;
  /** Bytes of the last payload. */
  readonly size: number;
  /** At most 120 characters, see src/base/previewPayload.ts. */
  readonly preview: string;
  /** Of the last message; milliseconds since the Unix epoch. */
  readonly timeMs: number;
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  readonly userProperties: readonly UserProperty[];
}

export interface TopicPage {
  /** To pass as `since` next. */
  readonly revision: number;
  /** All topics are new: forget the others. */
  readonly isWhole: boolean;
  /** Those that have changed, at most `limit`. */
  readonly topics: readonly TopicRecord[];
  /** There are more changes than `limit`: ask again. */
  readonly hasMore: boolean;
  /** Topics that are watched. */
  readonly size: number;
  /** Messages to topics beyond the most that are watched. */
  readonly beyond: number;
}

/** One message of a topic, its payload cut off at {@link MAX_WATCHED_PAYLOAD} bytes. */
export interface TopicValue extends Omit<TopicRecord, 'count' | 'perSecond' | 'preview' | 'topic'> {
  readonly payload: Uint8Array;
}

export const MAX_WATCHED_TOPICS = 10_000;
/** Bytes of a payload that are kept. */
export const MAX_WATCHED_PAYLOAD = 1_048_576;

export interface TopicMethods {
  /** Begins to watch when nobody did, as on a broker that is not the run's own; what has changed since `since` (0: everything). */
  readTopics: {
    /** `isPeek`: does not begin to watch. */
    params: { readonly since: number; readonly limit?: number; readonly isPeek?: boolean };
    result: TopicPage;
  };
  /** The last message of a topic and the one before, as far as they were kept; null for a topic that is not watched. */
  readTopicValue: {
    params: { readonly topic: string };
    result: { readonly last: TopicValue; readonly previous?: TopicValue } | null;
  };
  /** Forgets all topics, and goes on watching. */
  clearTopics: { params: null; result: null };
  /** Ends watching, and forgets all topics. */
  unwatchTopics: { params: null; result: null };
}
