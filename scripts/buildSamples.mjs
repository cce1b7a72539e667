// Builds the operators of samples/ and the components of test/fixtures/components from their sources.
//
//   node scripts/buildSamples.mjs [--check] [--require-all] [NAME...]
//
// --check        builds into a temporary folder and compares with the committed files instead of replacing them:
//                byte for byte, or by imports and exports where the toolchain is not byte reproducible
// --require-all  a missing toolchain is an error; otherwise what needs it is skipped and the reason printed
// NAME           builds only these
//
// It installs nothing: samples/README.md lists the packages it needs.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { componentNew, componentWit, parse, preview1AdapterReactorPath } from '@bytecodealliance/jco';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const WIT = join(ROOT, 'wit/processor');
const OPERATORS = 'samples/thermostats/operators';
const COMMANDS = 'samples/commands/operators';
const IMAGES = 'samples/images/operators';
const SCHEMAS = 'samples/schemas/operators';
const FIXTURES = 'test/fixtures/components';
const CACHE = join(ROOT, '.cache/buildSamples');

// Debian's Rust: the only one here with the sources of the standard library, which is built along with each module.
const CARGO = '/usr/bin/cargo';
const RUSTC = '/usr/bin/rustc';
const RUST_SOURCE = '/usr/lib/rustlib/src/rust';
const WASI_LIBC = '/usr/lib/wasm32-wasi';
/** The compiler that built the committed files. Another one gives other bytes. */
const RUST_VERSION = '1.96.0';

const PROCESSOR = (names) => names.map((name) => `wasm-graph:processor/${name}@1.1.0`);

/**
 * What is built. `source` is the folder (or file) and `file` the result, both from the root; `exports` what the
 * component must offer. `isCommitted` says whether the repository keeps the result.
 */
const TARGETS = [
  rustOperator('temperature', ['map', 'filter', 'branch', 'accumulate']),
  rustOperator('window', ['delay']),
  rustOperator('collection', ['accumulate']),
  { ...rustOperator('enrichment', ['map']), hasWasi: true },
  rustOperator('calibration', ['map'], COMMANDS),
  rustOperator('frames', ['map', 'delay', 'accumulate'], IMAGES),
  rustOperator('classify', ['map'], IMAGES),
  rustOperator('labelling', ['map'], SCHEMAS),
  otherOperator('python', 'format-py', 'map'),
  otherOperator('python', 'bounds-py', 'filter'),
  otherOperator('javascript', 'label-js', 'map'),
  fixture('faulty', PROCESSOR(['map', 'filter', 'branch', 'accumulate', 'delay'])),
  fixture('needs-nn', PROCESSOR(['map'])),
  fixture('needs-rpc', PROCESSOR(['map'])),
  fixture('needs-schemas', PROCESSOR(['map', 'accumulate'])),
  fixture('wrong-interface', ['test:greeter/greeter@1.0.0']),
  fixture('wrong-version', ['wasm-graph:processor/map@2.0.0']),
  {
    kind: 'wat',
    name: 'core-module',
    source: `${FIXTURES}/src/core-module.wat`,
    file: `${FIXTURES}/core-module.wasm`,
    isCommitted: true,
  },
];

function rustOperator(name, kinds, folder = OPERATORS) {
  const source = `${folder}/${name}`;
  const file = `${source}/bin/x86_64/release/${name}.wasm`;
  return { kind: 'rust', name, source, file, exports: PROCESSOR(kinds), isCommitted: true };
}

function otherOperator(kind, name, operator) {
  const source = `${OPERATORS}/${name}`;
  const file = `${source}/bin/x86_64/release/${name}.wasm`;
  return { kind, name, source, file, operator, exports: PROCESSOR([operator]), isCommitted: false };
}

function fixture(name, exports) {
  const file = `${FIXTURES}/${name}.wasm`;
  return { kind: 'rust', name, source: `${FIXTURES}/src/${name}`, file, exports, isCommitted: true };
}

/** Runs a program and returns what it printed; throws with all its output when it fails. */
function run(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20, ...options });
  if (result.error) throw new Error(`cannot run ${program}: ${result.error.message}`);
  if (result.status !== 0) {
    throw new Error(`${program} ${args[0]} failed:\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}

function isRunnable(program) {
  return spawnSync(program, ['--version']).status === 0;
}

/** What is missing to build the target, in words; nothing when all is there. */
function findMissing(target) {
  if (target.kind === 'rust') {
    if (!existsSync(CARGO) || !existsSync(RUSTC)) return 'no Debian Rust: install rustc-web and cargo-web';
    if (!existsSync(join(RUST_SOURCE, 'library/std'))) return `no ${RUST_SOURCE}: install rust-web-src`;
    if (!isRunnable('wasm-ld')) return 'no wasm-ld: install lld';
    if (target.hasWasi && !existsSync(WASI_LIBC)) return `no ${WASI_LIBC}: install wasi-libc`;
  }
  if (target.kind === 'python' && !isRunnable(componentizePy())) {
    return 'no componentize-py: pip install componentize-py==0.14.0, or name the program in COMPONENTIZE_PY';
  }
  return undefined;
}

function componentizePy() {
  return process.env.COMPONENTIZE_PY ?? 'componentize-py';
}

function rustFlags(target, targetDir) {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const flags = ['-Clinker=wasm-ld'];
  // No path of this machine may reach the module: panic messages contain paths.
  for (const [path, name] of [
    [ROOT, '/dataflow-graphs'],
    [cargoHome, '/cargo'],
    [RUST_SOURCE, '/rust'],
    [targetDir, '/target'],
  ]) {
    flags.push(`--remap-path-prefix=${path}=${name}`);
  }
  if (target.hasWasi) {
    flags.push('-Clink-self-contained=no', `-L${WASI_LIBC}`, `-Clink-arg=${WASI_LIBC}/crt1-reactor.o`);
  }
  return flags;
}

async function buildRust(target) {
  const triple = target.hasWasi ? 'wasm32-wasip1' : 'wasm32-unknown-unknown';
  const targetDir = join(CACHE, 'target');
  const args = [
    'build',
    '--locked',
    '--release',
    '--quiet',
    '--lib',
    '--package',
    target.name,
    '--target',
    triple,
  ];
  args.push('-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size');
  run(CARGO, args, {
    cwd: join(ROOT, target.source),
    env: {
      ...process.env,
      RUSTC,
      RUSTC_BOOTSTRAP: '1',
      CARGO_TARGET_DIR: targetDir,
      CARGO_ENCODED_RUSTFLAGS: rustFlags(target, targetDir).join('\x1f'),
    },
  });
  const core = join(targetDir, triple, 'release', `${target.name.replaceAll('-', '_')}.wasm`);
  const small = join(CACHE, `${target.name}.core.wasm`);
  // -g keeps the names of functions, which the stack of a trap shows.
  run(process.execPath, [
    join(ROOT, 'node_modules/binaryen/bin/wasm-opt'),
    '-g',
    '--no-inline=*misbehave*',
    '-Oz',
    core,
    '-o',
    small,
  ]);
  const adapters = target.hasWasi
    ? [['wasi_snapshot_preview1', readFileSync(preview1AdapterReactorPath())]]
    : undefined;
  return componentNew(readFileSync(small), adapters);
}

/** Builds from a copy, since componentize-py leaves files next to the source. */
function buildPython(target) {
  const folder = join(CACHE, target.name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(ROOT, target.source), folder, { recursive: true, filter: (path) => !path.includes('/bin') });
  const output = join(CACHE, `${target.name}.wasm`);
  const world = ['-d', WIT, '-w', `${target.operator}-impl`];
  const module = target.name.replaceAll('-', '_');
  run(componentizePy(), [...world, 'componentize', '-p', folder, module, '-o', output]);
  return readFileSync(output);
}

function buildJavaScript(target) {
  const output = join(CACHE, `${target.name}.wasm`);
  const source = join(ROOT, target.source, `${target.name}.js`);
  const world = ['--wit', WIT, '--world-name', `${target.operator}-impl`];
  const engine = ['--backend', 'qjs', '--backend-qjs-disable-async', '--backend-qjs-stub-wasi'];
  const jco = join(ROOT, 'node_modules/@bytecodealliance/jco/dist/jco.js');
  run(process.execPath, [jco, 'componentize', source, ...world, ...engine, '--out', output]);
  return readFileSync(output);
}

function build(target) {
  if (target.kind === 'rust') return buildRust(target);
  if (target.kind === 'python') return buildPython(target);
  if (target.kind === 'javascript') return buildJavaScript(target);
  return parse(readFileSync(join(ROOT, target.source), 'utf8'));
}

/** The lines of the component's world: its imports and exports, sorted. Empty for a core module. */
async function readInterfaces(target, bytes) {
  if (target.exports === undefined) return [];
  const world = /world root \{([^]*?)^\}/m.exec(await componentWit(bytes))?.[1] ?? '';
  const lines = world.split('\n').map((line) => line.trim().replace('/%', '/'));
  return lines.filter((line) => /^(import|export) [^ ]+;$/.test(line)).sort();
}

/** Why the new bytes are no good for the target; nothing when they are. */
async function findFault(target, bytes) {
  const interfaces = await readInterfaces(target, bytes);
  const absent = (target.exports ?? []).filter((name) => !interfaces.includes(`export ${name};`));
  return absent.length > 0 ? `it does not export ${absent.join(', ')}` : undefined;
}

function isSameCompiler(target) {
  return target.kind !== 'rust' || run(RUSTC, ['--version']).startsWith(`rustc ${RUST_VERSION} `);
}

/** Compares with the committed file. Returns whether they agree and a sentence about it. */
async function compare(target, bytes) {
  if (!target.isCommitted)
    return { isEqual: true, text: 'builds and exports what it should (not committed)' };
  const path = join(ROOT, target.file);
  if (!existsSync(path)) return { isEqual: false, text: `${target.file} is missing` };
  const committed = readFileSync(path);
  if (committed.equals(bytes)) return { isEqual: true, text: 'equal byte for byte' };
  if (isSameCompiler(target))
    return { isEqual: false, text: `${target.file} differs from what its source gives` };
  const [ours, theirs] = await Promise.all([
    readInterfaces(target, bytes),
    readInterfaces(target, committed),
  ]);
  const isEqual = ours.join() === theirs.join();
  const verdict = isEqual ? 'the same imports and exports' : 'other imports or exports';
  return { isEqual, text: `${verdict} (bytes not compared: this is not rustc ${RUST_VERSION})` };
}

/** Builds or checks one target. Returns false when something is wrong. */
async function handle(target, { isCheck, isStrict, checkFolder }) {
  const missing = findMissing(target);
  if (missing !== undefined) {
    console.log(`${isStrict ? 'error' : 'skipped'} ${target.name}: ${missing}`);
    return !isStrict;
  }
  const bytes = await build(target);
  const fault = await findFault(target, bytes);
  if (fault !== undefined) {
    console.log(`error ${target.name}: ${fault}`);
    return false;
  }
  const path = isCheck ? join(checkFolder, `${target.name}.wasm`) : join(ROOT, target.file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  const size = `${statSync(path).size} bytes`;
  if (!isCheck) {
    console.log(`built ${target.file}, ${size}`);
    return true;
  }
  const { isEqual, text } = await compare(target, bytes);
  console.log(`${isEqual ? 'ok' : 'error'} ${target.name}, ${size}: ${text}`);
  return isEqual;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean' }, 'require-all': { type: 'boolean' } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !TARGETS.some((target) => target.name === name));
  if (unknown.length > 0)
    throw new Error(`unknown: ${unknown.join(', ')}; known: ${TARGETS.map((t) => t.name).join(', ')}`);
  const chosen = TARGETS.filter((target) => positionals.length === 0 || positionals.includes(target.name));
  const checkFolder = mkdtempSync(join(tmpdir(), 'build-samples-'));
  const options = { isCheck: values.check === true, isStrict: values['require-all'] === true, checkFolder };
  mkdirSync(CACHE, { recursive: true });
  let isGood = true;
  try {
    for (const target of chosen) isGood = (await handle(target, options)) && isGood;
  } finally {
    rmSync(checkFolder, { recursive: true, force: true });
  }
  process.exitCode = isGood ? 0 : 1;
}

await main();
