// The trace view of the panel, as people find it. Must not know what was recorded.
import type { FrameLocator, Locator } from 'playwright-core';
import { showView } from './showView.ts';
import type { Workbench } from './workbench.ts';

/** The page of the view, once it has begun. */
export function showTrace(workbench: Workbench): Promise<FrameLocator> {
  return showView(workbench, 'Data Flow Run: Focus on Trace View', 'main.trace');
}

/** The messages in its list, the newest first; also in the editor of a trace file. */
export function messageRows(trace: FrameLocator): Locator {
  return trace.locator('.rows [role="option"]');
}
