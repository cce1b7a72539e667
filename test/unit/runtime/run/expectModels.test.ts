// Which graphs have what runs models made ready: those that ask for it, before any module is looked for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import { ModuleCache } from '../../../../src/runtime/component/moduleCache.ts';
import { defaultTopics } from '../../../../src/runtime/run/composeRun.ts';
import { loadRun } from '../../../../src/runtime/run/loadRun.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'models-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function countAsked(features: string): Promise<number> {
  const file = join(folder, 'graph.yaml');
  writeFileSync(
    file,
    `metadata: { $schema: s, name: g, version: 1.0.0 }
moduleRequirements: { apiVersion: 1.1.0, runtimeVersion: 1.1.0${features} }
operations:
  - { operationType: source, name: source }
  - { operationType: map, name: m/map, module: "missing:1.0.0" }
  - { operationType: sink, name: sink }
connections:
  - { from: { name: source }, to: { name: m/map } }
  - { from: { name: m/map }, to: { name: sink } }
`,
  );
  let asked = 0;
  const loading = loadRun({
    file,
    topics: defaultTopics,
    places: { explicit: new Map<string, string>(), cacheFolder: join(folder, 'modules') },
    overrides: [],
    workspaceFiles: {},
    cache: new ModuleCache({ folder, workerUrl: pathToFileURL(join(folder, 'none')), logger: silentLogger }),
    onModels: () => (asked += 1),
  });
  await expect(loading).rejects.toMatchObject({ code: 'MODULE_NOT_FOUND' });
  return asked;
}

it('a graph with the feature wasi-nn has', async () => {
  expect(await countAsked(', features: [{ name: wasi-nn }]')).toBe(1);
});

it.each(['', ', features: [{ name: other }]', ', features: null'])(
  'a graph with%s has not',
  async (features) => {
    expect(await countAsked(features)).toBe(0);
  },
);
