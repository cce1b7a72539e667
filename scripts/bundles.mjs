// The one table of bundles and how they are built. `node scripts/bundles.mjs [--watch]`.
import { build, context } from 'esbuild';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** WebAssembly that is read beside the script that runs it: a file of the package, or of a folder beside that. */
const copies = [
  ['@bytecodealliance/jco-transpile', '../vendor/js-component-bindgen-component.core.wasm'],
  ['@bytecodealliance/jco-transpile', '../vendor/js-component-bindgen-component.core2.wasm'],
  ['onnxruntime-web/wasm', './ort-wasm-simd-threaded.wasm'],
];

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
};

/** For programs that Node runs, as ES modules. */
export const programOptions = {
  ...common,
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  // See the head of that file.
  alias: Object.fromEntries(
    ['cli', 'filesystem', 'io', 'random'].map((name) => [
      `@bytecodealliance/preview2-shim/${name}`,
      './src/runtime/component/transpilerWasi.ts',
    ]),
  ),
  // Packages written as CommonJS ask for Node's modules with require, which ES modules do not have.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

/** Parts of the extension in bundles of their own: what is read before it is needed makes activation slower. */
const loadedOnDemand = {
  languageSession: 'src/host/language/languageSession.ts',
  visualEditors: 'src/host/editor/visualEditors.ts',
  createDebugAdapter: 'src/host/debug/createDebugAdapter.ts',
  exploreTests: 'src/host/tests/exploreTests.ts',
  traceViews: 'src/host/trace/traceViews.ts',
  runViews: 'src/host/debug/runViews.ts',
  publishView: 'src/host/publish/publishView.ts',
  topicPanel: 'src/host/topics/topicPanel.ts',
  toolchainAdvice: 'src/host/tasks/toolchainAdvice.ts',
  createProjects: 'src/host/create/createProjects.ts',
  registryCommands: 'src/host/registry/registryCommands.ts',
  deployCommands: 'src/host/deploy/deployCommands.ts',
  showModule: 'src/host/modules/showModule.ts',
};

/** Leaves `import('…')` of such a part to run time, from the bundle beside. (esbuild splits ES modules only.) */
const importFromBundle = {
  name: 'import-from-bundle',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const source = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
      const name = Object.keys(loadedOnDemand).find((key) => loadedOnDemand[key] === source);
      return name ? { path: `./${name}.cjs`, external: true } : undefined;
    });
  },
};

/** Every bundle for Node: entry points by name. All that one needs is inside it, but for the files copied above. */
const nodeBundles = [
  {
    ...programOptions,
    entryPoints: {
      cli: 'src/cli.ts',
      runProcess: 'src/runProcess.ts',
      debugAdapter: 'src/debugAdapter.ts',
      engineWorker: 'src/runtime/engine/engineWorker.ts',
      inferenceWorker: 'src/runtime/inference/inferenceWorker.ts',
      prepareWorker: 'src/runtime/component/prepareWorker.ts',
      traceFileWorker: 'src/runtime/trace/traceFileWorker.ts',
    },
  },
  {
    ...programOptions,
    entryPoints: { telemetryWorker: 'src/runtime/telemetry/telemetryWorker.ts' },
    // As CommonJS, its packages come whole.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
  },
  {
    ...programOptions,
    entryPoints: { languageServer: 'src/languageServer.ts' },
    // The JSON language service's other form loads its parts by names that a bundler cannot follow.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
  },
  {
    ...common,
    // VS Code loads extensions with require.
    entryPoints: { extension: 'src/extension.ts', ...loadedOnDemand },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
    plugins: [importFromBundle],
    minify: true,
    keepNames: true,
  },
];

/** For programs of views, which run in VS Code's browser; it is never older than the one of VS Code 1.100. */
export const webviewOptions = {
  ...common,
  outdir: 'dist/webview',
  platform: 'browser',
  target: 'chrome132',
  jsx: 'automatic',
  minify: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

/** Writes beside each program, as `graph.imports.json`, what it imports, so that its page can ask for all of it at once. */
const listImports = {
  name: 'list-imports',
  setup({ initialOptions, onEnd }) {
    const folder = resolve(root, initialOptions.outdir);
    onEnd(async ({ metafile }) => {
      const programs = Object.entries(metafile?.outputs ?? {}).filter(([, { entryPoint }]) => entryPoint);
      for (const [path] of programs.filter(([path]) => dirname(resolve(root, path)) === folder)) {
        const found = new Set([path]);
        for (const each of found)
          for (const { kind, path: imported } of metafile.outputs[each]?.imports ?? [])
            if (kind === 'import-statement') found.add(imported);
        found.delete(path);
        const imports = [...found].map((each) => relative(folder, resolve(root, each)).replaceAll('\\', '/'));
        await writeFile(join(folder, `${basename(path, '.js')}.imports.json`), JSON.stringify(imports));
      }
    });
  },
};

/** The visual editor and the views. What is imported on demand comes in files of its own. */
const webviews = {
  ...webviewOptions,
  entryPoints: {
    graph: 'webview/graph/main.tsx',
    metrics: 'webview/metrics/main.tsx',
    trace: 'webview/trace/main.tsx',
    publish: 'webview/publish/main.tsx',
    // Loaded on demand, by its name: see webview/graph/yaml/loadYamlEditor.ts.
    yamlEditor: 'webview/graph/yaml/openYamlEditor.ts',
  },
  format: 'esm',
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  metafile: true,
  plugins: [listImports],
};

/** A worker has no page to import from. */
const webviewWorkers = {
  ...webviewOptions,
  entryPoints: {
    layoutWorker: 'webview/graph/layout/layoutWorker.ts',
    editorWorker: 'webview/graph/yaml/editorWorker.ts',
    yamlWorker: 'webview/graph/yaml/yamlWorker.ts',
  },
  format: 'iife',
  alias: {
    // monaco-yaml names monaco's files as they were called before 0.53.
    'monaco-editor/esm/vs': './node_modules/monaco-editor/esm/vs',
    // Formats YAML, which the pane does not do.
    ...Object.fromEntries(
      ['standalone', 'plugins/yaml', 'plugins/estree'].map((name) => [
        `prettier/${name}`,
        './webview/graph/yaml/noPrettier.ts',
      ]),
    ),
  },
};

/** All that comes into dist/webview. */
export const webviewBundles = [webviews, webviewWorkers];

const bundles = [...nodeBundles, ...webviewBundles];

/** Builds every bundle into dist/. */
export async function buildBundles() {
  // Names of parts change with their content.
  await rm(join(root, 'dist/webview'), { recursive: true, force: true });
  await Promise.all(bundles.map((options) => build(options)));
  const require = createRequire(import.meta.url);
  await mkdir(join(root, 'dist'), { recursive: true });
  await Promise.all(
    copies.map(([name, file]) =>
      cp(join(dirname(require.resolve(name)), file), join(root, 'dist', basename(file))),
    ),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildBundles();
  if (process.argv.includes('--watch')) for (const options of bundles) await (await context(options)).watch();
}
