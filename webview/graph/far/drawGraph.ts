// Draws a graph from afar on a canvas element: boxes in the colours of their types, names as long as they can be read, curves.
// Sizes repeat nodes.css. Knows no element and no state.
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import type { Surface } from '../canvas/useDrawing.ts';
import { type Box, sightOf } from '../canvas/minimapView.ts';
import type { ConnectionData, GhostData, OperationData } from '../state/flowContent.ts';
import type { Camera } from '../state/keptCanvas.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import { type Curve, curveOf, pointAt } from './curves.ts';
import { drawConnectionMarks, drawMarks, type Marks, type NodeMarks } from './drawMarks.ts';
import type { Scene } from './findUnder.ts';
import { drawName } from './drawName.ts';
import type { FarSurface } from './farSurface.ts';

/** How things of a scene look. */
export interface Look {
  readonly isSelected: (id: string) => boolean;
  readonly isDim: (id: string) => boolean;
  readonly marksOf: (id: string, data: OperationData) => NodeMarks;
  readonly connectionMarksOf: (data: ConnectionData) => Marks;
}

/** Names and numbers are drawn from here on. */
const NAMES_ZOOM = 0.25;

/** Nodes smaller than that have no room for more than the colour of their type, nor connections for an arrow. */
const BOX_ZOOM = 0.12;

/** Draws what `camera` has in sight. */
export function drawGraph(surface: Surface, camera: Camera, scene: Scene, look: Look): void {
  const { context } = surface;
  const sight = sightOf(camera, surface);
  const far: FarSurface = { ...surface, zoom: camera.zoom };
  context.save();
  context.translate(camera.x, camera.y);
  context.scale(camera.zoom, camera.zoom);
  drawConnections(far, sight, scene, look);
  drawNodes(far, sight, scene, look);
  context.restore();
}

function drawConnections(surface: FarSurface, sight: Box, scene: Scene, look: Look): void {
  const { context, colors, zoom } = surface;
  for (const [id, data] of scene.content.connections) {
    const curve = curveOf(data, scene.positions, scene.content);
    if (!curve || !mayBeSeen(curve, sight)) continue;
    const isSelected = look.isSelected(id);
    context.globalAlpha = isDim(data, look) ? 0.25 : 1;
    context.strokeStyle = isSelected ? colors.selection : colors.edge;
    context.fillStyle = context.strokeStyle;
    context.lineWidth = Math.max(isSelected ? 3 : 1.5, (isSelected ? 2 : 0.7) / zoom);
    drawCurve(context, curve);
    if (zoom >= BOX_ZOOM) drawArrow(context, curve);
    drawConnectionMarks(surface, pointAt(curve, 0.5), look.connectionMarksOf(data));
  }
  context.globalAlpha = 1;
}

function isDim({ source, target }: ConnectionData, look: Look): boolean {
  return look.isDim(source) || look.isDim(target);
}

function drawCurve(context: CanvasRenderingContext2D, { start, startBend, endBend, end }: Curve): void {
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.bezierCurveTo(startBend.x, startBend.y, endBend.x, endBend.y, end.x, end.y);
  context.stroke();
}

function drawArrow(context: CanvasRenderingContext2D, { end }: Curve): void {
  context.beginPath();
  context.moveTo(end.x, end.y);
  context.lineTo(end.x - 7, end.y - 5);
  context.lineTo(end.x - 7, end.y + 5);
  context.fill();
}

function mayBeSeen({ start, startBend, endBend, end }: Curve, sight: Box): boolean {
  const [left, right] = [Math.min(start.x, endBend.x), Math.max(end.x, startBend.x)];
  const [top, bottom] = [Math.min(start.y, end.y), Math.max(start.y, end.y)];
  return (
    right >= sight.x && left <= sight.x + sight.width && bottom >= sight.y && top <= sight.y + sight.height
  );
}

function drawNodes(surface: FarSurface, sight: Box, { content, positions }: Scene, look: Look): void {
  const isSeen = (at: CanvasPoint | undefined): at is CanvasPoint =>
    at !== undefined &&
    at.x + nodeWidth >= sight.x &&
    at.x <= sight.x + sight.width &&
    at.y + nodeHeight >= sight.y &&
    at.y <= sight.y + sight.height;
  for (const [id, data] of content.operations) {
    const at = positions[id];
    if (isSeen(at)) drawOperation(surface, at, id, data, look);
  }
  for (const [id, data] of content.ghosts) {
    const at = positions[id];
    if (isSeen(at)) drawGhost(surface, at, data);
  }
}

function drawOperation(
  surface: FarSurface,
  at: CanvasPoint,
  id: string,
  data: OperationData,
  look: Look,
): void {
  const { context, colors, zoom } = surface;
  const isDim = look.isDim(id);
  const accent = isDim ? colors.nodeBorder : colors.accents[data.type];
  if (zoom < BOX_ZOOM) {
    context.fillStyle = accent;
    context.fillRect(at.x, at.y, nodeWidth, nodeHeight);
  } else drawBox(surface, at, { accent, background: isDim ? colors.background : colors.nodeBackground });
  if (look.isSelected(id)) drawSelection(surface, at);
  if (zoom >= NAMES_ZOOM) drawName(surface, at, data, isDim);
  drawMarks(surface, at, look.marksOf(id, data), zoom >= NAMES_ZOOM);
}

function drawBox(
  { context, colors, zoom }: FarSurface,
  { x, y }: CanvasPoint,
  { accent, background }: { readonly accent: string; readonly background: string },
): void {
  context.fillStyle = background;
  context.fillRect(x, y, nodeWidth, nodeHeight);
  context.lineWidth = Math.max(1, 0.5 / zoom);
  context.strokeStyle = colors.nodeBorder;
  context.strokeRect(x, y, nodeWidth, nodeHeight);
  context.fillStyle = accent;
  context.fillRect(x, y, Math.max(4, 2 / zoom), nodeHeight);
}

/** Outside of the box, where it has no colour beside it. */
function drawSelection({ context, colors, zoom }: FarSurface, { x, y }: CanvasPoint): void {
  context.lineWidth = Math.max(2, 1.5 / zoom);
  context.strokeStyle = colors.selection;
  const gap = context.lineWidth / 2;
  context.strokeRect(x - gap, y - gap, nodeWidth + 2 * gap, nodeHeight + 2 * gap);
}

function drawGhost(surface: FarSurface, at: CanvasPoint, { name }: GhostData): void {
  const { context, colors, zoom } = surface;
  context.strokeStyle = colors.severities.error;
  context.lineWidth = Math.max(1, 0.7 / zoom);
  context.setLineDash([6, 4]);
  context.strokeRect(at.x, at.y, nodeWidth, nodeHeight);
  context.setLineDash([]);
  if (zoom >= NAMES_ZOOM) drawName(surface, at, { name }, false);
}
