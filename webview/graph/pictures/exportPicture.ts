// What the commands for pictures do: the graph in sight becomes an SVG, a PNG or a Mermaid text, and the host keeps it. Knows
// no component.
import { toMermaid } from '../../../src/graph/mermaid.ts';
import type { CanvasGraph } from '../../../src/protocol/canvas.ts';
import type { CanvasHost } from '../connectHost.ts';
import type { Point } from '../layout/layoutRequest.ts';
import { drawSvg, type PictureSize } from './drawSvg.ts';
import { pictureColors } from './pictureColors.ts';
import { toPng } from './toPng.ts';

type Host = Pick<CanvasHost, 'request'>;

/** What is in sight, by names of operations. */
export interface PictureSource {
  readonly graph: CanvasGraph;
  readonly positions: Readonly<Record<string, Point>>;
  readonly sizes: Readonly<Record<string, PictureSize>>;
}

/** Draws with the colours that the page has now, and has it saved. False when the person thought better of it. */
export async function exportPicture(
  host: Host,
  format: 'svg' | 'png',
  { graph, positions, sizes }: PictureSource,
): Promise<boolean> {
  const style = getComputedStyle(document.documentElement);
  const colors = pictureColors((name) => style.getPropertyValue(name));
  const svg = drawSvg({ graph, positions, sizes, colors });
  return host.request('savePicture', { format, content: format === 'svg' ? svg : await toPng(svg) });
}

/** Puts the graph on the clipboard as a Mermaid flow chart. */
export async function copyMermaid(host: Host, graph: CanvasGraph): Promise<void> {
  await host.request('copyText', { text: toMermaid(graph), what: 'mermaid' });
}
