// One operation on the canvas: a box of fixed size with its ports. Knows no text and no position.
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo, type MemoExoticComponent, type ReactElement } from 'react';
import { showProblems } from '../commands/openCommands.ts';
import { TypeIcon } from '../icons/icons.tsx';
import { BreakpointDot, breakpointOn } from '../run/BreakpointDot.tsx';
import { CoverageMark } from '../run/CoverageMark.tsx';
import { FaultMark } from '../run/FaultMark.tsx';
import { RunBadge } from '../run/RunBadge.tsx';
import type { OperationData } from '../state/flowContent.ts';
import { inputsOf, outputsOf } from '../state/nodeSizes.ts';
import { ProblemBadge } from './ProblemBadge.tsx';
import { RenameBox } from './RenameBox.tsx';
import { useEditor, useSession, useView } from './sessionContext.ts';

export type OperationFlowNode = Node<OperationData, 'operation'>;

export const OperationNode: MemoExoticComponent<(props: NodeProps<OperationFlowNode>) => ReactElement> = memo(
  function OperationNode({ id, data }: NodeProps<OperationFlowNode>) {
    const session = useSession();
    const isRenaming = useView(({ renaming }) => renaming === id);
    const { name, type, module } = data;
    // The end of a name tells more than its beginning: module-temperature/filter.
    const cut = Math.max(name.lastIndexOf('/'), 0);
    const breakpoint = useEditor(({ breakpoints }) => breakpointOn(breakpoints, { operation: name }));
    const covered = useEditor(({ coverage }) => coverage?.nodes.get(name));
    return (
      <div
        className={`operation type-${type}`}
        data-covered={covered === undefined ? undefined : covered > 0}
      >
        <span className="operation-icon">
          <TypeIcon type={type} />
        </span>
        <span className="operation-text">
          {isRenaming ? (
            <RenameBox id={id} name={name} />
          ) : (
            <span className="operation-name" title={name}>
              <span className="name-head">{name.slice(0, cut)}</span>
              <span className="name-tail">{name.slice(cut)}</span>
            </span>
          )}
          <span className="operation-kind">{module === undefined ? type : `${type} · ${module}`}</span>
        </span>
        <BreakpointDot
          breakpoint={breakpoint}
          place={name}
          onToggle={() => session.toggleBreakpoint({ operation: id })}
        />
        <span className="operation-run">
          {covered !== undefined && <CoverageMark count={covered} />}
          <FaultMark overlay={session.overlay} operation={name} />
          <RunBadge overlay={session.overlay} operation={name} />
        </span>
        <ProblemBadge
          count={data.problemCount}
          worst={data.worst}
          about={name}
          onOpen={() => {
            session.selectIds([id]);
            showProblems(session);
          }}
        />
        {inputsOf(type).map(({ y }) => (
          <Handle key="in" type="target" position={Position.Left} style={{ top: y }} />
        ))}
        {outputsOf(type).map((port) => (
          <Handle key={port.id} id={port.id} type="source" position={Position.Right} style={{ top: port.y }}>
            {port.id !== null && <span className="arm-name">{port.id}</span>}
          </Handle>
        ))}
      </div>
    );
  },
);
