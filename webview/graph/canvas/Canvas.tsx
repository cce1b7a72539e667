// The canvas: nodes and edges in the flow library, and what the pointer does with them. Knows no text.
import '@xyflow/react/dist/base.css';
import { ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import { type ReactElement, useCallback, useMemo } from 'react';
import { FarPicture } from '../far/FarPicture.tsx';
import { type Far, useFar } from '../far/useFar.ts';
import { searchHits } from '../state/searchHits.ts';
import { ConnectionEdge, type ConnectionFlowEdge } from './ConnectionEdge.tsx';
import { ConnectionReason } from './ConnectionReason.tsx';
import { Dots, gridGap } from './Dots.tsx';
import { GhostNode } from './GhostNode.tsx';
import { Minimap } from './Minimap.tsx';
import { OperationNode } from './OperationNode.tsx';
import { useArrangement, useCanEdit, useEditor, useSession, useView } from './sessionContext.ts';
import { useConnecting } from './useConnecting.ts';
import { useInserting } from './useInserting.ts';
import { type Flow, type FlowNode, useFlow } from './useFlow.ts';
import { useEdgeChanges, useNodeChanges } from './useFlowChanges.ts';
import { ViewportBridge } from './ViewportBridge.tsx';

const nodeTypes = { operation: OperationNode, ghost: GhostNode };
const edgeTypes = { connection: ConnectionEdge };
const grid: [number, number] = [gridGap, gridGap];
const multiKeys = ['Control', 'Meta'];
const middleAndRight = [1, 2];
const noLabels = { 'controls.ariaLabel': '' };

/** Fills its container. */
export function Canvas(): ReactElement {
  return (
    <ReactFlowProvider>
      <FlowCanvas />
    </ReactFlowProvider>
  );
}

function FlowCanvas(): ReactElement {
  const doesDragSelect = useView((view) => view.doesDragSelect);
  const doesSnap = useView((view) => view.doesSnap);
  const isMinimapOpen = useView((view) => view.isMinimapOpen);
  const { keptCamera } = useSession();
  const canEdit = useCanEdit();
  const far = useFar();
  const { nodes, edges } = useShown(far);
  const changeNodes = useNodeChanges(far.isFar);
  const changeEdges = useEdgeChanges(far.isFar);
  const connecting = useConnecting();
  const inserting = useInserting();
  const openMenu = useMenus();
  const rename = useRenaming();

  return (
    <ReactFlow<FlowNode, ConnectionFlowEdge>
      className={far.isFar ? 'is-far' : ''}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      {...(keptCamera && { defaultViewport: keptCamera })}
      onNodesChange={changeNodes}
      onEdgesChange={changeEdges}
      {...connecting}
      {...inserting}
      {...openMenu}
      {...far.hovering}
      onNodeDoubleClick={rename}
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
      minZoom={0.02}
      maxZoom={2.5}
      // Small graphs stay whole, so that everything on them can be reached by any means.
      onlyRenderVisibleElements={far.isLarge}
      connectionRadius={30}
      nodeDragThreshold={2}
      elevateNodesOnSelect={false}
      zoomOnDoubleClick={false}
      ariaLabelConfig={noLabels}
    >
      <Dots />
      {far.isFar && <FarPicture onHover={far.hover} />}
      {isMinimapOpen && nodes.length > 0 && <Minimap />}
      <ViewportBridge />
      <ConnectionReason />
    </ReactFlow>
  );
}

function useShown({ live, hoveredEdge }: Far): Flow {
  const { ids } = useSession();
  const content = useArrangement((snapshot) => snapshot.content);
  const positions = useArrangement((snapshot) => snapshot.positions);
  const selection = useEditor((snapshot) => snapshot.selection);
  const focusedId = useView((view) => view.focusedId);
  const dropEdge = useView((view) => view.dropEdge);
  const search = useView((view) => view.search);
  const { lit } = searchHits(content, search);
  return useFlow({ content, positions, ids, selection, focusedId, lit, live, hoveredEdge, dropEdge });
}

function useRenaming(): (event: React.MouseEvent, node: FlowNode) => void {
  const session = useSession();
  return useCallback(
    (_event, { id, type }) => {
      if (session.canEdit && type === 'operation') session.view.set({ renaming: id });
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
  return useMemo(
    () => ({
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
    }),
    [session, open],
  );
}
