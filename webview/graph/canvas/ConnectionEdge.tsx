// One connection on the canvas. Knows no text.
import { BaseEdge, type Edge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, type MemoExoticComponent, type ReactElement } from 'react';
import type { ConnectionData } from '../state/flowContent.ts';

export type ConnectionFlowEdge = Edge<ConnectionData, 'connection'>;

export const ConnectionEdge: MemoExoticComponent<(props: EdgeProps<ConnectionFlowEdge>) => ReactElement> =
  memo(function ConnectionEdge(props: EdgeProps<ConnectionFlowEdge>) {
    const { data } = props;
    const [path, x, y] = getBezierPath(props);
    return (
      <>
        <BaseEdge
          path={path}
          interactionWidth={24}
          {...(props.markerEnd && { markerEnd: props.markerEnd })}
        />
        {data?.schemaName !== undefined && (
          <text className="edge-label" x={x} y={y - 6} textAnchor="middle">
            {data.schemaName}
          </text>
        )}
        {data?.worst !== undefined && (
          <g
            className={`edge-badge severity-${data.worst}`}
            transform={`translate(${String(x)} ${String(y)})`}
          >
            <circle r="8" />
            <text y="4" textAnchor="middle">
              {data.problemCount > 1 ? data.problemCount : '!'}
            </text>
          </g>
        )}
      </>
    );
  });
