// What completion proposes, before it is known how it is written at the cursor. The types only.
import type { Template, TemplateEntry } from './template.ts';

/** What a proposal puts in. `entries` are all keys of a map at once, `items` one or more items of a list. */
export type ProposalContent =
  | { readonly form: 'key'; readonly entry: TemplateEntry }
  | { readonly form: 'entries'; readonly entries: readonly TemplateEntry[] }
  | { readonly form: 'value'; readonly value: Template }
  | { readonly form: 'items'; readonly items: readonly Template[] };

/** One line of the list that completion shows. */
export interface Proposal {
  readonly label: string;
  readonly icon: 'key' | 'constant' | 'name' | 'module' | 'file' | 'snippet';
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Lower ones come first; 0 when left out. Of one rank, the order of proposals counts. */
  readonly rank?: number;
  readonly content: ProposalContent;
  /** Whether the list for the value should open at once. */
  readonly asksForMore?: boolean;
}

/** A text as a value. */
export function proposeText(
  label: string,
  icon: Proposal['icon'],
  parts: Pick<Proposal, 'detail' | 'documentation' | 'rank'> = {},
): Proposal {
  return { label, icon, ...parts, content: { form: 'value', value: { kind: 'text', text: label } } };
}
