// How far a point is from a drawn connection.
import { getBezierPath, Position } from '@xyflow/react';
import { describe, expect, it } from 'vitest';
import { curveOf, distanceTo, pointAt } from '../../../../webview/graph/far/curves.ts';
import {
  connectionAt,
  connectionsOf,
  nodeAt,
  operationsIn,
} from '../../../../webview/graph/far/findUnder.ts';
import { contentOf, emptyContent } from '../../../../webview/graph/state/flowContent.ts';
import { nodeHeight, nodeWidth } from '../../../../webview/graph/state/nodeSizes.ts';
import { graphOf } from '../state/graphOf.ts';

const content = contentOf(
  graphOf(
    ['source', 'branch', 'sink', 'other'],
    [
      ['source', 'branch'],
      ['branch', 'sink', 'False'],
      ['branch', 'other', 'True'],
    ],
  ),
  emptyContent,
);
const positions = {
  source: { x: 0, y: 0 },
  branch: { x: 300, y: 100 },
  sink: { x: 600, y: 0 },
  other: { x: 100, y: 300 },
};
const scene = { content, positions };
const ids = [...content.connections.keys()];
const data = [...content.connections.values()];

describe('what a picture has below a point', () => {
  it.each([0, 2])('draws a connection where the flow library does (%i)', (index) => {
    const connection = data[index];
    const curve = connection && curveOf(connection, positions, content);
    if (!curve) throw new Error('There is no curve.');
    const [path] = getBezierPath({
      sourceX: curve.start.x,
      sourceY: curve.start.y,
      sourcePosition: Position.Right,
      targetX: curve.end.x,
      targetY: curve.end.y,
      targetPosition: Position.Left,
    });
    expect(path.match(/-?[\d.]+/g)?.map(Number)).toEqual(
      [curve.start, curve.startBend, curve.endBend, curve.end].flatMap(({ x, y }) => [x, y]),
    );
  });

  it('begins at the port of the arm and ends at the port of the target', () => {
    const [, no, yes] = data.map((connection) => curveOf(connection, positions, content));
    expect(no?.start).toEqual({ x: 300 + nodeWidth + 7, y: 100 + 15 });
    expect(yes?.start).toEqual({ x: 300 + nodeWidth + 7, y: 100 + nodeHeight - 15 });
    expect(yes?.end).toEqual({ x: 93, y: 300 + nodeHeight / 2 });
  });

  it('finds the uppermost node, with reach and through another', () => {
    const over = { ...scene, positions: { ...positions, other: { x: 10, y: 10 } } };
    expect(nodeAt(scene, { x: 5, y: 5 })).toBe('source');
    expect(nodeAt(over, { x: 15, y: 15 })).toBe('other');
    expect(nodeAt(over, { x: 15, y: 15 }, { except: 'other' })).toBe('source');
    expect(nodeAt(scene, { x: -5, y: 5 })).toBeUndefined();
    expect(nodeAt(scene, { x: -5, y: 5 }, { reach: 6 })).toBe('source');
  });

  it('finds the nearest connection within reach', () => {
    const curve = data[0] && curveOf(data[0], positions, content);
    if (!curve) throw new Error('There is no curve.');
    const middle = pointAt(curve, 0.5);
    expect(distanceTo(curve, middle, 12)).toBeLessThan(0.5);
    expect(connectionAt(scene, { x: middle.x, y: middle.y + 5 }, 12)).toBe(ids[0]);
    expect(connectionAt(scene, { x: middle.x, y: middle.y - 200 }, 12)).toBeUndefined();
  });

  it('finds the operations that a box touches, and what is connected to them', () => {
    const found = operationsIn(scene, { x: nodeWidth - 1, y: 0, width: 100, height: 110 });
    expect(found).toEqual(['source', 'branch']);
    expect(connectionsOf(scene, ['sink'])).toEqual([ids[1]]);
    expect(connectionsOf(scene, found)).toEqual(ids);
  });
});
