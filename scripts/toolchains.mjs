// Programs that some tests need and npm does not install: what they are for, whether they are here, and on a Debian of
// continuous integration how they get here. Outside of it nothing is ever installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isProgram } from './setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const venv = join(root, '.cache/componentize-py');
const componentizePy = join(venv, 'bin/componentize-py');
const venvPython = join(venv, 'bin/python');
const COMPONENTIZE_PY_VERSION = '0.14.0';
const PYTEST_VERSION = '8.4.2';

/** ORAS comes with Debian 13; its program runs on 12, too. Debian's mirrors drop old builds, the snapshots do not. */
const oras = {
  program: join(root, '.cache/oras/usr/bin/oras'),
  file: 'oras_1.2.0-1+b9_amd64.deb',
  sha256: '5f138419f0e4bc128ee4717b06190dc5770cf120ab7e3a991e5b3e9158f3189e',
  mirrors: [
    'http://deb.debian.org/debian/pool/main/o/oras',
    'http://snapshot.debian.org/archive/debian/20250901T000000Z/pool/main/o/oras',
  ],
};

/** Brokers live where only root's path leads. */
const searchPath = `${process.env.PATH}:/usr/sbin`;

function isRunnable(program, args = ['--version']) {
  const { error } = spawnSync(program, args, { stdio: 'ignore', env: { ...process.env, PATH: searchPath } });
  return error === undefined;
}

/** Each: what needs it, whether it is here, the Debian packages that bring it, and what is done after them. */
const toolchains = [
  {
    name: 'mosquitto and its clients',
    purpose: 'tests with another MQTT broker and other clients',
    isHere: () =>
      isRunnable('mosquitto', ['-h']) &&
      isRunnable('mosquitto_pub', ['--help']) &&
      isRunnable('openssl', ['version']),
    packages: ['mosquitto', 'mosquitto-clients', 'openssl'],
  },
  {
    name: 'docker-registry, skopeo and openssl',
    purpose: 'tests with a real registry and another client',
    isHere: () => isRunnable('docker-registry') && isRunnable('skopeo') && isRunnable('openssl', ['version']),
    packages: ['docker-registry', 'skopeo', 'openssl'],
  },
  {
    name: 'ORAS 1.2.0',
    purpose: 'comparing what is pushed with what ORAS pushes',
    isHere: () => isRunnable(findOras(), ['version']),
    packages: ['oras'],
    // The package of Debian 13 is put into a folder of ours, so that nothing else of this machine changes.
    isInstalledByUs: true,
    install: installOras,
  },
  {
    name: "Debian's Rust for WebAssembly",
    purpose: 'rebuilding and comparing the Rust operators',
    isHere: () =>
      [
        '/usr/bin/cargo',
        '/usr/bin/rustc',
        '/usr/lib/rustlib/src/rust/library/std',
        '/usr/lib/wasm32-wasi',
      ].every((path) => existsSync(path)) && isRunnable('wasm-ld'),
    packages: ['rustc-web', 'cargo-web', 'rust-web-src', 'libstd-rust-web-dev', 'lld', 'wasi-libc'],
  },
  {
    name: `componentize-py ${COMPONENTIZE_PY_VERSION}`,
    purpose: 'building the Python operators',
    isHere: () => isRunnable(findComponentizePy()),
    packages: ['python3-venv'],
    install: () => installFromPyPi(`componentize-py==${COMPONENTIZE_PY_VERSION}`),
  },
  {
    name: 'pytest',
    purpose: 'the unit tests of created Python operators',
    isHere: () => hasPytest(findPytestPython()),
    packages: ['python3-venv'],
    install: () => installFromPyPi(`pytest==${PYTEST_VERSION}`),
  },
  {
    name: 'kubectl',
    purpose: 'deploying to a cluster that is played',
    isHere: () => isRunnable('kubectl', ['version', '--client']),
    packages: ['kubernetes-client'],
  },
];

function installFromPyPi(what) {
  // Once made, it stays as it is.
  run('python3', ['-m', 'venv', venv]);
  run(venvPython, ['-m', 'pip', 'install', '--quiet', what]);
}

function hasPytest(python) {
  return spawnSync(python, ['-m', 'pytest', '--version'], { stdio: 'ignore' }).status === 0;
}

/** The Python that has pytest: our own, or the one on the path. */
export function findPytestPython() {
  return existsSync(venvPython) && hasPytest(venvPython) ? venvPython : 'python3';
}

/** The program for Python components: our own, what the environment names, or what is on the path. */
export function findComponentizePy() {
  return process.env.COMPONENTIZE_PY ?? (existsSync(componentizePy) ? componentizePy : 'componentize-py');
}

/** The program of ORAS: our own, what the environment names, or what is on the path. */
export function findOras() {
  return process.env.ORAS ?? (existsSync(oras.program) ? oras.program : 'oras');
}

function installOras() {
  const folder = join(root, '.cache/oras');
  const archive = join(folder, oras.file);
  mkdirSync(folder, { recursive: true });
  const failures = [];
  for (const mirror of oras.mirrors)
    try {
      fetchFile(`${mirror}/${oras.file}`, archive);
      const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
      if (sha256 !== oras.sha256)
        throw new Error(`${mirror}/${oras.file} is not the file that we know: ${sha256}`);
      return run('dpkg-deb', ['-x', archive, folder]);
    } catch (error) {
      failures.push(error.message);
    }
  throw new Error(failures.join('\n'));
}

// By a program of its own, because everything here waits for what it starts.
function fetchFile(url, path) {
  const code = `
    import { writeFileSync } from 'node:fs';
    const [url, path] = process.argv.slice(1);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(url + ' answered ' + answer.status);
    writeFileSync(path, Buffer.from(await answer.arrayBuffer()));`;
  console.log(`$ fetch ${url}`);
  const args = ['--input-type=module', '-e', code, url, path];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  if (status !== 0) throw new Error(`cannot fetch ${url}`);
}

function run(program, args) {
  console.log(`$ ${[program, ...args].join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', env });
  if (status !== 0) throw new Error(`${program} ${args[0]} failed${error ? `: ${error.message}` : ''}`);
}

/** Whether this machine is ours to install on. */
function canInstall() {
  return process.env.CI === 'true' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

function hasPackage(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' });
  return stdout === 'install ok installed';
}

function install(missing) {
  const packages = missing
    .filter(({ isInstalledByUs }) => !isInstalledByUs)
    .flatMap((toolchain) => toolchain.packages)
    .filter((name) => !hasPackage(name));
  if (packages.length > 0) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  }
  const failures = [];
  for (const { install: installOne } of missing)
    try {
      installOne?.();
    } catch (error) {
      failures.push(error.message);
    }
  // One that fails keeps no other from being installed.
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

/** Installs what is missing where that is allowed. Returns a sentence for each that is missing still. */
export function prepareToolchains() {
  const isMissing = (toolchain) => !toolchain.isHere();
  let missing = toolchains.filter(isMissing);
  if (missing.length > 0 && canInstall()) {
    try {
      install(missing);
    } catch (error) {
      console.log(error.message);
    }
    missing = missing.filter(isMissing);
  }
  return missing.map(
    ({ name, purpose, packages }) => `no ${name} (Debian: ${packages.join(' ')}), needed for ${purpose}`,
  );
}

// Prints `missing` and a sentence for each that is missing still.
if (isProgram(import.meta.url))
  for (const sentence of prepareToolchains()) console.log(`missing ${sentence}`);
