// Writes the Kubernetes resources that deploy a graph definition, and has them checked by the rules for such files. Knows no
// cluster and no files.
import { AppError } from '../../base/errors.ts';
import { formatPosition } from '../../base/position.ts';
import type { GraphDefinition } from '../../graph/model.ts';
import { parseGraphFile } from '../../graph/parseGraph.ts';

/** Where a graph is deployed, and between what. */
export interface Deployment {
  /** Of the DataflowGraph resource. */
  readonly name: string;
  readonly namespace: string;
  /** Name of the data flow profile. */
  readonly profile: string;
  readonly source: { readonly endpoint: string; readonly topics: readonly string[] };
  readonly destination: { readonly endpoint: string; readonly topic: string };
  readonly registry: {
    /** Name of the RegistryEndpoint resource. */
    readonly endpoint: string;
    /** Host with the path before the artifacts; with it, the RegistryEndpoint is written too, for anonymous access. */
    readonly host?: string;
  };
  /** Values by the name of the parameter. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What most clusters have, as Azure IoT Operations sets it up. */
export const usualPlaces: {
  readonly namespace: string;
  readonly profile: string;
  readonly endpoint: string;
} = {
  namespace: 'azure-iot-operations',
  profile: 'default',
  endpoint: 'default',
};

const API_VERSION = 'connectivity.iotoperations.azure.com/v1';

/** YAML of the DataflowGraph, behind the RegistryEndpoint if that is wanted. Errors: DEPLOYMENT_INVALID. */
export function writeResources(graph: GraphDefinition, deployment: Deployment): string {
  checkParameters(graph, deployment.parameters);
  const { registry } = deployment;
  const documents = [
    ...(registry.host === undefined ? [] : [writeEndpoint(deployment, registry.host)]),
    writeGraph(graph, deployment),
  ];
  const text = documents.join('---\n');
  refuseProblems(text);
  return text;
}

/** A name for the resource that Kubernetes takes, from that of the graph. */
export function resourceNameFrom(graph: GraphDefinition): string {
  const name = graph.metadata.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return name.length < 3 ? `graph-${name}`.replace(/-$/, '') : name;
}

function checkParameters(
  { moduleConfigurations }: GraphDefinition,
  given: ReadonlyMap<string, string>,
): void {
  const declared = moduleConfigurations.flatMap(({ parameters }) => parameters);
  const names = new Set(declared.map(({ name }) => name));
  const unknown = [...given.keys()].filter((name) => !names.has(name));
  if (unknown.length > 0)
    throw new AppError(
      'DEPLOYMENT_INVALID',
      `The graph has no parameter ${list(unknown)}. It has ${list([...names]) || 'none'}.`,
    );
  const missing = declared.filter(
    (parameter) => parameter.isRequired && parameter.default === undefined && !given.has(parameter.name),
  );
  if (missing.length > 0)
    throw new AppError(
      'DEPLOYMENT_INVALID',
      `The graph needs a value for ${list(missing.map(({ name }) => name))}: give it with --param name=value.`,
    );
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** JSON's double quotes are YAML's. */
const text = (value: string): string =>
  /^[A-Za-z][\w./-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);

function head(kind: string, name: string, namespace: string): string {
  return `apiVersion: ${API_VERSION}
kind: ${kind}
metadata:
  name: ${text(name)}
  namespace: ${text(namespace)}
spec:
`;
}

function writeEndpoint({ namespace, registry }: Deployment, host: string): string {
  return `${head('RegistryEndpoint', registry.endpoint, namespace)}  host: ${text(host)}
  authentication:
    method: Anonymous
    anonymousSettings: {}
`;
}

function writeGraph(graph: GraphDefinition, deployment: Deployment): string {
  const { destination, name, namespace, parameters, profile, registry, source } = deployment;
  const { metadata } = graph;
  const configuration = [...parameters].map(
    ([key, value]) => `          - key: ${text(key)}\n            value: ${JSON.stringify(value)}\n`,
  );
  return `${head('DataflowGraph', name, namespace)}  mode: Enabled
  profileRef: ${text(profile)}
  nodes:
    - nodeType: Source
      name: source
      sourceSettings:
        endpointRef: ${text(source.endpoint)}
        dataSources:
${source.topics.map((topic) => `          - ${text(topic)}\n`).join('')}    - nodeType: Graph
      name: graph
      graphSettings:
        registryEndpointRef: ${text(registry.endpoint)}
        artifact: ${text(`${metadata.name}:${metadata.version}`)}
${configuration.length > 0 ? `        configuration:\n${configuration.join('')}` : ''}    - nodeType: Destination
      name: destination
      destinationSettings:
        endpointRef: ${text(destination.endpoint)}
        dataDestination: ${text(destination.topic)}
  nodeConnections:
    - from:
        name: source
      to:
        name: graph
    - from:
        name: graph
      to:
        name: destination
`;
}

function refuseProblems(resources: string): void {
  const errors = parseGraphFile(resources).problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const told = errors.map(
    ({ code, message, range }) => `${message} [${code}, line ${formatPosition(range.start)}]`,
  );
  throw new AppError('DEPLOYMENT_INVALID', `The resource would not be right: ${told.join(' ')}`);
}
