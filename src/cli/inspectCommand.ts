// `dataflow-graph inspect`: tells what a module offers and needs. Knows nothing about graphs.
import { readFile } from 'node:fs/promises';
import { AppError, describeError } from '../base/errors.ts';
import { formatBytes } from '../base/formatBytes.ts';
import { digestOf } from '../registry/digest.ts';
import { whyRefused } from '../runtime/component/checkModule.ts';
import { inspectModule, type InterfaceName } from '../runtime/component/inspectModule.ts';
import { type SectionSum, sumSections } from '../runtime/component/moduleSections.ts';
import { moduleWit } from '../runtime/component/wit/moduleWit.ts';
import { joinWit, type PrintedWit } from '../runtime/component/wit/printWit.ts';
import { moduleOperationTypes } from '../graph/model.ts';
import { exitCodes } from './exitCodes.ts';
import type { Terminal } from './terminal.ts';

export interface InspectFlags {
  readonly json?: boolean;
  /** The WIT with all types: alone as text, or among the rest of the JSON. */
  readonly wit?: boolean;
}

/** What is told of a module. */
interface Inspected {
  readonly path: string;
  readonly sizeBytes: number;
  readonly digest: string;
  readonly operators: readonly { readonly operator: string; readonly refusal: string | null }[];
  readonly exports: readonly string[];
  readonly imports: readonly string[];
  readonly sections: readonly SectionSum[];
}

/** Errors: FILE_UNREADABLE, and those of inspectModule and moduleWit. */
export async function inspectFile(path: string, flags: InspectFlags, terminal: Terminal): Promise<number> {
  const bytes = await read(path);
  const inspected = inspect(bytes, path);
  if (flags.json) {
    const all = flags.wit ? { ...inspected, wit: witOrFailure(bytes, path) } : inspected;
    terminal.print(JSON.stringify(all, undefined, 2));
  } else if (flags.wit) terminal.print(joinWit(moduleWit(bytes, path)));
  else tell(inspected, terminal);
  return exitCodes.ok;
}

function inspect(bytes: Uint8Array, path: string): Inspected {
  const facts = inspectModule(bytes, path);
  const kinds = moduleOperationTypes.filter((kind) => facts.exports.some((entry) => isOperator(entry, kind)));
  const names = (list: readonly InterfaceName[]): string[] => list.map((entry) => entry.full);
  return {
    path,
    sizeBytes: facts.sizeBytes,
    digest: digestOf(bytes),
    operators: kinds.map((kind) => ({
      operator: kind,
      refusal: whyRefused(facts, { node: kind, label: path, kind })?.message ?? null,
    })),
    exports: names(facts.exports),
    imports: names(facts.imports),
    sections: sumSections(bytes),
  };
}

/** The rest is worth telling although the types cannot be read. */
function witOrFailure(bytes: Uint8Array, path: string): PrintedWit | { readonly failure: string } {
  try {
    return moduleWit(bytes, path);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { failure: error.message };
  }
}

function tell(inspected: Inspected, terminal: Terminal): void {
  const { path, sizeBytes, digest, operators, exports, imports, sections } = inspected;
  terminal.print(`${terminal.paint('strong', path)}: ${sizeBytes.toLocaleString('en')} bytes, ${digest}`);
  const names = operators.map(({ operator }) => operator);
  tellList('operators', names, terminal);
  tellList('exports', exports, terminal);
  tellList('imports', imports, terminal);
  const sums = sections.map(
    ({ name, count, sizeBytes: size }) =>
      `${name}${count > 1 ? ` (${String(count)})` : ''}: ${formatBytes(size)}`,
  );
  tellList('sections', sums, terminal);
  for (const refusal of new Set(operators.map((each) => each.refusal)))
    if (refusal !== null) terminal.print(terminal.paint('warning', refusal));
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AppError(
      'FILE_UNREADABLE',
      `Cannot read ${path}: ${describeError(cause)}. Check the path and its rights.`,
      { cause },
    );
  }
}

function isOperator(entry: InterfaceName, kind: string): boolean {
  return entry.packageName === 'wasm-graph:processor' && entry.name === kind;
}

function tellList(title: string, names: readonly string[], terminal: Terminal): void {
  terminal.print(`${title}:${names.length === 0 ? ' none' : ''}`);
  for (const name of names) terminal.print(`  ${name}`);
}
