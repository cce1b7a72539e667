// What holds for every gesture on every text: nothing else changes, and it does what it says. The environment variable
// MUTATIONS sets how many texts are tried.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../../../../src/base/position.ts';
import type { GestureResult, GraphGesture } from '../../../../src/graph/gesture.ts';
import type { GraphDefinition } from '../../../../src/graph/model.ts';
import { parseGraphFile, type GraphFile } from '../../../../src/graph/parseGraph.ts';
import { findUnreadable } from '../../../../src/graph/readability.ts';
import { copyOperations } from '../../../../src/language/gestures/copyOperations.ts';
import { editByGesture } from '../../../../src/language/gestures/editByGesture.ts';
import { mutatedText } from '../fixes/mutatedText.ts';
import { expectOutline, outlineOf, reachedFrom, type Outline } from './expectedOutline.ts';
import { complex, graphText, simple, writtenTexts } from './graphTexts.ts';
import { gestureMaker, type GestureMaker } from './randomGesture.ts';

const runs = Number(process.env['MUTATIONS'] ?? 300);
const timeoutMs = 60_000 + runs * 100;

const context = { modules: [], fileName: 'graph' };

function graphOf(file: GraphFile): GraphDefinition | undefined {
  return file.documents.find(({ graph }) => graph !== undefined)?.graph;
}

/** An implementation of edits that is not ours; it throws when they overlap. */
function apply(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///g.yaml', 'dataflow-graph', 1, text), [
    ...edits,
  ]);
}

/** Lines outside of the edits stay, in their order. */
function expectUntouched(before: string, after: string, edits: readonly TextEdit[]): void {
  const split = (text: string): string[] => text.match(/[^\r\n]*(?:\r\n|\n|$)/g) ?? [];
  const now = split(after);
  let at = 0;
  const lost = split(before).filter((line, index) => {
    if (edits.some(({ range }) => range.start.line <= index && index <= range.end.line)) return false;
    while (at < now.length && now[at] !== line) at += 1;
    at += 1;
    return at > now.length;
  });
  expect(lost).toEqual([]);
}

function expectNewlines(before: string, after: string): void {
  if (before.includes('\n')) expect(/(?<!\r)\n/.test(after)).toBe(/(?<!\r)\n/.test(before));
  expect(after.endsWith('\n')).toBe(before.endsWith('\n'));
}

function expectSound(
  before: Outline,
  after: Outline,
  gesture: Extract<GraphGesture, { kind: 'remove' }>,
): void {
  const kept = after.operations.map(({ name }) => name);
  const ways = before.connections.filter((_way, index) => !gesture.connections.includes(index));
  for (const name of kept) {
    const [old, now] = [reachedFrom(ways, name), reachedFrom(after.connections, name)];
    expect([...now].filter((other) => !old.has(other))).toEqual([]);
    if (gesture.doesBridge) expect(kept.filter((other) => old.has(other) && !now.has(other))).toEqual([]);
  }
  expect(after.connections.filter(({ from, to }) => !kept.includes(from) || !kept.includes(to))).toEqual([]);
}

/** The text after `gesture`; the same when it was refused. */
function expectDone(text: string, gesture: GraphGesture, isPlain: boolean): string {
  const file = parseGraphFile(text);
  const result: GestureResult = editByGesture(file, gesture, context);
  if (result.kind === 'refused') {
    expect(result.message).toMatch(/^[A-Z"].*[.]$/s);
    if (isPlain) expect(result.message).not.toMatch(/guessing|anchor/);
    return text;
  }
  const { edits, created } = result;
  const now = apply(text, edits);
  expectUntouched(text, now, edits);
  const after = parseGraphFile(now);
  expect(findUnreadable(after.problems)).toBe(undefined);
  const [oldGraph, newGraph] = [graphOf(file), graphOf(after)];
  if (!oldGraph || !newGraph) throw new Error('No graph.');
  const [old, found] = [outlineOf(oldGraph), outlineOf(newGraph)];
  const expected = expectOutline(old, gesture, { created, after: found });
  if (gesture.kind === 'remove') {
    const bridging = found.connections.filter(
      (one) =>
        !expected.connections.some(
          (other) => other.from === one.from && other.to === one.to && other.arm === one.arm,
        ),
    );
    if (isPlain) expectSound(old, found, gesture);
    expect({ ...found, connections: found.connections.filter((one) => !bridging.includes(one)) }).toEqual(
      expected,
    );
    expect(bridging.length === 0 || gesture.doesBridge).toBe(true);
  } else expect(found).toEqual(expected);
  if (isPlain) expectNewlines(text, now);
  return now;
}

function tryGestures(text: string, makers: readonly GestureMaker[], isPlain: boolean): void {
  let now = text;
  for (const make of makers) {
    const graph = graphOf(parseGraphFile(now));
    if (!graph) return;
    const gesture = make(graph);
    try {
      now = expectDone(now, gesture, isPlain);
    } catch (error) {
      throw new Error(`${JSON.stringify(gesture)}\n${now}`, { cause: error });
    }
  }
}

/** The text after `gesture` was done and what it created was removed. */
function removeAgain(text: string, gesture: GraphGesture): string {
  const file = parseGraphFile(text);
  const result = editByGesture(file, gesture, context);
  if (result.kind === 'refused') return text;
  const now = apply(text, result.edits);
  const after = parseGraphFile(now);
  const places = result.created.map(
    (name) => graphOf(after)?.operations.findIndex((one) => one.name === name) ?? -1,
  );
  const removal: GraphGesture = { kind: 'remove', operations: places, connections: [], doesBridge: true };
  const removed = editByGesture(after, removal, context);
  if (removed.kind === 'refused') throw new Error(removed.message);
  return apply(now, removed.edits);
}

function expectPasted(from: string, into: string, places: readonly number[]): void {
  const source = parseGraphFile(from);
  const copied = copyOperations(source, places);
  fc.pre(copied.count > 0);
  const target = parseGraphFile(into);
  const result = editByGesture(target, { kind: 'paste', text: copied.text }, context);
  if (result.kind === 'refused') throw new Error(result.message);
  const now = apply(into, result.edits);
  expectUntouched(into, now, result.edits);
  const [old, found] = [outlineOf(sureGraph(target)), outlineOf(sureGraph(parseGraphFile(now)))];
  const all = outlineOf(sureGraph(source));
  const chosen = all.operations.filter((_operation, index) => places.includes(index));
  const names = new Map(chosen.map(({ name }, index) => [name, result.created[index] ?? '']));
  const rename = (name: string): string => names.get(name) ?? '?';
  expect(new Set([...result.created, ...old.operations.map(({ name }) => name)]).size).toBe(
    found.operations.length,
  );
  expect(found.operations).toEqual([
    ...old.operations,
    ...chosen.map((one) => ({ ...one, name: rename(one.name) })),
  ]);
  const ways = all.connections.filter((one) => names.has(one.from) && names.has(one.to));
  expect(found.connections).toEqual([
    ...old.connections,
    ...ways.map((one) => ({ ...one, from: rename(one.from), to: rename(one.to) })),
  ]);
  const entries = all.configurations.filter(({ operation }) => names.has(operation));
  expect(found.configurations).toEqual([
    ...old.configurations,
    ...entries.map((one) => ({ ...one, operation: rename(one.operation) })),
  ]);
  if (found.schemas.length === old.schemas.length)
    expect(removeAgain(into, { kind: 'paste', text: copied.text })).toBe(into);
}

function sureGraph(file: GraphFile): GraphDefinition {
  const graph = graphOf(file);
  if (!graph) throw new Error('No graph.');
  return graph;
}

describe('a gesture on any graph', () => {
  it(
    'changes what it says and nothing else, in every style',
    () => {
      fc.assert(
        fc.property(graphText, fc.array(gestureMaker, { minLength: 1, maxLength: 3 }), (text, makers) => {
          tryGestures(text, makers, true);
        }),
        { numRuns: runs },
      );
    },
    timeoutMs,
  );

  it.each(Object.entries(writtenTexts))(
    'changes what it says and nothing else in the text "%s"',
    (name, text) => {
      fc.assert(
        fc.property(gestureMaker, (make) => {
          tryGestures(text, [make], name !== 'anchors' && name !== 'many documents');
        }),
        { numRuns: Math.ceil(runs / 10) },
      );
    },
    timeoutMs,
  );

  it(
    'leaves a sound graph after each of twenty in a row',
    () => {
      fc.assert(
        fc.property(
          fc.oneof(graphText, fc.constantFrom(...Object.values(writtenTexts))),
          fc.array(gestureMaker, { minLength: 20, maxLength: 20 }),
          (text, makers) => {
            tryGestures(text, makers, false);
          },
        ),
        { numRuns: Math.ceil(runs / 10) },
      );
    },
    timeoutMs,
  );

  it(
    'pastes what was copied under free names, and gives the old text when that is removed again',
    () => {
      fc.assert(
        fc.property(graphText, graphText, fc.array(fc.nat(8), { minLength: 1, maxLength: 4 }), expectPasted),
        { numRuns: runs },
      );
    },
    timeoutMs,
  );

  it(
    'duplicates as copying and pasting does',
    () => {
      fc.assert(
        fc.property(graphText, fc.array(fc.nat(8), { minLength: 1, maxLength: 4 }), (text, operations) => {
          const file = parseGraphFile(text);
          const copied = copyOperations(file, operations);
          fc.pre(copied.count > 0);
          const pasted = editByGesture(file, { kind: 'paste', text: copied.text }, context);
          expect(editByGesture(file, { kind: 'duplicate', operations }, context)).toEqual(pasted);
        }),
        { numRuns: Math.ceil(runs / 3) },
      );
    },
    timeoutMs,
  );

  it(
    'gives the old text when a new operation is removed again',
    () => {
      fc.assert(
        fc.property(fc.oneof(graphText, fc.constantFrom(simple, complex)), gestureMaker, (text, make) => {
          const graph = graphOf(parseGraphFile(text));
          const gesture = graph && make(graph);
          fc.pre(gesture?.kind === 'add-operation');
          // What had to be quoted stays quoted.
          expect(removeAgain(text, { ...gesture, name: 'new' })).toBe(text);
        }),
        { numRuns: runs },
      );
    },
    timeoutMs,
  );

  it(
    'never fails on a text that is being typed, and leaves unreadable ones alone',
    () => {
      fc.assert(
        fc.property(mutatedText, gestureMaker, (text, make) => {
          const file = parseGraphFile(text);
          const graph = graphOf(file) ?? graphOf(parseGraphFile(writtenTexts['simple'] ?? ''));
          if (!graph) return;
          const result = editByGesture(file, make(graph), context);
          if (findUnreadable(file.problems)) expect(result.kind).toBe('refused');
          if (result.kind === 'refused') return;
          const now = apply(text, result.edits);
          expectUntouched(text, now, result.edits);
          expect(findUnreadable(parseGraphFile(now).problems)).toBe(undefined);
        }),
        { numRuns: runs },
      );
    },
    timeoutMs,
  );
});
