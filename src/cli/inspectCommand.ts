// `dataflow-graph inspect`: tells what a module offers and needs. Knows nothing about graphs.
import { readFile } from 'node:fs/promises';
import { AppError, describeError } from '../base/errors.ts';
import { formatBytes } from '../base/formatBytes.ts';
import { digestOf } from '../registry/digest.ts';
import { whyRefused } from '../runtime/component/checkModule.ts';
import { inspectModule, type InterfaceName } from '../runtime/component/inspectModule.ts';
import { sumSections } from '../runtime/component/moduleSections.ts';
import { moduleOperationTypes } from '../graph/model.ts';
import { exitCodes } from './exitCodes.ts';
import type { Terminal } from './terminal.ts';

/** Errors: FILE_UNREADABLE, and those of inspectModule. */
export async function inspectFile(
  path: string,
  flags: { readonly json?: boolean },
  terminal: Terminal,
): Promise<number> {
  const bytes = await read(path);
  const facts = inspectModule(bytes, path);
  const digest = digestOf(bytes);
  const operators = moduleOperationTypes.filter((kind) =>
    facts.exports.some((entry) => isOperator(entry, kind)),
  );
  const refusals = operators.map((kind) => whyRefused(facts, { node: kind, label: path, kind })?.message);
  if (flags.json) {
    const names = (list: readonly InterfaceName[]): string[] => list.map((entry) => entry.full);
    const { sizeBytes, imports, exports } = facts;
    const runs = operators.map((kind, index) => ({ operator: kind, refusal: refusals[index] ?? null }));
    terminal.print(
      JSON.stringify(
        {
          path,
          sizeBytes,
          digest,
          operators: runs,
          exports: names(exports),
          imports: names(imports),
          sections: sumSections(bytes),
        },
        undefined,
        2,
      ),
    );
    return exitCodes.ok;
  }
  terminal.print(
    `${terminal.paint('strong', path)}: ${facts.sizeBytes.toLocaleString('en')} bytes, ${digest}`,
  );
  tellList('operators', operators, terminal);
  tellList(
    'exports',
    facts.exports.map((entry) => entry.full),
    terminal,
  );
  tellList(
    'imports',
    facts.imports.map((entry) => entry.full),
    terminal,
  );
  const sections = sumSections(bytes).map(
    ({ name, count, sizeBytes }) =>
      `${name}${count > 1 ? ` (${String(count)})` : ''}: ${formatBytes(sizeBytes)}`,
  );
  tellList('sections', sections, terminal);
  for (const refusal of new Set(refusals)) if (refusal) terminal.print(terminal.paint('warning', refusal));
  return exitCodes.ok;
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
