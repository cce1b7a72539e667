// Makes a fresh clone ready: installs packages and builds the bundles, each only when something changed. It runs before
// anything is installed, so it uses Node alone; it must also start on a Node that is too old, to say so.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What the bundles are made of. */
const bundleSources = [
  'src',
  'webview',
  'schemas',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'scripts/bundles.mjs',
];
const bundleStamp = 'dist/.sources';

/** Ends the process with one line for the user. */
function fail(message) {
  console.error(message);
  process.exit(1);
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** Whether the dotted version `actual` is at least `wanted`. */
export function isAtLeast(actual, wanted) {
  const [a, w] = [actual, wanted].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i += 1) {
    const difference = (a[i] || 0) - (w[i] || 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function checkNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  const actual = process.versions.node;
  if (isAtLeast(actual, wanted)) return;
  fail(`This needs Node ${wanted} or newer, and this is Node ${actual}. Get it from https://nodejs.org.`);
}

/**
 * Why what is installed differs from the lock file; undefined when it does not. `locked` and `installed` are the
 * `packages` of package-lock.json and of npm's own node_modules/.package-lock.json, which leaves out what other
 * platforms need.
 */
export function findDifference(locked, installed) {
  if (!installed) return 'nothing is installed';
  for (const [path, wanted] of Object.entries(locked)) {
    const actual = installed[path];
    if (path === '' || (!actual && wanted.optional)) continue;
    if (!actual) return `${path} is missing`;
    if (actual.version !== wanted.version || actual.integrity !== wanted.integrity)
      return `${path} is ${actual.version} and not ${wanted.version}`;
  }
  const spare = Object.keys(installed).find((path) => !locked[path]);
  return spare && `${spare} is not in package-lock.json`;
}

function preparePackages() {
  const isInstalled = existsSync(join(root, 'node_modules/.package-lock.json'));
  const installed = isInstalled ? readJson('node_modules/.package-lock.json').packages : undefined;
  const difference = findDifference(readJson('package-lock.json').packages, installed);
  if (!difference) return;
  console.error(`Installing packages with npm (${difference}) ...`);
  // npm names itself to the scripts it runs; on Windows there is no program of that name, only a shell script.
  const npm = process.env.npm_execpath || '';
  const isKnown = npm.endsWith('npm-cli.js');
  const [program, args] = isKnown ? [process.execPath, [npm]] : ['npm', []];
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: !isKnown && process.platform === 'win32' };
  // Not "npm ci": npm 11 refuses a lock file in which optional packages for other platforms are missing because they were
  // never published, as some of jco's are. This installs what the lock file says and leaves the file alone.
  const flags = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'];
  const result = spawnSync(program, [...args, ...flags], options);
  if (result.error) fail(`Cannot run npm: ${result.error.message}. It comes with Node.`);
  if (result.status !== 0) fail('npm install failed, see above. It needs the package registry.');
}

/** The files below `path`, itself when it is one. */
function listFiles(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => listFiles(`${path}/${name}`));
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const path of bundleSources.filter((source) => existsSync(join(root, source))).flatMap(listFiles)) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** Builds the bundles into dist/ when a source is other than at the last time. Throws when they cannot be built. */
export async function prepareBundles() {
  const wanted = fingerprint();
  const stamp = join(root, bundleStamp);
  if (existsSync(stamp) && existsSync(join(root, 'dist/cli.mjs')) && readFileSync(stamp, 'utf8') === wanted)
    return;
  console.error('Building dist/ ...');
  const { buildBundles } = await import('./bundles.mjs');
  await buildBundles();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** All of it. Ends the process with a message when it cannot be done. */
export async function setUp() {
  checkNode();
  preparePackages();
  try {
    await prepareBundles();
  } catch (error) {
    fail(`dist/ could not be built: ${error.message}`);
  }
}

/** Whether the module with this `import.meta.url` is the program that Node was asked to run. */
export function isProgram(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

if (isProgram(import.meta.url)) await setUp();
