// Takes modules that change on disk into a run that goes on: looks for them, checks and prepares them, and has the engine start their
// operators beside the old ones. What cannot take over is told, and the old one goes on. Knows nothing about who builds modules.
import type { Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { RunModule } from '../../protocol/runProcess.ts';
import type { ModuleCache } from '../component/moduleCache.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';
import { describeModule, findModules, type ModuleUse, prepareModules } from './loadModules.ts';
import type { ModuleComparison } from './moduleComparison.ts';
import { locateModule } from './resolveModules.ts';
import type { Run } from './run.ts';
import type { RunSpec } from './runSpec.ts';

/** How often it looks. A file counts when it was the same twice: one that is still being written is not read. */
const LOOK_MS = 300;

export interface ModuleUpdatesParts {
  /** What the run started with. */
  readonly spec: Pick<RunSpec, 'moduleUses' | 'moduleFiles' | 'modulePlaces'>;
  readonly run: Pick<Run, 'replaceModule'>;
  readonly cache: Pick<ModuleCache, 'prepare'>;
  readonly time: Pick<TimeSource, 'startTimer'>;
  /** Another content runs now. */
  readonly onUpdate: (module: RunModule) => void;
  /** What changed is to run beside the module in place instead of taking over. */
  readonly comparison?: Pick<ModuleComparison, 'compare' | 'end'>;
  readonly logger: Logger;
}

/** Looks from `begin` until it is disposed. */
export class ModuleUpdates implements Disposable {
  readonly #parts: ModuleUpdatesParts;
  /** By operation: the file at the last look, and the one that was taken or refused last. */
  readonly #seen: Map<string, string> = new Map<string, string>();
  readonly #settled: Map<string, string> = new Map<string, string>();
  /** By operation, of what runs. */
  readonly #digests: Map<string, string>;
  /** Operations that this runs another content beside. */
  readonly #compared: Set<string> = new Set<string>();
  #timer: Disposable | undefined;
  #isDisposed = false;

  constructor(parts: ModuleUpdatesParts) {
    this.#parts = parts;
    this.#digests = new Map(
      parts.spec.moduleFiles.flatMap(({ operations, digest }) => operations.map((name) => [name, digest])),
    );
  }

  begin(): void {
    if (!this.#isDisposed) this.#timer = this.#parts.time.startTimer(() => void this.#look(), LOOK_MS);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  /** `module` runs in its operations now, whoever let it. */
  noteRunning({ operations, digest }: RunModule): void {
    for (const name of operations) {
      this.#digests.set(name, digest);
      this.#compared.delete(name);
    }
  }

  async #look(): Promise<void> {
    /** By path: operations that share a file change together. */
    const changed = new Map<string, ModuleUse[]>();
    for (const use of this.#parts.spec.moduleUses) {
      const state = await locateModule(use.reference, this.#parts.spec.modulePlaces);
      // A build may remove its file before it writes it anew.
      if (!state) continue;
      const now = `${state.path}, ${String(state.size)}, ${String(state.modifiedMs)}`;
      if (this.#seen.get(use.name) === now && this.#settled.get(use.name) !== now) {
        this.#settled.set(use.name, now);
        changed.set(state.path, [...(changed.get(state.path) ?? []), use]);
      }
      this.#seen.set(use.name, now);
    }
    for (const uses of changed.values()) await this.#tryUpdate(uses);
    this.begin();
  }

  async #tryUpdate(uses: readonly ModuleUse[]): Promise<void> {
    try {
      await this.#update(uses);
    } catch (error) {
      if (this.#isDisposed) return;
      const names = uses.map(({ name }) => `"${name}"`).join(', ');
      const message = `The module of ${names} has changed, but the new one cannot ${this.#parts.comparison ? 'be compared' : 'take over'}: ${describeError(error)} The one before goes on.`;
      this.#parts.logger.log('error', message);
    }
  }

  async #update(uses: readonly ModuleUse[]): Promise<void> {
    const { spec, run, cache, onUpdate, comparison, logger } = this.#parts;
    for (const found of await findModules(uses, spec.modulePlaces)) {
      const module = describeModule(found);
      if (module.operations.every((name) => this.#digests.get(name) === module.digest)) {
        await this.#endComparison(module.operations);
        continue;
      }
      const [prepared] = await prepareModules([found], cache);
      if (this.#isDisposed || !prepared) return;
      if (comparison) {
        for (const name of module.operations) this.#compared.add(name);
        await comparison.compare({ module: prepared, file: module });
        continue;
      }
      await run.replaceModule(prepared, module.operations);
      this.noteRunning(module);
      onUpdate(module);
      const names = module.operations.map((name) => `"${name}"`).join(', ');
      logger.log(
        'info',
        `${names}: ${module.path} was loaded anew. Queues, windows and state stay; the memory of its operators begins afresh.`,
      );
    }
  }

  // Its content is what runs again.
  async #endComparison(operations: readonly string[]): Promise<void> {
    const compared = operations.filter((name) => this.#compared.delete(name));
    if (compared.length > 0) await this.#parts.comparison?.end(compared);
  }
}
