// What kinds of endpoints the sources and destinations of a DataflowGraph resource have, as far as DataflowEndpoint resources in its file
// or beside it say so, and what a local run makes of them. Starts nothing.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { formatPosition } from '../../base/position.ts';
import { type GraphDocument, parseGraphFile } from '../../graph/parseGraph.ts';
import { readDeploymentFacts } from '../../graph/readResource.ts';
import type { DataflowGraphResource, DestinationNode, SourceNode } from '../../graph/resource.ts';

export interface EndpointUse {
  /** Names of destinations whose endpoint is of type OpenTelemetry. */
  readonly telemetrySinks: ReadonlySet<string>;
  /** Sentences about endpoints that something else stands in for, each with file and line. */
  readonly warnings: readonly string[];
}

export const noEndpoints: EndpointUse = { telemetrySinks: new Set(), warnings: [] };

type EndNode = SourceNode | DestinationNode;

/** `documents` are those of `file`. */
export async function findEndpoints(
  resource: DataflowGraphResource,
  file: string,
  documents: readonly GraphDocument[],
): Promise<EndpointUse> {
  const ends = resource.nodes.filter((node): node is EndNode => node.type !== 'Graph');
  const types = new Map([...(await readTypesBeside(file)), ...readTypes(documents)]);
  const typeOf = ({ endpoint }: EndNode): string => (types.get(endpoint) ?? 'mqtt').toLowerCase();
  return {
    telemetrySinks: new Set(
      ends.flatMap((node) =>
        node.type === 'Destination' && typeOf(node) === 'opentelemetry' ? [node.name] : [],
      ),
    ),
    warnings: ends.flatMap((node) => (typeOf(node) === 'kafka' ? [describeKafka(node, file)] : [])),
  };
}

function describeKafka(node: EndNode, file: string): string {
  const place = `${file}:${formatPosition((node.ranges.endpoint ?? node.ranges.item).start)}`;
  const does =
    node.type === 'Source'
      ? `reads ${node.topics.map(({ text }) => `"${text}"`).join(', ')} from`
      : `publishes to "${node.topic}" on`;
  return `${place}: the endpoint "${node.endpoint}" of ${node.type.toLowerCase()} "${node.name}" is of type Kafka, which is not available locally. This run ${does} its MQTT broker instead.`;
}

async function readTypesBeside(file: string): Promise<[string, string][]> {
  const folder = dirname(resolve(file));
  const names = (await readdir(folder)).filter(
    (name) => /\.ya?ml$/.test(name) && join(folder, name) !== resolve(file),
  );
  // A file beside it that cannot be read tells nothing.
  const texts = await Promise.all(
    names.sort().map((name) => readFile(join(folder, name), 'utf8').catch(() => '')),
  );
  return texts
    .filter((text) => text.includes('DataflowEndpoint'))
    .flatMap((text) => readTypes(parseGraphFile(text).documents));
}

function readTypes(documents: readonly GraphDocument[]): [string, string][] {
  return [...readDeploymentFacts(documents.flatMap(({ root }) => root ?? [])).endpointTypes];
}
