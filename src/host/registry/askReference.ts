// Asks which graph of a registry is meant, prebuilt samples first, and whether its modules may come. Pulls nothing.
import * as vscode from 'vscode';
import { describeError } from '../../base/errors.ts';
import type { ModuleReference } from '../../graph/model.ts';
import { formatRegistry, parseReference } from '../../registry/reference.ts';
import { readConfiguredPlace } from './registrySettings.ts';

const title = 'Pull Graph';
/** Public, and what the documentation of Azure IoT Operations names. */
const samples = 'ghcr.io/azure-samples/explore-iot-operations';

/** `host/path/name:tag`; undefined when the person gives up. */
export async function askReference(uri: vscode.Uri): Promise<string | undefined> {
  const items = [
    {
      label: 'graph-simple:1.0.0',
      description: 'prebuilt sample of Azure IoT Operations: temperatures are converted and filtered',
      reference: `${samples}/graph-simple:1.0.0`,
    },
    {
      label: 'graph-complex:1.0.0',
      description: 'prebuilt sample of Azure IoT Operations: branches, windows, images',
      reference: `${samples}/graph-complex:1.0.0`,
    },
    { label: 'Another one', description: 'by its reference', reference: undefined },
  ];
  const options = { title, placeHolder: 'The graph, which comes with its modules', ignoreFocusOut: true };
  const chosen = await vscode.window.showQuickPick(items, options);
  return chosen && (chosen.reference ?? enterReference(uri));
}

function enterReference(uri: vscode.Uri): Thenable<string | undefined> {
  const place = readConfiguredPlace(uri);
  const beginning = place ? `${formatRegistry(place)}/` : '';
  return vscode.window.showInputBox({
    title,
    prompt: 'host[:port]/path/name:tag',
    value: beginning,
    valueSelection: [beginning.length, beginning.length],
    ignoreFocusOut: true,
    validateInput: whyNotReference,
  });
}

function whyNotReference(text: string): string | undefined {
  try {
    parseReference(text);
    return undefined;
  } catch (error) {
    return describeError(error);
  }
}

/** `always`: this registry is not to be asked about again. */
export async function askForTrust(
  registry: string,
  modules: readonly ModuleReference[],
): Promise<'once' | 'always' | undefined> {
  const items: (vscode.QuickPickItem & { readonly choice?: 'once' | 'always' })[] = [
    { label: '$(cloud-download) Pull', choice: 'once' },
    { label: '$(verified) Pull, and Trust This Registry from Now On', choice: 'always' },
    { label: 'Modules', kind: vscode.QuickPickItemKind.Separator },
    ...modules.map(({ text }) => ({ label: `$(package) ${text}` })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Pull from ${registry}`,
    placeHolder: 'Modules are code that runs on this machine, without access to its files and network',
    ignoreFocusOut: true,
  });
  return chosen?.choice;
}
