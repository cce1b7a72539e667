// What deploying looks like in VS Code: one preview of what would change where, then a task. Knows nothing about how kubectl is called.
import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { AppError } from '../../base/errors.ts';
import type { DeployedGraph } from '../../build/deploy/kubectl.ts';
import { usualPlaces } from '../../build/deploy/writeResources.ts';
import { parseGraphFile } from '../../graph/parseGraph.ts';
import { readUserFile } from '../../runtime/run/loadRun.ts';
import { findSavedGraph } from '../debug/runnableGraph.ts';
import { fileExists } from '../fileExists.ts';
import { ReadOnlyDocuments } from '../readOnlyDocuments.ts';
import { type DeployAction, deployContext, type DeployTasks } from '../tasks/deployTasks.ts';
import { attempt } from '../tellFailure.ts';
import { createResource, resourceFileOf } from './createResource.ts';
import { chooseDeployment, type ShownDeployment } from './deployPreview.ts';

export interface DeployCommandsOptions {
  readonly tasks: DeployTasks;
  readonly log: vscode.LogOutputChannel;
}

export class DeployCommands implements Disposable {
  readonly #tasks: DeployTasks;
  readonly #log: vscode.LogOutputChannel;
  readonly #differences: ReadOnlyDocuments = new ReadOnlyDocuments(
    'dataflow-deployment',
    'These differences are not kept any more. Deploy again to see them.',
  );

  constructor({ tasks, log }: DeployCommandsOptions) {
    this.#tasks = tasks;
    this.#log = log;
  }

  createResource(given: vscode.Uri | undefined): Promise<void> {
    return attempt(this.#log, async () => {
      const graph = await findFile(given);
      if (graph) await createResource(graph);
    });
  }

  deploy(given: vscode.Uri | undefined): Promise<void> {
    return attempt(this.#log, async () => {
      const shown = await this.#findResource(given);
      if (!shown || !(await chooseDeployment(shown, this.#differences))) return;
      if ((await this.#tasks.run('apply', shown.uri)) === 0) await this.#offerNext(shown);
    });
  }

  act(action: DeployAction, given: vscode.Uri | undefined): Promise<void> {
    return attempt(this.#log, async () => {
      const shown = await this.#findResource(given);
      if (shown) await this.#tasks.run(action, shown.uri);
    });
  }

  delete(given: vscode.Uri | undefined): Promise<void> {
    return attempt(this.#log, async () => {
      const shown = await this.#findResource(given);
      if (!shown) return;
      const { name, namespace } = shown.target;
      const context = deployContext(shown.uri);
      const where = context === undefined ? "kubectl's current context" : `the context "${context}"`;
      const confirm = 'Delete';
      const chosen = await vscode.window.showWarningMessage(
        `Delete the DataflowGraph "${name}" from ${where}?`,
        {
          modal: true,
          detail: `It stops in the namespace "${namespace}". Its registry endpoint stays, since others may use it; so does the file.`,
        },
        confirm,
      );
      if (chosen === confirm) await this.#tasks.run('delete', shown.uri);
    });
  }

  dispose(): void {
    this.#differences.dispose();
  }

  /** A graph definition is deployed by the resource beside it, which is created where there is none. */
  async #findResource(given: vscode.Uri | undefined): Promise<ShownDeployment | undefined> {
    const uri = await findFile(given);
    if (!uri) return undefined;
    const { documents } = parseGraphFile(await readUserFile(uri.fsPath));
    const isDefinition = documents.some(({ graph }) => graph);
    const beside = isDefinition ? resourceFileOf(uri) : uri;
    const file = (await fileExists(beside)) ? beside : await createResource(uri);
    return file && readShown(file);
  }

  async #offerNext({ uri, target }: ShownDeployment): Promise<void> {
    const [status, logs] = ['Show Status', 'Follow Logs'];
    const chosen = await vscode.window.showInformationMessage(`Applied "${target.name}".`, status, logs);
    if (chosen === status) await this.#tasks.run('status', uri);
    else if (chosen === logs) await this.#tasks.run('logs', uri);
  }
}

/** Errors: FILE_UNREADABLE, DEPLOYMENT_INVALID. */
async function readShown(uri: vscode.Uri): Promise<ShownDeployment> {
  await vscode.workspace.save(uri);
  const { documents, problems, text } = parseGraphFile(await readUserFile(uri.fsPath));
  const path = vscode.workspace.asRelativePath(uri);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error)
    throw new AppError(
      'DEPLOYMENT_INVALID',
      `${path} has errors, the first: ${error.message} [${error.code}] Mend them first; they stand in the Problems view.`,
    );
  const resource = documents.find((document) => document.resource)?.resource;
  if (!resource)
    throw new AppError('DEPLOYMENT_INVALID', `${path} holds neither a graph definition nor a DataflowGraph.`);
  const target: DeployedGraph = {
    name: resource.name,
    namespace: resource.namespace ?? usualPlaces.namespace,
  };
  return { uri, text, target };
}

// What is applied to a cluster comes from the workspace, as does which cluster: only where people trust it.
function findFile(given: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  return findSavedGraph(given, {
    untrusted: 'Graphs are deployed from trusted workspaces only.',
    none: 'Open a graph definition or a DataflowGraph resource that is a file on disk first.',
  });
}
