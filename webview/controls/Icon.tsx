// Small pictures in the colour of the words around them, drawn here: 16 by 16. They say nothing that words do not say too.
import type { ReactElement } from 'react';

const paths = {
  add: 'M8 3v10M3 8h10',
  remove: 'M4 4l8 8M12 4l-8 8',
  goTo: 'M3 8h9M8.5 4.5L12 8l-3.5 3.5',
  open: 'M7 3H3v10h10V9M9 3h4v4M13 3L7.5 8.5',
  error: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  warning: 'M8 2.5L14 13H2zM8 6.5v3M8 11v.6',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7v4M8 4.8v.6',
  hint: 'M8 5v3.5M8 10.6v.6M3 13.5h10',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg className="control-icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />
    </svg>
  );
}
