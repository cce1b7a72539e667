// Whether what a person writes into a field can be taken, said while it is written. Knows no text of YAML: what is not
// found here is found when it is written.
import { parseModuleReference } from '../../../src/graph/moduleReference.ts';
import { parseSemanticVersion } from '../../../src/graph/semanticVersion.ts';

/** `others`: the names that are taken. */
export function whyNotName(what: string, name: string, others: readonly string[]): string | undefined {
  if (name.trim() === '') return `The name of ${what} cannot be empty.`;
  return others.includes(name.trim()) ? `Something else is named "${name.trim()}" already.` : undefined;
}

export function whyNotVersion(version: string): string | undefined {
  return parseSemanticVersion(version.trim()) ? undefined : 'A version has three numbers, such as 1.0.0.';
}

export function whyNotModule(reference: string): string | undefined {
  const text = reference.trim();
  return text === '' || parseModuleReference(text)
    ? undefined
    : 'A module is written as name:version, such as temperature:1.0.0, or as the name of an operator of the workspace.';
}
