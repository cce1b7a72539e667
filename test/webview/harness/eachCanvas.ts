// Describes tests of the canvas. Where there is no browser they are skipped; after each, nothing may have gone wrong in a page.
import { afterEach, describe, expect, inject } from 'vitest';
import { CanvasPage } from './canvasPage.ts';
import { type CanvasOptions, openCanvas } from './openCanvas.ts';

export interface CanvasTests {
  /** Closed by itself. */
  readonly open: (options?: CanvasOptions) => Promise<CanvasPage>;
}

export function describeCanvas(name: string, tests: (canvases: CanvasTests) => void): void {
  describe.skipIf(inject('chromium') === '')(name, () => {
    let opened: CanvasPage[] = [];
    afterEach(async () => {
      const faults = opened.flatMap((canvas) => canvas.faults);
      await Promise.all(opened.map((canvas) => canvas.close()));
      opened = [];
      expect(faults).toEqual([]);
    });
    tests({
      open: async (options) => {
        const canvas = new CanvasPage(await openCanvas(options));
        opened.push(canvas);
        return canvas;
      },
    });
  });
}
