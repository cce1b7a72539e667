// Shows what applying a resource would change in which cluster, and asks whether it may. Changes nothing there.
import * as vscode from 'vscode';
import { AppError } from '../../base/errors.ts';
import {
  type DeployedGraph,
  diffResources,
  type KubectlOptions,
  readContexts,
} from '../../build/deploy/kubectl.ts';
import { readDiff, type ResourceChange } from '../../build/deploy/readDiff.ts';
import { settingNames, settingsSection } from '../ids.ts';
import type { ReadOnlyDocuments } from '../readOnlyDocuments.ts';
import { deployContext } from '../tasks/deployTasks.ts';
import { withProgress } from '../withProgress.ts';
import { deployWords } from './deploySettings.ts';

/** A file with a DataflowGraph resource. */
export interface ShownDeployment {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly target: DeployedGraph;
}

/** What is known of the cluster. */
interface Comparison {
  readonly context: string;
  readonly contexts: readonly string[];
  readonly lines: readonly string[];
  readonly hasChanges: boolean;
  /** Why the two could not be compared. */
  readonly failure?: AppError;
}

interface PreviewItem extends vscode.QuickPickItem {
  readonly choice?: 'apply' | 'differences' | 'context';
}

/** True when the person wants it applied as it is shown. Errors: KUBECTL_MISSING, KUBECTL_NO_CONTEXT, KUBECTL_FAILED. */
export async function chooseDeployment(
  shown: ShownDeployment,
  documents: ReadOnlyDocuments,
): Promise<boolean> {
  for (;;) {
    const comparison = await compare(shown);
    if (!comparison) return false;
    const choice = await showPreview(shown, comparison, documents);
    if (choice !== 'context') return choice === 'apply';
    await chooseContext(shown.uri, comparison);
  }
}

/** Undefined when it is cancelled. */
function compare({ uri, text }: ShownDeployment): PromiseLike<Comparison | undefined> {
  return withProgress('Comparing with the cluster', async (_progress, signal) => {
    try {
      return await ask(uri, text, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  });
}

async function ask(uri: vscode.Uri, text: string, signal: AbortSignal): Promise<Comparison> {
  const { current, names: contexts } = await readContexts({ words: deployWords, signal });
  const context = deployContext(uri) ?? current;
  const lines: string[] = [];
  const options: KubectlOptions = {
    ...(context !== undefined && { context }),
    onLine: (line) => void lines.push(line),
    words: deployWords,
    signal,
  };
  try {
    const hasChanges = await diffResources(text, options);
    return { context: context ?? '', contexts, lines, hasChanges };
  } catch (failure) {
    // Without the right to compare, or without `diff`, one may still apply.
    if (!(failure instanceof AppError) || failure.code !== 'KUBECTL_FAILED') throw failure;
    return { context: context ?? '', contexts, lines, hasChanges: true, failure };
  }
}

function showPreview(
  { uri, target }: ShownDeployment,
  comparison: Comparison,
  documents: ReadOnlyDocuments,
): Promise<PreviewItem['choice'] | undefined> {
  const { context, failure, hasChanges, lines } = comparison;
  const changes = readDiff(lines);
  const go: PreviewItem = {
    choice: 'apply',
    label: hasChanges ? '$(cloud-upload) Apply' : '$(check) Apply Again: The Cluster Has It',
    description: describeAll(changes),
  };
  const items: PreviewItem[] = [
    go,
    ...(lines.length > 0 ? [{ choice: 'differences', label: '$(diff) Show Differences' } as const] : []),
    { choice: 'context', label: '$(server-environment) Choose Another Cluster…', description: context },
    { label: 'What Changes', kind: vscode.QuickPickItemKind.Separator },
    ...changes.map(describe),
    ...(changes.length === 0 && hasChanges && !failure
      ? [{ label: '$(diff-modified) The resources differ' }]
      : []),
    ...(hasChanges ? [] : [{ label: '$(check) Nothing' }]),
    ...(failure ? [{ label: '$(warning) Not compared', detail: failure.message }] : []),
  ];
  const list = vscode.window.createQuickPick<PreviewItem>();
  list.title = `Deploy ${vscode.workspace.asRelativePath(uri)} to ${context}, namespace ${target.namespace}`;
  list.placeholder = 'Nothing is changed before you choose Apply.';
  list.ignoreFocusOut = true;
  list.matchOnDescription = true;
  list.items = items;
  list.activeItems = [go];
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      const choice = list.selectedItems[0]?.choice;
      if (choice === 'differences')
        void showDifferences(documents, `${target.name} in ${context}.diff`, lines);
      if (choice !== 'apply' && choice !== 'context') return;
      resolve(choice);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

async function showDifferences(
  documents: ReadOnlyDocuments,
  title: string,
  lines: readonly string[],
): Promise<void> {
  const uri = documents.add(title, `${lines.join('\n')}\n`);
  await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
}

function describeAll(changes: readonly ResourceChange[]): string {
  const count = (isNew: boolean): number => changes.filter((each) => each.isNew === isNew).length;
  const parts = [
    ...(count(true) > 0 ? [`${String(count(true))} new`] : []),
    ...(count(false) > 0 ? [`${String(count(false))} changed`] : []),
  ];
  return parts.join(', ');
}

function describe({ kind, namespace, name, isNew, added, removed }: ResourceChange): PreviewItem {
  return {
    label: `${isNew ? '$(diff-added)' : '$(diff-modified)'} ${kind} ${name}`,
    description: `${namespace}: ${isNew ? 'new' : `${String(added)} lines added, ${String(removed)} removed`}`,
  };
}

/** Kept in the workspace, so that tasks and the next deployment use it too. */
async function chooseContext(uri: vscode.Uri, { context, contexts }: Comparison): Promise<void> {
  const items = contexts.map((label) => ({ label, description: label === context ? 'shown just now' : '' }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Context of kubectl',
    placeHolder: 'The cluster that this workspace is deployed to',
    ignoreFocusOut: true,
  });
  if (!chosen) return;
  const target = vscode.workspace.workspaceFolders ? undefined : vscode.ConfigurationTarget.Global;
  await vscode.workspace
    .getConfiguration(settingsSection, uri)
    .update(settingNames.deployContext, chosen.label, target);
}
