// Writes the Kubernetes resources that deploy a graph definition, and has them checked by the rules for such files. Knows no
// cluster and no files.
import { AppError, describeError } from '../../base/errors.ts';
import { formatPosition } from '../../base/position.ts';
import type { GraphDefinition, Parameter } from '../../graph/model.ts';
import { parseGraphFile } from '../../graph/parseGraph.ts';
import type { Problem } from '../../graph/problem.ts';
import type { DeployWords } from './deployWords.ts';

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
export function writeResources(
  graph: GraphDefinition,
  deployment: Deployment,
  words: Pick<DeployWords, 'parameter'>,
): string {
  checkParameters(graph, deployment.parameters, words);
  const resources = compose(graph, deployment);
  refuseProblems(resources);
  return resources;
}

function compose(graph: GraphDefinition, deployment: Deployment): string {
  const { host } = deployment.registry;
  const documents = [
    ...(host === undefined ? [] : [writeEndpoint(deployment, host)]),
    writeGraph(graph, deployment),
  ];
  return documents.join('---\n');
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

/** Those that have no default: a deployment has to say them. Each name once. */
export function requiredParameters({ moduleConfigurations }: GraphDefinition): Parameter[] {
  const required = moduleConfigurations
    .flatMap(({ parameters }) => parameters)
    .filter((parameter) => parameter.isRequired && parameter.default === undefined);
  return [...new Map(required.map((parameter) => [parameter.name, parameter])).values()];
}

function checkParameters(
  graph: GraphDefinition,
  given: ReadonlyMap<string, string>,
  words: Pick<DeployWords, 'parameter'>,
): void {
  const declared = graph.moduleConfigurations.flatMap(({ parameters }) => parameters);
  const names = new Set(declared.map(({ name }) => name));
  const unknown = [...given.keys()].filter((name) => !names.has(name));
  if (unknown.length > 0)
    throw new AppError(
      'DEPLOYMENT_INVALID',
      `The graph has no parameter ${list(unknown)}. It has ${list([...names]) || 'none'}.`,
    );
  const missing = requiredParameters(graph).filter(({ name }) => !given.has(name));
  if (missing.length > 0)
    throw new AppError(
      'DEPLOYMENT_INVALID',
      `The graph needs a value for ${list(missing.map(({ name }) => name))}: ${words.parameter}.`,
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

/** What is wrong with the first thing that is; undefined when the resources can be written. */
export function whyNotDeployable(
  graph: GraphDefinition,
  deployment: Deployment,
  words: Pick<DeployWords, 'parameter'>,
): string | undefined {
  try {
    checkParameters(graph, deployment.parameters, words);
  } catch (error) {
    return describeError(error);
  }
  return findErrors(compose(graph, deployment))[0]?.message;
}

function refuseProblems(resources: string): void {
  const errors = findErrors(resources);
  if (errors.length === 0) return;
  const told = errors.map(
    ({ code, message, range }) => `${message} [${code}, line ${formatPosition(range.start)}]`,
  );
  throw new AppError('DEPLOYMENT_INVALID', `The resource would not be right: ${told.join(' ')}`);
}

function findErrors(resources: string): Problem[] {
  return parseGraphFile(resources).problems.filter(({ severity }) => severity === 'error');
}
