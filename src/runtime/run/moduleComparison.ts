// Modules that run beside those in place for comparison: finds and prepares them, has the engine start them, and says what came of it.
// One that cannot start leaves the run as it is; one that is wanted takes over. Knows nothing about what is compared.
import { resolve } from 'node:path';
import { AppError, describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { findNearest } from '../../graph/didYouMean.ts';
import { parseModuleReference } from '../../graph/moduleReference.ts';
import type { ComparedOperation } from '../../protocol/comparison.ts';
import type { EngineStart } from '../../protocol/engine.ts';
import type { RunModule } from '../../protocol/runProcess.ts';
import type { ModuleCache } from '../component/moduleCache.ts';
import { describeModule, findModules, type ModuleUse, prepareModules } from './loadModules.ts';
import type { Run } from './run.ts';
import type { RunSpec } from './runSpec.ts';

/** A module, with its file and the operations that get it as a shadow. */
export interface ComparedModule {
  readonly module: EngineStart['modules'][number];
  readonly file: RunModule;
}

type ComparingRun = Pick<Run, 'compareModule' | 'endComparison' | 'readComparison' | 'replaceModule'>;

/**
 * Finds, checks and prepares what `wanted` names: by operation, a file (`*.wasm`; a relative path starts at the workspace's folder) or a module
 * reference as graphs have it. Errors: COMPARE_INVALID, those of findModules and ModuleCache.prepare.
 */
export async function prepareComparison(
  wanted: ReadonlyMap<string, string>,
  { moduleUses, modulePlaces }: Pick<RunSpec, 'moduleUses' | 'modulePlaces'>,
  cache: Pick<ModuleCache, 'prepare'>,
  onPrepare?: (label: string) => void,
): Promise<readonly ComparedModule[]> {
  const files = new Map<string, string>();
  const uses = [...wanted].map(([name, text]): ModuleUse => {
    const use = moduleUses.find((each) => each.name === name);
    if (!use) throw refuseOperation(name, moduleUses);
    if (/\.wasm$/i.test(text)) {
      files.set(text, resolve(modulePlaces.workspaceFolder, text));
      return { ...use, reference: { text, path: '', name: text } };
    }
    const reference = parseModuleReference(text);
    if (!reference)
      throw new AppError(
        'COMPARE_INVALID',
        `Operation "${name}" is to be compared with "${text}", which is neither a file (*.wasm) nor a module reference such as temperature:1.1.0.`,
      );
    return { ...use, reference };
  });
  const explicit = new Map([...modulePlaces.explicit, ...files]);
  const found = await findModules(uses, { ...modulePlaces, explicit });
  const modules = await prepareModules(found, cache, onPrepare);
  return found.flatMap((each, index) => {
    const module = modules[index];
    return module ? [{ module, file: describeModule(each) }] : [];
  });
}

export class ModuleComparison {
  readonly #run: ComparingRun;
  readonly #logger: Logger;
  /** By operation: what runs beside the module in place. */
  readonly #beside: Map<string, ComparedModule> = new Map<string, ComparedModule>();
  /** By operation: of what could not be started. */
  readonly #failed: Map<string, ComparedOperation> = new Map<string, ComparedOperation>();

  constructor(run: ComparingRun, logger: Logger) {
    this.#run = run;
    this.#logger = logger;
  }

  /** How many operations a module runs beside. */
  get count(): number {
    return this.#beside.size;
  }

  /** Lets a module run beside those of its operations from the next message on; what is in its way is told. */
  async compare(compared: ComparedModule): Promise<void> {
    const { module, file } = compared;
    const { operations } = file;
    const names = quote(operations);
    for (const name of operations) this.#failed.delete(name);
    try {
      await this.#run.compareModule(module, operations);
      for (const name of operations) this.#beside.set(name, compared);
      this.#logger.log(
        'info',
        `${names}: ${module.label} runs beside the module in place; what differs is told.`,
      );
    } catch (error) {
      const ended = describeError(error);
      const before = await this.#endBefore(operations);
      for (const node of operations)
        this.#failed.set(node, { node, module: module.label, calls: 0, differing: 0, ended });
      const message = `${module.label} cannot be compared with the module of ${names}: ${ended} The run goes on without it.${before}`;
      this.#logger.log('error', message);
    }
  }

  /** Lets go of what runs beside `operations`. */
  async end(operations: readonly string[]): Promise<void> {
    this.#forget(operations);
    await this.#run.endComparison(operations);
  }

  /**
   * Lets what runs beside `operations` take over between two messages, which ends their comparison; says what came of it until then. Returns
   * what runs there now. Errors: COMPARE_INVALID; those of Run.replaceModule, after which the module in place and the comparison go on.
   */
  async takeOver(operations: readonly string[]): Promise<readonly RunModule[]> {
    const wanted = new Map<ComparedModule, string[]>();
    for (const name of new Set(operations)) {
      const compared = this.#beside.get(name);
      if (!compared) throw this.#refuseTakeOver(name);
      wanted.set(compared, [...(wanted.get(compared) ?? []), name]);
    }
    const reports = await this.#run.readComparison();
    const taken: RunModule[] = [];
    for (const [{ module, file }, names] of wanted) {
      await this.#run.replaceModule(module, names);
      this.#forget(names);
      taken.push({ ...file, operations: names });
      const message = `${quote(names)}: ${module.label} has taken over. Queues, windows and state stay; the memory of its operators begins afresh.${sumUp(reports, names)}`;
      this.#logger.log('info', message);
    }
    return taken;
  }

  /** What came of it up to now; empty when nothing is compared. Errors: RUN_ENDED, RUN_ENGINE_LOST. */
  async read(): Promise<readonly ComparedOperation[]> {
    return [...(await this.#run.readComparison()), ...this.#failed.values()];
  }

  // What one that could not start was to replace is not wanted any more.
  async #endBefore(operations: readonly string[]): Promise<string> {
    const names = operations.filter((name) => this.#beside.has(name));
    if (names.length === 0) return '';
    const reports = await this.#run.readComparison();
    await this.end(names);
    return sumUp(reports, names);
  }

  #forget(operations: readonly string[]): void {
    for (const name of operations) {
      this.#failed.delete(name);
      this.#beside.delete(name);
    }
  }

  #refuseTakeOver(operation: string): AppError {
    const names = [...this.#beside.keys()];
    const which =
      names.length > 0
        ? `Operations with one: ${names.join(', ')}.`
        : 'This run compares none: start it with "compare" or "hotReload": "compare".';
    return new AppError(
      'COMPARE_INVALID',
      `No module runs beside that of "${operation}" that could take over. ${which}`,
    );
  }
}

/** One sentence for each operation. */
export function describeComparison(compared: readonly ComparedOperation[]): string[] {
  return compared.map(({ node, module, calls, differing, first, ended }) => {
    const parts = first?.parts.map(({ part }) => part).join(', ') ?? '';
    const where = first ? `, the first at message ${String(first.message)} (${parts})` : '';
    const end = ended === undefined ? '' : `; compared no further: ${ended}`;
    return `"${node}" compared with ${module}: ${String(calls)} calls, ${String(differing)} differ${where}${end}`;
  });
}

/** What came of these operations, to be put behind why they are compared no further. */
function sumUp(reports: readonly ComparedOperation[], operations: readonly string[]): string {
  const lines = describeComparison(reports.filter(({ node }) => operations.includes(node)));
  return [' Until then:', ...lines].join('\n  ');
}

/** Whether everything was compared to the end and nothing differed. */
export function isAlike(compared: readonly ComparedOperation[]): boolean {
  return compared.every(({ differing, ended }) => differing === 0 && ended === undefined);
}

function quote(operations: readonly string[]): string {
  return operations.map((name) => `"${name}"`).join(', ');
}

function refuseOperation(name: string, uses: readonly ModuleUse[]): AppError {
  const names = uses.map((use) => use.name);
  const nearest = findNearest(name, names);
  const hint =
    nearest === undefined ? `Operations with one: ${names.join(', ')}.` : `Did you mean "${nearest}"?`;
  return new AppError(
    'COMPARE_INVALID',
    `There is no operation "${name}" with a module to compare with. ${hint}`,
  );
}
