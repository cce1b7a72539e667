// The folder for pulled and prepared modules, as the settings say it. Knows nothing about what is in it.
import * as vscode from 'vscode';
import { settingNames, settingsSection } from './ids.ts';

/** Undefined when none is set: the one that the command line uses by itself. */
export function readCacheFolder(): string | undefined {
  const settings = vscode.workspace.getConfiguration(settingsSection);
  return settings.get<string>(settingNames.cacheFolder, '') || undefined;
}

/** For the command line. */
export function cacheArguments(): string[] {
  const folder = readCacheFolder();
  return folder === undefined ? [] : ['--cache', folder];
}
