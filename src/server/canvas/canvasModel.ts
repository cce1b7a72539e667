// One version of a text as the visual editor shows it: its graph, and the problems with what they are about. Knows no
// canvas and no connection.
import type { Range } from '../../base/position.ts';
import type { GraphDefinition, ModuleConfiguration } from '../../graph/model.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import type { Problem } from '../../graph/problem.ts';
import { findUnreadable } from '../../graph/readability.ts';
import { getValue, type YamlNode } from '../../graph/yamlTree.ts';
import type { CanvasGraph, CanvasModel, CanvasOperation, CanvasParameter } from '../../protocol/canvas.ts';
import { placeProblems } from './placeProblems.ts';

/** A text as far as it matters here. */
export interface CanvasText {
  readonly version: number;
  readonly file: GraphFile;
}

/** `problems` are those that are told of this version, in the order of the text. */
export function canvasModelOf({ version, file }: CanvasText, problems: readonly Problem[]): CanvasModel {
  const breakage = findBreakage(file);
  if (breakage) return { version, state: 'broken', breakage };
  const { graph, root } = file.documents.find((document) => document.graph) ?? {};
  if (graph) return { version, state: 'readable', graph: canvasGraphOf(graph, root, problems) };
  const other = file.documents.find(({ root }) => root !== undefined);
  if (!other) return { version, state: 'empty', graph: { ...emptyGraph, problems: placeProblems(problems) } };
  return {
    version,
    state: 'broken',
    breakage: { message: 'This is not a graph definition.', range: headOf(other.range) },
  };
}

const emptyGraph: CanvasGraph = {
  metadata: { $schema: '', name: '', version: '' },
  requirements: { apiVersion: '', runtimeVersion: '', features: [] },
  operations: [],
  connections: [],
  schemas: [],
  problems: [],
};

function findBreakage({ problems }: GraphFile): CanvasModel['breakage'] {
  const found = findUnreadable(problems);
  return found && { message: found.message, range: found.range };
}

function headOf({ start }: Range): Range {
  return { start, end: start };
}

/** What is written at `key` where it is no text but a number, for example: a person sees it, to mend it. */
function asWritten(map: YamlNode | undefined, key: string): string | undefined {
  const value = getValue(map, key);
  const isNoText = value?.kind === 'scalar' && value.value !== null && typeof value.value !== 'string';
  return isNoText ? value.text : undefined;
}

function canvasGraphOf(
  graph: GraphDefinition,
  root: YamlNode | undefined,
  problems: readonly Problem[],
): CanvasGraph {
  const { metadata, moduleRequirements, operations, connections, moduleConfigurations, schemas } = graph;
  const { features } = moduleRequirements;
  const [section, requirements] = [getValue(root, 'metadata'), getValue(root, 'moduleRequirements')];
  const description = metadata.description ?? asWritten(section, 'description');
  const vendor = metadata.vendor ?? asWritten(section, 'vendor');
  const configurations = new Map<string, ModuleConfiguration>();
  for (const configuration of moduleConfigurations)
    if (!configurations.has(configuration.operation))
      configurations.set(configuration.operation, configuration);
  return {
    metadata: {
      $schema: metadata.schema || (asWritten(section, '$schema') ?? ''),
      name: metadata.name || (asWritten(section, 'name') ?? ''),
      version: metadata.version || (asWritten(section, 'version') ?? ''),
      ...(description !== undefined && { description }),
      ...(vendor !== undefined && { vendor }),
    },
    requirements: {
      apiVersion: moduleRequirements.apiVersion || (asWritten(requirements, 'apiVersion') ?? ''),
      runtimeVersion: moduleRequirements.runtimeVersion || (asWritten(requirements, 'runtimeVersion') ?? ''),
      features: features.map((feature) => ({
        name: feature.name,
        ...(feature.value !== undefined && { value: feature.value }),
      })),
    },
    operations: operations.map((operation): CanvasOperation => {
      const configuration = configurations.get(operation.name);
      return {
        name: operation.name,
        type: operation.type,
        range: operation.ranges.item,
        ...(operation.module && { module: operation.module.text }),
        ...(configuration && { parameters: parametersOf(configuration) }),
      };
    }),
    connections: connections.map(({ from, arm, schemaName, to, ranges }) => ({
      from,
      to,
      range: ranges.item,
      ...(arm && { arm }),
      ...(schemaName !== undefined && { schemaName }),
    })),
    schemas: schemas.map((entry) => ({ name: entry.name, format: entry.format, schema: entry.schema })),
    problems: placeProblems(problems, graph),
  };
}

function parametersOf({ parameters }: ModuleConfiguration): CanvasParameter[] {
  return parameters.map(({ key, name, description, isRequired, ...rest }) => ({
    key,
    name,
    isRequired,
    ...(description !== undefined && { description }),
    ...(rest.default !== undefined && { default: rest.default }),
  }));
}
