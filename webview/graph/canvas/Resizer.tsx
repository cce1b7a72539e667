// The edge of a pane, by which it is made wider or higher: with the pointer or with arrow keys.
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';

const STEP = 20;

interface ResizerProps {
  /** What is sized: `Properties`. */
  readonly label: string;
  /** On which side of the resizer the pane lies. */
  readonly side: 'left' | 'right' | 'below';
  readonly size: number;
  readonly least: number;
  readonly most: number;
  readonly onSize: (size: number) => void;
}

export function Resizer({ label, side, size, least, most, onSize }: ResizerProps): ReactElement {
  const isUpright = side !== 'below';
  const sign = side === 'left' ? 1 : -1;
  const take = (next: number): void => onSize(Math.round(Math.min(most, Math.max(least, next))));
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const { currentTarget, pointerId } = event;
    const from = isUpright ? event.clientX : event.clientY;
    currentTarget.setPointerCapture(pointerId);
    const move = (moved: globalThis.PointerEvent): void =>
      take(size + sign * ((isUpright ? moved.clientX : moved.clientY) - from));
    currentTarget.addEventListener('pointermove', move);
    currentTarget.addEventListener(
      'lostpointercapture',
      () => currentTarget.removeEventListener('pointermove', move),
      { once: true },
    );
  };
  const press = (event: KeyboardEvent): void => {
    const [less, more] = isUpright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key !== less && event.key !== more) return;
    event.preventDefault();
    take(size + sign * (event.key === more ? STEP : -STEP));
  };
  return (
    <div
      className={`resizer ${isUpright ? 'is-upright' : 'is-flat'}`}
      role="separator"
      tabIndex={0}
      aria-label={`Size of ${label}`}
      aria-orientation={isUpright ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      onPointerDown={drag}
      onKeyDown={press}
    />
  );
}
