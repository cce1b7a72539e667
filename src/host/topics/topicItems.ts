// How topics are written in the tree: value, count, rate, and all else in the tooltip. Knows no run.
import * as vscode from 'vscode';
import { formatBytes } from '../../base/formatBytes.ts';
import { formatCount, formatRate } from '../../base/formatNumbers.ts';
import { commandIds } from '../ids.ts';
import type { ShownTopic, TopicNode } from './topicTree.ts';

const MAX_VALUE = 60;
/** Trees of no more topics are opened at once. */
const MAX_OPEN = 50;

/** `size`: topics in the whole tree. */
export function topicItem(node: TopicNode, size: number): vscode.TreeItem {
  const { path, name, record, children, topicCount } = node;
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const state = children.size === 0 ? None : size <= MAX_OPEN ? Expanded : Collapsed;
  const item = new vscode.TreeItem(name === '' ? '(empty level)' : name, state);
  item.id = path;
  if (!record) {
    item.contextValue = 'level';
    item.iconPath = new vscode.ThemeIcon('symbol-namespace');
    item.description = topicCount === 1 ? '1 topic' : `${formatCount(topicCount)} topics`;
    item.tooltip = path;
    return item;
  }
  item.contextValue = record.isRetained ? 'topic retained' : 'topic';
  item.iconPath = new vscode.ThemeIcon(record.isRetained ? 'pinned' : 'mail');
  item.description = describe(record);
  item.accessibilityInformation = { label: `${path}, ${spoken(record)}` };
  item.command = { command: commandIds.topicOpenValue, title: 'Open Value', arguments: [node] };
  return item;
}

/** Everything that is known of a topic. Payloads are what strangers wrote: they stand in code blocks only. */
export function topicTooltip(record: ShownTopic): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(record.topic).appendMarkdown('**\n\n');
  text.appendCodeblock(record.preview === '' ? '(no payload)' : record.preview, 'text');
  const row = (name: string, value: string): void =>
    void text.appendMarkdown(`\n\n${name}: `).appendText(value);
  row('Messages', `${String(record.count)}, ${formatRate(record.perSecond)}`);
  row('Last', new Date(record.timeMs).toLocaleTimeString());
  row('Size', formatBytes(record.size));
  row('QoS', `${String(record.qos)}${record.isRetained ? ', a message is retained' : ''}`);
  if (record.contentType !== undefined) row('Content type', record.contentType);
  if (record.responseTopic !== undefined) row('Response topic', record.responseTopic);
  for (const [key, value] of record.userProperties) row(key, value);
  return text;
}

function describe({ count, perSecond, preview, isRetained }: ShownTopic): string {
  const value = preview.replace(/\s+/g, ' ');
  const rate = perSecond > 0 ? ` · ${formatRate(perSecond)}` : '';
  const shown = value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value;
  return `${formatCount(count)}${rate}${isRetained ? ' · retained' : ''}  ${shown}`;
}

function spoken({ count, perSecond, preview, isRetained }: ShownTopic): string {
  const rate = perSecond > 0 ? `, ${perSecond.toFixed(1)} per second` : '';
  return `${String(count)} messages${rate}${isRetained ? ', retained' : ''}, last value ${preview}`;
}
