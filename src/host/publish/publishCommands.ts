// What the commands about publishing do with what menus, views and other extensions hand them. Knows the view by its methods alone.
import * as vscode from 'vscode';
import { commandIds } from '../ids.ts';
import type { PublishService } from './publishService.ts';

type PublishCommands = Readonly<
  Record<typeof commandIds.publish | typeof commandIds.publishFolder, (argument: unknown) => Promise<void>>
>;

export function publishCommands(publishing: PublishService): PublishCommands {
  return {
    /** A message file; a topic; parts of a draft; nothing: the view as it was. */
    [commandIds.publish]: (argument) => {
      if (argument instanceof vscode.Uri) return publishing.openFile(argument);
      return typeof argument === 'string'
        ? publishing.open({ topic: argument })
        : publishing.openGiven(argument);
    },
    [commandIds.publishFolder]: (argument) =>
      publishing.publishFolder(argument instanceof vscode.Uri ? argument : undefined),
  };
}
