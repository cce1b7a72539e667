// Programs that some tests need and npm does not install: what they are for, whether they are here, and on a Debian of
// continuous integration how they get here. Outside of it nothing is ever installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const venv = join(root, '.cache/componentize-py');
const componentizePy = join(venv, 'bin/componentize-py');
const COMPONENTIZE_PY_VERSION = '0.14.0';

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
    install: () => {
      run('python3', ['-m', 'venv', venv]);
      run(join(venv, 'bin/pip'), ['install', '--quiet', `componentize-py==${COMPONENTIZE_PY_VERSION}`]);
    },
  },
];

/** The program for Python components: our own, what the environment names, or what is on the path. */
export function findComponentizePy() {
  return process.env.COMPONENTIZE_PY ?? (existsSync(componentizePy) ? componentizePy : 'componentize-py');
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
  const packages = missing.flatMap((toolchain) => toolchain.packages).filter((name) => !hasPackage(name));
  if (packages.length > 0) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  }
  for (const toolchain of missing) toolchain.install?.();
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
