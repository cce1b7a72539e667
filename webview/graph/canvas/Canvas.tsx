// The canvas: nodes and edges in the flow library, and what the pointer does with them. Knows no text.
import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from '@xyflow/react';
import { type ReactElement, useCallback, useState } from 'react';
import type { CanvasPositions } from '../../../src/protocol/canvas.ts';
import { searchHits } from '../state/searchHits.ts';
import { ConnectionEdge, type ConnectionFlowEdge } from './ConnectionEdge.tsx';
import { ConnectionReason } from './ConnectionReason.tsx';
import { GhostNode } from './GhostNode.tsx';
import { OperationNode } from './OperationNode.tsx';
import { useArrangement, useCanEdit, useEditor, useSession, useView } from './sessionContext.ts';
import { useConnecting } from './useConnecting.ts';
import { useInserting } from './useInserting.ts';
import { type FlowNode, useFlow } from './useFlow.ts';
import { ViewportBridge } from './ViewportBridge.tsx';

const nodeTypes = { operation: OperationNode, ghost: GhostNode };
const edgeTypes = { connection: ConnectionEdge };
const grid: [number, number] = [20, 20];
const multiKeys = ['Control', 'Meta'];
const middleAndRight = [1, 2];
const noLabels = { 'controls.ariaLabel': '' };

/** From this many nodes on only those in sight are drawn. */
const LARGE_GRAPH = 150;

/** Fills its container. */
export function Canvas(): ReactElement {
  return (
    <ReactFlowProvider>
      <FlowCanvas />
    </ReactFlowProvider>
  );
}

function FlowCanvas(): ReactElement {
  const session = useSession();
  const content = useArrangement((snapshot) => snapshot.content);
  const positions = useArrangement((snapshot) => snapshot.positions);
  const selection = useEditor((snapshot) => snapshot.selection);
  const focusedId = useView((view) => view.focusedId);
  const dropEdge = useView((view) => view.dropEdge);
  const search = useView((view) => view.search);
  const doesDragSelect = useView((view) => view.doesDragSelect);
  const doesSnap = useView((view) => view.doesSnap);
  const isMinimapOpen = useView((view) => view.isMinimapOpen);
  const canEdit = useCanEdit();
  const [hoveredEdge, setHoveredEdge] = useState<string | undefined>();
  const lit = searchHits(content, search).lit;
  const { nodes, edges } = useFlow({
    content,
    positions,
    ids: session.ids,
    selection,
    focusedId,
    lit,
    hoveredEdge,
    dropEdge,
  });
  const changeNodes = useNodeChanges();
  const changeEdges = useEdgeChanges();
  const connecting = useConnecting();
  const inserting = useInserting();
  const openMenu = useMenus();

  return (
    <ReactFlow<FlowNode, ConnectionFlowEdge>
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      {...(session.keptCamera && { defaultViewport: session.keptCamera })}
      onNodesChange={changeNodes}
      onEdgesChange={changeEdges}
      {...connecting}
      {...inserting}
      {...openMenu}
      onEdgeMouseEnter={(_event, { id }) => setHoveredEdge(id)}
      onEdgeMouseLeave={() => setHoveredEdge(undefined)}
      onNodeDoubleClick={(_event, { id, type }) => {
        if (canEdit && type === 'operation') session.view.set({ renaming: id });
      }}
      nodesDraggable={canEdit}
      nodesConnectable={canEdit}
      edgesReconnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      panActivationKeyCode={null}
      multiSelectionKeyCode={multiKeys}
      selectionOnDrag={doesDragSelect}
      panOnDrag={doesDragSelect ? middleAndRight : true}
      selectionMode={SelectionMode.Partial}
      snapToGrid={doesSnap}
      snapGrid={grid}
      minZoom={0.05}
      maxZoom={2.5}
      // Small graphs stay whole, so that everything on them can be reached by any means.
      onlyRenderVisibleElements={nodes.length > LARGE_GRAPH}
      connectionRadius={30}
      nodeDragThreshold={2}
      elevateNodesOnSelect={false}
      zoomOnDoubleClick={false}
      ariaLabelConfig={noLabels}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
      {isMinimapOpen && nodes.length > 0 && (
        <MiniMap<FlowNode>
          pannable
          zoomable
          ariaLabel="Overview"
          nodeClassName={miniClass}
          nodeBorderRadius={6}
        />
      )}
      <ViewportBridge />
      <ConnectionReason />
    </ReactFlow>
  );
}

function miniClass({ data, type }: FlowNode): string {
  return type === 'operation' && 'type' in data ? `type-${data.type}` : 'ghost';
}

/** Moves and selections of nodes, as the flow library tells them. */
function useNodeChanges(): (changes: NodeChange<FlowNode>[]) => void {
  const session = useSession();
  return useCallback(
    (changes) => {
      const moved: Record<string, CanvasPositions[string]> = {};
      const selected = new Set(session.selectedIds());
      let isDropped = false;
      for (const change of changes) {
        if (change.type === 'position' && change.position) moved[change.id] = change.position;
        if (change.type === 'position' && change.dragging === false) isDropped = true;
        if (change.type === 'select') selected[change.selected ? 'add' : 'delete'](change.id);
      }
      if (Object.keys(moved).length > 0) session.arrangement.drag(moved);
      // What goes into a connection is placed there.
      if (isDropped && session.view.get().dropEdge === undefined) session.arrangement.drop();
      if (changes.some(({ type }) => type === 'select')) selectNodes(session, selected);
    },
    [session],
  );
}

function selectNodes(session: ReturnType<typeof useSession>, selected: ReadonlySet<string>): void {
  const { ids } = session;
  const { connections } = session.snapshot.selection;
  session.selectIds(
    [...selected],
    connections.flatMap((index) => ids?.connections[index] ?? []),
  );
}

function useEdgeChanges(): (changes: EdgeChange<ConnectionFlowEdge>[]) => void {
  const session = useSession();
  return useCallback(
    (changes) => {
      const { ids } = session;
      const { connections } = session.snapshot.selection;
      const selected = new Set(connections.flatMap((index) => ids?.connections[index] ?? []));
      for (const change of changes)
        if (change.type === 'select') selected[change.selected ? 'add' : 'delete'](change.id);
      if (changes.some(({ type }) => type === 'select'))
        session.selectIds(session.selectedIds(), [...selected]);
    },
    [session],
  );
}

interface MenuOpeners {
  readonly onNodeContextMenu: (event: React.MouseEvent, node: FlowNode) => void;
  readonly onEdgeContextMenu: (event: React.MouseEvent, edge: ConnectionFlowEdge) => void;
  readonly onPaneContextMenu: (event: React.MouseEvent | MouseEvent) => void;
}

/** What is under the pointer is selected first, unless it is. */
function useMenus(): MenuOpeners {
  const session = useSession();
  const open = useCallback(
    (
      event: React.MouseEvent | MouseEvent,
      target: { kind: 'node' | 'edge'; id: string } | { kind: 'pane' },
    ) => {
      event.preventDefault();
      session.view.set({ menu: { at: { x: event.clientX, y: event.clientY }, target } });
    },
    [session],
  );
  return {
    onNodeContextMenu: (event, { id, type }) => {
      if (type === 'ghost') return open(event, { kind: 'pane' });
      if (!session.selectedIds().includes(id)) session.selectIds([id]);
      open(event, { kind: 'node', id });
    },
    onEdgeContextMenu: (event, { id }) => {
      session.selectIds([], [id]);
      open(event, { kind: 'edge', id });
    },
    onPaneContextMenu: (event) => open(event, { kind: 'pane' }),
  };
}
