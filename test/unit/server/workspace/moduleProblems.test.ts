// What the built modules of a workspace say about a graph.
import { assert, describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { moduleProblems } from '../../../../src/server/workspace/moduleProblems.ts';
import { WorkspaceIndex } from '../../../../src/server/workspace/workspaceIndex.ts';
import { componentWith, coreModule, MemoryFiles } from '../../../helpers/memoryFiles.ts';

const map = componentWith(['wasm-graph:processor/map@1.1.0']);
const filter = componentWith(['wasm-graph:processor/filter@1.1.0']);

async function problemsOf(
  files: Readonly<Record<string, Uint8Array>>,
  module = 'temperature:1.0.0',
  graphUri?: string,
): Promise<string[]> {
  const text = `moduleRequirements: {apiVersion: "1.1.0", runtimeVersion: "1.1.0"}
operations:
  - {operationType: map, name: convert, module: ${module}}
`;
  const graph = parseGraphFile(text).documents[0]?.graph;
  assert(graph);
  const index = new WorkspaceIndex({
    folders: ['/one', '/two'],
    cacheFolder: '/cache',
    files: new MemoryFiles(files),
    onChanged: () => undefined,
  });
  await index.refresh();
  return moduleProblems(graph, index.facts(), graphUri).map(({ code, range }) => {
    expect(text.split('\n')[range.start.line]?.slice(range.start.character, range.end.character)).toBe(
      module,
    );
    return code;
  });
}

const built = '/one/operators/temperature/bin/release/temperature.wasm';

describe('moduleProblems', () => {
  it.each([
    ['nothing about a module that fits', { [built]: map }, []],
    ['nothing about a module that is not built', {}, []],
    ['a missing operator', { [built]: filter }, ['MODULE_OPERATOR_MISSING']],
    [
      'another version',
      { [built]: componentWith(['wasm-graph:processor/map@2.0.0']) },
      ['MODULE_API_MISMATCH'],
    ],
    [
      'a missing feature',
      { [built]: componentWith(['wasm-graph:processor/map@1.1.0'], ['wasi:nn/graph@0.2.0']) },
      ['FEATURE_MISSING'],
    ],
    ['a core module', { [built]: coreModule }, ['MODULE_UNUSABLE']],
    ['an empty file', { [built]: new Uint8Array() }, ['MODULE_UNUSABLE']],
    ['the file of the cache', { '/cache/temperature/1.0.0.wasm': filter }, ['MODULE_OPERATOR_MISSING']],
    ['nothing about another tag of the cache', { '/cache/temperature/2.0.0.wasm': filter }, []],
    [
      'nothing about the same name elsewhere in the cache',
      { '/cache/team/temperature/1.0.0.wasm': filter },
      [],
    ],
    ['the build before the cache', { [built]: map, '/cache/temperature/1.0.0.wasm': filter }, []],
  ])('tells %s', async (_title, files, codes) => {
    expect(await problemsOf(files)).toEqual(codes);
  });

  it('takes the cache by path, and without a tag the latest', async () => {
    expect(
      await problemsOf({ '/cache/team/temperature/1.0.0.wasm': coreModule }, 'team/temperature:1.0.0'),
    ).toEqual(['MODULE_UNUSABLE']);
    expect(await problemsOf({ '/cache/temperature/latest.wasm': coreModule }, 'temperature')).toEqual([
      'MODULE_UNUSABLE',
    ]);
  });

  it('finds builds as runs do, with - for _ and the path left out', async () => {
    const files = { '/one/operators/my-op/bin/x86_64/release/my_op.wasm': filter };
    expect(await problemsOf(files, 'team/my-op:1.0.0')).toEqual(['MODULE_OPERATOR_MISSING']);
    expect(await problemsOf(files, 'my_op')).toEqual(['MODULE_OPERATOR_MISSING']);
  });

  it('takes the build of the folder that the graph is in', async () => {
    const files = { [built]: filter, '/two/operators/temperature/bin/release/temperature.wasm': map };
    expect(await problemsOf(files, 'temperature', 'file:///one/g.yaml')).toEqual(['MODULE_OPERATOR_MISSING']);
    expect(await problemsOf(files, 'temperature', 'file:///two/sub/g.yaml')).toEqual([]);
    expect(await problemsOf(files, 'temperature', 'file:///elsewhere/g.yaml')).toEqual([]);
  });
});
