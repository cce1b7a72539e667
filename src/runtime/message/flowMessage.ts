// What flows through a graph: WIT `data-model` with buffers resolved to shared bytes. One class for all three cases,
// because the scheduler handles hundreds of thousands of them a second. Knows nothing about components or brokers.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { UserProperty } from '../../protocol/message.ts';
import type { MessageSchema } from '../../graph/messageSchema.ts';
import type { ImageMeasures } from '../trace/messageForm.ts';
import type { Payload } from '../trace/payload.ts';

/**
 * A message, a snapshot (an image frame) or plain bytes. Never changed after creation, so several branches share one.
 * What an operator's snapshot or plain bytes cannot carry (topic, properties, …) is taken from the message it was made
 * from, so that a sink can publish it.
 */
export class FlowMessage {
  readonly kind: 'message' | 'snapshot' | 'bytes';
  /** The message's own time, which only operators change; not the logical time of the item. */
  readonly timestamp: HybridLogicalClock;
  readonly topic: string;
  readonly contentType: string | undefined;
  readonly userProperties: readonly UserProperty[];
  /** The payload, the frame of a snapshot, or the plain bytes. */
  readonly payload: Payload;
  readonly schema: MessageSchema | undefined;
  /** Only for snapshots. */
  readonly image: ImageMeasures | undefined;
  /** The topic on which the message (or the first one of its window) came in at a source. */
  readonly inputTopic: string;
  /** Belongs to the trace recorder; see TraceableMessage. */
  traceId = 0;

  constructor(
    kind: FlowMessage['kind'],
    timestamp: HybridLogicalClock,
    topic: string,
    contentType: string | undefined,
    userProperties: readonly UserProperty[],
    payload: Payload,
    schema: MessageSchema | undefined,
    image: ImageMeasures | undefined,
    inputTopic: string,
  ) {
    this.kind = kind;
    this.timestamp = timestamp;
    this.topic = topic;
    this.contentType = contentType;
    this.userProperties = userProperties;
    this.payload = payload;
    this.schema = schema;
    this.image = image;
    this.inputTopic = inputTopic;
  }

  /** A copy with another schema. */
  withSchema(schema: MessageSchema): FlowMessage {
    const { kind, timestamp, topic, contentType, userProperties, payload, image, inputTopic } = this;
    return new FlowMessage(
      kind,
      timestamp,
      topic,
      contentType,
      userProperties,
      payload,
      schema,
      image,
      inputTopic,
    );
  }
}
