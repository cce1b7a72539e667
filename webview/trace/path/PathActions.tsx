// What can be done with a message: send it again, make a test case of it.
import type { ReactElement } from 'react';
import { isSourceHop } from '../../../src/base/isSourceHop.ts';
import type { TracedPath } from '../../../src/protocol/traceView.ts';
import { useModel, useTrace } from '../modelContext.ts';

export function PathActions({ path }: { readonly path: TracedPath }): ReactElement {
  const model = useModel();
  const canSend = useTrace((state) => state.shown?.canSend ?? false);
  const canSave = useTrace((state) => state.shown?.canSave ?? false);
  const { message, parents, replayOf } = path.summary;
  const [first] = path.hops;
  const isFromMiddle = replayOf !== undefined && first !== undefined && !isSourceHop(first);
  const whyNotSent = parents > 0 ? madeHere : isFromMiddle ? fromMiddle : canSend ? undefined : noReceiver;
  const whyNotSaved = canSave ? undefined : 'The graph of this trace is not known here.';
  return (
    <div className="path-actions">
      <Action
        label="Send Again"
        hint="Publishes the message to its topic as it came in"
        whyNot={whyNotSent}
        onPress={() => model.sendAgain(message)}
      />
      <Action
        label="Save as Test Case…"
        hint="Writes what went in and what came out as a test case beside the graph"
        whyNot={whyNotSaved}
        onPress={() => model.saveTestCase(message)}
      />
    </div>
  );
}

const noReceiver = 'No run of this graph goes on. Debug it first.';
const fromMiddle = 'This message was replayed in the middle of the graph, and has no topic to publish it to.';
const madeHere = 'An accumulate made this message. Send those it was made from again.';

interface ActionProps {
  readonly label: string;
  readonly hint: string;
  /** Why it cannot be done. The button stays where the keyboard finds it, and says so. */
  readonly whyNot: string | undefined;
  readonly onPress: () => void;
}

export function Action({ label, hint, whyNot, onPress }: ActionProps): ReactElement {
  return (
    <button
      type="button"
      className="quiet"
      title={whyNot ?? hint}
      aria-disabled={whyNot !== undefined}
      aria-description={whyNot ?? hint}
      onClick={() => {
        if (whyNot === undefined) onPress();
      }}
    >
      {label}
    </button>
  );
}
