// The table of the metrics view: a line for each operation, under it what the operator reported itself.
import { Fragment, type ReactElement, useSyncExternalStore } from 'react';
import { formatCount, formatMicroseconds, formatRate } from '../../src/base/formatNumbers.ts';
import type { MetricRecord, NodeMetricsRecord } from '../../src/protocol/debugging.ts';
import type { MetricsState, NodeSample } from '../../src/protocol/metricsView.ts';
import type { MetricsStore } from './metricsStore.ts';
import { Sparkline } from './Sparkline.tsx';

const columns = [
  'Operation',
  'Messages',
  'Rate',
  'Median',
  'Longest',
  'Errors',
  'Dropped',
  'Waiting',
] as const;

export function MetricsTable({ store }: { readonly store: MetricsStore }): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.getSnapshot);
  if (state.run === undefined)
    return (
      <p className="metrics-empty">
        Nothing has run yet. Press F5 on a graph, and its numbers are shown here.
      </p>
    );
  return (
    <main>
      <table className="metrics" data-past={state.isPast}>
        <caption>
          {state.run}
          {state.isPast ? ' (past run)' : ''}
        </caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {state.nodes.map((node, index) => (
            <NodeRows key={node.name} store={store} state={state} index={index} />
          ))}
        </tbody>
      </table>
    </main>
  );
}

interface NodeRowsProps {
  readonly store: MetricsStore;
  readonly state: MetricsState;
  readonly index: number;
}

function NodeRows({ store, state, index }: NodeRowsProps): ReactElement {
  const { name, type } = state.nodes[index] ?? { name: '', type: 'map' };
  const now = state.samples.at(-1)?.[index];
  const history = state.samples.map((sample) => sample[index]);
  const reported = state.reported.find(({ node }) => node === name);
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <button
            type="button"
            className="metrics-name"
            title={`Show ${name} in the text`}
            onClick={() => store.reveal(name)}
          >
            {name}
          </button>{' '}
          <span className="metrics-type">{type}</span>
        </th>
        <td>{now ? formatCount(now.count) : '–'}</td>
        <td>
          <span className="metrics-charted">
            {now && !state.isPast ? formatRate(now.rate) : '–'}
            <Sparkline
              values={history.map((each) => each?.rate ?? 0)}
              label={`rate of ${name}`}
              unit={formatRate}
            />
          </span>
        </td>
        <td>
          <span className="metrics-charted">
            {now?.p50Us === undefined || now.p50Us === 0 ? '–' : formatMicroseconds(now.p50Us)}
            <Sparkline
              values={history.map((each) => each?.p50Us ?? 0)}
              label={`median duration of ${name}`}
              unit={formatMicroseconds}
            />
          </span>
        </td>
        <td>{now && now.maxUs > 0 ? formatMicroseconds(now.maxUs) : '–'}</td>
        <BadCount now={now} of="errors" />
        <td>{now ? formatCount(now.dropped) : '–'}</td>
        <td>{now ? formatCount(now.queued) : '–'}</td>
      </tr>
      {reported && <ReportedRow reported={reported} />}
    </Fragment>
  );
}

function BadCount({
  now,
  of,
}: {
  readonly now: NodeSample | undefined;
  readonly of: 'errors';
}): ReactElement {
  const count = now?.[of] ?? 0;
  return <td className={count > 0 ? 'metrics-bad' : undefined}>{now ? formatCount(count) : '–'}</td>;
}

function ReportedRow({ reported }: { readonly reported: NodeMetricsRecord }): ReactElement {
  const { node, metrics, refused } = reported;
  return (
    <tr className="metrics-reported">
      <td colSpan={columns.length}>
        <ul aria-label={`Metrics that ${node} reported`}>
          {metrics.map((metric) => (
            <li key={metric.name + JSON.stringify(metric.labels)}>
              <code>{nameOf(metric)}</code> {valueOf(metric)}
            </li>
          ))}
          {refused > 0 && (
            <li className="metrics-bad">{formatCount(refused)} updates were refused; the trace tells why</li>
          )}
        </ul>
      </td>
    </tr>
  );
}

/** `name{key="value"}`, as Prometheus writes series. */
function nameOf({ name, labels }: MetricRecord): string {
  if (labels.length === 0) return name;
  return `${name}{${labels.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(', ')}}`;
}

function valueOf({ value, summary }: MetricRecord): string {
  if (!summary) return new Intl.NumberFormat('en').format(value ?? 0);
  const number = (each: number): string => String(Number(each.toPrecision(4)));
  const { count, min, p50, p95, max } = summary;
  return `${formatCount(count)} values, ${number(min)} to ${number(max)}, median ${number(p50)}, 95 % below ${number(p95)}`;
}
