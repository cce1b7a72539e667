// Panes and a document that are typed in at once: they become alike, and nothing is lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EditOutcome } from '../../../../src/protocol/canvas.ts';
import { changeOf } from '../../../../webview/graph/yaml/textChange.ts';
import {
  beginSync,
  lostNotice,
  shownText,
  stepSync,
  type SyncInput,
  type TextSync,
} from '../../../../webview/graph/yaml/textSync.ts';
import { SharedDocument } from './sharedDocument.ts';

const done: EditOutcome = { kind: 'done', created: [] };
const insert = (offset: number, text: string): SyncInput => ({
  kind: 'typed',
  change: changeOf([{ offset, length: 0, text }]),
});
const edit = (character: number, newText: string, end = character) => ({
  range: { start: { line: 0, character }, end: { line: 0, character: end } },
  newText,
});

function run(sync: TextSync, ...inputs: SyncInput[]) {
  return inputs.reduce(
    (step, input) => {
      const { sync: next, effects } = stepSync(step.sync, input);
      return { sync: next, effects: [...step.effects, ...effects] };
    },
    { sync, effects: [] as readonly unknown[] },
  );
}

describe('the text of the pane', () => {
  it('sends what is typed, one edit at a time, and the rest together', () => {
    const begun = run(beginSync({ version: 7, text: 'ab' }), insert(1, 'x'), insert(2, 'y'), insert(3, 'z'));
    expect(begun.effects).toEqual([{ kind: 'send', version: 7, edits: [edit(1, 'x')] }]);
    const told: SyncInput = { kind: 'changed', change: { since: 7, version: 8, edits: [edit(1, 'x')] } };
    const next = run(begun.sync, told, { kind: 'answered', outcome: done });
    expect(next.effects).toEqual([{ kind: 'send', version: 8, edits: [edit(2, 'yz')] }]);
    expect(shownText(next.sync)).toBe('axyzb');
  });

  it('does not do its own edit a second time when the document tells it', () => {
    const told: SyncInput = { kind: 'changed', change: { since: 1, version: 2, edits: [edit(0, 'x')] } };
    for (const order of [
      [told, { kind: 'answered', outcome: done } as const],
      [{ kind: 'answered', outcome: done } as const, told],
    ]) {
      const { sync, effects } = run(beginSync({ version: 1, text: 'ab' }), insert(0, 'x'), ...order);
      expect(effects).not.toContainEqual(expect.objectContaining({ kind: 'patch' }));
      expect([shownText(sync), sync.version]).toEqual(['xab', 2]);
    }
  });

  it('carries what was typed past what was changed elsewhere, and sends it again', () => {
    const { sync, effects } = run(
      beginSync({ version: 1, text: 'ab' }),
      insert(2, 'x'),
      { kind: 'changed', change: { since: 1, version: 2, edits: [edit(0, '__')] } },
      { kind: 'answered', outcome: { kind: 'stale' } },
    );
    expect(effects.slice(1)).toEqual([
      { kind: 'patch', change: ['__'] },
      { kind: 'send', version: 2, edits: [edit(4, 'x')] },
    ]);
    expect(shownText(sync)).toBe('__abx');
  });

  it('asks for the text when it was refused without being told why', () => {
    const stale = run(beginSync({ version: 1, text: 'ab' }), insert(2, 'x'), {
      kind: 'answered',
      outcome: { kind: 'stale' },
    });
    expect(stale.effects.at(-1)).toEqual({ kind: 'reload' });
    const { effects } = run(stale.sync, { kind: 'reloaded', document: { version: 3, text: 'a\r\nb' } });
    expect(effects).toEqual([
      { kind: 'patch', change: [1, '\n'] },
      {
        kind: 'send',
        version: 3,
        edits: [
          { range: { start: { line: 1, character: 1 }, end: { line: 1, character: 1 } }, newText: 'x' },
        ],
      },
    ]);
  });

  it('takes the text of the document and says so where both changed the same', () => {
    const { sync, effects } = run(
      beginSync({ version: 1, text: 'abcd' }),
      insert(2, 'x'),
      { kind: 'changed', change: { since: 1, version: 2, edits: [edit(1, '', 3)] } },
      { kind: 'answered', outcome: { kind: 'stale' } },
    );
    expect(effects.slice(1)).toEqual([
      { kind: 'patch', change: [1, -3] },
      { kind: 'tell', notice: lostNotice },
    ]);
    expect(shownText(sync)).toBe('ad');
  });

  it('goes back to the text of the document when an edit is refused', () => {
    const { sync, effects } = run(beginSync({ version: 1, text: 'ab' }), insert(2, 'x'), insert(3, 'y'), {
      kind: 'answered',
      outcome: { kind: 'refused', message: 'The file cannot be written.' },
    });
    expect(effects.slice(1)).toEqual([
      { kind: 'patch', change: [2, -2] },
      { kind: 'tell', notice: 'The file cannot be written.' },
    ]);
    expect(shownText(sync)).toBe('ab');
  });

  it('asks for the text when a version is missing', () => {
    const { effects } = run(beginSync({ version: 1, text: 'ab' }), {
      kind: 'changed',
      change: { since: 2, version: 3, edits: [] },
    });
    expect(effects).toEqual([{ kind: 'reload' }]);
  });

  it('gives up an edit that was taken and changed nothing', () => {
    const { sync, effects } = run(
      beginSync({ version: 1, text: 'ab' }),
      insert(2, 'x'),
      { kind: 'answered', outcome: done },
      { kind: 'reloaded', document: { version: 1, text: 'ab' } },
    );
    expect(effects.slice(1)).toEqual([{ kind: 'reload' }, { kind: 'patch', change: [2, -1] }]);
    expect([shownText(sync), sync.sent]).toEqual(['ab', undefined]);
  });
});

/** Who does what next, as numbers that the state of things gives a meaning. */
const moves = fc.array(
  fc.record({
    who: fc.constantFrom('first', 'second', 'elsewhere', 'to host', 'to host', 'to pane', 'to pane'),
    at: fc.nat(1000),
    remove: fc.nat(3),
  }),
  { maxLength: 60 },
);

describe('panes and a text that change at once', () => {
  it('come to the same text, however late they hear of each other', () => {
    fc.assert(
      fc.property(moves, fc.boolean(), (list, answersFirst) => {
        const shared = new SharedDocument('one\ntwo\nthree\n', 2, answersFirst);
        for (const [index, { who, at, remove }] of list.entries()) {
          const typed = { at, remove, text: String.fromCharCode(0x4e00 + index) };
          if (who === 'elsewhere') shared.changeElsewhere(typed);
          else if (who === 'first' || who === 'second') shared.type(who === 'first' ? 0 : 1, typed);
          else if (who === 'to host') shared.deliverToHost(at % 2);
          else shared.deliverToPane(at % 2);
          shared.expectPatched();
        }
        shared.settle();
        for (const pane of shared.panes) expect(pane.shown).toBe(shared.text);
      }),
    );
  });

  it('lose nothing that was typed while nobody deletes', () => {
    fc.assert(
      fc.property(moves, fc.boolean(), (list, answersFirst) => {
        const shared = new SharedDocument('one\ntwo\n', 2, answersFirst);
        const typed: string[] = [];
        for (const [index, { who, at }] of list.entries()) {
          const text = String.fromCharCode(0x4e00 + index);
          if (who === 'to host') shared.deliverToHost(at % 2);
          else if (who === 'to pane') shared.deliverToPane(at % 2);
          else {
            typed.push(text);
            if (who === 'elsewhere') shared.changeElsewhere({ at, remove: 0, text });
            else shared.type(who === 'first' ? 0 : 1, { at, remove: 0, text });
          }
        }
        shared.settle();
        for (const text of typed) expect(shared.text.split(text)).toHaveLength(2);
        expect(shared.panes.flatMap(({ notices }) => notices)).toEqual([]);
      }),
    );
  });

  it('lose only what they say, when others delete', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const shared = new SharedDocument('one\ntwo\nthree\nfour\n', 1, false);
        const typed: string[] = [];
        for (const [index, { who, at, remove }] of list.entries()) {
          const text = String.fromCharCode(0x4e00 + index);
          if (who === 'to host') shared.deliverToHost(0);
          else if (who === 'to pane') shared.deliverToPane(0);
          else if (who === 'elsewhere') shared.removeOriginal({ at, remove });
          else {
            typed.push(text);
            shared.type(0, { at, remove: 0, text });
          }
        }
        shared.settle();
        const isMissing = typed.some((text) => !shared.text.includes(text));
        expect(shared.panes[0]!.notices.includes(lostNotice)).toBe(isMissing);
      }),
    );
  });
});
