// The rule on versions: metadata and module requirements hold semantic versions. Knows nothing else of the graph.
import { replaceText } from '../edits.ts';
import { makeProblem, type Problem } from '../problem.ts';
import { guessSemanticVersion, parseSemanticVersion } from '../semanticVersion.ts';
import { getValue } from '../yamlTree.ts';
import type { RuleContext } from './graphRule.ts';

const places = [
  ['metadata', 'version'],
  ['moduleRequirements', 'apiVersion'],
  ['moduleRequirements', 'runtimeVersion'],
] as const;

/** Problems of versions that are texts; others are the schema's. */
export function checkVersions({ root }: RuleContext): Problem[] {
  return places.flatMap(([section, key]) => {
    const node = getValue(getValue(root, section), key);
    if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return [];
    if (parseSemanticVersion(node.value)) return [];
    const guess = guessSemanticVersion(node.value);
    const fix =
      guess === undefined ? undefined : { title: `Write "${guess}"`, edits: [replaceText(node, guess)] };
    const message = `"${node.value}" is not a semantic version. "${key}" has three numbers, such as "1.0.0".`;
    return [makeProblem('VERSION_SYNTAX', node.range, message, { fix })];
  });
}
