// A number on a node from afar, where its badge has no room: as large on the screen however far away. Knows no state.
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import type { FarSurface } from './farSurface.ts';

export interface Pill {
  /** A few letters. */
  readonly text: string;
  /** `past`, `passed` and `missed` are outlined; `past` and `missed` by dashes. */
  readonly look: 'running' | 'failing' | 'past' | 'passed' | 'missed';
}

/** Pixels of the screen. */
const TEXT_SIZE = 9;
/** Of the text's size; digits are about as wide, so that nothing has to be measured. */
const LETTER_WIDTH = 0.62;

/** Over the lower edge of the node whose corner is `at`. */
export function drawPill(surface: FarSurface, at: CanvasPoint, { text, look }: Pill): void {
  const { context, colors, zoom } = surface;
  const size = TEXT_SIZE / zoom;
  const width = Math.min(size * (text.length * LETTER_WIDTH + 1), nodeWidth);
  const height = size * 1.3;
  const [left, top] = [at.x + (nodeWidth - width) / 2, at.y + nodeHeight - height * 0.4];
  const { fill, line, ink } = pillColors(surface, look);
  context.fillStyle = fill;
  context.fillRect(left, top, width, height);
  context.lineWidth = 1 / zoom;
  context.strokeStyle = line;
  if (look === 'past' || look === 'missed') context.setLineDash([3 / zoom, 2 / zoom]);
  context.strokeRect(left, top, width, height);
  context.setLineDash([]);
  context.font = `600 ${String(size)}px ${colors.font}`;
  context.fillStyle = ink;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillText(text, left + width / 2, top + height / 2, width);
  context.textAlign = 'start';
}

function pillColors(
  { colors }: FarSurface,
  look: Pill['look'],
): { readonly fill: string; readonly line: string; readonly ink: string } {
  const { background, text, faintText, badge, badgeText, severities, testPassed, testFailed } = colors;
  switch (look) {
    case 'running':
      return { fill: badge, line: badge, ink: badgeText };
    case 'failing':
      return { fill: background, line: severities.error, ink: text };
    case 'past':
      return { fill: background, line: faintText, ink: faintText };
    case 'passed':
      return { fill: background, line: testPassed, ink: text };
    case 'missed':
      return { fill: background, line: testFailed, ink: text };
  }
}
