// The breakpoint of one operation or connection. VS Code keeps breakpoints; here they are only shown and toggled.
import type { MouseEvent, ReactElement } from 'react';
import type { CanvasBreakpoint } from '../../../src/protocol/canvas.ts';
import './run.css';

interface BreakpointDotProps {
  readonly onToggle: () => void;
  readonly breakpoint: CanvasBreakpoint | undefined;
  /** What it is on, as people call it: `source`, or `source to filter`. */
  readonly place: string;
}

export function BreakpointDot({ onToggle, breakpoint, place }: BreakpointDotProps): ReactElement {
  const state = breakpoint ? (breakpoint.isEnabled ? 'on' : 'disabled') : 'off';
  const label = `${state === 'off' ? 'Add' : 'Remove'} breakpoint: ${place}`;
  const toggle = (event: MouseEvent): void => {
    // The node below would be selected.
    event.stopPropagation();
    onToggle();
  };
  return (
    <button
      type="button"
      // The canvas is one stop of the Tab key, and has a key for this.
      tabIndex={-1}
      className="run-breakpoint nodrag nopan"
      data-state={state}
      aria-pressed={state !== 'off'}
      aria-label={`Breakpoint: ${place}${state === 'disabled' ? ' (disabled)' : ''}`}
      title={label}
      onClick={toggle}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}

/** The breakpoint on an operation. */
export function breakpointOn(
  breakpoints: readonly CanvasBreakpoint[],
  place: CanvasBreakpoint['target'],
): CanvasBreakpoint | undefined {
  return breakpoints.find(({ target }) =>
    'operation' in place
      ? 'operation' in target && target.operation === place.operation
      : 'from' in target && target.from === place.from && target.arm === place.arm && target.to === place.to,
  );
}
