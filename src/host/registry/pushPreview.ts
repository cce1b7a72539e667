// Shows what a push would do, asks whether it may, and tells what it did. Sends nothing.
import * as vscode from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import type { PushResult } from '../../registry/push.ts';
import type { PlannedArtifact, PushPlan } from '../../registry/pushPlan.ts';
import { formatReference, formatRegistry } from '../../registry/reference.ts';

interface PreviewItem extends vscode.QuickPickItem {
  readonly isGo?: boolean;
}

const icons = { create: '$(cloud-upload)', overwrite: '$(warning)', skip: '$(check)' } as const;
const states = { create: 'new', overwrite: 'overwritten', skip: 'there already' } as const;

/** Enough of a digest to tell it from others at a glance; the log has all of it. */
const SHOWN_DIGEST = 19;

/** True when the person wants the push as it is shown. */
export async function choosePush(plan: PushPlan): Promise<boolean> {
  const overwritten = plan.artifacts.filter(({ action }) => action === 'overwrite').length;
  const wanted = plan.artifacts.filter(({ action }) => action !== 'skip');
  const bytes = wanted.reduce((sum, { layer }) => sum + layer.size, 0);
  const go: PreviewItem = {
    isGo: true,
    label:
      wanted.length === 0
        ? '$(check) Nothing to Push: All Is There'
        : `$(cloud-upload) ${titleOf(overwritten)}`,
    description:
      wanted.length === 0
        ? ''
        : `${String(wanted.length)} of ${String(plan.artifacts.length)}, ${formatBytes(bytes)}`,
  };
  const items: PreviewItem[] = [
    go,
    { label: 'What Goes Where', kind: vscode.QuickPickItemKind.Separator },
    ...plan.artifacts.map(describe),
    ...plan.warnings.map((warning) => ({ label: '$(warning)', description: warning })),
  ];
  const danger = overwritten === 0 ? '' : 'Running graphs pick up tags that are overwritten. ';
  const placeholder = `${danger}Enter pushes, Escape leaves all as it is.`;
  const chosen = await pick(`Push to ${formatRegistry(plan.place)}`, placeholder, items, go);
  return chosen?.isGo ?? false;
}

function titleOf(overwritten: number): string {
  if (overwritten === 0) return 'Push';
  return overwritten === 1 ? 'Push and Overwrite 1 Tag' : `Push and Overwrite ${String(overwritten)} Tags`;
}

function describe({ kind, target, source, action, layer, existing }: PlannedArtifact): PreviewItem {
  const path = vscode.workspace.asRelativePath(source);
  return {
    label: `${icons[action]} ${formatReference(target)}`,
    description: `${kind}, ${formatBytes(layer.size)}: ${states[action]}`,
    detail: existing === undefined ? path : `${path} (the tag has ${existing.slice(0, SHOWN_DIGEST)}…)`,
  };
}

// Lines other than the first are there to be read: choosing one leaves the list open.
function pick(
  title: string,
  placeholder: string,
  items: readonly PreviewItem[],
  first: PreviewItem,
): Promise<PreviewItem | undefined> {
  return new Promise((resolve) => {
    const list = vscode.window.createQuickPick<PreviewItem>();
    list.title = title;
    list.placeholder = placeholder;
    list.ignoreFocusOut = true;
    list.matchOnDescription = true;
    list.items = items;
    list.activeItems = [first];
    list.onDidAccept(() => {
      const [chosen] = list.selectedItems;
      if (!chosen?.isGo) return;
      resolve(chosen);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/** Tells digests in the log, and offers references to copy. */
export function tellPushed(
  { artifacts, notices }: PushResult,
  { place }: PushPlan,
  log: vscode.LogOutputChannel,
): void {
  for (const { outcome, reference, digest } of artifacts) log.info(`${outcome} ${reference} ${digest}`);
  for (const notice of notices) log.warn(notice);
  const graph = artifacts.at(-1);
  if (!graph) return;
  const sent = artifacts.filter(({ outcome }) => outcome !== 'skipped').length;
  const text =
    sent === 0
      ? `${graph.reference} and its modules were in ${formatRegistry(place)} already.`
      : `Pushed ${graph.reference} (${String(sent)} of ${String(artifacts.length)} artifacts were sent; ${graph.digest}).`;
  void offerCopies(notices.length === 0 ? text : `${text} ${notices.join(' ')}`, graph, log);
}

async function offerCopies(
  text: string,
  { reference, pinned }: PushResult['artifacts'][number],
  log: vscode.LogOutputChannel,
): Promise<void> {
  const [copy, copyPinned, showLog] = ['Copy Reference', 'Copy with Digest', 'Show Digests'];
  const chosen = await vscode.window.showInformationMessage(text, copy, copyPinned, showLog);
  if (chosen === copy) await vscode.env.clipboard.writeText(reference);
  else if (chosen === copyPinned) await vscode.env.clipboard.writeText(pinned);
  else if (chosen === showLog) log.show();
}
