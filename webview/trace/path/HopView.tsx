// What happened at one hop: the message before and after, and everything the operator did meanwhile.
import type { ReactElement } from 'react';
import { formatMicroseconds } from '../../../src/base/formatNumbers.ts';
import { isSourceHop } from '../../../src/base/isSourceHop.ts';
import type { HopRecord } from '../../../src/protocol/trace.ts';
import { formatClock } from '../formatMoment.ts';
import { useModel, useTrace } from '../modelContext.ts';
import { PayloadPair } from '../payload/PayloadPair.tsx';
import { verdictWords } from '../verdictWords.ts';
import {
  ChangeSection,
  CommandSection,
  ErrorSection,
  LogSection,
  MetricSection,
  SchemaSection,
  StateSection,
} from './HopNotes.tsx';
import { MessageFields } from './MessageFields.tsx';
import { Action } from './PathActions.tsx';

export function HopView({ hop }: { readonly hop: HopRecord }): ReactElement {
  return (
    <div className="hop-view" role="region" aria-label={`Hop at ${hop.node}`} tabIndex={0}>
      <HopHead hop={hop} />
      {hop.error && <ErrorSection error={hop.error} />}
      <PayloadPair hop={hop} />
      <MessageFields hop={hop} />
      <LogSection logs={hop.logs ?? []} />
      <StateSection calls={hop.stateCalls ?? []} />
      <CommandSection calls={hop.commandCalls ?? []} />
      <SchemaSection calls={hop.schemaCalls ?? []} />
      <ChangeSection changes={hop.changes ?? []} />
      <MetricSection metrics={hop.metrics ?? []} />
    </div>
  );
}

function HopHead({ hop }: { readonly hop: HopRecord }): ReactElement {
  const { node, verdict, arm, reason, durationUs, wallMs } = hop;
  const words = [
    `${verdictWords[verdict]}${arm ? ` by arm ${arm}` : ''}`,
    ...(durationUs > 0 ? [formatMicroseconds(durationUs)] : []),
    formatClock(wallMs),
  ];
  return (
    <div className="hop-head">
      <h3>{node}</h3>
      <span className="detail">{words.join(' · ')}</span>
      <HopActions hop={hop} />
      {reason !== undefined && !hop.error && <p className="hop-reason">{reason}</p>}
    </div>
  );
}

function HopActions({ hop }: { readonly hop: HopRecord }): ReactElement {
  const model = useModel();
  const { node, message } = hop;
  const place = useTrace((state) => state.shown?.nodes.find(({ name }) => name === node)?.hasPlace ?? false);
  const canSend = useTrace((state) => state.shown?.canSend ?? false);
  const filter = useTrace((state) => state.filter.node);
  const noPlace = place ? undefined : 'The graph of this trace is not known here.';
  const isLive = useTrace((state) => state.shown?.state === 'live');
  // What came in at a source can go into another run of the graph too, by its topic.
  const isPublished = !isLive && canSend && isSourceHop(hop);
  return (
    <div className="path-actions">
      <Action
        label="YAML"
        hint="Shows the operation in the YAML"
        whyNot={noPlace}
        onPress={() => model.showInText(node)}
      />
      <Action
        label="Canvas"
        hint="Shows the operation on the canvas"
        whyNot={noPlace}
        onPress={() => model.showOnCanvas(node)}
      />
      <Action
        label={filter === node ? 'All Nodes' : 'Only This Node'}
        hint="Lists the messages that came by this node, or all again"
        whyNot={undefined}
        onPress={() => model.setFilter({ node: filter === node ? '' : node })}
      />
      <Action
        label="Replay from Here"
        hint={isPublished ? published : handedAgain}
        whyNot={isLive || isPublished ? whyNotReplayed(hop) : noRun}
        onPress={() => (isPublished ? model.sendAgain(message) : model.replayHop(hop))}
      />
    </div>
  );
}

const handedAgain =
  'Hands the message to this operation again, as it came in here: a new message that goes on through the graph';
const published = 'Publishes the message as it came in here to the run that goes on';
const noRun = 'Replaying needs the run that recorded this, and it has ended. Debug the graph again.';

/** What the run would refuse anyway, and can be told before. */
function whyNotReplayed({ parents, input }: HopRecord): string | undefined {
  if (parents)
    return 'A window gave the message out here; none came in. Replay its next hop, or a message of the window.';
  return input ? undefined : 'The message was not recorded. Run the graph with the trace level "payloads".';
}
