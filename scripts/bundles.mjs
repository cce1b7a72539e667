// The one table of bundles and how they are built. `node scripts/bundles.mjs [--watch]`.
import { build, context } from 'esbuild';
import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** jco reads its own WebAssembly beside the script that runs it. */
const copies = ['js-component-bindgen-component.core.wasm', 'js-component-bindgen-component.core2.wasm'];

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

/** Every bundle: entry points by name. Everything a bundle needs is inside it, but for the files copied above. */
const bundles = [
  {
    ...programOptions,
    entryPoints: {
      cli: 'src/cli.ts',
      engineWorker: 'src/runtime/engine/engineWorker.ts',
      prepareWorker: 'src/runtime/component/prepareWorker.ts',
    },
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
    entryPoints: { extension: 'src/extension.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
    minify: true,
    keepNames: true,
  },
];

/** Builds every bundle into dist/. */
export async function buildBundles() {
  await Promise.all(bundles.map((options) => build(options)));
  const vendor = join(
    dirname(createRequire(import.meta.url).resolve('@bytecodealliance/jco-transpile')),
    '../vendor',
  );
  await mkdir(join(root, 'dist'), { recursive: true });
  await Promise.all(copies.map((name) => cp(join(vendor, name), join(root, 'dist', name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildBundles();
  if (process.argv.includes('--watch')) for (const options of bundles) await (await context(options)).watch();
}
