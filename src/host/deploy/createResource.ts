// Writes the DataflowGraph resource for a graph definition, beside it, from what a person is asked. Knows no cluster.
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { describeError } from '../../base/errors.ts';
import { resourceNameFrom, usualPlaces, writeResources } from '../../build/deploy/writeResources.ts';
import { readGraphSource } from '../../runtime/run/graphSource.ts';
import { fileExists } from '../fileExists.ts';
import { askDeployment } from './askDeployment.ts';
import { deployWords } from './deploySettings.ts';

/** `graph.dataflow.yaml` is deployed by `graph.deployment.yaml`. */
export function resourceFileOf(graph: vscode.Uri): vscode.Uri {
  const stem = basename(graph.fsPath).replace(/(?:\.dataflow)?\.ya?ml$/, '');
  return vscode.Uri.file(join(dirname(graph.fsPath), `${stem}.deployment.yaml`));
}

/** The file, which is open then; undefined when the person gives up. Errors: GRAPH_INVALID, FILE_UNREADABLE, DEPLOYMENT_INVALID. */
export async function createResource(graph: vscode.Uri): Promise<vscode.Uri | undefined> {
  const source = await readGraphSource(graph.fsPath);
  const target = resourceFileOf(graph);
  if ((await fileExists(target)) && !(await mayReplace(target))) return undefined;
  const deployment = await askDeployment(source.graph, {
    name: resourceNameFrom(source.graph),
    namespace: usualPlaces.namespace,
    profile: usualPlaces.profile,
    uri: graph,
  });
  if (!deployment) return undefined;
  const text = writeResources(source.graph, deployment, deployWords);
  if (!(await write(target, text))) return undefined;
  await vscode.window.showTextDocument(target, { preview: false });
  return target;
}

async function write(target: vscode.Uri, text: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.writeFile(target, Buffer.from(text));
    return true;
  } catch (error) {
    void vscode.window.showErrorMessage(`Cannot write ${target.fsPath}: ${describeError(error)}`);
    return false;
  }
}

async function mayReplace(target: vscode.Uri): Promise<boolean> {
  const [open, replace] = ['Open It', 'Replace It'];
  const chosen = await vscode.window.showWarningMessage(
    `${vscode.workspace.asRelativePath(target)} is there already.`,
    { modal: true, detail: 'It may have been changed by hand since it was created.' },
    open,
    replace,
  );
  if (chosen === open) await vscode.window.showTextDocument(target, { preview: false });
  return chosen === replace;
}
