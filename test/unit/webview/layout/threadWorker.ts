// A browser's worker on a thread of Node: runs the bundled script of the layout as a page would.
import { fileURLToPath } from 'node:url';
import { Worker as Thread } from 'node:worker_threads';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** What browsers give a worker's script. */
const self = `
const { parentPort } = require('node:worker_threads');
globalThis.self = { postMessage: (data) => parentPort.postMessage(data) };
parentPort.on('message', (data) => self.onmessage({ data }));
`;

/** The script of the layout's worker. */
export async function bundleLayoutWorker(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['webview/graph/layout/layoutWorker.ts'],
    bundle: true,
    write: false,
    format: 'iife',
  });
  return outputFiles[0]!.text;
}

/** As much of a Worker as GraphLayout uses. */
export class ThreadWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  onmessageerror: (() => void) | null = null;
  questions = 0;
  readonly ended: Promise<unknown>;
  readonly #thread: Thread;

  constructor(script: string) {
    this.#thread = new Thread(`${self}${script}`, { eval: true });
    this.ended = new Promise((resolve) => this.#thread.on('exit', resolve));
    this.#thread.on('message', (data) => this.onmessage?.({ data }));
    this.#thread.on('error', () => this.onerror?.());
  }

  postMessage(data: unknown): void {
    this.questions += 1;
    this.#thread.postMessage(data);
  }

  terminate(): void {
    void this.#thread.terminate();
  }

  asWorker(): Worker {
    return this as unknown as Worker;
  }
}
