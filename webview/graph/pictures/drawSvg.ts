// A graph as a picture that stands alone: one SVG text with its own colours and no fonts, scripts or foreign parts. Pure; knows
// neither page nor host.
import type { Arm, OperationType } from '../../../src/graph/model.ts';
import type { Point } from '../layout/layoutRequest.ts';
import { nodeHeight, nodeWidth, outputsOf } from '../state/nodeSizes.ts';
import { iconPath } from './typeIcons.ts';

/** As much of a CanvasGraph as is drawn. */
export interface PictureGraph {
  readonly metadata: { readonly name: string; readonly description?: string };
  readonly operations: readonly {
    readonly name: string;
    readonly type: OperationType;
    readonly module?: string;
  }[];
  readonly connections: readonly { readonly from: string; readonly arm?: Arm; readonly to: string }[];
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** CSS colours, resolved. */
export interface PictureColors {
  readonly background: string;
  readonly nodeBackground: string;
  readonly nodeBorder: string;
  readonly text: string;
  readonly faintText: string;
  readonly edge: string;
  readonly accents: Readonly<Record<OperationType, string>>;
}

export interface Picture {
  readonly graph: PictureGraph;
  /** By name; operations without a place are left out. */
  readonly positions: Readonly<Record<string, Point>>;
  /** By name; `usualSize` for those that are not in it. */
  readonly sizes: Readonly<Record<string, PictureSize>>;
  readonly colors: PictureColors;
}

export const usualSize: PictureSize = { width: nodeWidth, height: nodeHeight };

const MARGIN = 24;
const font = 'font-family="system-ui, -apple-system, \'Segoe UI\', Roboto, Ubuntu, Cantarell, sans-serif"';

type DrawnNode = PictureGraph['operations'][number] & Point & PictureSize;

/** A whole SVG document, in pixels of the canvas. */
export function drawSvg({ graph, positions, sizes, colors }: Picture): string {
  const nodes = new Map<string, DrawnNode>();
  for (const operation of graph.operations) {
    const at = own(positions, operation.name);
    if (!at || nodes.has(operation.name)) continue;
    const { width, height } = own(sizes, operation.name) ?? usualSize;
    nodes.set(operation.name, { ...operation, x: at.x, y: at.y, width, height });
  }
  const { x, y, width, height } = boundsOf([...nodes.values()]);
  const title = graph.metadata.name || 'Graph';
  const box = [x, y, width, height].map(round);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" ` +
      `width="${round(width)}" height="${round(height)}" viewBox="${box.join(' ')}" ${font}>`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(describe(graph))}</desc>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">' +
      `<path d="M0 0 8 4 0 8z" fill="${escapeXml(colors.edge)}"/></marker></defs>`,
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${escapeXml(colors.background)}"/>`,
    ...graph.connections.map((connection) => drawEdge(connection, nodes, colors)),
    ...[...nodes.values()].map((node) => drawNode(node, colors)),
    ...graph.connections.map((connection) => drawArm(connection, nodes, colors)),
    '</svg>',
  ]
    .filter((line) => line !== '')
    .join('\n')
    .concat('\n');
}

/** Safe between tags and in double quotes; characters that XML cannot hold become the sign for unknown ones. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function boundsOf(nodes: readonly DrawnNode[]): Point & PictureSize {
  if (nodes.length === 0) return { x: 0, y: 0, width: 2 * MARGIN, height: 2 * MARGIN };
  const left = Math.min(...nodes.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...nodes.map(({ y }) => y)) - MARGIN;
  const right = Math.max(...nodes.map(({ x, width }) => x + width)) + MARGIN;
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height)) + MARGIN;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The whole graph as sentences, for people who do not see it. */
function describe({ metadata, operations, connections }: PictureGraph): string {
  const ways = connections.map(({ from, arm, to }) => `${from}${arm ? ` (${arm})` : ''} to ${to}`);
  return [
    ...(metadata.description ? [metadata.description] : []),
    `Operations: ${operations.map(({ name, type }) => `${name} (${type})`).join(', ')}.`,
    ...(ways.length > 0 ? [`Connections: ${ways.join(', ')}.`] : []),
  ].join('\n');
}

function drawNode(node: DrawnNode, colors: PictureColors): string {
  const { x, y, width, height, name, type, module } = node;
  const accent = escapeXml(colors.accents[type]);
  const below = module === undefined ? type : `${type} · ${module}`;
  const room = width - 48;
  const middle = y + height / 2;
  return [
    `<g><title>${escapeXml(`${name} (${below})`)}</title>`,
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="6" ` +
      `fill="${escapeXml(colors.nodeBackground)}" stroke="${escapeXml(colors.nodeBorder)}"/>`,
    `<path d="M${round(x + 6)} ${round(y)}a6 6 0 0 0-6 6v${round(height - 12)}a6 6 0 0 0 6 6z" fill="${accent}"/>`,
    `<g transform="translate(${round(x + 16)} ${round(middle - 10)}) scale(1.25)" fill="none" stroke="${accent}" ` +
      `stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"><path d="${iconPath(type)}"/></g>`,
    drawText(name, { x: x + 44, y: middle - 3, size: 13, color: colors.text, room, isStrong: true }),
    drawText(below, { x: x + 44, y: middle + 14, size: 11, color: colors.faintText, room }),
    '</g>',
  ].join('');
}

interface TextPlace extends Point {
  readonly size: number;
  readonly color: string;
  /** Pixels. */
  readonly room: number;
  readonly isStrong?: boolean;
}

/** A picture cannot measure: letters are taken to be so much of their size wide on average, and 1 beyond Latin. */
function drawText(text: string, { x, y, size, color, room, isStrong = false }: TextPlace): string {
  const shown = shorten(text, room / size, isStrong ? 0.63 : 0.57);
  const weight = isStrong ? ' font-weight="600"' : '';
  return `<text x="${round(x)}" y="${round(y)}" font-size="${String(size)}"${weight} fill="${escapeXml(color)}">${escapeXml(shown)}</text>`;
}

function shorten(text: string, room: number, letterWidth: number): string {
  const line = text.replace(/\s+/g, ' ');
  let used = 0;
  let shown = '';
  for (const character of line) {
    used += character > '\u02ff' ? 1 : letterWidth;
    if (used > room) return `${shown.slice(0, -1).trimEnd()}…`;
    shown += character;
  }
  return shown;
}

type DrawnEdge = PictureGraph['connections'][number];

interface Ends {
  readonly from: DrawnNode;
  readonly start: Point;
  readonly end: Point;
}

function endsOf({ from, arm, to }: DrawnEdge, nodes: ReadonlyMap<string, DrawnNode>): Ends | undefined {
  const source = nodes.get(from);
  const target = nodes.get(to);
  if (!source || !target) return undefined;
  const port = outputsOf(source.type).find(({ id }) => id === arm)?.y ?? nodeHeight / 2;
  return {
    from: source,
    start: { x: source.x + source.width, y: source.y + (source.height * port) / nodeHeight },
    end: { x: target.x, y: target.y + target.height / 2 },
  };
}

function drawEdge(edge: DrawnEdge, nodes: ReadonlyMap<string, DrawnNode>, colors: PictureColors): string {
  const ends = endsOf(edge, nodes);
  if (!ends) return '';
  const { start, end } = ends;
  // Backwards the curve swings out, so that it is seen.
  const bend = Math.max(Math.abs(end.x - start.x) / 2, end.x < start.x ? 80 : 24);
  const points = [start.x, start.y, start.x + bend, start.y, end.x - bend, end.y, end.x, end.y].map(round);
  const [x1, y1, ...rest] = points;
  return (
    `<path d="M${String(x1)} ${String(y1)}C${rest.join(' ')}" fill="none" stroke="${escapeXml(colors.edge)}" ` +
    'stroke-width="1.5" marker-end="url(#arrow)"/>'
  );
}

function drawArm(edge: DrawnEdge, nodes: ReadonlyMap<string, DrawnNode>, colors: PictureColors): string {
  const ends = edge.arm && endsOf(edge, nodes);
  if (!ends) return '';
  const y = ends.start.y + (edge.arm === 'False' ? -5 : 13);
  const place = `x="${round(ends.start.x + 6)}" y="${round(y)}"`;
  return `<text ${place} font-size="10" fill="${escapeXml(colors.faintText)}">${escapeXml(edge.arm ?? '')}</text>`;
}

/** At most one digit behind the point, so that pictures of equal graphs are equal. */
function round(value: number): string {
  return String(Math.round(value * 10) / 10 || 0);
}
