// Rules on the topics of a DataflowGraph resource: well formed, known variables, no endless loop. Knows no broker.
import { makeProblem, type Problem } from '../problem.ts';
import type { DataflowGraphResource, DestinationNode, SourceNode } from '../resource.ts';
import { doTopicLevelsOverlap, isTopicFilterValid, isTopicNameValid, splitFilter } from '../topicFilter.ts';

/** Variables of `dataDestination`; with a number, that level of the topic, counted from 1. */
const variable = /\$\{(?<name>[^}]*)\}/g;
const knownVariable = /^(?:inputTopic|outputTopic)(?:\.[1-9]\d*)?$/;

/** Every rule of this file. */
export function checkResourceTopics(resource: DataflowGraphResource): Problem[] {
  const sources = resource.nodes.filter((node) => node.type === 'Source');
  const destinations = resource.nodes.filter((node) => node.type === 'Destination');
  return [
    ...sources.flatMap(checkFilters),
    ...destinations.flatMap(checkDestination),
    ...destinations.flatMap((destination) => checkLoop(resource, sources, destination)),
  ];
}

function checkFilters({ topics }: SourceNode): Problem[] {
  return topics
    .filter(({ text }) => !isTopicFilterValid(text))
    .map(({ text, range }) => {
      const message = `"${text}" is not a topic filter. "+" stands for one whole level, "#" for all levels at the end: "sensors/+/temperature", "sensors/#".`;
      return makeProblem('TOPIC_SYNTAX', range, message);
    });
}

function checkDestination({ topic, ranges }: DestinationNode): Problem[] {
  if (topic === '') return [];
  const range = ranges.topic ?? ranges.item;
  const names = [...topic.matchAll(variable)].map((match) => match.groups?.['name'] ?? '');
  const unknown = names.filter((name) => !knownVariable.test(name));
  if (unknown.length > 0) {
    const words = unknown.map((name) => `"\${${name}}"`).join(', ');
    const message = `${words} is not a variable of topics. Known are "\${inputTopic}" and "\${outputTopic}".`;
    return [makeProblem('TOPIC_VARIABLE', range, message)];
  }
  if (isTopicNameValid(topic.replace(variable, 'x'))) return [];
  const message = `"${topic}" is not a topic to publish to. Wildcards are for sources only.`;
  return [makeProblem('TOPIC_SYNTAX', range, message)];
}

function checkLoop(
  resource: DataflowGraphResource,
  sources: readonly SourceNode[],
  destination: DestinationNode,
): Problem[] {
  const rivals = sources.filter(({ endpoint }) => endpoint !== '' && endpoint === destination.endpoint);
  const published = listPublished(resource, sources, destination);
  for (const source of rivals) {
    const topic = source.topics.find(
      ({ text }) =>
        isTopicFilterValid(text) &&
        published.some((levels) => doTopicLevelsOverlap(levels, splitFilter(text))),
    );
    if (!topic) continue;
    const message = `"${destination.name}" publishes to "${destination.topic}", which "${source.name}" subscribes to with "${topic.text}" at the same endpoint: messages would go round for ever. Use topics that do not overlap.`;
    const related = [{ message: `"${source.name}" subscribes here.`, range: topic.range }];
    return [
      makeProblem('TOPIC_LOOP', destination.ranges.topic ?? destination.ranges.item, message, { related }),
    ];
  }
  return [];
}

/** What the destination publishes to for certain, as level patterns; nothing where the graph chooses the topic. */
function listPublished(
  resource: DataflowGraphResource,
  sources: readonly SourceNode[],
  { name, topic }: DestinationNode,
): string[][] {
  const levels = topic.split('/');
  if (!topic.includes('${')) return isTopicNameValid(topic) ? [levels] : [];
  const feeding = findFeeding(resource, name);
  const filters = sources
    .filter((source) => feeding.has(source.name))
    .flatMap(({ topics }) => topics.map(({ text }) => text).filter(isTopicFilterValid));
  return filters.flatMap((filter) => {
    const filled = levels.map((level) => fillLevel(level, splitFilter(filter)));
    return filled.includes(undefined) ? [] : [filled.flatMap((part) => part ?? [])];
  });
}

function fillLevel(level: string, filter: readonly string[]): readonly string[] | undefined {
  if (!level.includes('${')) return [level];
  const index = /^\$\{inputTopic(?:\.(?<index>[1-9]\d*))?\}$/.exec(level)?.groups?.['index'];
  if (index !== undefined) {
    const part = filter[Number(index) - 1];
    return part === undefined || part === '#' ? undefined : [part];
  }
  return level === '${inputTopic}' ? filter : undefined;
}

/** Names of the nodes whose messages get to `name`. */
function findFeeding({ connections }: DataflowGraphResource, name: string): Set<string> {
  const seen = new Set([name]);
  for (const at of seen) for (const { from, to } of connections) if (to === at) seen.add(from);
  return seen;
}
