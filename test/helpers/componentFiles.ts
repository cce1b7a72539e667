// The real components that tests run: fixtures that go wrong and the operators of the samples. Prepared and compiled
// once per test file. Knows nothing about what they do.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TestRunner } from 'vitest';
import { DEFAULT_MAX_MEMORY_BYTES } from '../../src/runtime/component/moduleCache.ts';
import { LoadedModule } from '../../src/runtime/component/loadedModule.ts';
import type { PreparedModule } from '../../src/runtime/component/preparedModule.ts';
import { prepareModule } from '../../src/runtime/component/prepareModule.ts';

const fixture = (name: string): string => `../fixtures/components/${name}.wasm`;
const sample = (name: string): string =>
  `../../samples/thermostats/operators/${name}/bin/x86_64/release/${name}.wasm`;

/** Every component a test may name. */
export type ComponentName =
  | 'faulty'
  | 'needs-rpc'
  | 'needs-nn'
  | 'needs-schemas'
  | 'wrong-version'
  | 'wrong-interface'
  | 'core-module'
  | 'temperature'
  | 'window'
  | 'collection'
  | 'enrichment'
  | 'label-js'
  | 'format-py';

/** Paths relative to this folder. */
export const componentPaths: Readonly<Record<ComponentName, string>> = {
  faulty: fixture('faulty'),
  'needs-rpc': fixture('needs-rpc'),
  'needs-nn': fixture('needs-nn'),
  'needs-schemas': fixture('needs-schemas'),
  'wrong-version': fixture('wrong-version'),
  'wrong-interface': fixture('wrong-interface'),
  'core-module': fixture('core-module'),
  temperature: sample('temperature'),
  window: sample('window'),
  collection: sample('collection'),
  enrichment: sample('enrichment'),
  'label-js': sample('label-js'),
  'format-py': sample('format-py'),
};

/** Components that jco takes apart in well under a second. */
export const smallComponents: readonly ComponentName[] = [
  'faulty',
  'needs-rpc',
  'needs-nn',
  'needs-schemas',
  'wrong-version',
  'wrong-interface',
  'temperature',
  'window',
  'collection',
  'enrichment',
  'label-js',
];

/** Those that the repository does not keep, because they are big. */
const builtComponents: ReadonlySet<ComponentName> = new Set<ComponentName>(['label-js', 'format-py']);

/**
 * Skips the test that is running and says why when it needs a component that is not built. Not where everything must be
 * there (`npm test -- --require-all`): then reading it fails.
 */
export function skipUnlessBuilt(name: ComponentName): void {
  const mustBeThere = !builtComponents.has(name) || process.env['REQUIRE_ALL'] === 'true';
  if (mustBeThere || existsSync(pathOf(name))) return;
  TestRunner.getCurrentTest()?.context.skip(`${name} is not built; npm run samples -- ${name}`);
}

/** Skips like {@link skipUnlessBuilt}. */
export function readComponent(name: ComponentName): Uint8Array {
  skipUnlessBuilt(name);
  return new Uint8Array(readFileSync(pathOf(name)));
}

function pathOf(name: ComponentName): string {
  return fileURLToPath(new URL(componentPaths[name], import.meta.url));
}

const prepared = new Map<string, Promise<PreparedModule>>();

/** The component, transpiled, patched and metered by the code under test. */
export function prepareComponent(
  name: ComponentName,
  maxMemoryBytes: number = DEFAULT_MAX_MEMORY_BYTES,
): Promise<PreparedModule> {
  // What is remembered must not be the skipping of one test.
  skipUnlessBuilt(name);
  const key = `${name} ${String(maxMemoryBytes)}`;
  const known = prepared.get(key) ?? prepareModule(readComponent(name), { maxMemoryBytes });
  prepared.set(key, known);
  return known;
}

/** The component ready to be instantiated. */
export async function loadComponent(
  name: ComponentName,
  maxMemoryBytes: number = DEFAULT_MAX_MEMORY_BYTES,
): Promise<LoadedModule> {
  return new LoadedModule(await prepareComponent(name, maxMemoryBytes), name);
}
