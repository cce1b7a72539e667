// Publishes messages that are made from patterns one after another, at a rate. Knows nothing about brokers, files or who asks; time and
// chance are injected.
import type { Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import {
  fillTemplate,
  type MessageTemplate,
  parseTemplate,
  type TemplateSource,
} from '../../base/messageTemplate.ts';
import type { BusMessage } from '../../protocol/message.ts';
import type { MessagePattern, SeriesProgress } from '../../protocol/publishing.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';

export interface SeriesPorts {
  readonly time: TimeSource;
  readonly random: () => number;
  /** Resolves when the message is taken. */
  readonly publish: (message: BusMessage) => Promise<void>;
}

export interface SeriesPlan {
  readonly id: number;
  /** At least one; taken in turn. */
  readonly patterns: readonly MessagePattern[];
  readonly count: number;
  /** Absent: as fast as messages are taken. */
  readonly perSecond?: number;
}

/** Messages that may wait to be taken: a run that stands must not gather them without end. */
const MAX_UNDER_WAY = 256;
const EVERY_MS = 10;
/** Handed over in one go, so that a series at full speed leaves time for others. */
const MAX_AT_ONCE = 250;

export class PublishSeries implements Disposable {
  readonly #ports: SeriesPorts;
  readonly #plan: SeriesPlan;
  readonly #makers: readonly MakeMessage[];
  readonly #beganMs: number;
  #endedMs: number | undefined;
  #sent = 0;
  #taken = 0;
  #failed = 0;
  #error: string | undefined;
  #topic = '';
  #isStopped = false;
  #timer: Disposable | undefined;

  /** Begins at once. */
  constructor(plan: SeriesPlan, ports: SeriesPorts) {
    this.#plan = plan;
    this.#ports = ports;
    const source: TemplateSource = { nowMs: ports.time.epochMs, random: ports.random };
    this.#makers = plan.patterns.map((pattern) => makeMessages(pattern, source));
    this.#beganMs = ports.time.monotonicMs();
    this.#send();
  }

  get progress(): SeriesProgress {
    const endMs = this.#endedMs ?? this.#ports.time.monotonicMs();
    return {
      id: this.#plan.id,
      total: this.#plan.count,
      sent: this.#sent,
      taken: this.#taken,
      failed: this.#failed,
      ...(this.#error !== undefined && { error: this.#error }),
      isOver: this.#endedMs !== undefined,
      elapsedMs: endMs - this.#beganMs,
      topic: this.#topic,
    };
  }

  /** Sends nothing more. It is over then, whatever still waits. */
  dispose(): void {
    this.#isStopped = true;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#endedMs ??= this.#ports.time.monotonicMs();
  }

  #send(): void {
    this.#timer = undefined;
    const until = this.#sent + Math.min(this.#due() - this.#sent, this.#room(), MAX_AT_ONCE);
    while (this.#sent < until && !this.#isStopped) this.#sendNext();
    if (this.#isStopped || this.#isAllSent) return;
    this.#timer = this.#ports.time.startTimer(() => this.#send(), this.#waitMs());
  }

  get #isAllSent(): boolean {
    return this.#sent >= this.#plan.count;
  }

  #room(): number {
    return MAX_UNDER_WAY - (this.#sent - this.#taken - this.#failed);
  }

  /** How many messages are to be out by now; the first one at once. */
  #due(): number {
    const { count, perSecond } = this.#plan;
    if (perSecond === undefined) return count;
    const elapsedMs = this.#ports.time.monotonicMs() - this.#beganMs;
    return Math.min(count, 1 + Math.floor((elapsedMs * perSecond) / 1000));
  }

  #waitMs(): number {
    const { perSecond } = this.#plan;
    if (perSecond === undefined) return this.#room() > 0 ? 0 : EVERY_MS;
    const nextMs = (this.#sent * 1000) / perSecond + this.#beganMs - this.#ports.time.monotonicMs();
    return Math.max(EVERY_MS, Math.ceil(nextMs));
  }

  #sendNext(): void {
    const seq = this.#sent;
    const make = this.#makers[seq % this.#makers.length];
    this.#sent += 1;
    const settle = (error?: unknown): void => {
      if (error === undefined) this.#taken += 1;
      else {
        this.#failed += 1;
        this.#error ??= describeError(error);
      }
      if (this.#isAllSent && this.#taken + this.#failed === this.#sent)
        this.#endedMs ??= this.#ports.time.monotonicMs();
    };
    const message = make?.(seq);
    if (!message) return;
    this.#topic = message.topic;
    this.#ports.publish(message).then(() => settle(), settle);
  }
}

type MakeMessage = (seq: number) => BusMessage;

/** The message of each number; the same bytes every time where nothing changes. */
function makeMessages(pattern: MessagePattern, source: TemplateSource): MakeMessage {
  const { qos, retain, payload, correlationData } = pattern;
  const fill = (text: string): ((seq: number) => string) => fillWith(parseTemplate(text), source);
  const topic = fill(pattern.topic);
  const properties = pattern.userProperties.map(([key, value]) => [fill(key), fill(value)] as const);
  const contentType = pattern.contentType === undefined ? undefined : fill(pattern.contentType);
  const responseTopic = pattern.responseTopic === undefined ? undefined : fill(pattern.responseTopic);
  const correlation = correlationData === undefined ? undefined : bytesOf(correlationData, source);
  const makePayload = bytesOf(payload, source);
  return (seq) => ({
    topic: topic(seq),
    payload: makePayload(seq),
    qos,
    retain,
    userProperties: properties.map(([key, value]) => [key(seq), value(seq)] as const),
    ...(contentType !== undefined && { contentType: contentType(seq) }),
    ...(responseTopic !== undefined && { responseTopic: responseTopic(seq) }),
    ...(correlation !== undefined && { correlationData: correlation(seq) }),
  });
}

function fillWith(template: MessageTemplate, source: TemplateSource): (seq: number) => string {
  return (seq) => fillTemplate(template, seq, source);
}

function bytesOf(from: string | Uint8Array, source: TemplateSource): (seq: number) => Uint8Array {
  if (typeof from !== 'string') return () => from;
  const template = parseTemplate(from);
  const encoder = new TextEncoder();
  if (template.placeholders.length > 0) return (seq) => encoder.encode(fillTemplate(template, seq, source));
  const bytes = encoder.encode(from);
  return () => bytes;
}
