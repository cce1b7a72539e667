// Proves every rule of .dependency-cruiser.mjs with one wrong import, in a small tree of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface RuleFile {
  readonly forbidden: (IForbiddenRuleType & { readonly name: string })[];
  readonly options: ICruiseOptions & { readonly enhancedResolveOptions: object };
}

/** One wrong import by rule: the file it stands in and what it says. */
const wrongImports: Readonly<Record<string, readonly [file: string, code: string]>> = {
  'base-imports': ['src/base/a.ts', "import type { T } from '../graph/leaf.ts'; export type A = T;"],
  'graph-imports': ['src/graph/a.ts', "import type { T } from '../protocol/leaf.ts'; export type A = T;"],
  'protocol-imports': [
    'src/protocol/a.ts',
    "import type { T } from '../runtime/run/leaf.ts'; export type A = T;",
  ],
  'language-imports': ['src/language/a.ts', "export * from '../protocol/leaf.ts';"],
  'testing-imports': ['src/testing/a.ts', "export const a = import('../protocol/leaf.ts');"],
  'registry-imports': ['src/registry/a.ts', "export * from '../runtime/run/leaf.ts';"],
  'build-imports': ['src/build/a.ts', "export * from '../registry/leaf.ts';"],
  'runtime-imports': [
    'src/runtime/run/a.ts',
    "import type { T } from '../../testing/leaf.ts'; export type A = T;",
  ],
  'server-imports': ['src/server/a.ts', "export * from '../runtime/run/leaf.ts';"],
  'host-speaks-to-server': ['src/host/c.ts', "export * from '../server/leaf.ts';"],
  'server-stays-light': ['src/server/b.ts', "export * from '../language/reach.ts';"],
  'debug-imports': ['src/debug/a.ts', "export * from '../runtime/run/leaf.ts';"],
  'runtime-trace-imports': ['src/runtime/trace/a.ts', "export * from '../services/leaf.ts';"],
  'runtime-services-imports': ['src/runtime/services/a.ts', "export * from '../trace/leaf.ts';"],
  'runtime-inference-imports': ['src/runtime/inference/a.ts', "export * from '../services/leaf.ts';"],
  'runtime-telemetry-imports': ['src/runtime/telemetry/a.ts', "export * from '../engine/leaf.ts';"],
  'runtime-broker-imports': ['src/runtime/broker/a.ts', "export * from '../run/leaf.ts';"],
  'runtime-message-imports': ['src/runtime/message/a.ts', "export * from '../component/leaf.ts';"],
  'runtime-component-imports': ['src/runtime/component/a.ts', "export * from '../scheduler/leaf.ts';"],
  'runtime-faults-imports': ['src/runtime/faults/a.ts', "export * from '../component/leaf.ts';"],
  'runtime-scheduler-imports': ['src/runtime/scheduler/a.ts', "export * from '../engine/leaf.ts';"],
  'runtime-commands-imports': ['src/runtime/commands/a.ts', "export * from '../engine/leaf.ts';"],
  'runtime-engine-imports': ['src/runtime/engine/a.ts', "export * from '../broker/leaf.ts';"],
  'runtime-debugger-imports': ['src/runtime/debugger/a.ts', "export * from '../services/leaf.ts';"],
  'only-one-imports-cel': ['src/runtime/engine/c.ts', "export * from '@marcbachmann/cel-js';"],
  'only-one-imports-yaml': ['src/cli/b.ts', "export * from 'yaml';"],
  'only-one-imports-jco': ['src/runtime/engine/b.ts', "export * from '@bytecodealliance/jco';"],
  'only-one-imports-onnx': ['src/runtime/engine/d.ts', "export * from 'onnxruntime-web/wasm';"],
  'only-one-imports-opentelemetry': ['src/runtime/run/c.ts', "export * from '@opentelemetry/api';"],
  'only-one-imports-mqtt': ['src/runtime/run/b.ts', "export type { T } from 'aedes';"],
  'only-one-imports-toolkit': ['webview/graph/b.ts', "export * from '@vscode/webview-ui-toolkit';"],
  'only-one-imports-monaco': ['webview/graph/c.ts', "export * from 'monaco-editor';"],
  'only-one-imports-dagre': ['webview/graph/d.ts', "export * from '@dagrejs/dagre';"],
  'only-one-imports-vscode': ['src/debug/b.ts', "import type { T } from 'vscode'; export type B = T;"],
  'protocol-takes-types-of-graph': ['src/protocol/b.ts', "export { leaf } from '../graph/leaf.ts';"],
  'pure-layers-use-no-node': ['src/language/b.ts', "export { join } from 'node:path';"],
  'base-uses-no-package': ['src/base/b.ts', "export * from 'commander';"],
  'host-keeps-out-of-runtime': ['src/host/a.ts', "export * from '../runtime/scheduler/leaf.ts';"],
  'webview-imports': ['webview/graph/a.ts', "export * from '../../src/language/leaf.ts';"],
  'cli-never-reaches-host': ['src/cli/c.ts', "export * from './reach.ts';"],
  'only-roots-import-cli': ['src/host/b.ts', "export * from '../cli/leaf.ts';"],
  'product-imports-no-tests': ['src/cli/d.ts', "export * from '../../test/leaf.ts';"],
  'no-cycle': ['src/graph/d.ts', "import type { E } from './e.ts'; export type D = E | 1;"],
  'imports-resolve': ['src/graph/f.ts', "export * from './nowhere.ts';"],
};

/** Imports that every rule must let pass, besides what the wrong ones lean on. */
const rightImports: Readonly<Record<string, string>> = {
  'src/graph/right.ts': "export { leaf } from '../base/leaf.ts'; export * as yaml from 'yaml';",
  'src/protocol/right.ts': "import type { T } from '../graph/leaf.ts'; export type Right = T;",
  'src/runtime/component/right.ts':
    "export { leaf } from '../message/leaf.ts'; export * from '@bytecodealliance/jco';",
  'src/runtime/broker/right.ts': "export * from 'aedes'; export * from 'mqtt'; export * from 'node:net';",
  'src/runtime/run/right.ts': "export { leaf } from '../engine/leaf.ts';",
  'src/server/right.ts':
    "export { leaf } from '../language/leaf.ts'; export { leaf as module } from '../runtime/run/resolveModules.ts';",
  'src/debug/right.ts': "export { leaf } from '../protocol/leaf.ts';",
  'src/host/right.ts': "export * from 'vscode'; export { leaf } from '../runtime/run/leaf.ts';",
  'src/cli/right.ts': "export { leaf } from '../runtime/run/leaf.ts';",
  'webview/graph/right.ts': "export { leaf } from '../../src/protocol/leaf.ts';",
  'test/right.ts': "export * from 'mqtt'; export { leaf } from '../src/cli/leaf.ts';",
};

const scaffold: Readonly<Record<string, string>> = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'NodeNext', allowImportingTsExtensions: true },
  }),
  'package.json': JSON.stringify({ type: 'module' }),
  'src/graph/e.ts': "import type { D } from './d.ts'; export type E = D | 2;",
  'src/language/reach.ts': "export * from '../runtime/engine/leaf.ts';",
  'src/cli/reach.ts': "export * from './further.ts';",
  'src/cli/further.ts': "export * from '../host/leaf.ts';",
  'src/runtime/run/resolveModules.ts': 'export const leaf = 1;',
  'test/leaf.ts': 'export const leaf = 1;',
};

const leafFolders = [
  ...[
    'base',
    'graph',
    'protocol',
    'language',
    'testing',
    'registry',
    'build',
    'debug',
    'host',
    'cli',
    'server',
  ],
  ...['trace', 'services', 'broker', 'message', 'component', 'scheduler', 'debugger', 'engine', 'run'].map(
    (part) => `runtime/${part}`,
  ),
];
const packages = ['yaml', '@marcbachmann/cel-js', '@bytecodealliance/jco', 'aedes', 'mqtt', 'commander'];

const root = mkdtempSync(join(tmpdir(), 'import-rules-'));
const rules = (await import(pathToFileURL(join(process.cwd(), '.dependency-cruiser.mjs')).href)) as {
  default: RuleFile;
};
const cruised = new Set<string>();
const found = new Map<string, string[]>();

function write(file: string, text: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

beforeAll(async () => {
  for (const folder of leafFolders)
    write(`src/${folder}/leaf.ts`, 'export const leaf = 1; export type T = 1;');
  for (const name of packages) {
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, type: 'module', exports: './index.js' }),
    );
    write(`node_modules/${name}/index.js`, 'export const T = 1;');
  }
  for (const [file, text] of Object.entries({ ...scaffold, ...rightImports })) write(file, text);
  for (const [file, text] of Object.values(wrongImports)) write(file, text);
  const { forbidden, options } = rules.default;
  const { enhancedResolveOptions, ...rest } = options;
  const settings = { ...rest, baseDir: root, validate: true, ruleSet: { forbidden } };
  const { output } = await cruise(['src', 'webview', 'test'], settings, { ...enhancedResolveOptions });
  const { modules, summary } = output as ICruiseResult;
  for (const { source, dependencies } of modules) if (dependencies.length > 0) cruised.add(source);
  for (const { from, rule } of summary.violations) found.set(from, [...(found.get(from) ?? []), rule.name]);
});

afterAll(() => rmSync(root, { recursive: true }));

describe('a wrong import is refused by', () => {
  it.each(rules.default.forbidden.map(({ name }) => name))('%s', (name) => {
    const example = wrongImports[name];
    expect(example, `no example of ${name}`).toBeDefined();
    expect(found.get(example?.[0] ?? '')).toContain(name);
  });
});

it.each(Object.keys(rightImports))('the imports of %s pass', (file) => {
  expect(cruised).toContain(file);
  expect(found.get(file)).toBeUndefined();
});

it('every rule is an error', () => {
  expect(rules.default.forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
});
