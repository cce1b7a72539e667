// Which panes are to be seen, and what a person's choice does to that.
import { expect, it } from 'vitest';
import {
  type CanvasView,
  initialView,
  keepView,
  restoreView,
} from '../../../../webview/graph/state/canvasView.ts';
import { foldPane, lookOf, openPane, togglePane } from '../../../../webview/graph/state/panes.ts';

const at = (width: number, view: Partial<CanvasView> = {}): CanvasView => ({
  ...initialView,
  ...view,
  width,
});
const looks = (view: CanvasView): string[] => [lookOf(view, 'palette'), lookOf(view, 'inspector')];

it('folds panes by themselves as the window gets narrower', () => {
  expect(looks(at(1400))).toEqual(['beside', 'beside']);
  expect(looks(at(859))).toEqual(['beside', 'folded']);
  expect(looks(at(500))).toEqual(['folded', 'folded']);
});

it('opens them over the canvas there when they are asked for, and remembers that', () => {
  const narrow = at(700);
  const opened = { ...narrow, ...togglePane(narrow, 'inspector') };
  expect(looks(opened)).toEqual(['beside', 'over']);
  expect(looks(at(1400, opened))).toEqual(['beside', 'beside']);
  expect(looks(at(700, at(1400, opened)))).toEqual(['beside', 'over']);
  expect(looks({ ...opened, ...foldPane(opened, 'inspector') })).toEqual(['beside', 'folded']);
  const again = restoreView(JSON.parse(JSON.stringify(keepView(opened))));
  expect(looks(at(700, again))).toEqual(['beside', 'over']);
});

it('leaves a pane closed that a person closed, however wide the window gets', () => {
  const wide = at(1400);
  const closed = { ...wide, ...togglePane(wide, 'inspector') };
  expect(looks(closed)).toEqual(['beside', 'folded']);
  expect(looks(at(1400, at(500, closed)))).toEqual(['beside', 'folded']);
});

it('lets one pane over the canvas take the place of another one where both would hide it', () => {
  const small = at(540);
  const palette = { ...small, ...openPane(small, 'palette') };
  const inspector = { ...palette, ...openPane(palette, 'inspector') };
  expect(looks(inspector)).toEqual(['folded', 'over']);
  const thin = at(540, { inspectorWidth: 200, paletteWidth: 120 });
  const both = { ...thin, ...openPane(thin, 'palette') };
  expect(looks({ ...both, ...openPane(both, 'inspector') })).toEqual(['over', 'over']);
});
