// The index on the samples, as they lie on the disk.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../src/graph/parseGraph.ts';
import type { FilePlace, KnownModule } from '../../../src/language/workspaceFacts.ts';
import { type FileAccess, nodeFileAccess } from '../../../src/server/workspace/fileAccess.ts';
import { pathOf, uriOf } from '../../../src/server/workspace/fileUris.ts';
import { moduleProblems } from '../../../src/server/workspace/moduleProblems.ts';
import { WorkspaceIndex } from '../../../src/server/workspace/workspaceIndex.ts';

const samples = resolve('samples/thermostats');

async function open(folder: string, cacheFolder = '', files = nodeFileAccess): Promise<WorkspaceIndex> {
  const index = new WorkspaceIndex({
    folders: [folder],
    cacheFolder,
    files,
    onChanged: () => undefined,
  });
  await index.refresh();
  return index;
}

function moduleOf(index: WorkspaceIndex, name: string): KnownModule {
  const module = index.facts().modules.find((each) => each.name === name);
  assert(module);
  return module;
}

async function textAt(place: FilePlace | undefined): Promise<string> {
  assert(place);
  const lines = (await readFile(pathOf(place.uri) ?? '', 'utf8')).split('\n');
  const { start, end } = place.range;
  return `${String(start.line + 1)}: ${lines[start.line]?.slice(start.character, end.character) ?? ''}`;
}

describe('the samples', () => {
  let index: WorkspaceIndex;
  beforeEach(async () => {
    index = await open(samples);
  });

  it('have the module temperature with its four operators', async () => {
    const { build, references } = moduleOf(index, 'temperature');
    const path = join(samples, 'operators/temperature/bin/x86_64/release/temperature.wasm');
    const bytes = await readFile(path);
    expect(references).toEqual(['temperature:1.0.0']);
    expect(build?.exports?.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
      ['map', 'filter', 'branch', 'accumulate'].map((name) => `${name} 1.1.0`).sort(),
    );
    expect(build).toMatchObject({
      uri: uriOf(path),
      sizeBytes: bytes.length,
      digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    });
  });

  it('have operators in Rust where they are written', async () => {
    const { source } = moduleOf(index, 'temperature');
    const text = await readFile(join(samples, 'operators/temperature/src/lib.rs'), 'utf8');
    const places = await Promise.all(Object.values(source?.operators ?? {}).map(textAt));
    const expected = [...text.matchAll(/^impl operators::\w+::Guest for Temperature/gm)].map(
      (match) => `${String(text.slice(0, match.index).split('\n').length)}: ${match[0]}`,
    );
    expect(expected).toHaveLength(4);
    expect(places).toEqual(expected);
    expect(source?.main.uri).toBe(uriOf(join(samples, 'operators/temperature/src/lib.rs')));
  });

  it.each([
    [
      'temperature',
      {
        decimals: 'settings.rs',
        kind: 'settings.rs',
        lower_bound: 'settings.rs',
        upper_bound: 'settings.rs',
      },
    ],
    ['collection', { mode: 'lib.rs' }],
    ['window', { window_seconds: 'lib.rs' }],
    ['enrichment', { field: 'lib.rs', key: 'lib.rs', user_property: 'lib.rs' }],
    ['bounds-py', { kind: 'bounds_py.py', lower_bound: 'bounds_py.py', upper_bound: 'bounds_py.py' }],
    ['format-py', { separator: 'format_py.py' }],
    ['label-js', { cold_below: 'label-js.js', hot_above: 'label-js.js' }],
  ])('have the parameters that %s reads', async (name, expected) => {
    const { parameters } = moduleOf(index, name);
    const found = parameters.map((each) => [each.name, each.place?.uri.split('/').at(-1)]);
    expect(found).toEqual(Object.entries(expected));
    for (const { name: parameter, place } of parameters)
      expect(await textAt(place)).toMatch(new RegExp(`^\\d+: ["']?${parameter}["']?$`));
  });

  it('name the operator of a parameter only where one alone reads it', () => {
    const operatorsOf = (name: string): unknown[] =>
      moduleOf(index, name).parameters.map((each) => each.operator);
    expect(operatorsOf('temperature')).toEqual([undefined, undefined, undefined, undefined]);
    expect(operatorsOf('enrichment')).toEqual(['map', 'map', 'map']);
  });

  it('describe parameters as their graphs do', () => {
    const { parameters } = moduleOf(index, 'window');
    expect(parameters).toMatchObject([
      { operator: 'delay', description: 'Length of a time window, in seconds' },
    ]);
  });

  it('have operators in Python and JavaScript', async () => {
    const python = moduleOf(index, 'bounds-py').source;
    const script = moduleOf(index, 'label-js').source;
    expect([python?.language, script?.language]).toEqual(['python', 'javascript']);
    expect(await textAt(python?.operators.filter)).toMatch(/: Filter$/);
    expect(await textAt(script?.operators.map)).toMatch(/: map$/);
  });

  it('have graphs that their modules serve', async () => {
    const graphs = index.facts().graphs;
    expect(graphs.map(({ name }) => name)).toContain('graph-complex');
    for (const { uri } of graphs) {
      const text = await readFile(pathOf(uri) ?? '', 'utf8');
      const graph = parseGraphFile(text).documents[0]?.graph;
      assert(graph);
      expect(moduleProblems(graph, index.facts(), uri)).toEqual([]);
    }
  });
});

describe('a folder of files that change', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'index test+'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is followed', async () => {
    const built = join(folder, 'operators/a/bin/release/a.wasm');
    await mkdir(join(built, '..'), { recursive: true });
    await copyFile('test/fixtures/components/core-module.wasm', built);
    const index = await open(folder, join(folder, 'no cache'));
    expect(moduleOf(index, 'a').build?.damage).toContain('core WebAssembly module');
    await copyFile(join(samples, 'operators/window/bin/x86_64/release/window.wasm'), built);
    index.fileChanged(uriOf(built));
    await index.settled();
    expect(moduleOf(index, 'a').build?.exports?.map(({ name }) => name)).toEqual(['delay']);
    await rename(join(folder, 'operators/a'), join(folder, 'operators/b'));
    index.fileDeleted(uriOf(join(folder, 'operators/a')));
    await index.settled();
    expect(index.facts().modules).toEqual([]);
  });

  it('does not stand still while a large module is read', async () => {
    const built = join(folder, 'operators/large/bin/release/large.wasm');
    await mkdir(join(built, '..'), { recursive: true });
    await writeFile(built, Buffer.alloc(50 * 1024 * 1024));
    let turns = 0;
    const count = (): void => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    const turnsAtParts = new Set<number>();
    const files: FileAccess = {
      ...nodeFileAccess,
      readParts: (path, take) =>
        nodeFileAccess.readParts(path, (part) => {
          turnsAtParts.add(turns);
          take(part);
        }),
    };
    const index = await open(folder, '', files);
    clearImmediate(timer);
    expect(moduleOf(index, 'large').build).toMatchObject({ sizeBytes: (await stat(built)).size });
    // Others had their turn between most of its 50 parts.
    expect(turnsAtParts.size).toBeGreaterThan(25);
  });
});
