// Fixes for module references and for the features that modules need.
import { replaceText } from '../../graph/edits.ts';
import { hasOperator, type Operation } from '../../graph/model.ts';
import { hasHost, parseModuleReference } from '../../graph/moduleReference.ts';
import type { Problem } from '../../graph/problem.ts';
import { appendItems, fillValue, insertPair, removePair } from '../../graph/treeEdits.ts';
import { findPair, getItems, getValue, type YamlScalar } from '../../graph/yamlTree.ts';
import { propose, type FixContext, type ProposedFix } from './fixContext.ts';
import { guessReference } from './newOperation.ts';

/** Most modules of the workspace that are offered. */
const MAX_MODULES = 3;

/** For MODULE_REFERENCE_MISSING: modules that are known to hold the operator, else what the name suggests. */
export function addReference(context: FixContext, { range }: Problem): ProposedFix[] {
  const operation = context.operationAt(range);
  const item = context.itemAt(range, 'operations');
  if (!operation || item?.kind !== 'map') return [];
  const known = knownReferences(context, operation).slice(0, MAX_MODULES);
  const words = known.length > 0 ? known : [guessReference(operation.name)];
  const pair = findPair(item, 'module');
  return words.flatMap((word) => {
    const written = /^[\w./-]+(?::[\w.-]+)?$/.test(word) ? { raw: word } : word;
    const edit = !pair
      ? insertPair(context.text, context.style, item, 'module', written, 'name')
      : pair.value.kind === 'scalar' && pair.value.text !== ''
        ? { range: pair.value.range, newText: word }
        : fillValue(context.text, pair, written);
    return propose(`Add "module: ${word}"`, known.length === 1 ? 'preferred' : 'choice', edit);
  });
}

function knownReferences({ modules }: FixContext, { type }: Operation): string[] {
  if (!hasOperator(type)) return [];
  const holding = modules.filter(({ build, source }) =>
    build ? build.exports?.some(({ name }) => name === type) : source?.operators[type] !== undefined,
  );
  return [...new Set(holding.flatMap(({ references, name }) => references[0] ?? name))].filter((reference) =>
    parseModuleReference(reference),
  );
}

/** For MODULE_REFERENCE_SYNTAX and MODULE_REFERENCE_HOST: the reference that is meant. */
export function mendReference(context: FixContext, { range }: Problem): ProposedFix[] {
  const node = getValue(context.itemAt(range, 'operations'), 'module');
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.isAliased) return [];
  const meant = guessMeant(node.value);
  return meant === undefined ? [] : propose(`Write "${meant}"`, 'safe', writeReference(node, meant));
}

function writeReference(node: YamlScalar, reference: string): ReturnType<typeof replaceText> {
  // A reference holds nothing that YAML would take for anything but a text, unless it is a number or a word of YAML.
  const isSafe = node.isPlain && /^[a-z][\w./-]*:\d+\.\d+\.\d+$/i.test(reference);
  return isSafe ? { range: node.source, newText: reference } : replaceText(node, reference);
}

function guessMeant(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^\/+/, '')
    .replace(/[/:]+$/, '');
  const path = bare.slice(0, bare.lastIndexOf('/') + 1).toLowerCase();
  const guess = path + bare.slice(bare.lastIndexOf('/') + 1);
  const reference = parseModuleReference(guess) ?? parseModuleReference(guess.toLowerCase());
  if (!reference) return undefined;
  const relative = hasHost(reference)
    ? reference.text.slice(reference.text.indexOf('/') + 1)
    : reference.text;
  const rest = parseModuleReference(relative);
  return rest && !hasHost(rest) && relative !== text ? relative : undefined;
}

/** For FEATURE_MISSING, where the rule itself has no fix. */
export function addFeature(context: FixContext, { message }: Problem): ProposedFix[] {
  const name = /the feature "([^"]+)"/.exec(message)?.[1] ?? 'wasi-nn';
  const requirements = getValue(context.root, 'moduleRequirements');
  const feature = { pairs: [['name', name]] } as const;
  const list = findPair(requirements, 'features');
  if (requirements?.kind !== 'map') return [];
  const edit = list
    ? appendItems(context.text, context.style, requirements, list, [feature])
    : insertPair(context.text, context.style, requirements, 'features', [feature], 'runtimeVersion');
  return propose(`Ask for the feature "${name}"`, 'safe', edit);
}

/** For FEATURE_UNUSED. */
export function removeFeature(context: FixContext, { range }: Problem): ProposedFix[] {
  const requirements = getValue(context.root, 'moduleRequirements');
  const list = findPair(requirements, 'features');
  const isOnly = getItems(requirements, 'features').length === 1;
  const edit =
    isOnly && requirements?.kind === 'map' && list
      ? removePair(context.text, requirements, list)
      : context.removeItemAt(range, 'moduleRequirements', 'features');
  return propose('Remove the feature', 'safe', edit);
}
