// What has to be seen of a node from afar beside its box: problems, a breakpoint, what a run does, faults. Knows no state.
import type { Severity } from '../../../src/graph/problem.ts';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import { drawPill, type Pill } from './drawPill.ts';
import type { FarSurface } from './farSurface.ts';

/** Of a connection. */
export interface Marks {
  readonly worst: Severity | undefined;
  readonly breakpoint: 'on' | 'disabled' | undefined;
}

export interface NodeMarks extends Marks {
  readonly run: 'stopped' | 'failing' | 'running' | undefined;
  /** By faults that are in force. */
  readonly isDisturbed: boolean;
  /** How many messages came by, of a run or of the tests. */
  readonly pill: Pill | undefined;
}

/** `at` is the middle of the connection. */
export function drawConnectionMarks(
  surface: FarSurface,
  at: CanvasPoint,
  { worst, breakpoint }: Marks,
): void {
  const radius = radiusOf(surface);
  if (worst !== undefined) dot(surface, at, radius, surface.colors.severities[worst]);
  if (breakpoint) dot(surface, at, radius, breakpointColor(surface, breakpoint));
}

/** `at` is the corner of the node. With `hasNumbers`, numbers can be read at this zoom. */
export function drawMarks(
  surface: FarSurface,
  at: CanvasPoint,
  { worst, breakpoint, run, isDisturbed, pill }: NodeMarks,
  hasNumbers: boolean,
): void {
  const { context, colors, zoom } = surface;
  const radius = radiusOf(surface);
  if (worst !== undefined)
    dot(surface, { x: at.x + nodeWidth - 20, y: at.y }, radius, colors.severities[worst]);
  if (breakpoint) dot(surface, at, radius, breakpointColor(surface, breakpoint));
  if (run === 'stopped') {
    context.strokeStyle = colors.stopped;
    context.lineWidth = Math.max(4, 3 / zoom);
    context.strokeRect(at.x, at.y, nodeWidth, nodeHeight);
  } else if (run && !hasNumbers) {
    context.fillStyle = run === 'failing' ? colors.severities.error : colors.badge;
    context.fillRect(at.x + 12, at.y + nodeHeight - radius / 2, 60, radius);
  }
  if (pill && hasNumbers) drawPill(surface, at, pill);
  if (isDisturbed) diamond(surface, { x: at.x + nodeWidth - 20, y: at.y + nodeHeight }, radius);
}

/** No dot, so that it is told from problems without its colour. */
function diamond({ context, colors, zoom }: FarSurface, { x, y }: CanvasPoint, radius: number): void {
  context.beginPath();
  context.moveTo(x, y - radius);
  context.lineTo(x + radius, y);
  context.lineTo(x, y + radius);
  context.lineTo(x - radius, y);
  context.closePath();
  context.fillStyle = colors.severities.warning;
  context.fill();
  context.lineWidth = 1 / zoom;
  context.strokeStyle = colors.background;
  context.stroke();
}

/** Four pixels of the screen at least. */
function radiusOf({ zoom }: FarSurface): number {
  return Math.max(9, 4 / zoom);
}

function breakpointColor({ colors }: FarSurface, state: 'on' | 'disabled'): string {
  return state === 'on' ? colors.breakpoint : colors.nodeBorder;
}

/** With a rim, so that it stands out from what is below. */
function dot(
  { context, colors, zoom }: FarSurface,
  { x, y }: CanvasPoint,
  radius: number,
  color: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.lineWidth = 1 / zoom;
  context.strokeStyle = colors.background;
  context.stroke();
}
