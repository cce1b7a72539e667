// Which items a request to run tests means. Knows nothing about what they stand for.
import type * as vscode from 'vscode';

/** The items at the end of branches that `request` includes and does not exclude, in the order of the tree, each once. */
export function chosenLeaves(
  request: Pick<vscode.TestRunRequest, 'include' | 'exclude'>,
  all: vscode.TestItemCollection,
): vscode.TestItem[] {
  const excluded = new Set(request.exclude ?? []);
  const leaves = new Set<vscode.TestItem>();
  const add = (item: vscode.TestItem): void => {
    if (excluded.has(item)) return;
    if (item.children.size === 0) leaves.add(item);
    else item.children.forEach(add);
  };
  if (request.include) for (const item of request.include) add(item);
  else all.forEach(add);
  return [...leaves];
}
