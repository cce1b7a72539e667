// Whole graph definitions as templates: the least one, one with a branch, one with a time window. Knows nothing about
// where they are written.
import type { Arm, OperationType } from '../../graph/model.ts';
import { hasOperator } from '../../graph/model.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';
import { usualReference } from './moduleProposals.ts';
import type { Proposal } from './proposal.ts';
import { makeDocument } from './resourceItems.ts';
import { list, map, stop, text, type Template } from './template.ts';

const schema = 'https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json';

/** Graphs to begin with; modules of the workspace are used where they fit. */
export function proposeGraphs(facts: WorkspaceFacts): Proposal[] {
  return [
    makeGraph(
      facts,
      'graph',
      'The least graph: each message goes through one map.',
      ['map'],
      [
        ['source', 'map'],
        ['map', 'sink'],
      ],
    ),
    makeGraph(
      facts,
      'graph with branch',
      'A branch sends each message one of two ways, which meet again before the sink.',
      ['branch', 'map', 'concatenate'],
      [
        ['source', 'branch'],
        ['branch', 'map', 'True'],
        ['branch', 'concatenate', 'False'],
        ['map', 'concatenate'],
        ['concatenate', 'sink'],
      ],
    ),
    makeGraph(
      facts,
      'graph with window',
      'A delay moves messages to the end of their time window; an accumulate makes one message of each window.',
      ['delay', 'accumulate'],
      [
        ['source', 'delay'],
        ['delay', 'accumulate'],
        ['accumulate', 'sink'],
      ],
    ),
  ];
}

type Way = readonly [from: OperationType, to: OperationType, arm?: Arm];

function makeGraph(
  facts: WorkspaceFacts,
  label: string,
  documentation: string,
  middle: readonly OperationType[],
  ways: readonly Way[],
): Proposal {
  const types: OperationType[] = ['source', ...middle, 'sink'];
  return makeDocument(label, documentation, {
    metadata: map({
      $schema: text(schema),
      name: stop('my-graph'),
      version: stop('1.0.0', { isQuoted: true }),
    }),
    moduleRequirements: map({ apiVersion: text('1.1.0'), runtimeVersion: text('1.1.0') }),
    operations: list(...types.map((type) => operation(facts, type))),
    connections: list(...ways.map(connection)),
  });
}

function operation(facts: WorkspaceFacts, type: OperationType): Template {
  const base = { operationType: text(type), name: nameOf(type) };
  if (!hasOperator(type)) return map(base);
  return map({ ...base, module: stop(usualReference(facts, type) ?? `my-${type}:1.0.0`) });
}

function connection([from, to, arm]: Way): Template {
  const start = { name: nameOf(from), ...(arm ? { arm: text(arm) } : {}) };
  return map({ from: map(start), to: map({ name: nameOf(to) }) });
}

/** The same name everywhere: filled in once. */
function nameOf(type: OperationType): Template {
  return stop(type, { id: type });
}
