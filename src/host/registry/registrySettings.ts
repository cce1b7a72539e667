// The registry of a workspace, as its settings say it or the person when they do not. Knows nothing about credentials.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { describeError } from '../../base/errors.ts';
import { parseRegistry, type RegistryPlace } from '../../registry/reference.ts';
import { defaultCacheFolder } from '../../runtime/run/cacheFolder.ts';
import { readCacheFolder } from '../cacheFolder.ts';
import { settingNames, settingsSection } from '../ids.ts';

export interface RegistrySettings {
  readonly place: RegistryPlace;
  readonly isInsecureAllowed: boolean;
  readonly certificateFile?: string;
}

/** Settings that hold for `uri`; asks for the registry when there is none. Errors: REGISTRY_REFERENCE_INVALID. */
export async function readRegistrySettings(uri: vscode.Uri): Promise<RegistrySettings | undefined> {
  const place = readConfiguredPlace(uri) ?? (await askForRegistry(uri));
  return place && { ...readConnectionSettings(uri), place };
}

/** Undefined when none is set. Errors: REGISTRY_REFERENCE_INVALID. */
export function readConfiguredPlace(uri: vscode.Uri): RegistryPlace | undefined {
  const settings = vscode.workspace.getConfiguration(settingsSection, uri);
  const host = settings.get<string>(settingNames.registryHost, '').trim();
  const prefix = settings.get<string>(settingNames.registryPathPrefix, '').trim();
  return host === '' ? undefined : parseRegistry(prefix === '' ? host : `${host}/${prefix}`);
}

/** How any registry is spoken to. */
export function readConnectionSettings(uri: vscode.Uri): Omit<RegistrySettings, 'place'> {
  const settings = vscode.workspace.getConfiguration(settingsSection, uri);
  const file = settings.get<string>(settingNames.registryCertificate, '').trim();
  return {
    isInsecureAllowed: settings.get<boolean>(settingNames.registryInsecure, false),
    ...(file !== '' && { certificateFile: resolveInWorkspace(file, uri) }),
  };
}

// Kept in the workspace, so that it is asked for once, and others who work on it have it too.
async function askForRegistry(uri: vscode.Uri): Promise<RegistryPlace | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Registry of This Workspace',
    prompt: 'Where graphs and modules are pushed to: host[:port][/path], the host of your RegistryEndpoint',
    placeHolder: 'ghcr.io/my-team',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? undefined : describeMistake(value)),
  });
  if (text === undefined || text.trim() === '') return undefined;
  const place = parseRegistry(text);
  const settings = vscode.workspace.getConfiguration(settingsSection, uri);
  const { host, scheme } = place;
  // A file that is open by itself has no workspace to keep it in.
  const target = vscode.workspace.workspaceFolders ? undefined : vscode.ConfigurationTarget.Global;
  await settings.update(
    settingNames.registryHost,
    scheme === undefined ? host : `${scheme}://${host}`,
    target,
  );
  if (place.prefix !== '') await settings.update(settingNames.registryPathPrefix, place.prefix, target);
  return place;
}

function describeMistake(text: string): string | undefined {
  try {
    parseRegistry(text);
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

function resolveInWorkspace(path: string, uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder && !/^(?:\/|[a-z]:|\\)/i.test(path) ? join(folder.uri.fsPath, path) : path;
}

/** Where pulled modules are kept, for the editor and the command line alike. */
export function moduleCacheFolder(): string {
  return join(readCacheFolder() ?? defaultCacheFolder(process.env), 'modules');
}
