// What the index knows of a workspace, and how it follows changes, on a disk in memory.
import { describe, expect, it } from 'vitest';
import { type GraphFile, parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import type { KnownGraph, KnownModule } from '../../../../src/language/workspaceFacts.ts';
import { type IndexLimits, WorkspaceIndex } from '../../../../src/server/workspace/workspaceIndex.ts';
import { componentWith, coreModule, MemoryFiles } from '../../../helpers/memoryFiles.ts';

const mapExport = 'wasm-graph:processor/map@1.1.0';
const filterExport = 'wasm-graph:processor/filter@1.1.0';

const cargo =
  '[package]\nname = "temperature"\nversion = "1.2.0" # ours\n[dependencies]\nserde = { version = "1" }\n';
const rust = `use exports::wasm_graph::processor::map::Guest;
impl Guest for Temperature {
    fn init(c: ModuleConfiguration) -> bool { c.properties.iter().any(|(k, _)| k == "decimals") }
}
`;

/** A graph definition with one map. */
function graphText(name: string, module = 'temperature:1.0.0', parameter = 'unit'): string {
  return `metadata:
  name: ${name}
  version: 1.0.0
operations:
  - {operationType: source, name: in}
  - {operationType: map, name: convert, module: ${module}}
  - {operationType: sink, name: out}
moduleConfigurations:
  - name: convert
    parameters:
      ${parameter}: {name: ${parameter}, description: Said by the graph, default: "1", required: true}
      decimals: {name: decimals, description: Digits}
`;
}

interface Opened {
  readonly index: WorkspaceIndex;
  readonly files: MemoryFiles;
  readonly changes: () => number;
  readonly module: (name: string) => KnownModule | undefined;
  readonly graphs: () => (readonly [string, string])[];
}

async function open(
  content: Readonly<Record<string, string | Uint8Array>>,
  { folders = ['/ws'], limits }: { folders?: string[]; limits?: IndexLimits } = {},
): Promise<Opened> {
  const files = new MemoryFiles(content);
  let changes = 0;
  const options = { folders, cacheFolder: '/cache', files, onChanged: (): void => void (changes += 1) };
  const index = new WorkspaceIndex({ ...options, ...(limits && { limits }) });
  await index.refresh();
  return {
    index,
    files,
    changes: () => changes,
    module: (name) => index.facts().modules.find((each) => each.name === name),
    graphs: () => index.facts().graphs.map((graph: KnownGraph) => [graph.name, graph.uri] as const),
  };
}

const temperature = {
  '/ws/operators/temperature/Cargo.toml': cargo,
  '/ws/operators/temperature/src/lib.rs': rust,
  '/ws/operators/temperature/bin/x86_64/release/temperature.wasm': componentWith([mapExport]),
};

describe('a module of the workspace', () => {
  it('has its source, its build, and references of the manifest and of graphs', async () => {
    const { module } = await open({ ...temperature, '/ws/g.yaml': graphText('g', 'team/temperature:1.0.0') });
    expect(module('temperature')).toMatchObject({
      origin: 'workspace',
      references: ['team/temperature:1.0.0', 'temperature:1.2.0'],
      build: {
        uri: 'file:///ws/operators/temperature/bin/x86_64/release/temperature.wasm',
        exports: [{ packageName: 'wasm-graph:processor', name: 'map', version: '1.1.0' }],
        imports: [],
      },
      source: {
        language: 'rust',
        main: { uri: 'file:///ws/operators/temperature/src/lib.rs' },
        operators: { map: { range: { start: { line: 1, character: 0 } } } },
      },
    });
  });

  it('has the digest and the size of the file', async () => {
    const { module } = await open({ '/ws/operators/a/bin/release/a.wasm': 'hello world' });
    expect(module('a')?.build).toMatchObject({
      sizeBytes: 11,
      digest: 'sha256:b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    });
  });

  it('is there without a build, and without source', async () => {
    const { index } = await open({
      '/ws/operators/built/bin/debug/built.wasm': componentWith([mapExport]),
      '/ws/operators/written/written.py': 'class Map(exports.Map):\n    pass\n',
    });
    expect(index.facts().modules.map(({ name, build, source }) => [name, !!build, source?.language])).toEqual(
      [
        ['built', true, undefined],
        ['written', false, 'python'],
      ],
    );
  });

  it('is referred to by its bare name when nothing tells a tag', async () => {
    const { module } = await open({ '/ws/operators/a/bin/release/a.wasm': coreModule });
    expect(module('a')?.references).toEqual(['a']);
  });

  it('takes the newest of several builds', async () => {
    const { module } = await open({
      '/ws/operators/a/bin/x86_64/release/a.wasm': componentWith([mapExport]),
      '/ws/operators/a/bin/debug/a.wasm': componentWith([filterExport]),
    });
    expect(module('a')?.build?.uri).toBe('file:///ws/operators/a/bin/debug/a.wasm');
  });

  it('finds a build that cargo wrote with an underscore, and uses with either sign', async () => {
    const { module } = await open({
      '/ws/operators/my-op/bin/release/my_op.wasm': componentWith([mapExport]),
      '/ws/g.yaml': graphText('g', 'my_op:2.0.0'),
    });
    expect(module('my-op')).toMatchObject({
      references: ['my_op:2.0.0'],
      build: { exports: [{ name: 'map' }] },
    });
  });

  it('is no module when its folder holds neither source nor build', async () => {
    const { index } = await open({ '/ws/operators/README.md': '', '/ws/operators/notes/a.txt': '' });
    expect(index.facts().modules).toEqual([]);
  });

  it.each([
    ['a core module', coreModule, /core WebAssembly module/],
    ['something else', 'hello', /not a WebAssembly module/],
    ['a file that is cut off', componentWith([mapExport]).slice(0, 20), /damaged or cut off/],
  ])('tells the damage of %s', async (_title, content, message) => {
    const { module } = await open({ '/ws/operators/a/bin/release/a.wasm': content });
    const build = module('a')?.build;
    expect(build?.damage).toMatch(message);
    expect(build?.damage).toContain('operators/a/bin/release/a.wasm');
    expect(build).not.toHaveProperty('exports');
  });

  it('ignores other files: what cargo leaves behind, tests, bindings, other folders', async () => {
    const { files } = await open({
      '/ws/operators/a/target/wasm32/release/a.wasm': coreModule,
      '/ws/operators/a/bin/release/other.wasm': coreModule,
      '/ws/operators/a/map_impl/exports/__init__.py': 'class Map(Protocol): pass',
      '/ws/operators/a/test_a.py': '',
      '/ws/node_modules/pkg/graph.yaml': graphText('g'),
      '/ws/.github/graph.yaml': graphText('g'),
    });
    expect(files.reads).toEqual([]);
    expect(files.lists.filter((path) => /target|node_modules|github/.test(path))).toEqual([]);
  });
});

describe('parameters', () => {
  it('that several operators read belong to none of them', async () => {
    const both = `${rust}use exports::wasm_graph::processor::filter::Guest as F;\n${rust
      .slice(rust.indexOf('impl'))
      .replace('Guest', 'F')}`;
    const { module } = await open({ ...temperature, '/ws/operators/temperature/src/lib.rs': both });
    expect(Object.keys(module('temperature')?.source?.operators ?? {})).toEqual(['map', 'filter']);
    expect(module('temperature')?.parameters[0]).not.toHaveProperty('operator');
  });

  it('come from source and graphs, joined by name', async () => {
    const { module } = await open({ ...temperature, '/ws/g.yaml': graphText('g') });
    const parameters = module('temperature')?.parameters ?? [];
    expect(
      parameters.map(({ name, description, operator, place }) => [name, description, operator, place?.uri]),
    ).toEqual([
      ['decimals', 'Digits', 'map', 'file:///ws/operators/temperature/src/lib.rs'],
      ['unit', 'Said by the graph', 'map', 'file:///ws/g.yaml'],
    ]);
  });

  it('name no operator when several declare them', async () => {
    const text = graphText('g').replace(
      'moduleConfigurations:',
      'moduleConfigurations:\n  - {name: keep, parameters: {unit: {name: unit}}}',
    );
    const both = text.replace(
      'operations:',
      'operations:\n  - {operationType: filter, name: keep, module: temperature}',
    );
    const { module } = await open({ ...temperature, '/ws/g.yaml': both });
    const unit = module('temperature')?.parameters.find(({ name }) => name === 'unit');
    expect(unit).toMatchObject({ description: 'Said by the graph' });
    expect(unit).not.toHaveProperty('operator');
  });
});

describe('a module of the cache', () => {
  it('has one entry for each tag', async () => {
    const { index } = await open({
      '/cache/team/format/1.0.0.wasm': componentWith([mapExport]),
      '/cache/team/format/2.0.0.wasm': coreModule,
      '/cache/plain/latest.wasm': componentWith([mapExport]),
      '/ws/g.yaml': graphText('g', 'team/format:1.0.0'),
    });
    expect(
      index
        .facts()
        .modules.map(({ origin, references, parameters }) => [origin, references, parameters.length]),
    ).toEqual([
      ['cache', ['team/format:1.0.0'], 2],
      ['cache', ['team/format:2.0.0'], 2],
      ['cache', ['plain:latest'], 0],
    ]);
  });
});

describe('a graph', () => {
  it('is known with its parameters', async () => {
    const { index } = await open({ '/ws/sub/g.yml': graphText('g') });
    expect(index.facts().graphs).toMatchObject([
      {
        uri: 'file:///ws/sub/g.yml',
        name: 'g',
        version: '1.0.0',
        parameters: [
          {
            name: 'unit',
            operation: 'convert',
            operator: 'map',
            isRequired: true,
            default: '1',
            description: 'Said by the graph',
          },
          {
            name: 'decimals',
            operation: 'convert',
            isRequired: false,
            place: { range: { start: { line: 11 } } },
          },
        ],
      },
    ]);
  });

  it('is told from other YAML by what it says', async () => {
    const { graphs } = await open({
      '/ws/a.yaml': 'apiVersion: v1\nkind: DataflowGraph\nspec: {}\n',
      '/ws/b.yaml': 'services: {}\n',
      '/ws/c.yaml': '{ this is: [not YAML',
    });
    expect(graphs()).toEqual([]);
  });

  it('is not read when it is too large', async () => {
    const { graphs } = await open({ '/ws/a.yaml': `${graphText('g')}#${' '.repeat(2_000_000)}` });
    expect(graphs()).toEqual([]);
  });
});

describe('changes', () => {
  it('are told once, and only when something changed', async () => {
    const { index, changes, files } = await open({ '/ws/a.yaml': graphText('a') });
    expect(changes()).toBe(1);
    const before = index.facts();
    const reads = files.reads.length;
    await index.refresh();
    index.fileChanged('file:///ws/a.yaml');
    await index.settled();
    expect([changes(), files.reads.length]).toEqual([1, reads]);
    expect(index.facts()).toBe(before);
  });

  it('of one moment are looked at together, and only they are read', async () => {
    const { index, files, changes, graphs } = await open({
      '/ws/a.yaml': graphText('a'),
      '/ws/c.yaml': graphText('c'),
    });
    files.write('/ws/a.yaml', graphText('a2'));
    files.write('/ws/b.yaml', graphText('b'));
    files.remove('/ws/c.yaml');
    files.reads.length = 0;
    index.fileChanged('file:///ws/a.yaml');
    index.fileChanged('file:///ws/b.yaml');
    index.fileDeleted('file:///ws/c.yaml');
    await index.settled();
    expect(graphs().map(([name]) => name)).toEqual(['a2', 'b']);
    expect(changes()).toBe(2);
    expect(files.reads.sort()).toEqual(['/ws/a.yaml', '/ws/b.yaml']);
  });

  it('that come while others are looked at are not lost', async () => {
    const { index, files, graphs } = await open({});
    files.write('/ws/a.yaml', graphText('a'));
    index.fileChanged('file:///ws/a.yaml');
    const first = index.settled();
    files.write('/ws/b.yaml', graphText('b'));
    await Promise.resolve();
    index.fileChanged('file:///ws/b.yaml');
    await first;
    files.write('/ws/c.yaml', graphText('c'));
    index.fileChanged('file:///ws/c.yaml');
    await index.settled();
    expect(graphs().map(([name]) => name)).toEqual(['a', 'b', 'c']);
  });

  it('rename a graph', async () => {
    const { index, files, graphs } = await open({ '/ws/a.yaml': graphText('a') });
    files.move('/ws/a.yaml', '/ws/my graph.yaml');
    index.fileDeleted('file:///ws/a.yaml');
    index.fileChanged('file:///ws/my%20graph.yaml');
    await index.settled();
    expect(graphs()).toEqual([['a', 'file:///ws/my%20graph.yaml']]);
  });

  it('rename, remove and bring a whole folder', async () => {
    const { index, files, module } = await open(temperature);
    files.move('/ws/operators/temperature', '/ws/operators/celsius');
    files.move(
      '/ws/operators/celsius/bin/x86_64/release/temperature.wasm',
      '/ws/operators/celsius/bin/release/celsius.wasm',
    );
    index.fileDeleted('file:///ws/operators/temperature');
    index.fileChanged('file:///ws/operators/celsius');
    await index.settled();
    expect(module('temperature')).toBeUndefined();
    expect(module('celsius')).toMatchObject({ references: ['celsius:1.2.0'], build: {}, source: {} });
    files.remove('/ws/operators');
    index.fileDeleted('file:///ws/operators');
    await index.settled();
    expect(index.facts().modules).toEqual([]);
  });

  it('make a damaged build whole', async () => {
    const { index, files, module } = await open({ '/ws/operators/a/bin/release/a.wasm': coreModule });
    files.write('/ws/operators/a/bin/release/a.wasm', componentWith([filterExport]));
    index.fileChanged('file:///ws/operators/a/bin/release/a.wasm');
    await index.settled();
    expect(module('a')?.build).toMatchObject({ exports: [{ name: 'filter' }] });
    expect(module('a')?.build).not.toHaveProperty('damage');
  });

  it('of source reach its operators', async () => {
    const { index, files, module } = await open(temperature);
    files.write('/ws/operators/temperature/src/lib.rs', `\n\n${rust.replace('decimals', 'digits')}`);
    index.fileChanged('file:///ws/operators/temperature/src/lib.rs');
    await index.settled();
    expect(module('temperature')?.source?.operators.map?.range.start.line).toBe(3);
    expect(module('temperature')?.parameters.map(({ name }) => name)).toEqual(['digits']);
  });

  it('of places that are passed over cost nothing', async () => {
    const { index, files, changes } = await open(temperature);
    files.write('/ws/operators/temperature/target/a.yaml', graphText('a'));
    files.write('/elsewhere/a.yaml', graphText('a'));
    files.reads.length = 0;
    index.fileChanged('file:///ws/operators/temperature/target/a.yaml');
    index.fileChanged('file:///ws/operators/temperature/target');
    index.fileChanged('file:///elsewhere/a.yaml');
    index.fileChanged('untitled:Untitled-1');
    await index.settled();
    expect([files.reads, changes()]).toEqual([[], 1]);
  });

  it('in great number are found by looking at everything', async () => {
    const { index, files, graphs } = await open({});
    for (let at = 0; at < 300; at += 1) {
      files.write(`/ws/${String(at)}.yaml`, graphText('g'));
      index.fileChanged(`file:///ws/${String(at)}.yaml`);
    }
    files.write('/ws/unseen.yaml', graphText('unseen'));
    await index.settled();
    expect(graphs()).toHaveLength(301);
  });
});

describe('an open editor', () => {
  const parse = (text: string): GraphFile => parseGraphFile(text);

  it('wins over the file on disk until it is closed, but a reference counts once it is saved', async () => {
    const { index, files, graphs, changes, module } = await open({
      ...temperature,
      '/ws/a.yaml': graphText('a'),
    });
    index.setOpenText('file:///ws/a.yaml', parse(graphText('unsaved', 'temperature:3', 'other')));
    expect(graphs().map(([name]) => name)).toEqual(['unsaved']);
    expect(module('temperature')?.references).toEqual(['temperature:1.2.0']);
    expect(changes()).toBe(2);
    index.setOpenText('file:///ws/a.yaml', parse(graphText('unsaved', 'temperature:3.0.0', 'other')));
    expect(module('temperature')?.references).toEqual(['temperature:1.2.0']);
    expect(changes()).toBe(2);
    files.write('/ws/a.yaml', graphText('saved by another', 'temperature:3.0.0'));
    index.fileChanged('file:///ws/a.yaml');
    await index.settled();
    expect(graphs().map(([name]) => name)).toEqual(['unsaved']);
    expect(module('temperature')?.references).toEqual(['temperature:1.2.0', 'temperature:3.0.0']);
    expect(module('temperature')?.parameters.map(({ name }) => name)).toEqual(['decimals', 'other']);
    index.setOpenText('file:///ws/a.yaml', undefined);
    expect(graphs().map(([name]) => name)).toEqual(['saved by another']);
  });

  it('changes nothing for others when only places move, or nothing does', async () => {
    const { index, changes } = await open({ '/ws/a.yaml': graphText('a') });
    const moved = parse(`# a comment\n${graphText('a')}`);
    index.setOpenText('file:///ws/a.yaml', moved);
    index.setOpenText('file:///ws/a.yaml', moved);
    index.setOpenText('file:///ws/other.txt', undefined);
    expect(changes()).toBe(1);
    expect(index.facts().graphs[0]?.parameters[0]?.place?.range.start.line).toBe(11);
  });

  it('is known by its URI however the editor spells it', async () => {
    const { index, graphs } = await open({ '/ws/a+b (1).yaml': graphText('a') });
    index.setOpenText('file:///ws/a%2Bb%20%281%29.yaml', parse(graphText('unsaved')));
    expect(graphs()).toEqual([['unsaved', 'file:///ws/a%2Bb%20%281%29.yaml']]);
  });

  it('counts outside of the workspace and without a file, too', async () => {
    const { index, graphs } = await open({});
    index.setOpenText('untitled:Untitled-1', parse(graphText('new')));
    expect(graphs()).toEqual([['new', 'untitled:Untitled-1']]);
    index.setOpenText('untitled:Untitled-1', parse('no: graph\n'));
    expect(graphs()).toEqual([]);
  });
});

describe('several folders', () => {
  it('give their modules and graphs side by side', async () => {
    const { index, graphs } = await open(
      {
        '/one/operators/a/bin/release/a.wasm': componentWith([mapExport]),
        '/two/deep/operators/a/bin/release/a.wasm': componentWith([filterExport]),
        '/one/g.yaml': graphText('g'),
        '/two/g.yaml': graphText('g'),
      },
      { folders: ['/one', '/two'] },
    );
    expect(index.facts().modules.map(({ build }) => build?.uri)).toEqual([
      'file:///one/operators/a/bin/release/a.wasm',
      'file:///two/deep/operators/a/bin/release/a.wasm',
    ]);
    expect(graphs().map(([, uri]) => uri)).toEqual(['file:///one/g.yaml', 'file:///two/g.yaml']);
  });

  it('inside one another count a file once', async () => {
    const { graphs } = await open({ '/ws/sub/g.yaml': graphText('g') }, { folders: ['/ws', '/ws/sub'] });
    expect(graphs()).toHaveLength(1);
  });
});

describe('limits', () => {
  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`/ws/f${String(at)}/g.yaml`, graphText('g')]),
  );

  it.each([
    [{ folders: 6, files: 100 }, 5],
    [{ folders: 100, files: 7 }, 7],
  ])('stop the scan at %j', async (limits, expected) => {
    const { index, graphs } = await open(many, { limits });
    expect(graphs()).toHaveLength(expected);
    expect(index.isTruncated).toBe(true);
  });

  it('keep out what comes later', async () => {
    const { index, files, graphs } = await open(
      { '/ws/a.yaml': graphText('a') },
      { limits: { folders: 9, files: 1 } },
    );
    expect(index.isTruncated).toBe(false);
    files.write('/ws/b.yaml', graphText('b'));
    index.fileChanged('file:///ws/b.yaml');
    await index.settled();
    expect(graphs()).toHaveLength(1);
    expect(index.isTruncated).toBe(true);
  });
});

it('knows nothing at first, and stops when it is disposed of', async () => {
  const files = new MemoryFiles({ '/ws/a.yaml': graphText('a') });
  let changes = 0;
  const index = new WorkspaceIndex({
    folders: ['/ws'],
    cacheFolder: '',
    files,
    onChanged: () => void (changes += 1),
  });
  expect(index.facts()).toEqual({ modules: [], graphs: [] });
  const done = index.refresh();
  index.dispose();
  await done;
  expect([changes, files.reads.length, index.facts().graphs.length]).toEqual([0, 0, 0]);
});
