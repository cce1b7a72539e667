// Proposals for module references of operations, those whose module has the right operator first. Knows nothing about
// the text.
import { operatorPackage } from '../../graph/checkModules.ts';
import { hasOperator, type ModuleOperationType, type OperationType } from '../../graph/model.ts';
import { parseSemanticVersion } from '../../graph/semanticVersion.ts';
import { getItems, getText } from '../../graph/yamlTree.ts';
import type { Path } from '../schema/pathDocument.ts';
import type { KnownModule, WorkspaceFacts } from '../workspaceFacts.ts';
import type { Scene } from './cursor.ts';
import { nodeAt } from './findCursors.ts';
import { proposeText, type Proposal } from './proposal.ts';

/**
 * References for `module` of the operation that `path` leads into. None for types that take no module. What is only half typed
 * there is not among them: editors would put it first, as it fits best.
 */
export function proposeModules({ root, facts }: Scene, path: Path): Proposal[] {
  const operation = nodeAt(root, path.slice(0, 2));
  const type = getText(operation, 'operationType') as OperationType | undefined;
  if (type !== undefined && !hasOperator(type)) return [];
  const used = getItems(root, 'operations').flatMap((item) =>
    item === operation ? [] : (getText(item, 'module') ?? []),
  );
  const known = facts.modules.flatMap((module) => proposeReferences(module, type));
  const others = [...new Set(used)].map((reference) =>
    proposeText(reference, 'module', { rank: 3, detail: 'used in this graph' }),
  );
  const typed = getText(operation, 'module') ?? '';
  const all = [...known, ...others];
  // The workspace learns references from graphs, also from this one.
  const isHalf = !used.includes(typed) && all.some(({ label }) => label.startsWith(typed) && label !== typed);
  return all.filter(({ label }) => !(isHalf && label === typed));
}

function proposeReferences(module: KnownModule, type: ModuleOperationType | undefined): Proposal[] {
  const rank = rankOf(module, type);
  const lacks = type !== undefined && rank === lastRank;
  return referencesOf(module).map((reference) =>
    proposeText(reference, 'module', {
      rank,
      detail: describe(module),
      ...(lacks ? { documentation: `It has no operator of type ${type}.` } : {}),
    }),
  );
}

/** The reference of the best known module with an operator of `type`; undefined when none is known to have one. */
export function usualReference({ modules }: WorkspaceFacts, type: OperationType): string | undefined {
  if (!hasOperator(type)) return undefined;
  const ranked = modules.map((module) => ({ module, rank: rankOf(module, type) }));
  const best = ranked.filter(({ rank }) => rank <= 2).sort((a, b) => a.rank - b.rank)[0];
  return best && referencesOf(best.module)[0];
}

function referencesOf({ references, name }: KnownModule): readonly string[] {
  return references.length > 0 ? references : [name];
}

const lastRank = 5;

/** 1: built with that operator; 2: not built, but its source has it; 4: nothing is known; 5: it has others only. */
function rankOf(module: KnownModule, type: ModuleOperationType | undefined): number {
  const operators = operatorsOf(module);
  if (type === undefined) return operators ? 1 : 4;
  if (operators) return operators.includes(type) ? 1 : lastRank;
  const found = Object.keys(module.source?.operators ?? {});
  if (found.includes(type)) return 2;
  return found.length > 0 ? lastRank : 4;
}

/** Types of the operators that the built module has; undefined when that is not known. */
function operatorsOf({ build }: KnownModule): string[] | undefined {
  const own = build?.exports?.filter(({ packageName }) => packageName === operatorPackage);
  return own && [...new Set(own.map(({ name }) => name))];
}

function describe(module: KnownModule): string {
  const operators = operatorsOf(module);
  const offer = operators
    ? `exports ${operators.join(', ') || 'no operator'}`
    : module.build
      ? (module.build.damage ?? 'unreadable')
      : 'not built';
  return `${offer} · ${module.origin}`;
}

/** Versions of the operator interface that built modules have, the newest first. */
export function proposeApiVersions({ facts }: Scene): Proposal[] {
  const versions = facts.modules.flatMap(({ build }) =>
    (build?.exports ?? []).flatMap(({ packageName, version }) =>
      packageName === operatorPackage && parseSemanticVersion(version) ? version : [],
    ),
  );
  const newestFirst = [...new Set(versions)].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newestFirst.map((version) =>
    proposeText(version, 'constant', { rank: 0, detail: 'of built modules' }),
  );
}
