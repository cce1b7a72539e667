// A module for a hover: where it comes from, what it exports, how large it is, and how to build it when it is not.
import { operatorPackage, type ModuleInterface } from '../../graph/checkModules.ts';
import type { KnownModule, ModuleBuild, OperatorSource, WorkspaceFacts } from '../workspaceFacts.ts';
import { findModule } from './findModule.ts';
import { bulleted, code, listed, paragraphs, plain } from './markdown.ts';
import { summarizeParameter } from './parameterText.ts';

/** The module that `reference` means as Markdown, also when none is known. */
export function describeModule(reference: string, facts: WorkspaceFacts): string {
  const module = findModule(facts, reference);
  if (!module) {
    return paragraphs(
      `${code(reference)} · not found`,
      'Neither an operator of this workspace nor a module in the cache has this name.',
    );
  }
  const { build, source, name } = module;
  const origin = module.origin === 'workspace' ? 'in this workspace' : 'in the cache';
  const isNamed = module.references.length === 0 || module.references.includes(reference);
  const others = isNamed ? '' : `Known as ${listed(module.references.map(code))}.`;
  return paragraphs(
    `**${plain(name)}** · module ${origin}${source ? `, written in ${languageWords[source.language]}` : ''}`,
    others,
    build ? describeBuild(build) : describeMissingBuild(name, source),
    module.parameters.length > 0
      ? `Parameters it is known to read:\n\n${bulleted(module.parameters.map(summarizeParameter))}`
      : undefined,
  );
}

/** Whether a module is built, and how large it is, in a few words. */
export function summarizeBuild({ build }: KnownModule): string {
  if (!build) return 'not built';
  return build.exports ? formatSize(build.sizeBytes) : 'not a component';
}

const languageWords: Readonly<Record<OperatorSource['language'], string>> = {
  rust: 'Rust',
  python: 'Python',
  javascript: 'JavaScript',
};

function describeBuild(build: ModuleBuild): string {
  const { exports = [], damage } = build;
  // Operators first: what else a module exports is rarely what people look for.
  const operators = exports.filter(({ packageName }) => packageName === operatorPackage);
  const shown = [...operators, ...exports.filter((one) => !operators.includes(one))].map(formatInterface);
  return [
    ...(damage === undefined ? [] : [`- Not a component: ${plain(damage)}`]),
    ...(shown.length > 0 ? [`- Exports: ${listed(shown.map(code))}`] : []),
    `- Size: ${formatSize(build.sizeBytes)}`,
    `- Digest: ${code(shortenDigest(build.digest))}`,
  ].join('\n');
}

function formatInterface({ packageName, name, version }: ModuleInterface): string {
  const path = packageName === '' ? name : `${packageName}/${name}`;
  return version === '' ? path : `${path}@${version}`;
}

/** Twelve digits tell digests apart, as in lists of images. */
function shortenDigest(digest: string): string {
  return /^[^:]+:[\da-f]{13,}$/i.test(digest) ? `${digest.slice(0, digest.indexOf(':') + 13)}…` : digest;
}

/** `812 B`, `21.4 KiB`, `3.0 MiB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  const kibibytes = bytes / 1024;
  return kibibytes < 1023.95 ? `${kibibytes.toFixed(1)} KiB` : `${(kibibytes / 1024).toFixed(1)} MiB`;
}

function describeMissingBuild(name: string, source: OperatorSource | undefined): string {
  const target = `operators/${name}/bin/<arch>/release/${name}.wasm`;
  const tools: Readonly<Record<OperatorSource['language'], string>> = {
    rust: `Run ${code('cargo build --release --target wasm32-wasip2')} in its folder`,
    python: `Run ${code('componentize-py')} in its folder`,
    javascript: `Run ${code('jco componentize')} in its folder`,
  };
  if (!source) return 'Not built.';
  return `Not built. ${tools[source.language]} and put the file at ${code(target)}.`;
}
