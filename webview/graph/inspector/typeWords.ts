// What the types of operations do, in words for the properties view. Knows no graph.
import type { OperationType } from '../../../src/graph/model.ts';

export interface TypeWords {
  /** One sentence. */
  readonly summary: string;
  /** More of it, a paragraph each. */
  readonly details: readonly string[];
}

export const typeWords: Readonly<Record<OperationType, TypeWords>> = {
  source: {
    summary: 'Brings messages into the graph.',
    details: [
      'A DataflowGraph resource ties it to an endpoint and to the topics it reads. Nothing leads into a source.',
    ],
  },
  map: {
    summary: 'Turns each message into another one.',
    details: [
      'Its operator is given one message and returns the one that goes on. With several connections out, each gets a copy.',
    ],
  },
  filter: {
    summary: 'Passes each message on or drops it.',
    details: ['Its operator is given one message and returns true for those that go on, unchanged.'],
  },
  branch: {
    summary: 'Sends each message along the arm "True" or the arm "False".',
    details: [
      'Its operator is given one message and returns which arm it takes. Every connection out of a branch names its arm; a message whose arm leads nowhere is dropped.',
    ],
  },
  concatenate: {
    summary: 'Merges the messages of several connections into one stream.',
    details: [
      'It needs no module. Messages leave in the order of their time, so it waits until nothing earlier can come on any of its connections.',
    ],
  },
  accumulate: {
    summary: 'Joins all messages of one window into one.',
    details: [
      'A window is what has the same logical time, usually given by a delay before it. The operator is given what it has made so far and the next messages, and returns what it makes of both.',
    ],
  },
  delay: {
    summary: 'Moves messages to a later logical time.',
    details: [
      'Its operator is given a message and its time and returns the new time. Messages that are moved to the same time form a window for an accumulate.',
    ],
  },
  sink: {
    summary: 'Takes messages out of the graph.',
    details: [
      'A DataflowGraph resource ties it to an endpoint and to the topic it writes. Nothing leads out of a sink.',
    ],
  },
};
