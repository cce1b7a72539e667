// Every picture of the editor, drawn here: 16 by 16, in the colour of the text around. Knows no theme.
import type { ReactElement } from 'react';
import type { OperationType } from '../../../src/graph/model.ts';
import { iconPath } from '../pictures/typeIcons.ts';

const paths = {
  add: 'M8 3v10M3 8h10',
  arrange: 'M2 6h4v4H2zM10 2h4v4h-4zM10 10h4v4h-4zM6 8h2V4h2M8 8v4h2',
  fit: 'M2.5 6V2.500H6M10 2.500h3.500V6M13.5 10v3.500H10M6 13.500H2.500V10',
  search: 'M7 2.500a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3 14 14',
  next: 'M3.5 6 8 10.5 12.5 6',
  previous: 'M3.5 10 8 5.5 12.5 10',
  close: 'M4 4l8 8M12 4l-8 8',
  help: 'M5.5 6a2.5 2.5 0 1 1 3.8 2.100c-.8.5-1.3 1-1.3 1.900M8 12.300v.400',
  run: 'M5 3l8 5-8 5z',
  debug:
    'M5.5 6.500a2.5 2.5 0 0 1 5 0v3a2.5 2.5 0 0 1-5 0zM3 5l2.5 1.500M13 5l-2.5 1.500M2.5 8.500h3M10.5 8.500h3M3 13l2.5-2M13 13l-2.5-2M6.5 4.2 5.5 2.500M9.5 4.200l1-1.7',
  text: 'M4 2.500h5.500L12 5v8.500H4zM6 7h4M6 9.500h4',
  inspector: 'M2.5 3h11v10h-11zM9.5 3v10',
  palette: 'M2.5 3h11v10h-11zM6.5 3v10',
  minimap: 'M2.5 3h11v10h-11zM8.5 8.500h3.500v3H8.500z',
  marquee: 'M3 5V3h2M7 3h2M11 3h2v2M13 7v2M13 11v2h-2M9 13H7M5 13H3v-2M3 9V7',
  error: 'M8 2.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M6 6l4 4M10 6l-4 4',
  warning: 'M8 2.5 14 13H2zM8 6.500v3M8 11v.500',
  info: 'M8 2.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 7.500v3.500M8 5v.500',
  module: 'M8 2l5.5 3v6L8 14l-5.5-3V5zM2.5 5 8 8l5.5-3M8 8v6',
  picture: 'M2.5 3h11v10h-11zM3 11l3-3.5 2.5 2.500L10.5 8l2.5 3M10.5 5.500v.500',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  grid: 'M2.5 2.5h11v11h-11zM2.5 8h11M8 2.5v11',
  yaml: 'M5.5 3 2 8l3.5 5M10.5 3 14 8l-3.5 5',
  zoomIn: 'M8 4v8M4 8h8',
  zoomOut: 'M4 8h8',
} as const;

export type IconName = keyof typeof paths;

/** Says nothing to a screen reader: the words beside it do. */
export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return <Drawing path={paths[name]} />;
}

/** Every type of operation has a picture of its own. */
export function TypeIcon({ type }: { readonly type: OperationType }): ReactElement {
  return <Drawing path={iconPath(type)} />;
}

function Drawing({ path }: { readonly path: string }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}
