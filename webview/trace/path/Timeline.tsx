// The hops of a message in the order in which they happened, each with a bar: when it began and how long it took.
import { type KeyboardEvent, type ReactElement, useRef } from 'react';
import { formatMicroseconds } from '../../../src/base/formatNumbers.ts';
import type { HopRecord } from '../../../src/protocol/trace.ts';
import type { TracedPath, TraceNode } from '../../../src/protocol/traceView.ts';
import { formatSpan } from '../formatMoment.ts';
import { useModel } from '../modelContext.ts';
import { TypeIcon, VerdictIcon } from '../TraceIcon.tsx';
import { verdictWords } from '../verdictWords.ts';
import { placeBars, type HopBar } from './placeBars.ts';

export interface TimelineProps {
  readonly path: TracedPath;
  readonly nodes: readonly TraceNode[];
  /** Number of the hop that is looked at. */
  readonly current: number | undefined;
}

export function Timeline({ path, nodes, current }: TimelineProps): ReactElement {
  const model = useModel();
  const ref = useRef<HTMLDivElement>(null);
  const { hops, isCut, summary } = path;
  const bars = placeBars(hops);
  const types = new Map(nodes.map(({ name, type }) => [name, type]));
  const at = hops.findIndex(({ hop }) => hop === current);
  const move = (event: KeyboardEvent): void => {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: hops.length - 1,
    };
    const target = targets[event.key];
    const hop = target === undefined ? undefined : hops[Math.max(0, Math.min(hops.length - 1, target))];
    if (!hop) return;
    event.preventDefault();
    model.selectHop(hop.hop);
    document.getElementById(hopId(hop.hop))?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className="hops">
      <p className="hops-head">
        {summary.hops} {summary.hops === 1 ? 'hop' : 'hops'} in{' '}
        {formatSpan(summary.startMs, summary.lastMs, summary.workUs)}, of which{' '}
        {formatMicroseconds(summary.workUs)} in operators
      </p>
      <div
        ref={ref}
        role="listbox"
        aria-label="Hops"
        tabIndex={0}
        aria-activedescendant={current === undefined ? undefined : hopId(current)}
        onKeyDown={move}
      >
        {hops.map((hop, index) => (
          <HopLine
            key={hop.hop}
            hop={hop}
            type={types.get(hop.node)}
            bar={bars[index] ?? { from: 0, width: 0 }}
            isCurrent={hop.hop === current}
            onPress={() => model.selectHop(hop.hop)}
          />
        ))}
      </div>
      {isCut && (
        <p className="hops-head">There are more hops than are shown here. Export the trace to see all.</p>
      )}
    </div>
  );
}

function hopId(hop: number): string {
  return `hop-${String(hop)}`;
}

interface HopLineProps {
  readonly hop: HopRecord;
  readonly type: TraceNode['type'];
  readonly bar: HopBar;
  readonly isCurrent: boolean;
  readonly onPress: () => void;
}

function HopLine({ hop, type, bar, isCurrent, onPress }: HopLineProps): ReactElement {
  const { node, verdict, arm, durationUs } = hop;
  const took = durationUs > 0 ? formatMicroseconds(durationUs) : '';
  const words = `${verdictWords[verdict]}${arm ? `, arm ${arm}` : ''}`;
  return (
    <div
      id={hopId(hop.hop)}
      role="option"
      aria-selected={isCurrent}
      className={isCurrent ? 'hop is-current' : 'hop'}
      onClick={onPress}
    >
      <span className="control-unseen">{[node, type, words, took].filter(Boolean).join(', ')}</span>
      <div className="columns" aria-hidden="true">
        <TypeIcon type={type} />
        <span className="hop-node" title={node}>
          {node}
        </span>
        <span className="hop-verdict" title={hop.reason}>
          <VerdictIcon verdict={verdict} />
          {arm ? `arm ${arm}` : verdict === 'passed' ? '' : verdictWords[verdict]}
        </span>
        <span className="hop-bar">
          <span
            style={{ insetInlineStart: `${String(bar.from)}%`, width: `max(2px, ${String(bar.width)}%)` }}
          />
        </span>
        <span className="number">{took}</span>
      </div>
    </div>
  );
}
