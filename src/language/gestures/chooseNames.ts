// Names and module references for operations that a gesture makes. Knows no text.
import { hasOperator, type OperationType } from '../../graph/model.ts';
import { parseModuleReference } from '../../graph/moduleReference.ts';
import { guessReference } from '../fixes/newOperation.ts';
import { findModule } from '../navigation/findModule.ts';
import type { KnownModule } from '../workspaceFacts.ts';

/** `name`, or with the first number behind it that makes it another than all of `taken`: `sink-2`. */
export function uniqueName(taken: ReadonlySet<string>, name: string): string {
  if (!taken.has(name)) return name;
  const stem = name.replace(/-\d+$/, '');
  let number = 2;
  while (taken.has(`${stem}-${String(number)}`)) number += 1;
  return `${stem}-${String(number)}`;
}

/** What a person typed as a name that can be written: one line, without blanks around it; may be empty. */
export function tidyName(name: string): string {
  return name.replace(/\p{Cc}+/gu, ' ').trim();
}

/** The name for a new operation, before it is made unique: `source`, `module-temperature/map`. */
export function proposeName(type: OperationType, module: string | undefined): string {
  const name = module === undefined ? undefined : parseModuleReference(module)?.name;
  return hasOperator(type) && name !== undefined ? `module-${name}/${type}` : type;
}

/** The only module of the workspace that is known to have an operator of `type`, as a reference. */
export function onlyModuleFor(type: OperationType, modules: readonly KnownModule[]): string | undefined {
  if (!hasOperator(type)) return undefined;
  const able = modules.filter(
    ({ build, source }) =>
      build?.exports?.some(({ name }) => name === type) ?? source?.operators[type] !== undefined,
  );
  return able.length === 1 ? able[0]?.references[0] : undefined;
}

/** The module that the name of an operation suggests, as the workspace refers to it where it has it. */
export function referenceFor(name: string, modules: readonly KnownModule[]): string {
  const guess = guessReference(name);
  const found = findModule({ modules, graphs: [] }, guess);
  return found && !found.references.includes(guess) ? (found.references[0] ?? guess) : guess;
}
