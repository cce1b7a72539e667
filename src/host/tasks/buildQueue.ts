// Which builds that saving asked for are still to come: one at a time, and each folder at most once. Knows no vscode and no build.
import { describeError } from '../../base/errors.ts';

export class BuildQueue {
  readonly #build: (folder: string) => Promise<void>;
  readonly #onFailure: (message: string) => void;
  readonly #waiting: Set<string> = new Set<string>();
  #isRunning = false;

  /** `build` resolves when the build has ended, however it did; what it throws is told to `onFailure`. */
  constructor(build: (folder: string) => Promise<void>, onFailure: (message: string) => void) {
    this.#build = build;
    this.#onFailure = onFailure;
  }

  /** Has `folder` built; while it is being built, once more after that, however often this is asked. */
  request(folder: string): void {
    this.#waiting.add(folder);
    if (!this.#isRunning) void this.#run();
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.#waiting.clear();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (const folder of this.#waiting) {
      this.#waiting.delete(folder);
      try {
        await this.#build(folder);
      } catch (error) {
        this.#onFailure(describeError(error));
      }
    }
    this.#isRunning = false;
  }
}
