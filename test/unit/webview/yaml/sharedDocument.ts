// A document and panes on it, with every message between them under way until it is delivered. Knows no protocol's frames.
import { expect } from 'vitest';
import type { EditOutcome } from '../../../../src/protocol/canvas.ts';
import { applyChange, changeOf, type TextChange } from '../../../../webview/graph/yaml/textChange.ts';
import { changeOfEdits, editsOfChange } from '../../../../webview/graph/yaml/textPositions.ts';
import {
  beginSync,
  shownText,
  stepSync,
  type SyncEffect,
  type SyncInput,
  type TextSync,
} from '../../../../webview/graph/yaml/textSync.ts';

type ToHost = Extract<SyncEffect, { kind: 'send' | 'reload' }>;

interface Pane {
  sync: TextSync;
  /** Changed by typing and by patches alone, as an editor is. */
  shown: string;
  readonly notices: string[];
  readonly toHost: ToHost[];
  readonly toPane: SyncInput[];
}

/** Somewhere in a text, by any number. */
export interface Typed {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
}

export class SharedDocument {
  text: string;
  readonly panes: readonly Pane[];
  #version = 1;
  readonly #answersFirst: boolean;

  /** `answersFirst`: a pane hears what became of its edit before the document tells the change. */
  constructor(text: string, panes: number, answersFirst: boolean) {
    this.text = text;
    this.#answersFirst = answersFirst;
    this.panes = Array.from({ length: panes }, () => ({
      sync: beginSync({ version: 1, text }),
      shown: text,
      notices: [],
      toHost: [],
      toPane: [],
    }));
  }

  type(pane: number, typed: Typed): void {
    const { shown } = this.panes[pane]!;
    const change = changeAt(shown, typed);
    this.panes[pane]!.shown = applyChange(shown, change);
    this.#step(this.panes[pane]!, { kind: 'typed', change });
  }

  changeElsewhere(typed: Typed): void {
    this.#change(changeAt(this.text, typed));
  }

  /** Deletes only what stood there from the start. */
  removeOriginal({ at, remove }: { readonly at: number; readonly remove: number }): void {
    const offset = at % (this.text.length + 1);
    const length = /^[a-z\n]*/u.exec(this.text.slice(offset, offset + remove))![0].length;
    if (length > 0) this.#change(changeOf([{ offset, length, text: '' }]));
  }

  deliverToHost(pane: number): void {
    const { toHost, toPane } = this.panes[pane % this.panes.length]!;
    const asked = toHost.shift();
    if (asked?.kind === 'reload') {
      const { text } = this;
      toPane.push({ kind: 'reloaded', document: { version: this.#version, text } });
    } else if (asked) {
      const answer = (outcome: EditOutcome): unknown => toPane.push({ kind: 'answered', outcome });
      if (asked.version !== this.#version) answer({ kind: 'stale' });
      else {
        if (this.#answersFirst) answer({ kind: 'done', created: [] });
        this.#change(changeOfEdits(this.text, asked.edits));
        if (!this.#answersFirst) answer({ kind: 'done', created: [] });
      }
    }
  }

  deliverToPane(pane: number): void {
    const to = this.panes[pane % this.panes.length]!;
    const input = to.toPane.shift();
    if (input) this.#step(to, input);
  }

  /** Delivers everything, also what follows from it. */
  settle(): void {
    for (
      let round = 0;
      this.panes.some(({ toHost, toPane }) => toHost.length + toPane.length > 0);
      round += 1
    ) {
      if (round > 1000) throw new Error('The panes never come to rest.');
      this.deliverToHost(round);
      this.deliverToPane(round);
      this.deliverToPane(round + 1);
    }
  }

  expectPatched(): void {
    for (const { shown, sync } of this.panes) expect(shown).toBe(shownText(sync));
  }

  #change(change: TextChange): void {
    const since = this.#version;
    const edits = editsOfChange(this.text, change);
    this.text = applyChange(this.text, change);
    this.#version += 1;
    for (const { toPane } of this.panes)
      toPane.push({ kind: 'changed', change: { since, version: this.#version, edits } });
  }

  #step(pane: Pane, input: SyncInput): void {
    const { sync, effects } = stepSync(pane.sync, input);
    pane.sync = sync;
    for (const effect of effects)
      if (effect.kind === 'patch') pane.shown = applyChange(pane.shown, effect.change);
      else if (effect.kind === 'tell') pane.notices.push(effect.notice);
      else pane.toHost.push(effect);
  }
}

function changeAt(text: string, { at, remove, text: inserted }: Typed): TextChange {
  const offset = at % (text.length + 1);
  return changeOf([{ offset, length: Math.min(remove, text.length - offset), text: inserted }]);
}
