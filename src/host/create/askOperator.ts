// Asks what an operator is to be, best answers first. Knows nothing about what becomes of it.
import * as vscode from 'vscode';
import type { OperatorRequest } from '../../build/templates/createOperator.ts';
import type { OperatorLanguage } from '../../build/operatorLanguages.ts';
import { operatorTemplates } from '../../build/templates/operatorKinds.ts';
import { whyNotOperatorName } from '../../build/templates/projectNames.ts';
import { type ModuleOperationType, moduleOperationTypes } from '../../graph/model.ts';
import { fileExists } from '../fileExists.ts';

/** How an operator is made; `moduleName` is that of the module it is added to. */
export interface ChosenProject {
  readonly project: OperatorRequest['project'];
  readonly moduleName?: string;
}

type ProjectItem = vscode.QuickPickItem & ChosenProject;

/** `modules` are those in Rust that can get further operators. Undefined when the person gives up. */
export async function askProject(
  title: string,
  modules: readonly string[],
): Promise<ChosenProject | undefined> {
  const items: ProjectItem[] = [
    {
      label: 'Rust',
      description: 'with wasm_graph_sdk, from the registry of Azure IoT Operations',
      project: { language: 'rust', sdk: 'wasm_graph_sdk' },
    },
    {
      label: 'Rust with wit-bindgen',
      description: 'with bindings made from the WIT files, from crates.io alone',
      project: { language: 'rust', sdk: 'wit-bindgen' },
    },
    { label: 'Python', description: 'with componentize-py', project: { language: 'python' } },
    { label: 'JavaScript', description: 'with jco', project: { language: 'javascript' } },
    ...modules.map((moduleName) => ({
      label: `Rust, in the module ${moduleName}`,
      description: 'as another type in a module that is there',
      project: { language: 'rust', isExtended: true } as const,
      moduleName,
    })),
  ];
  return vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'What the operator is written in',
    ignoreFocusOut: true,
  });
}

export async function askType(title: string): Promise<ModuleOperationType | undefined> {
  const items = moduleOperationTypes.map((type) => ({
    label: type,
    description: operatorTemplates[type].summary,
    type,
  }));
  const options = { title, placeHolder: 'What the operator does', ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.type;
}

/** Undefined when the person gives up. */
export async function askName(
  title: string,
  type: ModuleOperationType,
  language: OperatorLanguage,
  root: vscode.Uri,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: 'Name of the operator, which is also that of its module',
    value: operatorTemplates[type].operatorName,
    ignoreFocusOut: true,
    validateInput: async (value) =>
      whyNotOperatorName(value, language) ??
      ((await fileExists(vscode.Uri.joinPath(root, 'operators', value)))
        ? `There is an operator "${value}" already.`
        : undefined),
  });
}
