// The complex sample as a canvas has it, and where its layout puts it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseGraphDefinition } from '../../../../src/graph/parseGraph.ts';
import { arrangeNodes } from '../../../../webview/graph/layout/arrangeNodes.ts';
import type { Picture, PictureGraph } from '../../../../webview/graph/pictures/drawSvg.ts';
import { pictureColors } from '../../../../webview/graph/pictures/pictureColors.ts';
import { nodeHeight, nodeWidth } from '../../../../webview/graph/state/nodeSizes.ts';

const sample = fileURLToPath(
  new URL('../../../../samples/thermostats/graph-complex.dataflow.yaml', import.meta.url),
);

export function sampleGraph(): PictureGraph {
  const { graph } = parseGraphDefinition(readFileSync(sample, 'utf8'));
  const { metadata, operations, connections } = graph!;
  return {
    metadata,
    operations: operations.map(({ name, type, module }) => ({
      name,
      type,
      ...(module && { module: module.text }),
    })),
    connections,
  };
}

/** In the colours of a page without a theme. */
export function pictureOf(graph: PictureGraph): Picture {
  const nodes = graph.operations.map(({ name }) => ({ id: name, width: nodeWidth, height: nodeHeight }));
  const edges = graph.connections.map(({ from, arm, to }) => ({ from, to, order: arm === 'True' ? 1 : 0 }));
  const positions = arrangeNodes({ nodes, edges, pinned: {}, previous: {} });
  return { graph, positions, sizes: {}, colors: pictureColors(() => '') };
}
