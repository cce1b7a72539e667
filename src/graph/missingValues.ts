// What to write for a required key that is missing or empty. Knows the formats' keys, not how they are written.
import { moduleOperationTypes } from './model.ts';
import { getItems, getText, getValue, type YamlNode } from './yamlTree.ts';
import type { NewValue } from './yamlStyle.ts';

/** A value for a key; `isSure` when there is hardly another, false for a beginning that a person goes on from. */
export interface MissingValue {
  readonly value: NewValue;
  readonly isSure: boolean;
  /** Key that it usually stands behind. */
  readonly after?: string;
}

/** Address of the schema of graph definitions. */
export const graphSchemaAddress = 'https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json';

const sure = (value: NewValue, after?: string): MissingValue => ({
  value,
  isSure: true,
  ...(after && { after }),
});
const begin = (value: NewValue, after?: string): MissingValue => ({
  value,
  isSure: false,
  ...(after && { after }),
});
const quoted = (text: string): NewValue => ({ raw: `"${text}"` });

const requirements: NewValue = {
  pairs: [
    ['apiVersion', quoted('1.1.0')],
    ['runtimeVersion', quoted('1.1.0')],
  ],
};

const metadata: NewValue = {
  pairs: [
    ['$schema', quoted(graphSchemaAddress)],
    ['name', 'my-graph'],
    ['version', quoted('1.0.0')],
  ],
};

/** By path, with `*` for a list's item or any key, then the key. */
const fixedValues: Readonly<Record<string, MissingValue>> = {
  '/metadata': begin(metadata),
  '/moduleRequirements': sure(requirements, 'metadata'),
  'metadata/$schema': sure(quoted(graphSchemaAddress)),
  'metadata/version': sure(quoted('1.0.0'), 'name'),
  'metadata/name': begin('my-graph', '$schema'),
  'moduleRequirements/apiVersion': sure(quoted('1.1.0')),
  'moduleRequirements/runtimeVersion': sure(quoted('1.1.0'), 'apiVersion'),
  'moduleRequirements/features/*/name': begin('wasi-nn'),
  'moduleConfigurations/*/parameters': sure({ pairs: [] }, 'name'),
  'schemas/*/name': begin('schema1'),
  'schemas/*/format': begin('json', 'name'),
  'schemas/*/schema': begin({ raw: "'{}'" }, 'format'),
  'spec/nodes/*/sourceSettings': begin(
    {
      pairs: [
        ['endpointRef', 'default'],
        ['dataSources', [quoted('sensors/#')]],
      ],
    },
    'name',
  ),
  'spec/nodes/*/graphSettings': begin(
    {
      pairs: [
        ['registryEndpointRef', 'default'],
        ['artifact', 'graph-simple:1.0.0'],
      ],
    },
    'name',
  ),
  'spec/nodes/*/destinationSettings': begin(
    {
      pairs: [
        ['endpointRef', 'default'],
        ['dataDestination', 'results'],
      ],
    },
    'name',
  ),
  'spec/nodes/*/sourceSettings/endpointRef': begin('default'),
  'spec/nodes/*/destinationSettings/endpointRef': begin('default'),
  'spec/nodes/*/graphSettings/registryEndpointRef': begin('default'),
};

/** The value for `key` in `map`, which stands at `pointer` in the document `root`. */
export function suggestMissing(
  root: YamlNode,
  pointer: readonly string[],
  map: YamlNode,
  key: string,
): MissingValue | undefined {
  const path = pointer.map((part) => (/^\d+$/.test(part) ? '*' : part)).join('/');
  return (
    fixedValues[`${path}/${key}`] ?? suggestInGraph(root, path, map, key, pointer[pointer.length - 1] ?? '')
  );
}

function suggestInGraph(
  root: YamlNode,
  path: string,
  map: YamlNode,
  key: string,
  ownKey: string,
): MissingValue | undefined {
  if (/^moduleConfigurations\/\*\/parameters\/[^/]+$/.test(path) && key === 'name') return sure(ownKey);
  switch (`${path}/${key}`) {
    case '/operations':
      return begin([operation('source'), operation('sink')], 'moduleRequirements');
    case '/connections':
      return begin(connections(root), 'operations');
    case 'operations/*/name':
      return begin(freeName(namesOf(root), getText(map, 'operationType') ?? 'operation'), 'operationType');
    case 'operations/*/operationType':
      return getText(map, 'module') === undefined ? undefined : begin('map');
    case 'connections/*/from':
      return end(root, 'source');
    case 'connections/*/to':
      return end(root, 'sink', 'from');
    case 'connections/*/from/name':
    case 'connections/*/to/name': {
      const name = firstOf(root, ownKey === 'from' ? 'source' : 'sink');
      return name === undefined ? undefined : begin(name);
    }
    case 'moduleConfigurations/*/name': {
      const name = firstUnconfigured(root);
      return name === undefined ? undefined : begin(name);
    }
    case 'spec/nodes/*/nodeType': {
      const type = ['Source', 'Graph', 'Destination'].find((one) =>
        getValue(map, `${one.toLowerCase()}Settings`),
      );
      return type === undefined ? undefined : sure(type);
    }
    default:
      return undefined;
  }
}

function operation(type: string): NewValue {
  return {
    pairs: [
      ['operationType', type],
      ['name', type],
    ],
  };
}

function connections(root: YamlNode): NewValue {
  const [from, to] = [firstOf(root, 'source'), firstOf(root, 'sink')];
  if (from === undefined || to === undefined) return [];
  return [
    {
      pairs: [
        ['from', { pairs: [['name', from]] }],
        ['to', { pairs: [['name', to]] }],
      ],
    },
  ];
}

function end(root: YamlNode, type: string, after?: string): MissingValue | undefined {
  const name = firstOf(root, type);
  return name === undefined ? undefined : begin({ pairs: [['name', name]] }, after);
}

function firstOf(root: YamlNode, type: string): string | undefined {
  const found = getItems(root, 'operations').find((item) => getText(item, 'operationType') === type);
  return getText(found, 'name');
}

function firstUnconfigured(root: YamlNode): string | undefined {
  const configured = new Set(getItems(root, 'moduleConfigurations').map((item) => getText(item, 'name')));
  return getItems(root, 'operations')
    .filter((item) => moduleOperationTypes.some((type) => type === getText(item, 'operationType')))
    .map((item) => getText(item, 'name'))
    .find((name) => name !== undefined && !configured.has(name));
}

function namesOf(root: YamlNode): Set<string> {
  return new Set(getItems(root, 'operations').flatMap((item) => getText(item, 'name') ?? []));
}

/** `word`, with the first number that makes it another one than all of `taken` when it is among them. */
export function freeName(taken: ReadonlySet<string>, word: string): string {
  if (!taken.has(word)) return word;
  const stem = word.replace(/-?\d+$/, '');
  let number = 2;
  while (taken.has(`${stem}-${String(number)}`)) number += 1;
  return `${stem}-${String(number)}`;
}
