// Packs messages for the way between two threads and unpacks them there. Knows nothing about what the messages mean.
import { joinBytes } from '../../base/joinBytes.ts';
import type { BatchedMessage, MessageBatch } from '../../protocol/engine.ts';
import type { UserProperty } from '../../protocol/message.ts';

const NO_PROPERTIES: readonly UserProperty[] = [];

/** Collects messages; `take` hands them over and starts anew. */
export class BatchBuilder {
  #payloads: Uint8Array[] = [];
  #texts: string[] = [];
  #indexes: Map<string, number> = new Map<string, number>();
  /** See {@link MessageBatch.layout}. */
  #layout: number[] = [];

  get count(): number {
    return this.#payloads.length;
  }

  add(message: BatchedMessage): void {
    const { node, topic, inputTopic, timestamp, contentType, userProperties, payload } = message;
    this.#payloads.push(payload);
    this.#layout.push(
      node,
      payload.length,
      this.#indexOf(topic),
      this.#indexOf(inputTopic),
      // Hardly ever the same twice.
      timestamp === '' ? 0 : this.#texts.push(timestamp),
      this.#indexOf(contentType ?? ''),
      userProperties.length,
    );
    for (const property of userProperties)
      this.#layout.push(this.#indexOf(property[0]), this.#indexOf(property[1]));
  }

  /** The batch and the buffers to transfer with it; undefined when empty. */
  take(): { readonly batch: MessageBatch; readonly transfer: readonly ArrayBuffer[] } | undefined {
    if (this.#payloads.length === 0) return undefined;
    const bytes = joinBytes(this.#payloads);
    const layout = Uint32Array.from(this.#layout);
    const batch = { count: this.#payloads.length, texts: this.#texts, layout, bytes };
    this.#payloads = [];
    this.#texts = [];
    this.#indexes = new Map();
    this.#layout = [];
    return { batch, transfer: [bytes.buffer, layout.buffer] };
  }

  #indexOf(text: string): number {
    if (text === '') return 0;
    let index = this.#indexes.get(text);
    if (index === undefined) {
      index = this.#texts.push(text);
      this.#indexes.set(text, index);
    }
    return index;
  }
}

/** The messages of a batch; their payloads are views of its bytes. */
export function readBatch({ count, texts, layout, bytes }: MessageBatch): BatchedMessage[] {
  const messages: BatchedMessage[] = [];
  let at = 0;
  let offset = 0;
  const next = (): number => layout[at++] ?? 0;
  const nextText = (): string => texts[next() - 1] ?? '';
  const nextProperties = (): readonly UserProperty[] => {
    const length = next();
    if (length === 0) return NO_PROPERTIES;
    const properties: UserProperty[] = [];
    for (let index = 0; index < length; index += 1) properties.push([nextText(), nextText()]);
    return properties;
  };
  for (let index = 0; index < count; index += 1) {
    const node = next();
    const start = offset;
    offset += next();
    messages.push({
      node,
      topic: nextText(),
      inputTopic: nextText(),
      timestamp: nextText(),
      // An empty content type means the same as none: MQTT 5 §3.3.2.3.9.
      contentType: nextText() || undefined,
      userProperties: nextProperties(),
      payload: bytes.subarray(start, offset),
    });
  }
  return messages;
}
