// Worker entry: reads one recorded trace for whoever started it, so that searching a large one holds up nobody. Ends with its port.
import { parentPort } from 'node:worker_threads';
import { AppError, describeError } from '../../base/errors.ts';
import { connectRpc } from '../../protocol/rpc.ts';
import { TRACE_FILE_PROTOCOL, type TraceFileMethods } from '../../protocol/traceMessages.ts';
import { openTraceStore } from './readTraceFile.ts';
import { TraceBrowser } from './traceBrowser.ts';
import { TraceFileStore } from './traceFile.ts';
import { TraceReader } from './traceReader.ts';
import type { TraceStore } from './traceStore.ts';

/** Nothing else waits for this thread: a tenth of a second of work for each answer. */
const MAX_CHUNKS = 12;

if (!parentPort) throw new Error('this file runs as a worker');
const port = parentPort;

let opened: { readonly store: TraceStore; readonly browser: TraceBrowser } | undefined;

function must(): { readonly store: TraceStore; readonly browser: TraceBrowser } {
  if (!opened) throw new AppError('TRACE_UNREADABLE', 'No recorded trace has been opened.');
  return opened;
}

connectRpc<TraceFileMethods, Record<never, never>, Record<never, never>, Record<never, never>>(
  {
    post: (value) => port.postMessage(value),
    listen: (listener) => void port.on('message', listener),
  },
  TRACE_FILE_PROTOCOL,
  {
    methods: {
      open: ({ path }) => {
        const store = openTraceStore(path);
        opened = { store, browser: new TraceBrowser(store, { maxChunks: MAX_CHUNKS }) };
        const { graph, startedMs, level, nodes, run } = store.header;
        const isClosed = !(store instanceof TraceFileStore) || store.counts() !== undefined;
        const problems = store.problems.map(describeError);
        // What a file says may be anything.
        const program = typeof run?.file === 'string' ? { program: run.file } : {};
        return { graph, ...program, startedMs, level, nodes, isClosed, problems };
      },
      readHops: ({ order, limit, cursor, ...query }) => {
        const page = new TraceReader(must().store).readPage(query, {
          ...(order && { order }),
          ...(limit !== undefined && { limit }),
          ...(cursor !== undefined && { cursor }),
        });
        return { hops: page.hops, ...(page.next !== undefined && { next: page.next }) };
      },
      problems: () => must().store.problems.map(describeError),
      listMessages: (params) => must().browser.methods.listMessages(params),
      describeMessage: (params) => must().browser.methods.describeMessage(params),
      readPayload: (params) => must().browser.methods.readPayload(params),
      exportHops: (params) => must().browser.methods.exportHops(params),
    },
    events: {},
  },
);
