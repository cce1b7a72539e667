// Selecting by a box while the graph is drawn as a picture: the flow library finds elements only. Knows no text.
import { useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { useSession } from '../canvas/sessionContext.ts';
import { connectionsOf, operationsIn } from './findUnder.ts';

/** While `isFar`, whatever the box touches is selected, and what is connected to it. */
export function useFarSelecting(isFar: boolean): void {
  const session = useSession();
  const store = useStoreApi();
  useEffect(() => {
    if (!isFar) return;
    return store.subscribe(({ userSelectionRect: box, transform: [x, y, zoom] }, before) => {
      if (!box || box === before.userSelectionRect) return;
      const scene = session.arrangement.getSnapshot();
      const nodes = operationsIn(scene, {
        x: (box.x - x) / zoom,
        y: (box.y - y) / zoom,
        width: box.width / zoom,
        height: box.height / zoom,
      });
      session.selectIds(nodes, connectionsOf(scene, nodes));
    });
  }, [isFar, session, store]);
}
