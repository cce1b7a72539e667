// One connection on the canvas. Knows no text.
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, type MemoExoticComponent, type ReactElement } from 'react';
import { BreakpointDot, breakpointOn } from '../run/BreakpointDot.tsx';
import { CoverageMark } from '../run/CoverageMark.tsx';
import { EdgeRunLabel } from '../run/EdgeRunLabel.tsx';
import { coverageKey } from '../run/shownCoverage.ts';
import { useEdgeRun } from '../run/useRun.ts';
import type { ConnectionData } from '../state/flowContent.ts';
import { useEditor, useSession } from './sessionContext.ts';

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
        {data && <EdgeExtras id={props.id} data={data} x={x} y={y} />}
      </>
    );
  });

interface EdgeExtrasProps {
  readonly id: string;
  readonly data: ConnectionData;
  readonly x: number;
  readonly y: number;
}

/** What a run sent along, and a breakpoint; most connections have neither. */
function EdgeExtras({ id, data: { from, arm, to }, x, y }: EdgeExtrasProps): ReactElement | null {
  const session = useSession();
  const run = useEdgeRun(session.overlay, { from, arm, to });
  const breakpoint = useEditor(({ breakpoints }) =>
    breakpointOn(breakpoints, { from, to, ...(arm && { arm }) }),
  );
  const covered = useEditor(({ coverage }) => coverage?.edges.get(coverageKey({ from, arm, to })));
  if (!run && !breakpoint && covered === undefined) return null;
  const transform = `translate(-50%, -50%) translate(${String(x)}px, ${String(y)}px)`;
  return (
    <EdgeLabelRenderer>
      <div className="edge-extras" style={{ transform }}>
        {breakpoint && (
          <BreakpointDot
            breakpoint={breakpoint}
            place={`${from} to ${to}`}
            onToggle={() => session.toggleBreakpoint({ connection: id })}
          />
        )}
        {covered !== undefined && <CoverageMark count={covered} isShort />}
        {run && <EdgeRunLabel overlay={session.overlay} from={from} arm={arm} to={to} />}
      </div>
    </EdgeLabelRenderer>
  );
}
