// Run plans from a terse text, for tests of what runs them.
import { planRun, type RunPlan } from '../../src/graph/runPlan.ts';

/**
 * Operations as `name:type` and connections as `from>to`, `branch.True>to`, separated by white space, in the order that
 * matters to the plan.
 */
export function planOf(text: string): RunPlan {
  const words = text.trim().split(/\s+/);
  const operations = words.flatMap((word) => {
    const [name, type] = word.split(':');
    return word.includes(':') ? [{ name, type }] : [];
  });
  const connections = words.flatMap((word) => {
    const match = /^(?<from>[^.>]+)(?:\.(?<arm>\w+))?>(?<to>.+)$/.exec(word);
    return match?.groups
      ? [{ from: match.groups['from'], to: match.groups['to'], arm: match.groups['arm'] }]
      : [];
  });
  // Places in a text are all that is missing, and no plan needs them.
  return planRun({ metadata: { name: 'test' }, operations, connections } as unknown as Parameters<
    typeof planRun
  >[0]);
}
