// What happened at one hop: the message before and after, and everything the operator did meanwhile.
import type { ReactElement } from 'react';
import { formatMicroseconds } from '../../../src/base/formatNumbers.ts';
import type { HopRecord } from '../../../src/protocol/trace.ts';
import { formatClock } from '../formatMoment.ts';
import { useModel, useTrace } from '../modelContext.ts';
import { PayloadPair } from '../payload/PayloadPair.tsx';
import { verdictWords } from '../verdictWords.ts';
import { ErrorSection, LogSection, MetricSection, StateSection } from './HopNotes.tsx';
import { MessageFields } from './MessageFields.tsx';
import { Action, noReceiver } from './PathActions.tsx';

export function HopView({ hop }: { readonly hop: HopRecord }): ReactElement {
  return (
    <div className="hop-view" role="region" aria-label={`Hop at ${hop.node}`} tabIndex={0}>
      <HopHead hop={hop} />
      {hop.error && <ErrorSection error={hop.error} />}
      <PayloadPair hop={hop} />
      <MessageFields hop={hop} />
      <LogSection logs={hop.logs ?? []} />
      <StateSection calls={hop.stateCalls ?? []} />
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
  const { node, cause, parents, message } = hop;
  const place = useTrace((state) => state.shown?.nodes.find(({ name }) => name === node)?.hasPlace ?? false);
  const canSend = useTrace((state) => state.shown?.canSend ?? false);
  const filter = useTrace((state) => state.filter.node);
  const noPlace = place ? undefined : 'The graph of this trace is not known here.';
  const isSource = cause === 0 && !parents;
  const noReplay = isSource
    ? canSend
      ? undefined
      : noReceiver
    : 'A message can only enter at a source. Replay it from its first hop.';
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
        hint="Publishes the message as it came in here"
        whyNot={noReplay}
        onPress={() => model.sendAgain(message)}
      />
    </div>
  );
}
