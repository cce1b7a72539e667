// What debugging costs inside a real VS Code: from F5 to the first output, at a stop, at a step, and what a flood of messages does to
// the extension host.
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInExtensionHost } from '../test/e2e/harness/extensionHostRun.ts';
import type { EditorPlaces } from './editor.ts';

/** Milliseconds, but for the last two. */
export interface DebugFigures {
  /** From the command until the run has told of its first output, with the cache of modules filled; median. */
  readonly f5ToFirstOutputMs: number;
  /**
   * From publishing a message until the adapter has told of the stop, and what it took to answer what VS Code then asks for
   * to show the variables; median. VS Code's own waiting is not in it.
   */
  readonly stopToVariablesMs: number;
  /** The same from a step to the next hop. */
  readonly stepMs: number;
  /** From a step until VS Code has the variables: it waits 400 ms before it asks for them. */
  readonly windowStepMs: number;
  /** 99th percentile of the extension host's delay during a flood. */
  readonly hostDelayP99Ms: number;
  /** Messages per second of the flood, as far as the machine takes them. */
  readonly floodPerSecond: number;
  /** Messages of the flood that the run has not counted. */
  readonly floodLost: number;
}

export async function measureDebugging(places: EditorPlaces): Promise<DebugFigures> {
  const root = process.cwd();
  const workspace = mkdtempSync(join(tmpdir(), 'bench-debug-'));
  try {
    cpSync(join(root, 'samples/thermostats'), workspace, { recursive: true });
    copyFileSync(join(root, 'dist/benchFlood.mjs'), join(workspace, 'benchFlood.mjs'));
    const [test] = await runInExtensionHost({
      ...places,
      testFolder: join(root, 'bench/debugHost'),
      workspace,
    });
    if (test?.state !== 'passed') throw new Error(test?.error ?? 'nothing was measured');
    return JSON.parse(test.path.at(-1) ?? '{}') as DebugFigures;
  } finally {
    rmSync(workspace, { recursive: true });
  }
}
