// What each type of operation and each arm does, in words for hovers. Knows no graph.
import type { Arm, ModuleOperationType, OperationType } from '../../graph/model.ts';

/** What operations of a type do with messages; one or two sentences. */
export const operationWords: Readonly<Record<OperationType, string>> = {
  source: 'Brings messages into the graph. A DataflowGraph resource ties it to an endpoint and its topics.',
  map: 'Turns each message into another one.',
  filter: 'Passes each message on or drops it.',
  branch: 'Sends each message along one of two arms, "True" or "False".',
  concatenate: 'Merges the messages of several connections into one stream, in the order of their time.',
  accumulate: 'Joins all messages of one logical time, a window, into one.',
  delay: 'Moves messages to a later logical time. Messages moved to the same time make a window.',
  sink: 'Takes messages out of the graph. A DataflowGraph resource ties it to an endpoint and a topic.',
};

/** What the operator's `process` looks like in WIT, package `wasm-graph:processor`. */
export const processSignatures: Readonly<Record<ModuleOperationType, string>> = {
  map: 'process: func(message: data-model) -> result<data-model, error>',
  filter: 'process: func(message: data-model) -> result<bool, error>',
  branch: 'process: func(timestamp: hybrid-logical-clock, message: data-model) -> result<bool, error>',
  accumulate: 'process: func(staged: data-model, message: list<data-model>) -> result<data-model, error>',
  delay:
    'process: func(data: data-model, timestamp: hybrid-logical-clock) -> result<hybrid-logical-clock, error>',
};

/** When a branch takes an arm. */
export const armWords: Readonly<Record<Arm, string>> = {
  False: 'taken when the operator of the branch returns false',
  True: 'taken when the operator of the branch returns true',
};
