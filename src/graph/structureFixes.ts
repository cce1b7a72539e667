// Changes that mend keys and values the schema objects to. Knows the tree and the formats' usual values, and no rule.
import type { TextEdit } from '../base/position.ts';
import { quote, renameKey, replaceText, type EditedText } from './edits.ts';
import { suggestMissing } from './missingValues.ts';
import type { ProblemExtras, SuggestedFix } from './problem.ts';
import { guessSemanticVersion } from './semanticVersion.ts';
import { appendItems, fillValue, insertPair, removePair } from './treeEdits.ts';
import { findPair, getValue, type YamlNode, type YamlPair, type YamlScalar } from './yamlTree.ts';
import { detectStyle, type NewValue, type YamlStyle } from './yamlStyle.ts';

/** A value at fault with what stands around it. */
export interface Spot {
  readonly node: YamlNode;
  /** The pair whose value `node` is. */
  readonly pair?: YamlPair;
  /** The map with `pair`. */
  readonly parent?: YamlNode;
  readonly pointer: readonly string[];
}

type Fixes = Pick<ProblemExtras, 'fix' | 'alternatives'>;

/** Most values offered for one that is not allowed. */
const MAX_CHOICES = 8;

/** Suggests changes to one document. */
export class StructureFixes {
  readonly #document: EditedText;
  readonly #root: YamlNode;
  #style: YamlStyle | undefined;

  constructor(document: EditedText, root: YamlNode) {
    this.#document = document;
    this.#root = root;
  }

  /** For a key that is not known; `meant` is the one that is meant. */
  unknownKey({ node, pointer }: Spot, pair: YamlPair | undefined, meant: string | undefined): Fixes {
    if (!pair || node.kind !== 'map') return {};
    const removed = toFix(`Remove "${pair.key}"`, removePair(this.#document, node, pair));
    const alternatives = removed && [removed];
    if (meant !== undefined)
      return { fix: { title: `Rename to "${meant}"`, edits: [renameKey(pair, meant)] }, alternatives };
    const isMisplaced = pair.key === '$schema' && pointer.length === 0;
    return { fix: isMisplaced ? this.#moveSchema(removed, pair) : undefined, alternatives };
  }

  #moveSchema(removed: SuggestedFix | undefined, pair: YamlPair): SuggestedFix | undefined {
    const metadata = getValue(this.#root, 'metadata');
    const { value } = pair;
    if (!removed || metadata?.kind !== 'map' || findPair(metadata, pair.key)) return undefined;
    if (value.kind !== 'scalar' || value.isAliased || typeof value.value !== 'string') return undefined;
    const style = this.#getStyle();
    const edit = insertPair(this.#document, style, metadata, pair.key, { raw: quote(value.value) });
    // Both at one place would be one change too many for editors.
    const isApart = edit && removed.edits.every(({ range }) => !touches(range, edit.range));
    return isApart ? { title: 'Move into "metadata"', edits: [...removed.edits, edit] } : undefined;
  }

  /** For a required key that is not there. */
  missingKey({ node, pointer }: Spot, key: string): Fixes {
    const missing = suggestMissing(this.#root, pointer, node, key);
    if (!missing || node.kind !== 'map') return {};
    const edit = insertPair(this.#document, this.#getStyle(), node, key, missing.value, missing.after);
    return choose(toFix(`Add "${key}"`, edit), missing.isSure);
  }

  /** For a value that is absent or empty. */
  emptyValue({ node, pair, parent, pointer }: Spot): Fixes {
    if (!pair || parent?.kind !== 'map') return {};
    const missing = suggestMissing(this.#root, pointer.slice(0, -1), parent, pair.key);
    if (missing) {
      const { value, isSure } = missing;
      if (Array.isArray(value) && value.length > 0) {
        const begun = appendItems(this.#document, this.#getStyle(), parent, pair, value as NewValue[]);
        return choose(toFix(`Begin "${pair.key}"`, begun), isSure);
      }
      const words = typeof value === 'string' ? value : 'raw' in value ? value.raw : undefined;
      const edit = words === undefined ? undefined : this.#fill(node, pair, value);
      return choose(toFix(`Write ${words ?? ''}`, edit), isSure);
    }
    return choose(toFix(`Remove "${pair.key}"`, removePair(this.#document, parent, pair)), false);
  }

  #fill(node: YamlNode, pair: YamlPair, value: NewValue): TextEdit | undefined {
    if (node.kind !== 'scalar' || node.isAliased) return undefined;
    if (node.text === '') return fillValue(this.#document, pair, value);
    const text =
      typeof value === 'string' ? value : 'raw' in value ? value.raw.replace(/^"(.*)"$/, '$1') : '';
    return replaceText(node, text);
  }

  /** For a number, boolean or null where a text is wanted; `text` is the text that is meant. */
  unquoted({ pointer }: Spot, node: YamlScalar, text: string): SuggestedFix {
    const isVersion = /^(?:metadata\/version|moduleRequirements\/(?:api|runtime)Version)$/.test(
      pointer.join('/'),
    );
    const meant = (isVersion ? guessSemanticVersion(text) : undefined) ?? text;
    return { title: `Write ${quote(meant)}`, edits: [{ range: node.source, newText: quote(meant) }] };
  }

  /** For a value in quotes that is wanted without, or a single one where a list is wanted. */
  wrongType({ pair }: Spot, node: YamlScalar, wanted: readonly string[]): Fixes {
    const bare = String(node.value).toLowerCase();
    if (wanted.includes('boolean') && (bare === 'true' || bare === 'false'))
      return { fix: { title: `Write ${bare}`, edits: [{ range: node.source, newText: bare }] } };
    if (pair?.key !== 'dataSources' || !wanted.includes('array')) return {};
    if (typeof node.value !== 'string' || node.isAliased) return {};
    const newText = `[${quote(node.value)}]`;
    return { fix: { title: 'Make it a list', edits: [{ range: node.source, newText }] } };
  }

  /** For a value that is none of `allowed`; `meant` is the one that is meant. */
  notAllowed(node: YamlNode, allowed: readonly string[], meant: string | undefined): Fixes {
    if (node.kind !== 'scalar') return {};
    const write = (value: string): SuggestedFix => ({
      title: `Write "${value}"`,
      edits: [replaceText(node, value)],
    });
    const others = allowed.filter((value) => value !== meant).slice(0, MAX_CHOICES);
    return { fix: meant === undefined ? undefined : write(meant), alternatives: others.map(write) };
  }

  #getStyle(): YamlStyle {
    this.#style ??= detectStyle(this.#document, this.#root);
    return this.#style;
  }
}

function toFix(title: string, edit: TextEdit | undefined): SuggestedFix | undefined {
  return edit && { title, edits: [edit] };
}

function choose(fix: SuggestedFix | undefined, isSure: boolean): Fixes {
  if (!fix) return {};
  return isSure ? { fix } : { alternatives: [fix] };
}

function touches(a: TextEdit['range'], b: TextEdit['range']): boolean {
  const isBefore = (first: TextEdit['range'], second: TextEdit['range']): boolean =>
    first.end.line < second.start.line ||
    (first.end.line === second.start.line && first.end.character < second.start.character);
  return !isBefore(a, b) && !isBefore(b, a);
}
