// A name that connections use and no operation has: shown where the operation would be. Knows no text.
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo, type MemoExoticComponent, type ReactElement } from 'react';
import type { GhostData } from '../state/flowContent.ts';

export type GhostFlowNode = Node<GhostData, 'ghost'>;

export const GhostNode: MemoExoticComponent<(props: NodeProps<GhostFlowNode>) => ReactElement> = memo(
  function GhostNode({ data }: NodeProps<GhostFlowNode>) {
    return (
      <div className="operation ghost">
        <span className="operation-text">
          <span className="operation-name" title={data.name}>
            {data.name}
          </span>
          <span className="operation-kind">no such operation</span>
        </span>
        <Handle type="target" position={Position.Left} isConnectable={false} />
        <Handle type="source" position={Position.Right} isConnectable={false} />
      </div>
    );
  },
);
