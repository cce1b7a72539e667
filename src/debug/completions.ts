// What the Debug Console offers while somebody types: commands, topics, keys of the state store, names in expressions and members of
// the payload. Knows nothing about evaluation.
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { consoleForms } from './consoleCommands.ts';
import { JsonText } from './jsonText.ts';
import { messageParts, payloadText, readPath } from './messageEdits.ts';
import type { RunConnection } from './runClient.ts';
import type { Stops } from './stops.ts';

export interface CompletionPorts {
  readonly stops: Stops;
  readonly ask: RunConnection['request'];
  readonly sourceTopics: () => readonly string[];
}

const names = [...messageParts, 'schema', 'id', 'node'];
const namesAfter = ['verdict', 'reason', 'arm', 'durationUs', 'error', 'logs', 'output'];

/** `text` ends where the cursor is. */
export async function completeConsole(text: string, ports: CompletionPorts): Promise<Dap.CompletionItem[]> {
  const line = text.trimStart();
  if (/^publish\s+\S*$/.test(line)) return offer(line, concrete(ports.sourceTopics()), 'value');
  if (/^state\s+(get|set|del)\s+\S*$/.test(line)) {
    const { entries } = await ports.ask('readState', { limit: 100 });
    return offer(
      line,
      entries.map(({ key }) => (/\s/.test(key) ? JSON.stringify(key) : key)),
      'property',
    );
  }
  // What the stopped message came by is what one wants to see again.
  if (/^replay\s+\d*$/.test(line)) return offer(line, await recentHops(ports), 'value');
  const verbs = /^\S*$/.test(line) ? commandWords : /^state\s+\w*$/.test(line) ? ['get', 'set', 'del'] : [];
  const offered = offer(line, verbs, 'keyword');
  return /^state\s/.test(line) ? offered : [...offered, ...completeExpression(text, ports.stops)];
}

/** Numbers of the hops of the stopped message, newest first; without one, of the last hops of all. */
async function recentHops({ stops, ask }: CompletionPorts): Promise<string[]> {
  const own = await stops.hops();
  const { hops } =
    own.length > 0
      ? { hops: own }
      : await ask('readHops', { order: 'newestFirst', limit: 20, maxPayloadBytes: 0 });
  return hops.filter(({ parents }) => !parents).map(({ hop }) => String(hop));
}

const commandWords = [...new Set(consoleForms.map(([form]) => form.split(' ')[0] ?? ''))];

function completeExpression(text: string, stops: Stops): Dap.CompletionItem[] {
  const point = stops.livePoint;
  const [, parent = '', typed = ''] = /([A-Za-z_][\w.[\]"]*)\.(\w*)$/.exec(text) ?? [];
  if (parent === '') {
    const known = point ? [...names, ...(point.hop ? namesAfter : [])] : [];
    return offer(/\w*$/.exec(text)?.[0] ?? '', known, 'variable');
  }
  const [part, ...path] = readPath(parent) ?? [];
  if (!point) return [];
  if (part === 'properties' && path.length === 0)
    return offer(typed, point.input.userProperties.map(([key]) => key).filter(isName), 'property');
  const json = part === 'payload' ? JsonText.read(payloadText(point.input) ?? '') : undefined;
  const value = json?.find(path);
  if (!json || value?.kind !== 'object') return [];
  return offer(
    typed,
    json
      .members(value)
      .map(({ key }) => key)
      .filter(isName),
    'property',
  );
}

function isName(key: string): boolean {
  return /^[A-Za-z_]\w*$/.test(key);
}

// Wildcards are not published to; something has to stand in their place.
function concrete(filters: readonly string[]): string[] {
  return filters.map((filter) => filter.replace(/[+#]/g, 'name').replace(/^\$share\/[^/]+\//, ''));
}

/** Those of `labels` that begin with the last word of `text`, and replace it. */
function offer(text: string, labels: readonly string[], type: Dap.CompletionItemType): Dap.CompletionItem[] {
  const word = /\S*$/.exec(text)?.[0] ?? '';
  return labels
    .filter((label) => label.startsWith(word))
    .map((label) => ({ label, type, length: word.length }));
}
