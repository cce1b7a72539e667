// Remembers beside a module what it was built from, so that an unchanged operator is not built again. Knows no toolchain.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BuildMode, OperatorProject } from './operatorProject.ts';

const FORM = 2;

/** What a build was made from, and what it made. */
interface Stamp {
  readonly form: number;
  /** `native`, or the container engine. */
  readonly builder: string;
  /** Of all sources, the toolchain and its settings. */
  readonly sources: string;
  /** Of the module. */
  readonly module: string;
  /** Files outside the operator's folder that went into it. */
  readonly inputs: readonly string[];
}

/** What a build depends on besides files. */
export interface BuildSettings {
  readonly folder: string;
  readonly builder: string;
  /** Toolchain, mode, and whatever else changes what is built. */
  readonly words: readonly string[];
}

/** What tools make themselves at the top of an operator's folder, and anywhere in it. */
const made = /^(?:bin|target|node_modules|__pycache__|venv|bindings|\w+_impl|\..*)$/;
const madeAnywhere = /^(?:node_modules|__pycache__|\..*)$/;
/** Read by cargo from the folders above the operator, too. */
const cargoFiles = [
  'Cargo.toml',
  'Cargo.lock',
  '.cargo/config.toml',
  'rust-toolchain',
  'rust-toolchain.toml',
];

/** What a build of `project` depends on besides its files. `toolchain` is its version. */
export function settingsOf(
  { folder, main }: OperatorProject,
  toolchain: string,
  mode: BuildMode,
  container: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): BuildSettings {
  return { folder, builder: container ?? 'native', words: [main, toolchain, mode, env['RUSTFLAGS'] ?? ''] };
}

/**
 * Whether the module `output` is what a build with `settings` would make now. `unknown`: it is not there, or something else than this
 * builder put it there.
 */
export async function compareStamp(
  output: string,
  settings: BuildSettings,
): Promise<'current' | 'changed' | 'unknown'> {
  const stamp = await readStamp(output);
  const module = stamp && (await digestFile(output));
  if (!stamp || module !== stamp.module || stamp.builder !== settings.builder) return 'unknown';
  return (await digestSources(settings, stamp.inputs)) === stamp.sources ? 'current' : 'changed';
}

/** The text of the stamp for a module with content `bytes` that was made from `settings`, its files and `inputs`. */
export async function makeStamp(
  settings: BuildSettings,
  inputs: readonly string[],
  bytes: Uint8Array,
): Promise<string> {
  const module = createHash('sha256').update(bytes).digest('hex');
  const sources = await digestSources(settings, inputs);
  const { builder } = settings;
  return JSON.stringify({ form: FORM, builder, sources, module, inputs } satisfies Stamp);
}

/** Never fails: without it, the operator is built again. */
export async function writeStamp(output: string, text: string): Promise<void> {
  await writeFile(stampFile(output), text).catch(() => undefined);
}

function stampFile(output: string): string {
  return `${output}.build.json`;
}

async function readStamp(output: string): Promise<Stamp | undefined> {
  try {
    const stamp = JSON.parse(await readFile(stampFile(output), 'utf8')) as Stamp;
    return stamp.form === FORM && Array.isArray(stamp.inputs) ? stamp : undefined;
  } catch {
    return undefined; // None, or from another version of this program.
  }
}

/**
 * A digest of the operator's files, of `inputs` and of all else that a build depends on. Without the lock file, which builds write,
 * where only people's own changes count.
 */
export async function digestSources(
  { folder, words }: BuildSettings,
  inputs: readonly string[],
  isWithLock = true,
): Promise<string> {
  const own = await listSources(folder);
  const above = [dirname(folder), dirname(dirname(folder))];
  const files = [
    ...own,
    ...cargoFiles.map((name) => join(folder, name)),
    ...above.flatMap((each) => cargoFiles.map((name) => join(each, name))),
    ...inputs,
  ];
  const hash = createHash('sha256').update(words.join('\n'));
  for (const path of [...new Set(files)].sort()) {
    if (!isWithLock && basename(path) === 'Cargo.lock') continue;
    const digest = await digestFile(path);
    if (digest !== undefined) hash.update(`\n${path}\n${digest}`);
  }
  return hash.digest('hex');
}

async function listSources(folder: string, skipped: RegExp = made): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const kept = entries.filter(({ name }) => !skipped.test(name));
  const lists = await Promise.all(
    kept.map(async (entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? await listSources(path, madeAnywhere) : [path];
    }),
  );
  return lists.flat();
}

async function digestFile(path: string): Promise<string | undefined> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch {
    return undefined; // Not there.
  }
}
