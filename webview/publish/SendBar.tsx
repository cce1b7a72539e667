// Where to, how many, how fast, and how far it is.
import type { ReactElement } from 'react';
import { formatElapsed } from '../../src/base/formatNumbers.ts';
import { MAX_SERIES_COUNT, MAX_SERIES_RATE } from '../../src/protocol/publishing.ts';
import type { PublishStatus, PublishTarget } from '../../src/protocol/publishView.ts';
import { Button } from '../controls/Button.tsx';
import { Select } from '../controls/Select.tsx';
import { LiveField } from './LiveField.tsx';
import type { PartProps } from './partProps.ts';

export function SendBar({ store, shown }: PartProps): ReactElement {
  const { targets, target, status, plan, problems } = shown;
  const run = targets.find(({ id }) => id === target);
  const isBlocked = problems.some(({ severity }) => severity === 'error');
  return (
    <header className="publish-bar">
      <div className="publish-bar-fields">
        <Target store={store} shown={shown} />
        <LiveField
          label="Messages"
          type="number"
          min={1}
          max={MAX_SERIES_COUNT}
          value={String(plan.count)}
          onType={(text) => store.change({}, { count: within(text, 1, MAX_SERIES_COUNT, true) })}
        />
        <LiveField
          label="Per second"
          type="number"
          min={0}
          max={MAX_SERIES_RATE}
          value={plan.perSecond === 0 ? '' : String(plan.perSecond)}
          placeholder="as fast as taken"
          onType={(text) => store.change({}, { perSecond: within(text, 0, MAX_SERIES_RATE, false) })}
        />
        <div className="publish-buttons">
          {status?.kind === 'going' ? (
            <Button isPrimary onPress={() => store.host.notify('stop', null)}>
              Stop
            </Button>
          ) : (
            <Button isPrimary isDisabled={!run || isBlocked} onPress={() => void store.publish()}>
              Publish
            </Button>
          )}
          <Button onPress={() => void store.save()} isDisabled={isBlocked}>
            Save…
          </Button>
          <Button isDisabled={!run} onPress={() => store.host.notify('publishFolder', { plan })}>
            Folder…
          </Button>
          <Button onPress={store.newMessage}>New</Button>
        </div>
      </div>
      <StatusLine status={status} run={run} shown={shown} />
    </header>
  );
}

function Target({ store, shown }: PartProps): ReactElement {
  const { targets, target = '' } = shown;
  const [only] = targets;
  if (!only)
    return (
      <div className="publish-no-run">
        No graph runs.{' '}
        <button type="button" className="control-link" onClick={() => store.host.notify('startRun', null)}>
          Start debugging
        </button>
      </div>
    );
  if (targets.length === 1)
    return (
      <div className="publish-run">
        <span className="control-label-text">Run</span>
        <span title={only.url}>{only.name}</span>
      </div>
    );
  return (
    <Select
      label="Run"
      value={target}
      options={targets.map(({ id, name, url }) => ({ value: id, label: `${name} (${url})` }))}
      onCommit={(id) => {
        store.host.notify('chooseTarget', { id });
        return undefined;
      }}
    />
  );
}

interface StatusLineProps {
  readonly status: PublishStatus | undefined;
  readonly run: PublishTarget | undefined;
  readonly shown: PartProps['shown'];
}

function StatusLine({ status, run, shown }: StatusLineProps): ReactElement {
  const waiting = run && run.waiting > 0 ? ` ${describeWaiting(run)}` : '';
  const { refusal, notice } = shown;
  const error = refusal ?? status?.error;
  return (
    <div className="publish-status">
      {status?.kind === 'going' && (
        <progress aria-label="Published" max={status.total} value={status.taken + status.failed} />
      )}
      <span role="status">
        {notice !== undefined ? `${notice} ` : ''}
        {status && refusal === undefined ? describeStatus(status) : ''}
        {waiting}
      </span>
      <span role="alert" className="control-error">
        {error}
      </span>
    </div>
  );
}

const number = (value: number): string => value.toLocaleString('en');

function describeStatus({ kind, total, sent, taken, failed, elapsedMs, what }: PublishStatus): string {
  const of = total === 1 ? '' : ` ${number(taken)} of ${number(total)}`;
  const failures = failed > 0 ? `, ${number(failed)} failed` : '';
  const behind = sent - taken - failed;
  const queued = kind === 'going' && behind > 0 ? `, ${number(behind)} not taken yet` : '';
  const words = { going: 'Publishing', done: 'Published', stopped: 'Stopped after', failed: 'Published' };
  if (kind === 'failed' && total === 0) return '';
  return `${words[kind]}${of} to ${what}${failures}${queued}${total > 1 ? ` in ${formatElapsed(elapsedMs)}` : ''}.`;
}

function describeWaiting({ waiting, isStopped }: PublishTarget): string {
  const messages = waiting === 1 ? '1 message waits' : `${number(waiting)} messages wait`;
  return isStopped
    ? `The run stands at a breakpoint; ${messages} until it goes on.`
    : `${messages} to be let in.`;
}

/** What was typed as a number that is allowed; the least one for nothing. */
function within(text: string, min: number, max: number, isWhole: boolean): number {
  const value = isWhole ? Math.floor(Number(text)) : Number(text);
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : min;
}
