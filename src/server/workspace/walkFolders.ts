// Lists the files below a folder, nearest first, within bounds. Knows nothing about what is in them.
import { join } from 'node:path';
import type { FileAccess } from './fileAccess.ts';
import { isSkippedFolder } from './workspacePaths.ts';

/** What a walk may still take; it counts down. */
export interface WalkBudget {
  folders: number;
  files: number;
}

export interface Walk {
  readonly files: FileAccess;
  readonly budget: WalkBudget;
  /** Which files count. */
  readonly wants: (path: string) => boolean;
  readonly isCancelled: () => boolean;
}

/** Paths of the wanted files below `folder`. Stops when the budget is used up: its numbers are below 0 then. */
export async function walkFolder(
  folder: string,
  { files, budget, wants, isCancelled }: Walk,
): Promise<string[]> {
  const found: string[] = [];
  const waiting = [folder];
  for (let at = 0; at < waiting.length && !isCancelled(); at += 1) {
    const current = waiting[at] ?? '';
    budget.folders -= 1;
    if (budget.folders < 0) break;
    for (const { name, kind } of await files.list(current)) {
      const path = join(current, name);
      if (kind === 'folder') {
        if (!isSkippedFolder(name)) waiting.push(path);
      } else if (wants(path)) {
        budget.files -= 1;
        if (budget.files < 0) return found;
        found.push(path);
      }
    }
  }
  return found;
}
