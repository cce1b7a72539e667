// Tells the editor the problems of open texts: soon after the last keystroke, never of a version that is past. Knows no
// rule.
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Disposable } from '../base/disposable.ts';

/** Long enough for what one keystroke changes and asks to come together; examining is done in a process of its own. */
const DELAY_MS = 10;

export interface PublisherPorts {
  /** The problems of the text as it is now; undefined when it is no longer open. */
  readonly diagnose: (
    uri: string,
  ) => { readonly version: number; readonly diagnostics: Diagnostic[] } | undefined;
  readonly send: (uri: string, version: number | undefined, diagnostics: Diagnostic[]) => void;
  readonly startTimer: (callback: () => void, delayMs: number) => Disposable;
}

export class DiagnosticsPublisher implements Disposable {
  readonly #ports: PublisherPorts;
  readonly #timers: Map<string, Disposable> = new Map<string, Disposable>();

  constructor(ports: PublisherPorts) {
    this.#ports = ports;
  }

  /** Tells the problems of `uri` in a moment; another call until then starts the moment anew. */
  schedule(uri: string): void {
    this.#timers.get(uri)?.dispose();
    this.#timers.set(
      uri,
      this.#ports.startTimer(() => this.#publish(uri), DELAY_MS),
    );
  }

  /** Takes back what was told about `uri`. */
  clear(uri: string): void {
    this.#timers.get(uri)?.dispose();
    this.#timers.delete(uri);
    this.#ports.send(uri, undefined, []);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) timer.dispose();
    this.#timers.clear();
  }

  #publish(uri: string): void {
    this.#timers.delete(uri);
    const result = this.#ports.diagnose(uri);
    if (result) this.#ports.send(uri, result.version, result.diagnostics);
  }
}
