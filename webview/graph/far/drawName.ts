// The name of a node with the picture of its type, drawn from afar. Knows no state.
import type { OperationType } from '../../../src/graph/model.ts';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import type { OperationData } from '../state/flowContent.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import { iconPath } from '../pictures/typeIcons.ts';
import type { FarSurface } from './farSurface.ts';

const ICON_X = 14;
const ICON_SIZE = 16;
const TEXT_X = 38;
const ROOM = nodeWidth - TEXT_X - 12;
/** Wider than letters are on average, so that nothing has to be measured. */
const LETTER_WIDTH = 8;

export type Named = Pick<OperationData, 'name'> & { readonly type?: OperationType };

/** `at` is the corner of the node; the context counts in pixels of the graph. */
export function drawName(
  { context, colors, zoom }: FarSurface,
  at: CanvasPoint,
  { name, type }: Named,
  isDim: boolean,
): void {
  if (type) {
    context.save();
    context.translate(at.x + ICON_X, at.y + (nodeHeight - ICON_SIZE) / 2);
    context.lineWidth = Math.max(1.3, 0.7 / zoom);
    context.strokeStyle = isDim ? colors.nodeBorder : colors.accents[type];
    context.stroke(pathOf(type));
    context.restore();
  }
  context.font = `600 ${String(isDim ? 13 : 14)}px ${colors.font}`;
  context.fillStyle = isDim ? colors.faintText : colors.text;
  context.textBaseline = 'middle';
  context.fillText(endOf(name), at.x + TEXT_X, at.y + nodeHeight / 2, ROOM);
}

/** The end of a name tells more than its beginning. */
function endOf(name: string): string {
  const most = Math.floor(ROOM / LETTER_WIDTH);
  return name.length <= most ? name : `…${name.slice(1 - most)}`;
}

const paths = new Map<OperationType, Path2D>();

function pathOf(type: OperationType): Path2D {
  const path = paths.get(type) ?? new Path2D(iconPath(type));
  paths.set(type, path);
  return path;
}
