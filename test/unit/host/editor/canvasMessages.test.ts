// What a webview may say to the extension, and what happens to everything else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphGesture } from '../../../../src/graph/gesture.ts';
import { canvasShapes } from '../../../../src/host/editor/canvasMessages.ts';
import { isGesture } from '../../../../src/host/editor/gestureShape.ts';
import { checkMessages, isFrame } from '../../../../src/host/webview/checkMessages.ts';
import type { CanvasHostEvents, CanvasHostMethods } from '../../../../src/protocol/canvas.ts';
import { packGesture } from '../../../../src/protocol/gestureMessage.ts';
import type { RpcHandlers } from '../../../../src/protocol/rpc.ts';

const { methods: methodShapes, events: eventShapes } = canvasShapes;

const gestures: readonly GraphGesture[] = [
  { kind: 'add-operation', type: 'map', place: { kind: 'free' } },
  { kind: 'add-operation', type: 'map', name: 'a', module: 'm:1', place: { kind: 'before', to: 0 } },
  { kind: 'add-operation', type: 'sink', place: { kind: 'behind', from: { operation: 1, arm: 'True' } } },
  { kind: 'add-operation', type: 'branch', place: { kind: 'between', connection: 2 } },
  { kind: 'remove', operations: [0, 2], connections: [], doesBridge: true },
  { kind: 'insert-operation', operation: 3, connection: 2 },
  { kind: 'rename-operation', operation: 0, name: 'b' },
  { kind: 'set-type', operation: 0, type: 'filter' },
  { kind: 'set-module', operation: 0, module: undefined },
  { kind: 'connect', from: { operation: 0 }, to: 1 },
  { kind: 'reconnect', connection: 0, to: 3 },
  { kind: 'reconnect', connection: 0, from: { operation: 0, arm: 'False' } },
  { kind: 'set-connection-schema', connection: 0, schema: 's' },
  { kind: 'set-parameter', operation: 0, key: 'k', changes: { name: 'n', isRequired: true } },
  { kind: 'set-parameter', operation: 0, key: 'k', changes: { description: undefined, default: '' } },
  { kind: 'remove-parameter', operation: 0, key: 'k' },
  { kind: 'set-metadata', key: 'vendor', value: undefined },
  { kind: 'set-requirement', key: 'apiVersion', value: '1.1.0' },
  { kind: 'set-feature', name: 'wasi-nn', isWanted: false },
  { kind: 'set-schema', name: 's', newName: 't' },
  { kind: 'remove-schema', name: 's' },
  { kind: 'paste', text: 'operations: []' },
  { kind: 'duplicate', operations: [0, 2] },
];

const point = { x: 1.5, y: -20 };
const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 2 } };

const params: { [K in keyof CanvasHostMethods]: CanvasHostMethods[K]['params'] } = {
  start: undefined,
  edit: { version: 3, gesture: gestures[0]!, at: point, shape: [point] },
  editText: { version: 3, edits: [{ range, newText: 'a' }] },
  fixes: { version: 3, problem: 0 },
  applyFix: { version: 3, problem: 0, fix: 1 },
  copy: { version: 3, operations: [0], shape: [point] },
  paste: { version: 3, at: point },
  copyText: { text: 'flowchart LR', what: 'Mermaid' },
  savePicture: { format: 'svg', content: '<svg/>' },
  openYamlPane: undefined,
};

const values: CanvasHostEvents = {
  positionsChanged: { positions: { a: point } },
  positionsForgotten: {},
  closeYamlPane: undefined,
  revealText: { range },
  explainProblem: { code: 'GRAPH_CYCLE' },
  openModuleSource: { operation: 1, version: 3 },
  runCommand: { command: 'run' },
  toggleBreakpoint: { range },
  disturbNode: { operation: 'a' },
  clearCoverage: undefined,
  stopReplay: undefined,
  clearRun: undefined,
  selectionChanged: { operations: ['a'] },
  failed: { message: 'no' },
};

/** As messages arrive. */
const sent = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);

/** Messages have no minus zero, which is as good as zero. */
const zeroed = (value: unknown): unknown => {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(zeroed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, zeroed(part)]));
};

const methodNames = Object.keys(params) as (keyof CanvasHostMethods)[];
const eventNames = Object.keys(values) as (keyof CanvasHostEvents)[];

describe('what a webview may say', () => {
  it.each(gestures)('is every gesture: $kind', (gesture) => {
    expect(isGesture(sent(packGesture(gesture)))).toBe(true);
  });

  it.each(methodNames)('is every request: %s', (name) => {
    expect(methodShapes[name](sent(params[name]))).toBe(true);
  });

  it.each(eventNames)('is every event: %s', (name) => {
    expect(eventShapes[name](sent(values[name]))).toBe(true);
  });
});

describe('what it may not say', () => {
  it.each([
    ['a gesture of another kind', { kind: 'delete-everything' }],
    ['one of no kind', { operation: 0, name: 'a' }],
    ['one with a kind that every object has', { kind: 'toString' }],
    ['a place that does not exist', { kind: 'rename-operation', operation: -1, name: 'a' }],
    ['half a place', { kind: 'rename-operation', operation: 0.5, name: 'a' }],
    ['a type that does not exist', { kind: 'set-type', operation: 0, type: 'lambda' }],
    ['a key that does not belong', { kind: 'remove-schema', name: 'a', uri: 'file:///etc/passwd' }],
    ['a list in place of a text', { kind: 'paste', text: ['a'] }],
    ['nothing where something is wanted', { kind: 'connect', from: { operation: 0 } }],
    ['null where something may be left out', { kind: 'set-module', operation: 0, module: null }],
  ])('is %s', (_words, gesture) => {
    expect(isGesture(gesture)).toBe(false);
  });

  it('is what stands in a prototype', () => {
    const inherited = Object.create({ line: 0, character: 0 }) as unknown;
    expect(eventShapes.revealText({ range: { start: inherited, end: inherited } })).toBe(false);
  });

  it.each([
    ['a command that is not in the list', 'runCommand', { command: 'workbench.action.quit' }],
    ['a point that is nowhere', 'positionsChanged', { positions: { a: { x: Infinity, y: 0 } } }],
    ['a code that is none', 'explainProblem', { code: '../secret' }],
  ] as const)('is %s', (_words, event, value) => {
    expect(eventShapes[event](value)).toBe(false);
  });
});

function say(table: object, name: string, value: unknown): void {
  (table as Readonly<Record<string, (value: unknown) => unknown>>)[name]?.(value);
}

/** Collects what gets through. */
function collect(): {
  handlers: RpcHandlers<CanvasHostMethods, CanvasHostEvents>;
  taken: string[];
  ignored: string[];
} {
  const taken: string[] = [];
  const ignored: string[] = [];
  const note = (name: string) => () => void taken.push(name);
  const all = {
    methods: Object.fromEntries(methodNames.map((name) => [name, note(name)])),
    events: Object.fromEntries(eventNames.map((name) => [name, note(name)])),
  } as unknown as RpcHandlers<CanvasHostMethods, CanvasHostEvents>;
  return { handlers: checkMessages(all, canvasShapes, (event) => ignored.push(event)), taken, ignored };
}

describe('behind the checks', () => {
  it('requests and events arrive as they were sent', () => {
    const { handlers, taken, ignored } = collect();
    for (const name of methodNames) say(handlers.methods, name, params[name]);
    for (const name of eventNames) say(handlers.events, name, values[name]);
    expect([taken, ignored]).toEqual([[...methodNames, ...eventNames], []]);
  });

  it('a request of another form is refused, and an event of another form is told and left', () => {
    const { handlers, taken, ignored } = collect();
    expect(() => handlers.methods.copy({ version: '3', operations: [] } as never)).toThrow(
      expect.objectContaining({ code: 'PROTOCOL_MALFORMED' }),
    );
    handlers.events.revealText({ range: 'all' } as never);
    expect([taken, ignored]).toEqual([[], ['revealText']]);
  });

  const junk = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true });
  const wanting = Object.entries({ ...methodShapes, ...eventShapes }).filter(
    ([name]) =>
      ![
        'start',
        'openYamlPane',
        'closeYamlPane',
        'clearCoverage',
        'stopReplay',
        'clearRun',
        'positionsForgotten',
      ].includes(name),
  );

  it('nothing of junk gets through', () => {
    fc.assert(
      fc.property(junk, (value) => {
        for (const [name, shape] of wanting) expect([name, shape(value)]).toEqual([name, false]);
        expect([isGesture(value), isFrame(value)]).toEqual([false, false]);
      }),
    );
  });

  it('what gets through of what is nearly right is plain data, which a message leaves as it is', () => {
    const known: readonly unknown[] = [params, values].flatMap((table): unknown[] => Object.values(table));
    const near = fc
      .tuple(fc.constantFrom(...known, ...gestures), fc.nat(), junk)
      .map(([value, index, other]): unknown => {
        const keys = Object.keys(value ?? {});
        return { ...(value as object), [keys[index % keys.length] ?? 'key']: other };
      });
    fc.assert(
      fc.property(near, (value) => {
        for (const [, shape] of [...wanting, ['gesture', isGesture] as const])
          if (shape(value)) expect(sent(value)).toEqual(zeroed(value));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a frame', () => {
  it.each([
    { kind: 'hello', version: 1 },
    { kind: 'request', id: 1, method: 'start' },
    { kind: 'event', event: 'failed', value: { message: 'no' } },
  ])('of kind $kind is taken', (frame) => {
    expect(isFrame(frame)).toBe(true);
  });

  it.each([
    null,
    undefined,
    'hello',
    [],
    {},
    { kind: 'request', id: 'a', method: 'start' },
    { kind: 'result', id: 1 },
  ])('is not %j', (frame) => {
    expect(isFrame(frame)).toBe(false);
  });
});
