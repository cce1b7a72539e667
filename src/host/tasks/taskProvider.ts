// Offers our tasks to VS Code: those that are listed, and how those of tasks.json are executed. Knows no task.
import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { taskType } from '../ids.ts';

export interface TaskSource {
  /** Tasks that nobody has to write. */
  readonly list?: () => Promise<vscode.Task[]>;
  /** The task with how it is executed; undefined when it is another's. */
  resolve(task: vscode.Task): vscode.Task | undefined;
}

export function registerTasks(sources: readonly TaskSource[]): Disposable {
  return vscode.tasks.registerTaskProvider(taskType, {
    provideTasks: async () => {
      const tasks: vscode.Task[] = [];
      for (const source of sources) tasks.push(...((await source.list?.()) ?? []));
      return tasks;
    },
    resolveTask: (task) => {
      for (const source of sources) {
        const resolved = source.resolve(task);
        if (resolved) return resolved;
      }
      return undefined;
    },
  });
}
