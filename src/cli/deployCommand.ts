// `dataflow-graph deploy`: writes the resources for a graph definition, or takes a resource as it is, and has kubectl act on them.
import { writeFile } from 'node:fs/promises';
import { AppError, isSystemError } from '../base/errors.ts';
import { writeFailure } from '../base/writeFailure.ts';
import {
  applyResources,
  deleteGraph,
  diffResources,
  type DeployedGraph,
  type KubectlOptions,
  showGraph,
  showLogs,
} from '../build/deploy/kubectl.ts';
import type { DeployWords } from '../build/deploy/deployWords.ts';
import { resourceNameFrom, usualPlaces, writeResources } from '../build/deploy/writeResources.ts';
import { type GraphFile, parseGraphFile } from '../graph/parseGraph.ts';
import { readUserFile } from '../runtime/run/loadRun.ts';
import { exitCodes } from './exitCodes.ts';
import type { Terminal } from './terminal.ts';

export interface DeployFlags {
  readonly name?: string;
  readonly namespace?: string;
  readonly profile?: string;
  readonly sourceEndpoint?: string;
  readonly sourceTopic?: readonly string[];
  readonly destinationEndpoint?: string;
  readonly destinationTopic?: string;
  readonly registry?: string;
  readonly registryHost?: string;
  readonly param: readonly { readonly node?: string; readonly key: string; readonly value: string }[];
  readonly out?: string;
  readonly force?: boolean;
  readonly context?: string;
  readonly apply?: boolean;
  readonly diff?: boolean;
  readonly delete?: boolean;
  readonly status?: boolean;
  readonly logs?: boolean;
  readonly follow?: boolean;
}

const words: DeployWords = {
  context: 'name it with --context',
  withoutKubectl: 'write the resource with --out and apply it where it is',
  parameter: 'give it with --param name=value',
};

/** Returns the exit code: failed when --diff finds differences, as `diff` does. Errors: USAGE, DEPLOYMENT_INVALID, KUBECTL_…. */
export async function deployGraph(file: string, flags: DeployFlags, terminal: Terminal): Promise<number> {
  const actions = (['apply', 'diff', 'delete', 'status', 'logs'] as const).filter((name) => flags[name]);
  const [action, ...others] = actions;
  if (others.length > 0)
    throw new AppError(
      'USAGE',
      `Only one thing at a time: ${actions.map((name) => `--${name}`).join(' or ')}.`,
    );
  const parsed = parseGraphFile(await readUserFile(file));
  const options: KubectlOptions = {
    ...(flags.context !== undefined && { context: flags.context }),
    onLine: (line) => terminal.print(line),
    words,
  };
  const target = targetOf(file, parsed, flags);
  if (action === 'delete') await deleteGraph(target, options);
  else if (action === 'status') await showGraph(target, options);
  else if (action === 'logs') await showLogs(target.namespace, flags.follow === true, options);
  else return handOver(makeResources(file, parsed, target, flags), action, flags, options, terminal);
  return exitCodes.ok;
}

async function handOver(
  resources: string,
  action: 'apply' | 'diff' | undefined,
  { force, out }: DeployFlags,
  options: KubectlOptions,
  terminal: Terminal,
): Promise<number> {
  if (out !== undefined) await writeNew(out, resources, force === true);
  if (action === 'apply') await applyResources(resources, options);
  else if (action === 'diff')
    return (await diffResources(resources, options)) ? exitCodes.failed : exitCodes.ok;
  else if (out === undefined) terminal.print(resources.trimEnd());
  return exitCodes.ok;
}

async function writeNew(path: string, text: string, isForced: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: isForced ? 'w' : 'wx' });
  } catch (error) {
    if (isForced || !isSystemError(error, 'EEXIST')) throw writeFailure(path, error);
    const message = `${path} is there already. Say --force to replace it.`;
    throw new AppError('TARGET_EXISTS', message, { cause: error });
  }
}

/** The resource in the file, or the one that its graph definition becomes. */
function targetOf(file: string, { documents }: GraphFile, { name, namespace }: DeployFlags): DeployedGraph {
  const resource = documents.find((document) => document.resource)?.resource;
  const graph = documents.find((document) => document.graph)?.graph;
  const known = resource?.name ?? (graph && resourceNameFrom(graph));
  if (known === undefined)
    throw new AppError(
      'DEPLOYMENT_INVALID',
      `${file} holds neither a graph definition nor a DataflowGraph resource.`,
    );
  return { name: name ?? known, namespace: namespace ?? resource?.namespace ?? usualPlaces.namespace };
}

function makeResources(file: string, parsed: GraphFile, target: DeployedGraph, flags: DeployFlags): string {
  const errors = parsed.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new AppError(
      'DEPLOYMENT_INVALID',
      `${file} has errors, the first: ${errors[0]?.message ?? ''} dataflow-graph validate tells them all.`,
    );
  const graph = parsed.documents.find((document) => document.graph)?.graph;
  // A resource says all of it itself.
  if (!graph) return parsed.text;
  const { sourceTopic, destinationTopic, registry } = flags;
  if (!sourceTopic?.length || destinationTopic === undefined || registry === undefined)
    throw new AppError(
      'USAGE',
      'A graph definition says nothing of where it runs: give --source-topic, --destination-topic and --registry.',
    );
  const withNode = flags.param.find(({ node }) => node !== undefined);
  if (withNode)
    throw new AppError(
      'USAGE',
      `A resource sets "${withNode.key}" for the whole graph: write --param ${withNode.key}=${withNode.value}.`,
    );
  const deployment = {
    ...target,
    profile: flags.profile ?? usualPlaces.profile,
    source: { endpoint: flags.sourceEndpoint ?? usualPlaces.endpoint, topics: sourceTopic },
    destination: { endpoint: flags.destinationEndpoint ?? usualPlaces.endpoint, topic: destinationTopic },
    registry: { endpoint: registry, ...(flags.registryHost !== undefined && { host: flags.registryHost }) },
    parameters: new Map(flags.param.map(({ key, value }) => [key, value])),
  };
  return writeResources(graph, deployment, words);
}
