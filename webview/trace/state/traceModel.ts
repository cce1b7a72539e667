// The trace view without its looks: which run and message are shown, and what has to be asked for. One question about the list is
// under way at a time; what changes meanwhile is asked for afterwards. Knows no component.
import { describeError } from '../../../src/base/errors.ts';
import type { HopRecord } from '../../../src/protocol/trace.ts';
import type { MessageList, MessageSummary, PayloadRequest } from '../../../src/protocol/traceMessages.ts';
import type { ShownPayload, TracedPath, TraceViewEvents } from '../../../src/protocol/traceView.ts';
import { Store } from '../../graph/state/store.ts';
import type { TraceHost, TraceListener } from './connectTraceHost.ts';
import {
  emptyList,
  type Filter,
  firstState,
  noFilter,
  shownCount,
  shownEnd,
  toQuery,
  type TraceState,
} from './traceState.ts';

/** Rows that are kept beyond those in sight, on each side. */
const MARGIN = 60;
/** Between two questions while a search goes on. */
const SEARCH_PAUSE_MS = 20;

export class TraceModel extends Store<TraceState> implements TraceListener {
  readonly #host: TraceHost;
  /** Display indexes in sight, half-open. */
  #sight = { from: 0, to: 50 };
  #isAsking = false;
  #isStale = false;
  /** Raised when what is listed becomes something else: older answers are thrown away. */
  #generation = 0;
  /** What the cursor is at has not been read yet. */
  #wantsCursor = false;

  constructor(host: TraceHost) {
    super(firstState);
    this.#host = host;
  }

  async start(): Promise<void> {
    const { kind, ...state } = await this.#host.request('start', null);
    this.set({ hasStarted: true, kind });
    this.runsChanged(state);
  }

  runsChanged({ runs, shown }: TraceViewEvents['runsChanged']): void {
    const isOther = shown?.id !== this.get().shown?.id;
    this.set({ runs, shown });
    if (!isOther) return this.refresh();
    this.set({ filter: noFilter, selected: undefined, path: undefined, hop: undefined, failure: undefined });
    this.#relist({ isPaused: false });
  }

  grown({ run }: TraceViewEvents['grown']): void {
    const { shown, isPaused, path, selected } = this.get();
    if (shown?.id !== run || isPaused) return;
    this.refresh();
    const isUnderWay = path !== undefined && path !== 'gone' && path.summary.isUnderWay;
    if (isUnderWay && selected !== undefined) void this.#readPath(selected, this.get().hop);
  }

  /** An operation was selected on the canvas. */
  nodeSelected({ node }: TraceViewEvents['nodeSelected']): void {
    if (node === this.get().filter.node || this.get().shown === undefined) return;
    this.#changeFilter({ node: node ?? '' });
  }

  chooseRun(id: string): void {
    this.#host.notify('chooseRun', { id });
  }

  /** Looks for something else. */
  setFilter(changes: Partial<Filter>): void {
    this.#changeFilter(changes);
    if (changes.node !== undefined)
      this.#host.notify('nodeChosen', changes.node === '' ? {} : { node: changes.node });
  }

  clearFilter(): void {
    this.setFilter({ ...noFilter, fromHop: this.get().filter.fromHop });
  }

  /** Hides everything recorded until now, or shows it again. */
  clear(isCleared: boolean): void {
    this.#changeFilter({ fromHop: isCleared ? this.get().lastHop + 1 : 0 });
    if (isCleared) this.set({ selected: undefined, path: undefined, hop: undefined });
  }

  pause(isPaused: boolean): void {
    this.set({ isPaused, heldEnd: isPaused ? shownEnd(this.get()) : undefined });
    if (!isPaused) this.refresh();
  }

  /** Shows what has come meanwhile. */
  showNewest(): void {
    this.set({ isPaused: false, heldEnd: undefined });
    this.refresh();
  }

  /** Which rows are in sight, by their distance from the newest shown. Away from the top nothing moves. */
  setSight(from: number, to: number, isAtTop: boolean): void {
    const state = this.get();
    if (!state.isPaused) {
      if (isAtTop && state.heldEnd !== undefined) this.set({ heldEnd: undefined });
      else if (!isAtTop && state.heldEnd === undefined) this.set({ heldEnd: state.end });
    }
    this.#sight = { from, to };
    const end = shownEnd(this.get());
    for (let index = from; index < Math.min(to, shownCount(this.get())); index += 1)
      if (!this.get().rows.has(end - 1 - index)) return this.refresh();
  }

  /** Asks for the list anew. */
  refresh(): void {
    this.#isStale = true;
    if (!this.#isAsking) void this.#ask();
  }

  /** Looks at the message at `place`. */
  selectPlace(place: number): void {
    this.set({ cursor: place });
    const row = this.get().rows.get(place);
    if (row) this.#select(row.message);
  }

  /** Looks at the message at `place` as soon as it is known: keys are faster than answers. */
  moveCursor(place: number): void {
    this.selectPlace(place);
    this.#wantsCursor = !this.get().rows.has(place);
  }

  /** Looks at a message wherever it is in the list. */
  selectMessage(message: number): void {
    const { rows } = this.get();
    const place = [...rows].find(([, row]) => row.message === message)?.[0];
    this.set({ cursor: place });
    this.#select(message);
  }

  selectHop(hop: number): void {
    this.set({ hop });
  }

  /** Looks at no message any more. */
  leaveMessage(): void {
    this.set({ selected: undefined, path: undefined, hop: undefined });
  }

  async readPayload(request: PayloadRequest): Promise<ShownPayload | undefined> {
    const { shown } = this.get();
    return shown && this.#host.request('readPayload', { run: shown.id, ...request });
  }

  copyPayload(hop: number, side: PayloadRequest['side']): void {
    this.#act((run) => this.#host.request('copyPayload', { run, hop, side }));
  }

  /** `isFiltered`: only what is listed. */
  exportTrace(isFiltered: boolean): void {
    const query = isFiltered ? toQuery(this.get().filter) : {};
    this.#act((run) => this.#host.request('exportTrace', { run, query }));
  }

  saveTestCase(message: number): void {
    this.#act((run) => this.#host.request('saveTestCase', { run, message }));
  }

  sendAgain(message: number): void {
    this.#act(async (run) => {
      await this.#host.request('sendAgain', { run, message });
      this.set({ announcement: `Message ${String(message)} was sent again.` });
    });
  }

  replayHop({ hop, node, message }: Pick<HopRecord, 'hop' | 'node' | 'message'>): void {
    this.#act(async (run) => {
      const { waits } = await this.#host.request('replayHop', { run, hop });
      const what = `Message ${String(message)} was handed to ${node} again`;
      const when = waits ? 'It waits there until the run goes on.' : 'It is a new message of the list.';
      this.set({ announcement: `${what}. ${when}` });
    });
  }

  showInText(node: string): void {
    this.#host.notify('showInText', { node });
  }

  showOnCanvas(node: string): void {
    this.#host.notify('showOnCanvas', { node });
  }

  debugGraph(): void {
    this.#host.notify('debugGraph', null);
  }

  openRecorded(): void {
    this.#host.notify('openRecorded', null);
  }

  openAsText(): void {
    this.#host.notify('openAsText', null);
  }

  forgetFailure(): void {
    this.set({ failure: undefined });
  }

  #changeFilter(changes: Partial<Filter>): void {
    this.#relist({ filter: { ...this.get().filter, ...changes } });
  }

  #relist(changes: Partial<TraceState>): void {
    this.#generation += 1;
    this.set({ ...emptyList, ...changes });
    this.refresh();
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        const generation = this.#generation;
        const list = await this.#readList();
        if (generation !== this.#generation) continue;
        if (list) this.#take(list);
        if (!list?.progress) continue;
        this.#isStale = true;
        await new Promise((resolve) => setTimeout(resolve, SEARCH_PAUSE_MS));
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isAsking = false;
    }
  }

  async #readList(): Promise<MessageList | undefined> {
    const state = this.get();
    const { shown, filter } = state;
    if (!shown || shown.failure !== undefined) return undefined;
    const end = shownEnd(state);
    // While the list follows, what comes meanwhile is in sight at once.
    const isFollowing = state.heldEnd === undefined;
    const to = isFollowing && this.#sight.from < MARGIN ? {} : { to: end - this.#sight.from + MARGIN };
    const from = end - this.#sight.to - MARGIN;
    return this.#host.request('listMessages', { run: shown.id, query: toQuery(filter), from, ...to });
  }

  #take(list: MessageList): void {
    const rows = new Map<number, MessageSummary>(list.rows.map((row, index) => [list.from + index, row]));
    const { first, end, gone, lastHop, progress } = list;
    const before = this.get();
    const heldEnd = before.heldEnd === undefined ? undefined : Math.min(before.heldEnd, end);
    this.set({ first, end, heldEnd, gone, lastHop, progress, rows, isListed: true, failure: undefined });
    // Where the list is followed and has grown by more than comes at once, the newest are still to be asked for.
    const isMissing = heldEnd === undefined && this.#sight.from < MARGIN && end > first && !rows.has(end - 1);
    if (isMissing) this.#isStale = true;
    const { cursor } = this.get();
    const row = this.#wantsCursor && cursor !== undefined ? rows.get(cursor) : undefined;
    if (!row) return;
    this.#wantsCursor = false;
    this.#select(row.message);
  }

  #select(message: number): void {
    if (message === this.get().selected) return;
    this.set({ selected: message, path: undefined, hop: undefined });
    void this.#readPath(message, undefined);
  }

  async #readPath(message: number, hop: number | undefined): Promise<void> {
    const { shown } = this.get();
    if (!shown) return;
    try {
      const path = await this.#host.request('readPath', { run: shown.id, message });
      if (this.get().selected !== message) return;
      this.set({ path: path ?? 'gone', hop: path && (hop ?? hopToShow(path)) });
    } catch (error) {
      this.#fail(error);
    }
  }

  #act(act: (run: string) => Promise<unknown>): void {
    const { shown } = this.get();
    if (shown) act(shown.id).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.set({ failure: describeError(error) });
  }
}

/** Where the message ended, which is what people ask; else its last hop. */
function hopToShow({ summary, hops }: TracedPath): number | undefined {
  return hops.find(({ hop }) => hop === summary.end?.hop)?.hop ?? hops.at(-1)?.hop;
}
