// Nodes and edges as the flow library takes them. Those that did not change are the same objects as before, so that only what
// changed is drawn again. Knows no pixel of the screen.
import { MarkerType, Position } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import type { CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { ConnectionData, FlowContent, GhostData, OperationData } from '../state/flowContent.ts';
import type { GraphIds } from '../state/graphIds.ts';
import type { Selection } from '../state/graphEditor.ts';
import { inputsOf, nodeHeight, nodeWidth, outputsOf, portSize } from '../state/nodeSizes.ts';
import type { ConnectionFlowEdge } from './ConnectionEdge.tsx';
import type { GhostFlowNode } from './GhostNode.tsx';
import type { OperationFlowNode } from './OperationNode.tsx';

export type FlowNode = OperationFlowNode | GhostFlowNode;

export interface FlowRequest {
  readonly content: FlowContent;
  readonly positions: CanvasPositions;
  readonly ids: GraphIds | undefined;
  readonly selection: Selection;
  readonly focusedId: string | undefined;
  /** Those that are not in `lit` are dimmed; undefined dims nothing. */
  readonly lit: ReadonlySet<string> | undefined;
  /** Ids of what is an element, beside the node that the Tab key comes to; undefined for all. */
  readonly live: ReadonlySet<string> | undefined;
  readonly hoveredEdge: string | undefined;
  readonly dropEdge: string | undefined;
}

export interface Flow {
  readonly nodes: FlowNode[];
  readonly edges: ConnectionFlowEdge[];
}

/** Ports are where they are: nothing has to be measured. */
function handlesOf(type: OperationData['type']): NonNullable<FlowNode['handles']> {
  const box = { width: portSize, height: portSize };
  return [
    ...inputsOf(type).map(({ id, y }) => ({
      id,
      type: 'target' as const,
      position: Position.Left,
      x: -portSize / 2,
      y: y - portSize / 2,
      ...box,
    })),
    ...outputsOf(type).map(({ id, y }) => ({
      id,
      type: 'source' as const,
      position: Position.Right,
      x: nodeWidth - portSize / 2,
      y: y - portSize / 2,
      ...box,
    })),
  ];
}

const size = { width: nodeWidth, height: nodeHeight };
const ghostHandles = handlesOf('map');
const marker = { type: MarkerType.ArrowClosed, width: 16, height: 16, color: 'var(--edge-color)' };
const stop = { tabIndex: 0, 'aria-roledescription': 'operation' } as const;
const noStop = { tabIndex: -1, 'aria-roledescription': 'operation' } as const;
const edgeAttributes = { tabIndex: -1, 'aria-roledescription': 'connection' } as const;

/** Nodes and edges for the flow library. */
export function useFlow(request: FlowRequest): Flow {
  const kept = useRef<{ nodes: Map<string, FlowNode>; edges: Map<string, ConnectionFlowEdge> }>({
    nodes: new Map(),
    edges: new Map(),
  });
  const { content, positions, ids, selection, focusedId, lit, live, hoveredEdge, dropEdge } = request;
  const nodes = useMemo(() => {
    const next = nodesOf({ content, positions, ids, selection, focusedId, lit, live }, kept.current.nodes);
    kept.current.nodes = new Map(next.map((node) => [node.id, node]));
    return next;
  }, [content, positions, ids, selection, focusedId, lit, live]);
  const edges = useMemo(() => {
    const next = edgesOf({ content, ids, selection, lit, live, hoveredEdge, dropEdge }, kept.current.edges);
    kept.current.edges = new Map(next.map((edge) => [edge.id, edge]));
    return next;
  }, [content, ids, selection, lit, live, hoveredEdge, dropEdge]);
  return { nodes, edges };
}

type NodesRequest = Omit<FlowRequest, 'hoveredEdge' | 'dropEdge'>;

type Common = Pick<FlowNode, 'id' | 'position' | 'className'> & { readonly hidden: boolean };

function nodesOf(
  { content, positions, ids, selection, focusedId, lit, live }: NodesRequest,
  kept: ReadonlyMap<string, FlowNode>,
): FlowNode[] {
  const selected = new Set(selection.operations.map((index) => ids?.operations[index]));
  const first = focusedId !== undefined && content.operations.has(focusedId) ? focusedId : firstOf(content);
  const common = (id: string): Common | undefined => {
    const position = positions[id];
    const hidden = live !== undefined && !live.has(id) && id !== first;
    return position && { id, position, hidden, className: lit && !lit.has(id) ? 'is-dim' : '' };
  };
  const operations = [...content.operations].flatMap(([id, data]) => {
    const base = common(id);
    if (!base) return [];
    return keep(kept.get(id), {
      ...base,
      data,
      type: 'operation',
      selected: selected.has(id),
      domAttributes: id === first ? stop : noStop,
    });
  });
  const ghosts = [...content.ghosts].flatMap(([id, data]) => {
    const base = common(id);
    return base ? keepGhost(kept.get(id), { ...base, data }) : [];
  });
  return [...operations, ...ghosts];
}

function firstOf({ operations }: FlowContent): string | undefined {
  return operations.keys().next().value;
}

function keep(
  old: FlowNode | undefined,
  next: Common & Pick<OperationFlowNode, 'data' | 'selected' | 'domAttributes'> & { type: 'operation' },
): FlowNode {
  const isSame =
    old?.data === next.data &&
    old.position === next.position &&
    old.className === next.className &&
    old.hidden === next.hidden &&
    old.selected === next.selected &&
    old.domAttributes === next.domAttributes;
  if (isSame) return old;
  const handles = old?.type === 'operation' && old.data.type === next.data.type ? old.handles : undefined;
  return {
    ...next,
    ...size,
    measured: size,
    handles: handles ?? handlesOf(next.data.type),
    ariaRole: 'group',
    ariaLabel: next.data.label,
  };
}

function keepGhost(old: FlowNode | undefined, next: Common & { data: GhostData }): FlowNode {
  const isSame =
    old?.data === next.data &&
    old.position === next.position &&
    old.className === next.className &&
    old.hidden === next.hidden;
  if (isSame) return old;
  return {
    ...next,
    ...size,
    measured: size,
    type: 'ghost',
    handles: ghostHandles,
    selectable: false,
    connectable: false,
    draggable: false,
  };
}

type EdgesRequest = Omit<FlowRequest, 'positions' | 'focusedId'>;

function edgesOf(
  { content, ids, selection, lit, live, hoveredEdge, dropEdge }: EdgesRequest,
  kept: ReadonlyMap<string, ConnectionFlowEdge>,
): ConnectionFlowEdge[] {
  const selected = new Set(selection.connections.map((index) => ids?.connections[index]));
  return [...content.connections].flatMap(([id, data]) => {
    if (live && !live.has(id)) return [];
    const isSelected = selected.has(id);
    const isDim = lit && !(lit.has(data.source) && lit.has(data.target));
    const className = [isDim ? 'is-dim' : '', dropEdge === id ? 'is-drop' : ''].join(' ');
    const reconnectable = isSelected || hoveredEdge === id;
    const old = kept.get(id);
    const isSame =
      old?.data === data &&
      old.selected === isSelected &&
      old.className === className &&
      old.reconnectable === reconnectable;
    return isSame ? old : edgeOf(id, data, content, { selected: isSelected, className, reconnectable });
  });
}

function edgeOf(
  id: string,
  data: ConnectionData,
  { operations }: FlowContent,
  look: Pick<ConnectionFlowEdge, 'selected' | 'className' | 'reconnectable'>,
): ConnectionFlowEdge {
  // An arm that is missing, or stands where there are none, is a problem; the edge is drawn all the same.
  const isBranch = operations.get(data.source)?.type === 'branch';
  return {
    ...look,
    id,
    type: 'connection',
    source: data.source,
    target: data.target,
    sourceHandle: isBranch ? (data.arm ?? 'False') : null,
    targetHandle: null,
    data,
    markerEnd: marker,
    ariaRole: 'group',
    ariaLabel: data.label,
    domAttributes: edgeAttributes,
  };
}
