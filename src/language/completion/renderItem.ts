// From a proposal and a cursor to what the language server protocol wants: the text, its range, and how it sorts. Knows
// nothing about what is proposed.
import {
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  type CompletionItem,
} from 'vscode-languageserver-types';
import type { Cursor } from './cursor.ts';
import type { Proposal, ProposalContent } from './proposal.ts';
import { spellValue } from './spellValue.ts';
import { hasStops, type Template } from './template.ts';
import { TemplateWriter, type WritingStyle } from './writeTemplate.ts';

/** How a file is written. */
export type FileStyle = Pick<WritingStyle, 'step' | 'lineBreak'>;

const icons: Readonly<Record<Proposal['icon'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  constant: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
  module: CompletionItemKind.Module,
  file: CompletionItemKind.File,
  snippet: CompletionItemKind.Snippet,
};

/** Opens the list of values after a key was put in; editors that do not know it do nothing. */
const openList = { title: 'Suggest', command: 'editor.action.triggerSuggest' };

/** `proposal` at `cursor`; `order` counts the proposals of one list from 0. Undefined where it cannot be written. */
export function renderItem(
  proposal: Proposal,
  cursor: Cursor,
  style: FileStyle,
  order: number,
): CompletionItem | undefined {
  const { label, icon, detail, documentation, rank = 0, content } = proposal;
  const needsComma = cursor.needsComma && !cursor.hasValue;
  const isSnippet = (contentHasStops(content) && !(content.form === 'key' && cursor.hasValue)) || needsComma;
  const newText = writeContent(content, cursor, { ...style, isSnippet, isFlow: cursor.isFlow });
  if (newText === undefined) return undefined;
  const filterText = cursor.quote + label + cursor.quote;
  return {
    label,
    kind: icons[icon],
    sortText: `${String(rank)}${String(order).padStart(5, '0')}`,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range: cursor.range, newText: needsComma ? withComma(newText) : newText },
    ...(filterText === label ? {} : { filterText }),
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(documentation === undefined || documentation === ''
      ? {}
      : { documentation: { kind: 'markdown', value: documentation } }),
    ...(proposal.asksForMore === true && !cursor.hasValue ? { command: openList } : {}),
  };
}

/** A comma behind `snippet`; the cursor stays where a value is still to come. */
function withComma(snippet: string): string {
  return snippet.endsWith(' ') ? `${snippet}$0,` : `${snippet},`;
}

function contentHasStops(content: ProposalContent): boolean {
  switch (content.form) {
    case 'key':
      return hasStops({ kind: 'map', entries: [content.entry] });
    case 'entries':
      return hasStops({ kind: 'map', entries: content.entries });
    case 'value':
      return hasStops(content.value);
    case 'items':
      return content.items.some(hasStops);
  }
}

function writeContent(content: ProposalContent, cursor: Cursor, style: WritingStyle): string | undefined {
  const writer = new TemplateWriter(style);
  const { place, column } = cursor;
  switch (content.form) {
    case 'key': {
      const { key } = content.entry;
      if (cursor.hasColon) return typeof key === 'string' ? spellValue(key, true, cursor.quote) : undefined;
      if (cursor.hasValue) return typeof key === 'string' ? `${spellValue(key, true)}:` : undefined;
      return asMap([content.entry]);
    }
    case 'entries':
      return place === 'key' ? undefined : asMap(content.entries);
    case 'value':
      return place === 'key' || place === 'item' ? undefined : asValue(content.value);
    case 'items':
      return asItems(content.items);
  }

  function asMap(entries: Parameters<TemplateWriter['entries']>[0]): string | undefined {
    if (place === 'item') return undefined;
    if (place !== 'value') return writer.entries(entries, column);
    return behind({ kind: 'map', entries });
  }

  function asValue(value: Template): string {
    const isQuotable = value.kind === 'text' && cursor.quote !== '';
    const written = isQuotable
      ? spellValue(value.text, style.isFlow, cursor.quote)
      : writer.value(value, column);
    return cursor.needsSpace ? ` ${written}` : written;
  }

  function asItems(items: readonly Template[]): string | undefined {
    if (place === 'key') return undefined;
    if (place === 'item') return writer.items(items, column);
    const isInList = typeof cursor.path.at(-1) === 'number';
    if (!isInList) return place === 'value' ? behind({ kind: 'list', items }) : writer.items(items, column);
    if (cursor.isFlow) return writer.items(items, column);
    const dash = cursor.dash;
    if (dash === undefined) return undefined;
    const written = items.map((item) => writer.value(item, column));
    return written.join(`${writer.newLine(dash)}-${' '.repeat(column - dash - 1)}`);
  }

  /** A map or a list as the value of the key in front of the cursor. */
  function behind(value: Template): string {
    const written = writer.behindKey(value, column);
    return written.startsWith(' ') && !cursor.needsSpace ? written.slice(1) : written;
  }
}
