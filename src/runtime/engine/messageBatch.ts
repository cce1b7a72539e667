// Packs messages for the way between two threads and unpacks them there. Knows nothing about what the messages mean.
import type { BatchedMessage, MessageBatch } from '../../protocol/engine.ts';
import type { UserProperty } from '../../protocol/message.ts';

const NO_PROPERTIES: readonly UserProperty[] = [];

/** Collects messages; `take` hands them over and starts anew. */
export class BatchBuilder {
  #messages: BatchedMessage[] = [];
  #size = 0;

  get count(): number {
    return this.#messages.length;
  }

  add(message: BatchedMessage): void {
    this.#messages.push(message);
    this.#size += message.payload.length;
  }

  /** The batch and the buffer to transfer with it; undefined when empty. */
  take(): { readonly batch: MessageBatch; readonly transfer: readonly ArrayBuffer[] } | undefined {
    const messages = this.#messages;
    if (messages.length === 0) return undefined;
    const buffer = new ArrayBuffer(this.#size);
    const bytes = new Uint8Array(buffer);
    let offset = 0;
    for (const { payload } of messages) {
      bytes.set(payload, offset);
      offset += payload.length;
    }
    this.#messages = [];
    this.#size = 0;
    return { batch: { ...toColumns(messages), bytes }, transfer: [buffer] };
  }
}

function toColumns(messages: readonly BatchedMessage[]): Omit<MessageBatch, 'bytes'> {
  const has = (pick: (message: BatchedMessage) => unknown): boolean =>
    messages.some((each) => Boolean(pick(each)));
  return {
    nodes: messages.map((each) => each.node),
    topics: messages.map((each) => each.topic),
    sizes: messages.map((each) => each.payload.length),
    ...(has((each) => each.inputTopic) && { inputTopics: messages.map((each) => each.inputTopic) }),
    ...(has((each) => each.timestamp) && { timestamps: messages.map((each) => each.timestamp) }),
    ...(has((each) => each.contentType) && { contentTypes: messages.map((each) => each.contentType ?? '') }),
    ...(has((each) => each.userProperties.length) && {
      userProperties: messages.map((each) => each.userProperties),
    }),
  };
}

/** The messages of a batch; their payloads are views of its bytes. */
export function readBatch(batch: MessageBatch): BatchedMessage[] {
  let offset = 0;
  return batch.nodes.map((node, index) => {
    const size = batch.sizes[index] ?? 0;
    const start = offset;
    offset += size;
    return {
      node,
      topic: batch.topics[index] ?? '',
      inputTopic: batch.inputTopics?.[index] ?? '',
      timestamp: batch.timestamps?.[index] ?? '',
      // An empty content type means the same as none: MQTT 5 §3.3.2.3.9.
      contentType: batch.contentTypes?.[index] || undefined,
      userProperties: batch.userProperties?.[index] ?? NO_PROPERTIES,
      payload: batch.bytes.subarray(start, offset),
    };
  });
}
