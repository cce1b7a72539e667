// Where nodes go: arranged anew away from the page's own thread, or placed at once beside what is there. Knows no component
// and no library of layouts.
import type { LayoutRequest, LayoutResult } from './layoutRequest.ts';
import { makeRoom } from './makeRoom.ts';
import { placeNodes } from './placeNodes.ts';

export type { LayoutEdge, LayoutNode, LayoutRequest, LayoutResult, Point } from './layoutRequest.ts';

/** What the worker is asked and answers. */
export interface LayoutQuestion {
  readonly id: number;
  readonly request: LayoutRequest;
}
export interface LayoutAnswer {
  readonly id: number;
  /** Absent when it failed. */
  readonly result?: LayoutResult;
}

interface Pending {
  readonly id: number;
  readonly request: LayoutRequest;
  readonly resolve: (result: LayoutResult) => void;
}

export class GraphLayout {
  readonly #loadWorker: () => Promise<Worker>;
  #worker: Promise<Worker | undefined> | undefined;
  /** The newest request, and the one the worker is busy with. */
  #pending: Pending | undefined;
  #asked: number | undefined;
  #count = 0;
  #isDisposed = false;

  /** `loadWorker` is called with the first arrangement, and again after a worker has died. */
  constructor(loadWorker: () => Promise<Worker>) {
    this.#loadWorker = loadWorker;
  }

  /**
   * Lays everything but `pinned` out anew, from left to right. Never fails: what cannot be arranged is placed. While one
   * is under way, a newer request takes its place, and both are answered with the newer one's result.
   */
  async arrange(request: LayoutRequest): Promise<LayoutResult> {
    const id = ++this.#count;
    return new Promise((resolve) => {
      const earlier = this.#pending;
      this.#pending = {
        id,
        request,
        resolve: (result) => {
          earlier?.resolve(result);
          resolve(result);
        },
      };
      void this.#ask();
    });
  }

  /** What `previous` and `pinned` know stays; the rest goes beside it. */
  place(request: LayoutRequest): LayoutResult {
    return placeNodes(request);
  }

  /** What has to move so that the node `id` has a place between others; see makeRoom.ts. */
  makeRoom(request: LayoutRequest, id: string): LayoutResult {
    return makeRoom(request, id);
  }

  /** Answers what is pending, and ends the worker. */
  dispose(): void {
    this.#isDisposed = true;
    this.#giveUp();
  }

  /** One at a time: what has been overtaken before the worker was free is never begun. */
  async #ask(): Promise<void> {
    if (this.#isDisposed) return this.#giveUp();
    this.#worker ??= this.#start();
    const worker = await this.#worker;
    if (!this.#pending || this.#asked !== undefined) return;
    if (!worker) return this.#giveUp();
    const { id, request } = this.#pending;
    this.#asked = id;
    worker.postMessage({ id, request } satisfies LayoutQuestion);
  }

  async #start(): Promise<Worker | undefined> {
    try {
      const worker = await this.#loadWorker();
      worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => this.#take(data);
      worker.onerror = () => this.#giveUp();
      worker.onmessageerror = () => this.#giveUp();
      return worker;
    } catch {
      // Without a worker nodes are placed; nobody has to know.
      return undefined;
    }
  }

  #take({ id, result }: LayoutAnswer): void {
    this.#asked = undefined;
    if (this.#pending?.id === id) this.#settle(result);
    else void this.#ask();
  }

  /** The next arrangement starts a new worker. */
  #giveUp(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#asked = undefined;
    void worker?.then((started) => started?.terminate());
    this.#settle(undefined);
  }

  #settle(result: LayoutResult | undefined): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.resolve(result ?? placeNodes({ ...pending.request, previous: {} }));
  }
}
