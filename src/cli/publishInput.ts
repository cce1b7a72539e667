// Sends input messages to a broker one after another. Knows nothing about where they come from.
import type { MessageBus } from '../runtime/broker/messageBus.ts';
import { systemTime } from '../runtime/engine/systemTime.ts';
import { fillInput } from '../testing/fillInput.ts';
import type { InputMessage } from '../testing/inputMessages.ts';

/**
 * Publishes at QoS 1, unless a message says otherwise, each when the broker has taken the one before. `firstSeq` is the number of the
 * first one for placeholders.
 */
export async function publishInput(
  bus: MessageBus,
  messages: readonly InputMessage[],
  firstSeq = 0,
): Promise<void> {
  for (const [index, input] of messages.entries()) {
    const {
      topic,
      payload,
      qos = 1,
      retain = false,
      userProperties,
      ...others
    } = fillInput(input, firstSeq + index, { nowMs: systemTime.epochMs, random: Math.random });
    const { contentType, responseTopic, correlationData } = others;
    await bus.publish({
      topic,
      payload,
      qos,
      retain,
      userProperties,
      ...(contentType !== undefined && { contentType }),
      ...(responseTopic !== undefined && { responseTopic }),
      ...(correlationData !== undefined && { correlationData }),
    });
  }
}
