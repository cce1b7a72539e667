// Sends input messages to a broker one after another. Knows nothing about where they come from.
import type { MessageBus } from '../runtime/broker/messageBus.ts';
import type { InputMessage } from '../testing/inputMessages.ts';

/** Publishes at QoS 1, each when the broker has taken the one before. */
export async function publishInput(bus: MessageBus, messages: readonly InputMessage[]): Promise<void> {
  for (const { topic, payload, contentType, userProperties } of messages)
    await bus.publish({
      topic,
      payload,
      qos: 1,
      retain: false,
      userProperties,
      ...(contentType !== undefined && { contentType }),
    });
}
