// Something that floats at a point of the window, kept inside it, and goes when somebody presses elsewhere. Knows nothing of
// what floats.
import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';

const MARGIN = 8;

interface Floating {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly style: CSSProperties;
}

export function useFloating({ x, y }: CanvasPoint, onClose: () => void): Floating {
  const place = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState<CanvasPoint>({ x, y });
  useLayoutEffect(() => {
    const box = place.current?.getBoundingClientRect();
    if (!box) return;
    setCorner({
      x: Math.max(MARGIN, Math.min(x, window.innerWidth - box.width - MARGIN)),
      y: Math.max(MARGIN, Math.min(y, window.innerHeight - box.height - MARGIN)),
    });
  }, [x, y]);
  useEffect(() => {
    const press = ({ target }: PointerEvent): void => {
      if (!(target instanceof Node && place.current?.contains(target))) onClose();
    };
    window.addEventListener('pointerdown', press, true);
    return () => window.removeEventListener('pointerdown', press, true);
  }, [onClose]);
  return { place, style: { left: corner.x, top: corner.y } };
}
