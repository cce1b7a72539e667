// The dots of the grid behind the graph. They are one opaque layer that is only moved while the picture moves: painting them for
// every frame takes longer than all nodes in sight. Knows no graph.
import { useStoreApi } from '@xyflow/react';
import { type ReactElement, useEffect, useRef } from 'react';

/** Between dots, in pixels of the canvas; nodes that keep to the grid lie on them. */
export const gridGap = 20;

/** Dots nearer to each other than so many pixels of the screen are noise, and left out. */
const LEAST_GAP = 8;

export function Dots(): ReactElement {
  const store = useStoreApi();
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let drawnZoom = 0;
    const follow = (): void => {
      const [x, y, zoom] = store.getState().transform;
      const style = layer.current?.style;
      if (!style) return;
      const gap = gridGap * zoom;
      if (zoom !== drawnZoom) {
        drawnZoom = zoom;
        style.setProperty('--gap', `${String(gap)}px`);
        style.setProperty('--dot', gap < LEAST_GAP ? 'transparent' : null);
      }
      // Whole pixels: a layer between them is drawn anew.
      style.transform = `translate(${String(Math.round(x % gap))}px, ${String(Math.round(y % gap))}px)`;
    };
    follow();
    return store.subscribe(follow);
  }, [store]);
  return <div ref={layer} className="dots" aria-hidden="true" />;
}
