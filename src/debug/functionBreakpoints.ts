// Reads the names of function breakpoints, which stand for what has no line: `op:NAME`, `topic:FILTER`, `state:KEY`. Knows nothing
// about the client.
import { findNearest } from '../graph/didYouMean.ts';
import { isTopicFilterValid } from '../graph/topicFilter.ts';
import type { StopMoment, StopPlace } from '../protocol/debugging.ts';
import type { LoadedRun } from '../protocol/runProcess.ts';

export interface NamedStop {
  readonly at: StopPlace;
  readonly when: StopMoment;
}

type Named = NamedStop | { readonly reason: string };

const forms = 'Write op:NAME, op:NAME after, op:NAME drop, topic:FILTER or state:KEY.';

/** Errors are sentences for the person who wrote `name`. */
export function readFunctionBreakpoint(name: string, run: LoadedRun): Named {
  const [, kind, rest = ''] = /^\s*(op|topic|state):(.*)$/s.exec(name) ?? [];
  const subject = rest.trim();
  if (kind === undefined)
    return { reason: `"${name}" is no function breakpoint of a data flow graph. ${forms}` };
  if (subject === '') return { reason: `Something has to stand behind "${kind}:". ${forms}` };
  switch (kind) {
    case 'op':
      return readOperation(subject, run);
    case 'topic':
      return isTopicFilterValid(subject)
        ? { at: { kind: 'topic', filter: subject }, when: 'before' }
        : { reason: `"${subject}" is not a topic filter: "+" fills a level, "#" is the last one.` };
    default:
      return { at: { kind: 'state', key: subject, access: 'readWrite' }, when: 'after' };
  }
}

function readOperation(subject: string, run: LoadedRun): Named {
  const names = run.nodes.map((node) => node.name);
  // A name may itself end in such a word.
  const split = names.includes(subject) ? null : /^(.*\S)\s+(before|after|drop)$/s.exec(subject);
  const name = split?.[1] ?? subject;
  const when = (split?.[2] ?? 'before') as StopMoment;
  const node = names.indexOf(name);
  if (node >= 0) return { at: { kind: 'node', node }, when };
  const meant = findNearest(name, names);
  const hint = meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean "${meant}"?`;
  return { reason: `There is no operation "${name}" in the run. ${hint}` };
}
