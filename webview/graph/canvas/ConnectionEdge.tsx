// One connection on the canvas. Knows no text.
import { BaseEdge, type Edge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import type { ConnectionData } from '../state/flowContent.ts';

export type ConnectionFlowEdge = Edge<ConnectionData, 'connection'>;

export const ConnectionEdge: (props: EdgeProps<ConnectionFlowEdge>) => ReactElement = memo(
  function ConnectionEdge(props: EdgeProps<ConnectionFlowEdge>) {
    const { data } = props;
    const [path, x, y] = getBezierPath(props);
    return (
      <>
        <BaseEdge path={path} markerEnd={props.markerEnd} interactionWidth={24} />
        {data?.schemaName !== undefined && (
          <text className="edge-label" x={x} y={y - 6} textAnchor="middle">
            {data.schemaName}
          </text>
        )}
        {data?.worst !== undefined && (
          <g className={`edge-badge severity-${data.worst}`} transform={`translate(${String(x)} ${String(y)})`}>
            <circle r="8" />
            <text y="4" textAnchor="middle">
              {data.problemCount > 1 ? data.problemCount : '!'}
            </text>
          </g>
        )}
      </>
    );
  },
);
