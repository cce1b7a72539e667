// The breakpoint of one operation or connection. VS Code keeps breakpoints; here they are only shown and toggled.
import type { MouseEvent, ReactElement } from 'react';
import type { Range } from '../../../src/base/position.ts';
import type { CanvasBreakpoint } from '../../../src/protocol/canvas.ts';
import type { CanvasHost } from '../connectHost.ts';
import './run.css';

interface BreakpointDotProps {
  readonly host: Pick<CanvasHost, 'notify'>;
  /** Of the operation's or connection's entry in the text. */
  readonly range: Range;
  readonly breakpoint: CanvasBreakpoint | undefined;
  /** What it is on, as people call it: `source`, or `source to filter`. */
  readonly place: string;
}

export function BreakpointDot({ host, range, breakpoint, place }: BreakpointDotProps): ReactElement {
  const state = breakpoint ? (breakpoint.isEnabled ? 'on' : 'disabled') : 'off';
  const label = `${state === 'off' ? 'Add' : 'Remove'} breakpoint: ${place}`;
  const toggle = (event: MouseEvent): void => {
    // The node below would be selected.
    event.stopPropagation();
    host.notify('toggleBreakpoint', { range });
  };
  return (
    <button
      type="button"
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
