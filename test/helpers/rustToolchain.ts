// Debian's Rust made into what users have from rustup, so that `cargo build --release --target wasm32-wasip2` works as it is:
// a folder of programs for the path, with a standard library that is built once. Knows no test.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const target = 'wasm32-wasip2';
const home = resolve('.cache/rustToolchain');
const needed: readonly (readonly [path: string, debianPackage: string])[] = [
  ['/usr/bin/cargo', 'cargo-web'],
  ['/usr/bin/rustc', 'rustc-web'],
  ['/usr/lib/rustlib/src/rust/library/std', 'rust-web-src'],
  ['/usr/bin/wasm-ld', 'lld'],
  ['/usr/lib/wasm32-wasi/crt1-reactor.o', 'wasi-libc'],
];

/** What is missing on this machine, as the reason to skip; undefined when all is there, or has to be (REQUIRE_ALL). */
export function missingRust(): string | undefined {
  if (process.env['REQUIRE_ALL'] === 'true') return undefined;
  const packages = needed.flatMap(([path, name]) => (existsSync(path) ? [] : [name]));
  return packages.length > 0 ? `skipped, not installed: ${packages.join(', ')} (Debian)` : undefined;
}

export interface RustToolchain {
  /** Folder with `cargo`, `rustc` and the linker. */
  readonly bin: string;
  /** PATH that begins with `bin`, and a folder for what cargo makes which all tests share. */
  readonly env: { readonly PATH: string; readonly CARGO_TARGET_DIR: string };
}

/**
 * Makes the toolchain in `.cache/rustToolchain` unless it is there, which takes a minute. With `hasTarget: false`: one that
 * lacks wasm32-wasip2, as after a fresh install of Rust. Call it only where {@link missingRust} finds nothing.
 */
export function prepareRust({ hasTarget = true }: { readonly hasTarget?: boolean } = {}): RustToolchain {
  const sysroot = join(home, hasTarget ? 'sysroot' : 'sysrootWithoutTarget');
  if (!existsSync(sysroot)) makeSysroot(sysroot, hasTarget);
  const bin = join(home, hasTarget ? 'bin' : 'binWithoutTarget');
  mkdirSync(bin, { recursive: true });
  writeProgram(join(bin, 'rustc'), `exec /usr/bin/rustc --sysroot '${sysroot}' "$@"`);
  writeProgram(join(bin, 'cargo'), `RUSTC='${join(bin, 'rustc')}' exec /usr/bin/cargo "$@"`);
  const linker = resolve('test/helpers/wasmComponentLd.mjs');
  writeProgram(join(bin, 'wasm-component-ld'), `exec '${process.execPath}' '${linker}' "$@"`);
  return {
    bin,
    env: {
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      CARGO_TARGET_DIR: join(home, 'target'),
    },
  };
}

/** The machine's own libraries, by link, and beside them those for components. Complete or not there at all. */
function makeSysroot(sysroot: string, hasTarget: boolean): void {
  mkdirSync(home, { recursive: true });
  const work = mkdtempSync(join(home, 'making-'));
  try {
    const libraries = join(work, 'sysroot/lib/rustlib');
    mkdirSync(libraries, { recursive: true });
    for (const name of readdirSync('/usr/lib/rustlib'))
      symlinkSync(join('/usr/lib/rustlib', name), join(libraries, name));
    if (hasTarget) buildStandardLibrary(work, join(libraries, target, 'lib'));
    renameSync(join(work, 'sysroot'), sysroot);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Without optimization: it is there to be linked. Bitcode is there for operators that are built with `lto`. */
function buildStandardLibrary(work: string, libraries: string): void {
  const project = join(work, 'empty');
  mkdirSync(join(project, 'src'), { recursive: true });
  const manifest = '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n';
  writeFileSync(join(project, 'Cargo.toml'), manifest);
  writeFileSync(join(project, 'src/lib.rs'), '');
  const args = ['build', '--release', '--quiet', '--target', target, '-Zbuild-std=std,panic_abort'];
  const { status, stderr } = spawnSync('/usr/bin/cargo', args, {
    cwd: project,
    encoding: 'utf8',
    env: {
      ...process.env,
      RUSTC: '/usr/bin/rustc',
      RUSTC_BOOTSTRAP: '1',
      RUSTFLAGS: '-Cembed-bitcode=yes',
      CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
      CARGO_TARGET_DIR: join(work, 'target'),
    },
  });
  if (status !== 0) throw new Error(`the standard library for ${target} cannot be built:\n${stderr}`);
  mkdirSync(libraries, { recursive: true });
  const built = join(work, 'target', target, 'release/deps');
  for (const name of readdirSync(built))
    if (name.endsWith('.rlib') && !name.startsWith('libempty-'))
      copyFileSync(join(built, name), join(libraries, name));
}

function writeProgram(path: string, command: string): void {
  writeFileSync(path, `#!/bin/sh\n${command}\n`);
  chmodSync(path, 0o755);
}
