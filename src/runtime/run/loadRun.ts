// From a file name to a run that can start: reads the graph or resource, finds and checks every module, prepares what is
// not prepared yet, and works out configuration. Tells every problem with its place. Starts nothing.
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError, describeError } from '../../base/errors.ts';
import { formatPosition } from '../../base/position.ts';
import { type Fault, findFaultyNodes, type PlacedFault } from '../../graph/faults.ts';
import { hasOperator, type ModuleReference } from '../../graph/model.ts';
import { type GraphDocument, parseGraphDefinition, parseGraphFile } from '../../graph/parseGraph.ts';
import { hasErrors, type Problem } from '../../graph/problem.ts';
import type { DataflowGraphResource, GraphNode } from '../../graph/resource.ts';
import { planRun, type RunPlan } from '../../graph/runPlan.ts';
import { doTopicFiltersOverlap, isTopicNameValid } from '../../graph/topicFilter.ts';
import type { EngineStart } from '../../protocol/engine.ts';
import { prepareResponders } from '../commands/responderRules.ts';
import { DEFAULT_MAX_MEMORY_BYTES, type ModuleCache } from '../component/moduleCache.ts';
import { MODEL_FEATURE } from '../component/neuralNetworks.ts';
import type { ParameterOverride } from '../services/parameterOverrides.ts';
import { listModelFolder } from '../services/modelFolder.ts';
import { readSchemaFolder } from '../services/schemaFolder.ts';
import { findMissingSchemas } from './missingSchemas.ts';
import { type FoundFile, type NamedWorkspaceFiles, readWorkspaceFiles } from '../services/workspaceFiles.ts';
import {
  type ComposedRun,
  composeDefinition,
  composeResource,
  type DefaultTopics,
  type FoundGraph,
} from './composeRun.ts';
import { configureOperators } from './configureOperators.ts';
import { type EndpointUse, findEndpoints, noEndpoints } from './findEndpoints.ts';
import { describeRun } from './describeRun.ts';
import { describeModule, findModules, prepareModules, usesOf } from './loadModules.ts';
import type { ModulePlaces } from './resolveModules.ts';
import type { RunSpec } from './runSpec.ts';

export interface LoadOptions {
  /** Graph definition or DataflowGraph resource. */
  readonly file: string;
  readonly topics: DefaultTopics;
  readonly places: Omit<ModulePlaces, 'workspaceFolder'>;
  /** Values for this run; they win over those of files. */
  readonly overrides: readonly ParameterOverride[];
  readonly workspaceFiles: NamedWorkspaceFiles;
  /** In place of those of the workspace's file. */
  readonly stateSeeds?: EngineStart['stateSeeds'];
  /** What is to go wrong on purpose. */
  readonly faults?: readonly PlacedFault[];
  /** The run uses a broker that others use, too: there it answers no commands. */
  readonly usesOutsideBroker?: boolean;
  readonly cache: ModuleCache;
  /** Told that operators will load models, before modules are looked for. */
  readonly onModels?: () => void;
  /** Told before each module that has to be prepared first. */
  readonly onPrepare?: (label: string) => void;
}

/**
 * Errors: FILE_UNREADABLE, FILE_INVALID, FAULT_INVALID, GRAPH_INVALID (lists every problem), ARTIFACT_NOT_FOUND, TOPIC_INVALID,
 * TOPIC_OVERLAP, PARAMETER_REQUIRED, and those of resolveModule, inspectModule, checkModule and ModuleCache.prepare.
 */
export async function loadRun(options: LoadOptions): Promise<RunSpec> {
  const workspaceFolder = await findWorkspaceFolder(options.file);
  const composed = await composeFile(options);
  if ([...composed.features.values()].flat().includes(MODEL_FEATURE)) options.onModels?.();
  const plan = planRun(composed.graph, composed.connectionSchemas);
  const files = await readWorkspaceFiles(workspaceFolder, options.workspaceFiles);
  const responders = await loadResponders(files.responders, options.usesOutsideBroker === true);
  const schemaFolder = join(workspaceFolder, 'schemas');
  const schemas = await readSchemaFolder(schemaFolder);
  const models = await listModelFolder(join(workspaceFolder, 'models'));
  const withModules = composed.graph.operations.filter((operation) => hasOperator(operation.type));
  const { configurations, warnings } = configureOperators(
    withModules.map((operation) => operation.name),
    composed.configurations,
    [...files.overrides, ...composed.overrides, ...options.overrides],
    [...files.moduleSchemas, ...inlineSchemas(composed)],
    options.places.settingWords,
  );
  const modulePlaces = { ...options.places, workspaceFolder };
  const moduleUses = usesOf(withModules, composed.features);
  const found = await findModules(moduleUses, modulePlaces);
  const modules = await prepareModules(found, options.cache, options.onPrepare);
  const keyByOperation = new Map(found.flatMap(({ path, uses }) => uses.map(({ name }) => [name, path])));
  const indexOf = new Map(plan.nodes.map((node, index) => [node.name, index]));
  const byIndex = <T>(map: ReadonlyMap<string, T>): Map<number, T> =>
    new Map(
      [...map].flatMap(([name, value]) =>
        indexOf.has(name) ? [[indexOf.get(name) ?? -1, value] as const] : [],
      ),
    );
  const sourceFilters = byIndex(composed.sourceFilters);
  const sinkTopics = byIndex(composed.sinkTopics);
  refuseTopics([...sinkTopics.values()]);
  refuseOverlap([...sourceFilters.values()].flat(), [...sinkTopics.values()]);
  return {
    plan,
    ...describeRun(composed, plan),
    moduleFiles: found.map(describeModule),
    moduleUses,
    modulePlaces,
    sourceFilters,
    sinkTopics,
    telemetrySinks: new Set(
      plan.nodes.flatMap(({ name }, node) => (composed.endpoints.telemetrySinks.has(name) ? [node] : [])),
    ),
    modules,
    operators: plan.nodes.flatMap(({ name, type }, node) => {
      const configuration = configurations.get(name);
      const module = keyByOperation.get(name);
      return hasOperator(type) && configuration && module
        ? [{ node, kind: type, module, configuration }]
        : [];
    }),
    stateSeeds: options.stateSeeds ?? files.stateSeeds,
    schemas: schemas.schemas,
    models: models.models,
    responders: responders.rules,
    faults: checkFaults(options.faults ?? [], plan),
    memoryLimitBytes: DEFAULT_MAX_MEMORY_BYTES,
    warnings: [
      ...composed.endpoints.warnings,
      ...warnings,
      ...responders.warnings,
      ...[...schemas.problems, ...models.problems].map((problem) => problem.message),
      ...findMissingSchemas(composed.connectionSchemas, schemas.schemas, schemaFolder),
    ],
  };
}

function checkFaults(faults: readonly PlacedFault[], { nodes }: RunPlan): readonly Fault[] {
  const problems = findFaultyNodes(faults, nodes);
  if (problems.length > 0) throw new AppError('FAULT_INVALID', problems.join('\n'));
  return faults.map(({ fault }) => fault);
}

// Requests on another's broker are for executors that may be there.
async function loadResponders(
  found: FoundFile | undefined,
  usesOutsideBroker: boolean,
): Promise<Pick<RunSpec, 'warnings'> & { readonly rules: RunSpec['responders'] }> {
  if (!found) return { rules: [], warnings: [] };
  const rules = await prepareResponders(found.text, found.file);
  if (!usesOutsideBroker) return { rules, warnings: [] };
  const warning = `${found.file} is not used: on a broker that others use, too, a run answers no commands.`;
  return { rules: [], warnings: [warning] };
}

/** Reads a file of the user. Errors: FILE_UNREADABLE. */
export async function readUserFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError(
      'FILE_UNREADABLE',
      `Cannot read ${file}: ${describeError(cause)}. Check the path and its rights.`,
      { cause },
    );
  }
}

/** `file:line:column: severity CODE: message`, positions counted from 1. */
export function formatProblem(file: string, problem: Problem): string {
  return `${file}:${formatPosition(problem.range.start)}: ${problem.severity} ${problem.code}: ${problem.message}`;
}

/** The one graph that `file` says to run. Errors: FILE_UNREADABLE, GRAPH_INVALID, ARTIFACT_NOT_FOUND. */
export async function composeFile({
  file,
  topics,
}: Pick<LoadOptions, 'file' | 'topics'>): Promise<ComposedRun & { readonly endpoints: EndpointUse }> {
  const { documents, problems } = parseGraphFile(await readUserFile(file));
  refuseProblems(file, problems);
  const resource = documents.find((document) => document.resource)?.resource;
  if (resource)
    return {
      ...composeResource(resource, resolve(file), await findGraphs(resource, file)),
      endpoints: await findEndpoints(resource, file, documents),
    };
  const graph = documents.find((document: GraphDocument) => document.graph)?.graph;
  if (!graph)
    throw new AppError(
      'GRAPH_INVALID',
      `${file} holds neither a graph definition nor a DataflowGraph resource. Name a file with "operations" and "connections", or with "kind: DataflowGraph".`,
    );
  return { ...composeDefinition({ graph, file: resolve(file) }, topics), endpoints: noEndpoints };
}

function refuseProblems(file: string, problems: readonly Problem[]): void {
  if (!hasErrors(problems)) return;
  const lines = problems
    .filter((problem) => problem.severity === 'error')
    .map((problem) => formatProblem(file, problem));
  throw new AppError('GRAPH_INVALID', lines.join('\n'));
}

// Graph definitions beside the resource stand for the artifacts that the cluster would pull.
async function findGraphs(
  resource: DataflowGraphResource,
  file: string,
): Promise<Map<GraphNode, FoundGraph>> {
  const graphs = new Map<GraphNode, FoundGraph>();
  for (const node of resource.nodes)
    if (node.type === 'Graph' && node.artifact) graphs.set(node, await findGraph(node, node.artifact, file));
  return graphs;
}

async function findGraph(node: GraphNode, artifact: ModuleReference, file: string): Promise<FoundGraph> {
  const folder = dirname(resolve(file));
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const isNamed = (name: string): boolean => name.replace(/(?:\.dataflow)?\.ya?ml$/, '') === artifact.name;
  const ordered = [...names.filter(isNamed), ...names.filter((name) => !isNamed(name))];
  for (const name of ordered) {
    const path = join(folder, name);
    // A file beside it that cannot be read matters only if it is the one that was asked for.
    const text = isNamed(name) ? await readUserFile(path) : await readFile(path, 'utf8').catch(() => '');
    const { graph, problems } = parseGraphDefinition(text);
    if (!graph || !(isNamed(name) || graph.metadata.name === artifact.name)) continue;
    refuseProblems(path, problems);
    return { graph, file: path };
  }
  throw new AppError(
    'ARTIFACT_NOT_FOUND',
    `Node "${node.name}" runs the graph "${artifact.text}", but no file in ${folder} is called ${artifact.name}.yaml or has that metadata.name. Put the graph definition beside ${basename(file)}.`,
  );
}

/** The folder of the file, or the nearest one above that has `operators`. */
export async function findWorkspaceFolder(file: string): Promise<string> {
  const start = dirname(resolve(file));
  for (let folder = start; ; folder = dirname(folder)) {
    const names = await readdir(folder).catch((): string[] => []); // A folder above that may not be listed is none of ours.
    if (names.includes('operators')) return folder;
    if (dirname(folder) === folder) return start;
  }
}

function inlineSchemas(
  composed: ComposedRun,
): EngineStart['operators'][number]['configuration']['moduleSchemas'] {
  return composed.graph.schemas.map(({ name, format, schema }) => ({
    name,
    contentType: format.includes('/') ? format : `application/${format.toLowerCase()}`,
    content: schema,
  }));
}

// What a variable brings in is known message by message only; the rest of a topic must be right from the start.
function refuseTopics(sinkTopics: readonly string[]): void {
  for (const topic of sinkTopics)
    if (!isTopicNameValid(topic.replace(/\$\{(?:input|output)Topic(?:\.\d+)?\}/g, 'topic')))
      throw new AppError(
        'TOPIC_INVALID',
        `A sink cannot publish to "${topic}": topics are not empty and have no "+", "#" or null characters. Choose another topic.`,
      );
}

function refuseOverlap(filters: readonly string[], sinkTopics: readonly string[]): void {
  for (const topic of sinkTopics) {
    // A variable may stand for several levels; one that begins the topic is checked message by message instead.
    const fixed = topic.split('/${')[0] ?? topic;
    if (fixed.includes('${')) continue;
    const reach = fixed === topic ? topic : `${fixed}/#`;
    const overlapping = filters.find((filter) => doTopicFiltersOverlap(filter, reach));
    if (overlapping !== undefined)
      throw new AppError(
        'TOPIC_OVERLAP',
        `The run would read its own output: sources subscribe to "${overlapping}" and a sink publishes to "${topic}". Choose topics that do not overlap.`,
      );
  }
}
