// The commands of the Debug Console: what is no command is an expression. Only reads them. Knows no run.
import { AppError } from '../base/errors.ts';

export type ConsoleCommand =
  | { readonly kind: 'publish'; readonly topic: string; readonly payload: string }
  | { readonly kind: 'get' | 'del'; readonly key: string }
  | { readonly kind: 'set'; readonly key: string; readonly value: string }
  | { readonly kind: 'advance'; readonly durationMs: number }
  | { readonly kind: 'trace'; readonly message: number }
  | { readonly kind: 'replay'; readonly hop: number }
  | { readonly kind: 'drop' | 'drain' | 'kill' | 'help' };

/** Each command's form and what it does, in the order of the help. */
export const consoleForms = [
  ['publish TOPIC PAYLOAD', 'publishes a message; the payload is the rest of the line, JSON or text'],
  ['state get KEY', 'shows a key of the state store'],
  ['state set KEY VALUE', 'sets a key'],
  ['state del KEY', 'deletes a key'],
  ['advance DURATION', 'moves virtual time on: 500ms, 10s, 5m, 1h'],
  ['drop', 'takes the stopped message away'],
  ['kill', 'ends the call that an operator is in; its message is lost to it, the run goes on'],
  ['drain', 'takes nothing more in, finishes what is under way, and ends the run'],
  ['trace MESSAGE', 'shows every hop of a message, by its number'],
  ['replay HOP', 'hands the message of a hop to its operation again; trace shows the numbers of hops'],
  ['help', 'shows this'],
] as const;

/** Undefined when `line` is no command. Errors: CONSOLE_COMMAND_INVALID. */
export function readConsoleCommand(line: string): ConsoleCommand | undefined {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*?)\s*$/.exec(line) ?? [];
  switch (word) {
    case 'publish': {
      // A comparison with a variable of that name is an expression; there is no such variable.
      const [, topic, payload = ''] = /^(\S+)(?:\s+([\s\S]*))?$/.exec(rest) ?? [];
      if (topic === undefined) throw refuse('publish TOPIC PAYLOAD');
      return { kind: 'publish', topic, payload };
    }
    case 'state':
      return readState(rest);
    case 'advance':
      return { kind: 'advance', durationMs: readDuration(rest) };
    case 'trace': {
      if (!/^\d+$/.test(rest)) throw refuse('trace MESSAGE');
      return { kind: 'trace', message: Number(rest) };
    }
    case 'replay': {
      if (!/^\d+$/.test(rest)) throw refuse('replay HOP');
      return { kind: 'replay', hop: Number(rest) };
    }
    case 'drop':
    case 'drain':
    case 'kill':
    case 'help':
      return rest === '' ? { kind: word } : undefined;
    default:
      return undefined;
  }
}

function readState(rest: string): ConsoleCommand | undefined {
  const [, verb, key, value] = /^(get|set|del)\s+("(?:[^"\\]|\\.)*"|\S+)(?:\s+([\s\S]*))?$/.exec(rest) ?? [];
  if (verb === undefined || key === undefined) {
    if (/^(get|set|del)?$/.test(rest)) throw refuse('state get KEY, state set KEY VALUE or state del KEY');
    return undefined;
  }
  const name = key.startsWith('"') ? String(JSON.parse(key)) : key;
  if (verb === 'set') {
    if (value === undefined) throw refuse('state set KEY VALUE');
    return { kind: 'set', key: name, value };
  }
  if (value !== undefined) throw refuse(`state ${verb} KEY; put a key with spaces into double quotes`);
  return { kind: verb === 'get' ? 'get' : 'del', key: name };
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function readDuration(text: string): number {
  const [, digits, unit = 'ms'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(text) ?? [];
  const durationMs = Math.round(Number(digits) * (unitsMs[unit] ?? 1));
  if (digits !== undefined && Number.isSafeInteger(durationMs)) return durationMs;
  throw refuse('advance DURATION, for example 500ms, 10s, 5m or 1h');
}

function refuse(form: string): AppError {
  return new AppError('CONSOLE_COMMAND_INVALID', `Write ${form}.`);
}
