// What the commands of the tree of topics do. Loaded with the tree.
import * as vscode from 'vscode';
import { showBytes } from '../../base/shownBytes.ts';
import { payloadToDraft } from '../../testing/draftFile.ts';
import { escapeBraces } from '../../testing/inputPattern.ts';
import { commandIds } from '../ids.ts';
import type { PublishService } from '../publish/publishService.ts';
import { ReadOnlyDocuments } from '../readOnlyDocuments.ts';
import { exportLine, readableValue } from './topicText.ts';
import type { TopicNode } from './topicTree.ts';
import type { KeptValues, TopicView } from './topicView.ts';

export class TopicActions {
  readonly #view: TopicView;
  readonly #publishing: PublishService;
  readonly #documents: ReadOnlyDocuments = new ReadOnlyDocuments(
    'dataflow-topic',
    'This value is not kept any more. Open it from the topics again.',
  );

  constructor(view: TopicView, publishing: PublishService) {
    this.#view = view;
    this.#publishing = publishing;
  }

  dispose(): void {
    this.#documents.dispose();
  }

  readonly byCommand: Readonly<Record<string, (item: unknown) => Promise<void>>> = {
    [commandIds.topicsFilter]: () => this.#filter(),
    [commandIds.topicsPause]: () => Promise.resolve(this.#view.setPaused(true)),
    [commandIds.topicsResume]: () => Promise.resolve(this.#view.setPaused(false)),
    [commandIds.topicsClear]: () => this.#view.clear(),
    [commandIds.topicsExport]: () => this.#export(),
    [commandIds.topicOpenValue]: (item) => this.#onValue(item, (topic, values) => this.#open(topic, values)),
    [commandIds.topicCompare]: (item) => this.#onValue(item, (topic, values) => this.#compare(topic, values)),
    [commandIds.topicCopyTopic]: async (item) => {
      const node = this.#nodeOf(item);
      if (node) await vscode.env.clipboard.writeText(node.path);
    },
    [commandIds.topicCopyValue]: (item) =>
      this.#onValue(item, async (_, { last }) => {
        await vscode.env.clipboard.writeText(showBytes(bytesOf(last)));
      }),
    [commandIds.topicPublish]: (item) =>
      this.#onValue(item, (topic, values) => this.#publishHere(topic, values)),
    [commandIds.topicClearRetained]: (item) => this.#clearRetained(item),
  };

  #nodeOf(item: unknown): TopicNode | undefined {
    const isNode = typeof item === 'object' && item !== null && 'path' in item && 'children' in item;
    return isNode ? (item as TopicNode) : this.#view.selected;
  }

  /** Told when the topic is not known any more. */
  async #onValue(item: unknown, act: (topic: string, values: KeptValues) => Promise<void>): Promise<void> {
    const topic = this.#nodeOf(item)?.record?.topic;
    if (topic === undefined) return;
    const values = await this.#view.value(topic);
    if (values) await act(topic, values);
    else void vscode.window.showInformationMessage(`The values of ${topic} are not known any more.`);
  }

  async #filter(): Promise<void> {
    const filter = await vscode.window.showInputBox({
      title: 'Filter Topics',
      prompt: 'A part of the topic, or a topic filter with + and #. Empty shows all.',
      value: this.#view.tree.filter,
    });
    if (filter !== undefined) this.#view.setFilter(filter.trim());
  }

  async #open(topic: string, { last }: KeptValues): Promise<void> {
    const uri = this.#add(topic, last, '');
    await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
  }

  async #compare(topic: string, { last, previous }: KeptValues): Promise<void> {
    if (!previous)
      return void vscode.window.showInformationMessage(`${topic} has had one message only, or a large one.`);
    const before = this.#add(topic, previous, ' before');
    const after = this.#add(topic, last, ' last');
    await vscode.commands.executeCommand('vscode.diff', before, after, `${topic}: previous ↔ last value`);
  }

  /** The time stands in the title, so that values of one topic have tabs of their own. */
  #add(topic: string, value: KeptValues['last'], suffix: string): vscode.Uri {
    const { extension, text } = readableValue(bytesOf(value), value.size);
    return this.#documents.add(`${topic} ${timeOf(value.timeMs)}${suffix}${extension}`, text);
  }

  async #publishHere(topic: string, { last }: KeptValues): Promise<void> {
    const { contentType = '', responseTopic = '', userProperties, qos } = last;
    const { payloadForm, payload } = payloadToDraft(bytesOf(last), contentType);
    // What stands there is a value, and no template.
    await this.#publishing.open({
      topic: escapeBraces(topic),
      qos: qos === 0 ? 0 : 1,
      contentType: escapeBraces(contentType),
      responseTopic: escapeBraces(responseTopic),
      userProperties: userProperties.map(([key, value]) => [escapeBraces(key), escapeBraces(value)] as const),
      payloadForm,
      payload: payloadForm === 'hex' ? payload : escapeBraces(payload),
    });
  }

  async #clearRetained(item: unknown): Promise<void> {
    const topic = this.#nodeOf(item)?.record?.topic;
    const run = this.#view.run;
    if (topic === undefined || !run) return;
    const answer = await vscode.window.showWarningMessage(
      `Clear the retained message of ${topic}?`,
      {
        modal: true,
        detail: 'An empty retained message is published, which the graph gets too if it reads this topic.',
      },
      'Clear',
    );
    if (answer !== 'Clear') return;
    await run.request('publish', { topic, payload: { base64: '' }, retain: true, qos: 1 });
    await this.#view.refresh();
  }

  async #export(): Promise<void> {
    const uri = await vscode.window.showSaveDialog({
      title: 'Export Topics',
      filters: { NDJSON: ['ndjson'] },
      saveLabel: 'Export',
    });
    if (!uri) return;
    const lines = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Exporting topics', cancellable: true },
      (_, token) => this.#exportLines(token),
    );
    if (!lines) return;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(lines.join('')));
    void vscode.window.showInformationMessage(`${String(lines.length)} topics are in ${uri.fsPath}.`);
  }

  /** Undefined once it is cancelled: half of the topics would pass for all of them. */
  async #exportLines(token: vscode.CancellationToken): Promise<string[] | undefined> {
    const lines: string[] = [];
    for (const record of this.#view.tree.topics()) {
      if (token.isCancellationRequested) return undefined;
      const values = await this.#view.value(record.topic);
      if (values) lines.push(`${exportLine(record, values.last, bytesOf(values.last))}\n`);
    }
    return lines;
  }
}

function bytesOf({ payload }: KeptValues['last']): Uint8Array {
  return Buffer.from(payload.base64, 'base64');
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}
