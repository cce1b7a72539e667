// Proposals inside DataflowGraph resources: names of nodes, graphs and endpoints, settings that fit the node's type, and
// parameters of the graph that runs. Knows nothing about the text.
import { getItems, getText, getValue, type YamlNode } from '../../graph/yamlTree.ts';
import { findGraph } from '../navigation/findModule.ts';
import { summarizeParameter } from '../navigation/parameterText.ts';
import type { Path } from '../schema/pathDocument.ts';
import type { KnownGraph, WorkspaceFacts } from '../workspaceFacts.ts';
import type { Scene } from './cursor.ts';
import { nodeAt } from './findCursors.ts';
import { proposeText, type Proposal } from './proposal.ts';
import { choice, map, stop, text } from './template.ts';

/** A node of the resource as far as it is written. */
interface WrittenNode {
  readonly name: string;
  readonly type: string;
}

/** Nodes that have a name. */
export function writtenNodes({ root }: Scene): WrittenNode[] {
  return getItems(getValue(root, 'spec'), 'nodes').flatMap((node) => {
    const name = getText(node, 'name');
    return name === undefined ? [] : { name, type: getText(node, 'nodeType') ?? '' };
  });
}

/** Names for `from.name` or `to.name` of the connection that `path` leads into; those already connected come last. */
export function proposeNodeEnds(scene: Scene, path: Path, end: 'from' | 'to'): Proposal[] {
  const connections = writtenConnections(scene.root);
  const index = Number(path[2]);
  const other = connections[index]?.[end === 'from' ? 'to' : 'from'];
  const used = new Set(connections.flatMap((way, place) => (place === index ? [] : (way[end] ?? []))));
  const wrongType = end === 'from' ? 'Destination' : 'Source';
  const fitting = writtenNodes(scene).filter(({ name, type }) => type !== wrongType && name !== other);
  const typed = scene.cursor.range;
  const written = scene.file.text.slice(
    scene.file.lines.offsetAt(typed.start),
    scene.file.lines.offsetAt(typed.end),
  );
  return fitting.flatMap(({ name, type }) => {
    const plain = proposeText(name, 'name', { rank: used.has(name) ? 2 : 1, detail: type });
    const hasOutputs = end === 'from' && type === 'Graph' && written.includes('.');
    const outputs = hasOutputs ? ['true', 'false'].map((output) => `${name}.output.${output}`) : [];
    return [
      plain,
      ...outputs.map((output) => proposeText(output, 'name', { rank: 1, detail: 'way out of a branch' })),
    ];
  });
}

function writtenConnections(root: YamlNode | undefined): { from?: string; to?: string }[] {
  return getItems(getValue(root, 'spec'), 'nodeConnections').map((item) => {
    const from = getText(getValue(item, 'from'), 'name')?.replace(/\.output\..*$/, '');
    const to = getText(getValue(item, 'to'), 'name');
    return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  });
}

/** A connection for every node that has none where it needs one, and a blank one. */
export function proposeNodeConnections(scene: Scene): Proposal[] {
  const nodes = writtenNodes(scene);
  const connections = writtenConnections(scene.root);
  const from = new Set(connections.flatMap((way) => way.from ?? []));
  const to = new Set(connections.flatMap((way) => way.to ?? []));
  const starts = nodes.filter(({ type }) => type !== 'Destination').map(({ name }) => name);
  const ends = nodes.filter(({ type }) => type !== 'Source').map(({ name }) => name);
  const missing = nodes.flatMap(({ name, type }, index): Proposal[] => {
    const next = nodes.slice(index + 1).find((node) => node.type !== 'Source' && !to.has(node.name));
    if (type === 'Destination' || from.has(name) || !next) return [];
    const item = connection(
      text(name),
      choice([next.name, ...ends.filter((end) => end !== next.name && end !== name)]),
    );
    return [
      {
        label: `connection for ${name}`,
        icon: 'snippet',
        detail: type,
        documentation: `Connects \`${name}\` → \`${next.name}\``,
        content: { form: 'items', items: [item] },
      },
    ];
  });
  const start = starts.length > 0 ? choice(starts) : stop();
  const blank = connection(start, ends.length > 0 ? choice(ends) : stop());
  return [
    ...missing,
    {
      label: 'connection',
      icon: 'snippet',
      detail: 'new connection',
      content: { form: 'items', items: [blank] },
    },
  ];
}

function connection(from: ReturnType<typeof text>, to: ReturnType<typeof text>): ReturnType<typeof map> {
  return map({ from: map({ name: from }), to: map({ name: to }) });
}

/** Whether the settings `key` belong to the node or the authentication at `path`; true when that is not told yet. */
export function fitsType({ root }: Scene, path: Path, key: string): boolean {
  if (!key.endsWith('Settings') || key === 'outputSchemaSettings') return true;
  const at = nodeAt(root, path);
  const type = getText(at, 'nodeType') ?? getText(at, 'method');
  return type === undefined || key.toLowerCase() === `${type}settings`.toLowerCase();
}

/** Schemas that local runs find; what a cluster's registry has is not known here. */
export function proposeSchemaReferences({ facts }: Scene): Proposal[] {
  const references = new Set(facts.schemas?.map(({ reference }) => reference));
  return [...references].map((reference) =>
    proposeText(reference, 'name', { rank: 0, detail: 'schema of the workspace' }),
  );
}

/** Known graphs as `name:version`; what a graph is called in the registry is its file's name, or else its own. */
export function proposeArtifacts({ facts }: Scene): Proposal[] {
  return facts.graphs.flatMap((graph) => {
    const artifact = artifactOf(facts, graph);
    if (artifact === undefined) return [];
    return proposeText(artifact, 'module', { rank: 0, detail: graph.name });
  });
}

function artifactOf(facts: WorkspaceFacts, graph: KnownGraph): string | undefined {
  const file = decodePart(graph.uri.split('/').at(-1) ?? '').replace(/(?:\.dataflow)?\.ya?ml$/i, '');
  const names = [file, graph.name].map((name) =>
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, ''),
  );
  const tag = /^\w[\w.-]*$/.test(graph.version) ? graph.version : '1.0.0';
  const artifacts = names.filter((name) => name !== '').map((name) => `${name}:${tag}`);
  return artifacts.find((artifact) => findGraph(facts, artifact)?.graph === graph);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone "%": not encoded after all.
    return part;
  }
}

/** Parameters of the graph that runs at the node at `path`, as keys (`key`) or as items with value (`items`). */
export function proposeConfiguration(scene: Scene, path: Path, form: 'key' | 'items'): Proposal[] {
  const settings = nodeAt(scene.root, path.slice(0, 4));
  const artifact = getText(settings, 'artifact');
  const graph = artifact === undefined ? undefined : findGraph(scene.facts, artifact)?.graph;
  const own = form === 'key' ? Number(path[5]) : -1;
  const present = new Set(
    getItems(settings, 'configuration').flatMap((item, index) =>
      index === own ? [] : (getText(item, 'key') ?? []),
    ),
  );
  const proposals = (graph?.parameters ?? []).flatMap((parameter): Proposal[] => {
    const { name, operation, isRequired } = parameter;
    // The same parameter of several operations is given once.
    if (present.has(name) || !/^[\w-]+$/.test(name)) return [];
    present.add(name);
    const parts = {
      rank: isRequired ? 0 : 1,
      detail: isRequired ? `${operation}, required` : operation,
      documentation: summarizeParameter(parameter),
    };
    if (form === 'key') return [proposeText(name, 'name', parts)];
    const item = map({ key: text(name), value: stop(parameter.default, { isQuoted: true }) });
    return [{ label: name, icon: 'snippet', ...parts, content: { form: 'items', items: [item] } }];
  });
  return proposals;
}

/** Names of resources of `kind` in the same file. */
export function proposeResources({ file }: Scene, kind: string): Proposal[] {
  const names = file.documents.flatMap(({ root }) =>
    getText(root, 'kind') === kind ? (getText(getValue(root, 'metadata'), 'name') ?? []) : [],
  );
  return [...new Set(names)].map((name) => proposeText(name, 'name', { rank: 0, detail: kind }));
}

/** What other nodes of the resource write at `key` of their settings. */
export function proposeUsed({ root }: Scene, key: string): Proposal[] {
  const names = getItems(getValue(root, 'spec'), 'nodes').flatMap((node) =>
    ['sourceSettings', 'graphSettings', 'destinationSettings'].flatMap(
      (settings) => getText(getValue(node, settings), key) ?? [],
    ),
  );
  return [...new Set(names)].map((name) =>
    proposeText(name, 'name', { rank: 1, detail: 'used in this resource' }),
  );
}

/** Topics with the variables that stand for others. */
export function proposeTopics(): Proposal[] {
  const variables = [
    ['${outputTopic}', 'the topic the graph gave the message'],
    ['${inputTopic}', 'the topic the message arrived on'],
  ] as const;
  return variables.map(([label, detail]) => proposeText(label, 'constant', { rank: 0, detail }));
}
