// One line drawing per type of operation, 16 by 16, for pictures and wherever else types are shown. Knows no colour.
import type { OperationType } from '../../../src/graph/model.ts';

const paths: Readonly<Record<OperationType, string>> = {
  // Into a bracket, and out of one.
  source: 'M6 2.5h6.5v11H6M2 8h7M6.5 5.5 9 8l-2.5 2.5',
  sink: 'M10 2.5H3.5v11H10M6 8h8M11.5 5.5 14 8l-2.5 2.5',
  // One shape into another.
  map: 'M1.5 5.5h5v5h-5zM12 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5M7.5 8h1',
  filter: 'M2 3h12L9.5 8.5v4l-3 1.5V8.5z',
  branch: 'M1.5 8H6l4-4.5h4M6 8l4 4.5h4M12 1.5l2 2-2 2M12 10.5l2 2-2 2',
  concatenate: 'M1.5 3.5h4L9.5 8H14M1.5 12.5h4L9.5 8M12 6l2 2-2 2',
  // Layers.
  accumulate: 'M8 2 14 5 8 8 2 5zM2 8l6 3 6-3M2 11l6 3 6-3',
  // A clock.
  delay: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 4.5V8l2.5 1.5',
};

/** The `d` of an SVG path to be stroked, not filled, about 1.3 wide. */
export function iconPath(type: OperationType): string {
  return paths[type];
}
