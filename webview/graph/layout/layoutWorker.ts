// Lays graphs out away from the page's own thread. One answer per question; without a result when it could not be done.
import { arrangeNodes } from './arrangeNodes.ts';
import type { LayoutAnswer, LayoutQuestion } from './layout.ts';

self.onmessage = ({ data: { id, request } }: MessageEvent<LayoutQuestion>): void => {
  self.postMessage(answer(id, request));
};

function answer(id: number, request: LayoutQuestion['request']): LayoutAnswer {
  try {
    return { id, result: arrangeNodes(request) };
  } catch {
    // The page places the nodes itself then.
    return { id };
  }
}
