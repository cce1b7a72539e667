// Modules that run beside those in place for comparison: finds and prepares them, has the engine start them, and says what came of it.
// One that cannot start leaves the run as it is. Knows nothing about what is compared.
import { resolve } from 'node:path';
import { AppError, describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { findNearest } from '../../graph/didYouMean.ts';
import { parseModuleReference } from '../../graph/moduleReference.ts';
import type { ComparedOperation } from '../../protocol/comparison.ts';
import type { EngineStart } from '../../protocol/engine.ts';
import type { ModuleCache } from '../component/moduleCache.ts';
import { findModules, type ModuleUse, prepareModules } from './loadModules.ts';
import type { Run } from './run.ts';
import type { RunSpec } from './runSpec.ts';

/** A module and the operations that get it as a shadow. */
export interface ComparedModule {
  readonly module: EngineStart['modules'][number];
  readonly operations: readonly string[];
}

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
    return module ? [{ module, operations: each.uses.map(({ name }) => name) }] : [];
  });
}

export class ModuleComparison {
  readonly #run: Pick<Run, 'compareModule' | 'endComparison' | 'readComparison'>;
  readonly #logger: Logger;
  /** By operation: of what could not be started. */
  readonly #failed: Map<string, ComparedOperation> = new Map<string, ComparedOperation>();

  constructor(run: Pick<Run, 'compareModule' | 'endComparison' | 'readComparison'>, logger: Logger) {
    this.#run = run;
    this.#logger = logger;
  }

  /** Lets `module` run beside those of `operations` from the next message on; what is in its way is told. */
  async compare({ module, operations }: ComparedModule): Promise<void> {
    const names = operations.map((name) => `"${name}"`).join(', ');
    for (const name of operations) this.#failed.delete(name);
    try {
      await this.#run.compareModule(module, operations);
      this.#logger.log(
        'info',
        `${names}: ${module.label} runs beside the module in place; what differs is told.`,
      );
    } catch (error) {
      const ended = describeError(error);
      for (const node of operations)
        this.#failed.set(node, { node, module: module.label, calls: 0, differing: 0, ended });
      const message = `${module.label} cannot be compared with the module of ${names}: ${ended} The run goes on without it.`;
      this.#logger.log('error', message);
    }
  }

  /** Lets go of what runs beside `operations`. */
  async end(operations: readonly string[]): Promise<void> {
    for (const name of operations) this.#failed.delete(name);
    await this.#run.endComparison(operations);
  }

  /** What came of it up to now; empty when nothing is compared. Errors: RUN_ENDED, RUN_ENGINE_LOST. */
  async read(): Promise<readonly ComparedOperation[]> {
    return [...(await this.#run.readComparison()), ...this.#failed.values()];
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

/** Whether everything was compared to the end and nothing differed. */
export function isAlike(compared: readonly ComparedOperation[]): boolean {
  return compared.every(({ differing, ended }) => differing === 0 && ended === undefined);
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
