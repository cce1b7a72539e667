// What may be put in at a cursor: the table of places and who proposes there. Knows nothing about how it is written.
import { hasOperator, operationTypes } from '../../graph/model.ts';
import { operationWords } from '../navigation/operationWords.ts';
import type { Path } from '../schema/pathDocument.ts';
import type { SchemaInfo } from '../schema/schemaInfo.ts';
import {
  describeOperation,
  mayHaveArm,
  proposeArms,
  proposeEnds,
  proposeSchemaNames,
} from './connectionProposals.ts';
import type { Scene } from './cursor.ts';
import { proposeGraphs } from './graphDocuments.ts';
import { proposeConfigurations, proposeConnections, proposeOperations } from './graphItems.ts';
import { outlineOf } from './graphOutline.ts';
import { proposeApiVersions, proposeModules } from './moduleProposals.ts';
import { proposeParameterNames, proposeParameters } from './parameterProposals.ts';
import { proposeText, type Proposal } from './proposal.ts';
import { proposeNodes, proposeOtherDocuments } from './resourceItems.ts';
import {
  fitsType,
  proposeArtifacts,
  proposeConfiguration,
  proposeNodeConnections,
  proposeNodeEnds,
  proposeResources,
  proposeSchemaReferences,
  proposeTopics,
  proposeUsed,
} from './resourceProposals.ts';
import { infoAt, proposeItem, proposeKeys, proposeValues } from './schemaProposals.ts';
import { list } from './template.ts';
import { proposeComparedPaths, proposeGraphFiles } from './testCaseProposals.ts';

/** Everything that may stand at the cursor of `scene`; nothing where the schema knows no such place. */
export function propose(scene: Scene): Proposal[] {
  const { place, path, isFlow } = scene.cursor;
  if (place === 'item') return itemsAt(scene, path);
  const info = infoAt(scene, path);
  if (place === 'key') return info ? keysAt(scene, path, info) : [];
  const last = path.at(-1);
  const wholeItems = typeof last === 'number' ? itemsAt(scene, path.slice(0, -1)) : [];
  const documents = path.length === 0 && !isFlow && place === 'node' ? documentsFor(scene) : [];
  if (!info) return [...documents, ...wholeItems];
  const { types } = info;
  const isAny = types.length === 0;
  const isText = isAny || types.some((type) => !['object', 'array', 'null'].includes(type));
  return [
    ...documents,
    ...wholeItems,
    ...(types.includes('object') ? keysAt(scene, path, info) : []),
    ...(types.includes('array') ? itemsAt(scene, path) : []),
    ...(isText ? valuesAt(scene, path, info) : []),
  ];
}

function documentsFor({ facts }: Scene): Proposal[] {
  return [...proposeGraphs(facts), ...proposeOtherDocuments()];
}

/** `test-case/select`: the kind of document, and its keys with `*` for places in lists. */
function placeOf({ kind }: Scene, path: Path): string {
  return [kind, ...path.map((key) => (typeof key === 'number' ? '*' : key))].join('/');
}

function keysAt(scene: Scene, path: Path, info: SchemaInfo): Proposal[] {
  const { present } = scene.cursor;
  if (placeOf(scene, path) === 'graph-definition/moduleConfigurations/*/parameters') {
    return proposeParameters(scene, path, present);
  }
  return proposeKeys(info, present)
    .filter(({ label }) => fitsHere(scene, path, label))
    .map((proposal) => enrichKey(scene, [...path, proposal.label], info, proposal));
}

/** What only the kind of document tells about a key: the first item of its list, and whether there are values for it. */
function enrichKey(scene: Scene, path: Path, { properties }: SchemaInfo, proposal: Proposal): Proposal {
  const info = properties.get(proposal.label);
  if (!info) return proposal;
  if (info.types.includes('array')) {
    const blank = itemsAt(scene, path).find(
      ({ label }) => label === 'connection' || label === 'configuration',
    );
    if (blank?.content.form !== 'items') return proposal;
    const value = list(...blank.content.items);
    return { ...proposal, content: { form: 'key', entry: { key: proposal.label, value } } };
  }
  const isOpenMap = info.types.includes('object') && info.required.length === 0;
  const asksForMore = isOpenMap || valuesAt(scene, path, info).length > 0;
  return asksForMore ? { ...proposal, asksForMore } : proposal;
}

function fitsHere(scene: Scene, path: Path, key: string): boolean {
  switch (placeOf(scene, path)) {
    case 'graph-definition/connections/*/from':
      return key !== 'arm' || mayHaveArm(scene, path);
    case 'dataflow-graph/spec/nodes/*':
    case 'registry-endpoint/spec/authentication':
      return fitsType(scene, path, key);
    default:
      return true;
  }
}

function itemsAt(scene: Scene, path: Path): Proposal[] {
  switch (placeOf(scene, path)) {
    case 'graph-definition/operations':
      return proposeOperations(scene);
    case 'graph-definition/connections':
      return proposeConnections(scene);
    case 'graph-definition/moduleConfigurations':
      return proposeConfigurations(scene);
    case 'dataflow-graph/spec/nodes':
      return proposeNodes();
    case 'dataflow-graph/spec/nodeConnections':
      return proposeNodeConnections(scene);
    case 'dataflow-graph/spec/nodes/*/graphSettings/configuration':
      return [...proposeConfiguration(scene, path, 'items'), ...plainItems(scene, path)];
    case 'test-case/select':
    case 'test-case/ignores':
      return proposeComparedPaths(scene, path).map((proposal) =>
        proposal.content.form === 'value'
          ? { ...proposal, content: { form: 'items', items: [proposal.content.value] } }
          : proposal,
      );
    default:
      return plainItems(scene, path);
  }
}

function plainItems(scene: Scene, path: Path): Proposal[] {
  const info = infoAt(scene, path);
  return info ? proposeItem(info).map((proposal) => ({ ...proposal, rank: 1 })) : [];
}

/** Values of the place itself first, then what the schema names. */
function valuesAt(scene: Scene, path: Path, info: SchemaInfo): Proposal[] {
  const own = ownValues(scene, path);
  if (own.isAll) return own.proposals;
  return [...own.proposals, ...proposeValues(info)];
}

interface OwnValues {
  readonly proposals: Proposal[];
  /** Whether nothing else makes sense, whatever the schema says. */
  readonly isAll: boolean;
}

function ownValues(scene: Scene, path: Path): OwnValues {
  const all = (proposals: Proposal[]): OwnValues => ({ proposals, isAll: true });
  const some = (proposals: Proposal[]): OwnValues => ({ proposals, isAll: false });
  switch (placeOf(scene, path).replace(/(\/parameters\/)[^/]+/, '$1?')) {
    case 'graph-definition/connections/*/from/name':
      return all(proposeEnds(scene, path, 'from'));
    case 'graph-definition/connections/*/to/name':
      return all(proposeEnds(scene, path, 'to'));
    case 'graph-definition/connections/*/from/arm':
      return all(proposeArms(scene, path));
    case 'graph-definition/connections/*/from/schemaName':
      return all(proposeSchemaNames(scene));
    case 'graph-definition/operations/*/module':
      return all(proposeModules(scene, path));
    case 'graph-definition/moduleRequirements/apiVersion':
      return some(proposeApiVersions(scene));
    case 'graph-definition/moduleConfigurations/*/name':
      return all(proposeConfigured(scene, path));
    case 'graph-definition/moduleConfigurations/*/parameters/?/name':
      return all(proposeParameterNames(scene, path));
    case 'graph-definition/operations/*/operationType':
      return all(proposeTypes(scene, path));
    case 'graph-definition/schemas/*/format':
      return some([proposeText('json', 'constant', { rank: 1 })]);
    case 'test-case/graph':
      return all(proposeGraphFiles(scene));
    default:
      return ownResourceValues(scene, path);
  }
}

function ownResourceValues(scene: Scene, path: Path): OwnValues {
  const some = (...proposals: Proposal[]): OwnValues => ({ proposals, isAll: false });
  switch (placeOf(scene, path)) {
    case 'dataflow-graph/kind':
    case 'registry-endpoint/kind':
      return some(
        ...['DataflowGraph', 'RegistryEndpoint'].map((kind) => proposeText(kind, 'constant', { rank: 1 })),
      );
    case 'dataflow-graph/spec/profileRef':
      return some(...proposeResources(scene, 'DataflowProfile'));
    case 'dataflow-graph/spec/nodes/*/sourceSettings/endpointRef':
    case 'dataflow-graph/spec/nodes/*/destinationSettings/endpointRef':
      return some(...proposeResources(scene, 'DataflowEndpoint'), ...proposeUsed(scene, 'endpointRef'));
    case 'dataflow-graph/spec/nodes/*/graphSettings/registryEndpointRef':
      return some(
        ...proposeResources(scene, 'RegistryEndpoint'),
        ...proposeUsed(scene, 'registryEndpointRef'),
      );
    case 'dataflow-graph/spec/nodes/*/graphSettings/artifact':
      return some(...proposeArtifacts(scene));
    case 'dataflow-graph/spec/nodes/*/graphSettings/configuration/*/key':
      return some(...proposeConfiguration(scene, path, 'key'));
    case 'dataflow-graph/spec/nodes/*/destinationSettings/dataDestination':
      return some(...proposeTopics());
    case 'dataflow-graph/spec/nodeConnections/*/from/name':
      return some(...proposeNodeEnds(scene, path, 'from'));
    case 'dataflow-graph/spec/nodeConnections/*/to/name':
      return some(...proposeNodeEnds(scene, path, 'to'));
    case 'dataflow-graph/spec/nodeConnections/*/from/schema/schemaRef':
    case 'dataflow-graph/spec/nodes/*/destinationSettings/outputSchemaSettings/schemaRef':
      return some(...proposeSchemaReferences(scene));
    default:
      return some();
  }
}

/** Names of operations that can have a configuration; those that have one already come last. */
function proposeConfigured({ root }: Scene, path: Path): Proposal[] {
  const outline = outlineOf(root);
  const others = new Set(outline.configured.filter((_name, index) => index !== Number(path[1])));
  return outline.operations.flatMap((operation) => {
    const { name, type } = operation;
    if ((type !== undefined && !hasOperator(type)) || others.has(name)) return [];
    return proposeText(name, 'name', { rank: 1, detail: describeOperation(operation) });
  });
}

/** The types that the schema names, each with its own words. */
function proposeTypes(scene: Scene, path: Path): Proposal[] {
  const info = infoAt(scene, path);
  return (info ? proposeValues(info) : []).map((proposal) => {
    const type = operationTypes.find((known) => known === proposal.label);
    if (!type) return proposal;
    const detail = hasOperator(type) ? 'runs an operator of a module' : 'takes no module';
    return { ...proposal, detail, documentation: operationWords[type] };
  });
}
