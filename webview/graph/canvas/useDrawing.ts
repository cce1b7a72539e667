// Ties a canvas element to what is drawn on it: draws once per frame at most, when something it shows has changed. Knows no graph.
import { useStoreApi } from '@xyflow/react';
import { type RefObject, useEffect, useRef } from 'react';
import { followThemeChanges } from '../themeChanges.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import { type DrawColors, readColors } from './drawColors.ts';
import type { Size } from './panToShow.ts';

/** Sizes are in pixels of the window, and the context counts in these. */
export interface Surface extends Size {
  readonly context: CanvasRenderingContext2D;
  readonly colors: DrawColors;
}

/** `draw` is called with the newest state only; what it depends on is the session, the camera and the theme. */
export function useDrawing(
  session: CanvasSession,
  draw: (surface: Surface) => void,
): RefObject<HTMLCanvasElement | null> {
  const store = useStoreApi();
  const element = useRef<HTMLCanvasElement>(null);
  const newest = useRef(draw);
  useEffect(() => {
    newest.current = draw;
  });
  useEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    let colors = readColors(context);
    // Asked once: asking for every frame makes the page lay itself out.
    let size: Size = { width: canvas.clientWidth, height: canvas.clientHeight };
    let frame = 0;
    const paint = (): void => {
      frame = 0;
      clear(canvas, context, size);
      newest.current({ ...size, context, colors });
    };
    const ask = (): void => {
      frame ||= requestAnimationFrame(paint);
    };
    const { arrangement, editor, view, overlay } = session;
    const ends = [
      ...[store, arrangement, editor, view, overlay].map(({ subscribe }) => subscribe(ask)),
      followThemeChanges(document, () => {
        colors = readColors(context);
        ask();
      }),
    ];
    const resize = new ResizeObserver(() => {
      size = { width: canvas.clientWidth, height: canvas.clientHeight };
      ask();
    });
    resize.observe(canvas);
    paint();
    return () => {
      cancelAnimationFrame(frame);
      resize.disconnect();
      for (const end of ends) end();
    };
  }, [session, store]);
  return element;
}

/** As many pixels as the screen has. */
function clear(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, { width, height }: Size): void {
  const ratio = window.devicePixelRatio;
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
}
