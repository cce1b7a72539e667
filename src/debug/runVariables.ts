// What surrounds a stopped message, as variables: the node, the state store, where the message came from, the clock. Asks the run
// when somebody looks. Knows nothing about scopes.
import { clockToMs, parseClock } from '../base/hybridLogicalClock.ts';
import type { StateEntryRecord } from '../protocol/debugging.ts';
import type { LoadedRun } from '../protocol/runProcess.ts';
import type { HopRecord } from '../protocol/trace.ts';
import { formatDuration } from './hopVariables.ts';
import { JsonText } from './jsonText.ts';
import { jsonMembers } from './jsonVariables.ts';
import type { RunConnection } from './runClient.ts';
import { type Container, holdValues, readOnly, shorten, type ShownValue } from './shownValue.ts';

type Ask = RunConnection['request'];

/** Name of the variable that holds the following page of the state store. */
const MORE = '…';
const STATE_PAGE = 100;

export function nodeMembers(run: LoadedRun, node: number, ask: Ask): Container {
  return {
    read: async () => {
      const { name = '', type = '', module } = run.nodes[node] ?? {};
      const { nodes, held } = await ask('counts', null);
      const counts = nodes.find((each) => each.node === name);
      const shown = [fact('name', name), fact('type', type)];
      if (module !== undefined) shown.push(fact('module', module));
      const file = run.modules.find(({ operations }) => operations.includes(name));
      if (file) shown.push(fact('file', file.path));
      if (!counts) return shown;
      const verdicts = Object.entries(counts.verdicts).filter(([, count]) => count > 0);
      return [
        ...shown,
        fact('messages in', String(counts.in)),
        ...verdicts.map(([verdict, count]) => fact(verdict, String(count))),
        fact('time in all', formatDuration(counts.durationUs)),
        fact('slowest call', formatDuration(counts.maxDurationUs)),
        fact('held in the run', String(held)),
      ];
    },
  };
}

/** Keys can be changed and, by an empty text, not deleted: a value may be empty. */
export function stateMembers(ask: Ask, after?: string): Container {
  return {
    read: async () => {
      const page = await ask('readState', { limit: STATE_PAGE, ...(after !== undefined && { after }) });
      const shown = page.entries.map(showEntry);
      if (page.next === undefined) return shown;
      return [
        ...shown,
        { name: MORE, value: 'more keys', members: stateMembers(ask, page.next), hint: readOnly },
      ];
    },
    set: async (key, value) => {
      await ask('editState', { key, value });
      return { name: key, value };
    },
    stateKeyOf: (name) => (name === MORE ? undefined : name),
  };
}

export function provenanceMembers(hops: readonly HopRecord[], parents: readonly number[]): Container {
  const first = hops.at(-1);
  return holdValues([
    ...(first ? [fact('arrived at', first.node), fact('arrived', formatTime(first.time))] : []),
    ...(parents.length > 0
      ? [
          {
            ...fact('messages in the window', String(parents.length)),
            members: holdValues(parents.map((id, index) => fact(String(index), `message ${String(id)}`))),
          },
        ]
      : []),
    ...hops.map((hop) => fact(`hop ${String(hop.hop)}`, `${hop.node}: ${hop.verdict}`)),
  ]);
}

export function clockMembers(ask: Ask, logicalTime: string | undefined): Container {
  return {
    read: async () => {
      const { kind, nowMs, nextDue } = await ask('readClock', null);
      return [
        fact('clock', kind),
        fact('now', new Date(nowMs).toISOString()),
        ...(logicalTime === undefined ? [] : [fact('logical time', formatTime(logicalTime))]),
        ...(nextDue === undefined ? [] : [fact('next due', formatTime(nextDue))]),
      ];
    },
  };
}

function showEntry({ key, value, size, version, expiresMs }: StateEntryRecord): ShownValue {
  const json = JsonText.read(value);
  const members = json && jsonMembers({ json });
  const expiry = expiresMs === undefined ? '' : `, expires ${new Date(expiresMs).toISOString()}`;
  return {
    name: key,
    value: size > 10_000 ? shorten(value) : value,
    type: `version ${version}${expiry}`,
    evaluateName: `state[${JSON.stringify(key)}]`,
    ...(members && { members }),
    hint: { kind: 'data' },
  };
}

function formatTime(time: string): string {
  const clock = parseClock(time);
  const ms = clock ? clockToMs(clock) : NaN;
  // Dates end in the year 275,760.
  return ms <= 8.64e15 ? `${new Date(ms).toISOString()} (${time})` : time;
}

function fact(name: string, value: string): ShownValue {
  return { name, value, hint: readOnly };
}
