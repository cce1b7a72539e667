// Where what sinks put out goes, as MQTT messages, and whether the run would read it again itself. Knows no broker.
import { matchesTopicFilter } from '../../graph/topicFilter.ts';
import type { BatchedMessage } from '../../protocol/engine.ts';
import type { BusMessage } from '../../protocol/message.ts';
import { writeSystemProperties } from '../engine/systemProperties.ts';
import type { RunSpec } from './runSpec.ts';

const SOURCE_ID = 'dataflow-graph';
const MAX_REMEMBERED_TOPICS = 10_000;

/** What a sink publishes. */
export interface RunOutput {
  readonly sink: string;
  readonly message: BusMessage;
}

export class SinkAddresses {
  readonly #spec: Pick<RunSpec, 'plan' | 'sinkTopics' | 'sourceFilters'>;
  readonly #ownInput: Map<string, boolean> = new Map<string, boolean>();

  constructor(spec: Pick<RunSpec, 'plan' | 'sinkTopics' | 'sourceFilters'>) {
    this.#spec = spec;
  }

  /** `message.node`: the sink's. */
  address(message: BatchedMessage): RunOutput {
    const { node, contentType, payload, userProperties, timestamp } = message;
    return {
      sink: this.#spec.plan.nodes[node]?.name ?? '',
      message: {
        topic: fillTopic(this.#spec.sinkTopics.get(node) ?? '', message),
        payload,
        qos: 1,
        retain: false,
        userProperties: writeSystemProperties(userProperties, timestamp, SOURCE_ID),
        ...(contentType !== undefined && { contentType }),
      },
    };
  }

  /** Whether a source of the run takes messages of `topic`. */
  isOwnInput(topic: string): boolean {
    const known = this.#ownInput.get(topic);
    if (known !== undefined) return known;
    const filters = [...this.#spec.sourceFilters.values()].flat();
    const isOwn = filters.some((filter) => matchesTopicFilter(filter, topic));
    if (this.#ownInput.size < MAX_REMEMBERED_TOPICS) this.#ownInput.set(topic, isOwn);
    return isOwn;
  }
}

/** Fills `${inputTopic}` and `${outputTopic}` in, whole or, with `.N`, their Nth level counted from 1. */
function fillTopic(template: string, { topic, inputTopic }: BatchedMessage): string {
  return template.replace(/\$\{(input|output)Topic(?:\.(\d+))?\}/g, (_, which: string, level?: string) => {
    const whole = which === 'input' ? inputTopic : topic;
    return level === undefined ? whole : (whole.split('/')[Number(level) - 1] ?? '');
  });
}
