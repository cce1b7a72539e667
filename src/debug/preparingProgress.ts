// Shows that modules are being prepared, for clients that can show progress. Knows nothing about modules.
import { ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from '@vscode/debugadapter';
import type { ClientLink } from './clientLink.ts';

export class PreparingProgress {
  readonly #link: ClientLink;
  #id: string | undefined;
  #lastId = 0;
  /** Whether the client shows progress. */
  isShown = false;

  constructor(link: ClientLink) {
    this.#link = link;
  }

  note(label: string): void {
    if (!this.isShown) return;
    if (this.#id === undefined) {
      this.#lastId += 1;
      this.#id = `prepare-${String(this.#lastId)}`;
      this.#link.send(new ProgressStartEvent(this.#id, 'Preparing modules', label));
    } else this.#link.send(new ProgressUpdateEvent(this.#id, label));
  }

  end(): void {
    if (this.#id !== undefined) this.#link.send(new ProgressEndEvent(this.#id));
    this.#id = undefined;
  }
}
