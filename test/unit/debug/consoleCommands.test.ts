// Which lines of the console are commands, which are not complete, and which are expressions.
import { describe, expect, it } from 'vitest';
import { readConsoleCommand } from '../../../src/debug/consoleCommands.ts';

describe('a line of the console', () => {
  it.each([
    ['publish a/b {"x": 1}', { kind: 'publish', topic: 'a/b', payload: '{"x": 1}' }],
    ['  publish a/b', { kind: 'publish', topic: 'a/b', payload: '' }],
    ['state get key', { kind: 'get', key: 'key' }],
    ['state set "a key" a value', { kind: 'set', key: 'a key', value: 'a value' }],
    ['state del key', { kind: 'del', key: 'key' }],
    ['advance 500', { kind: 'advance', durationMs: 500 }],
    ['advance 1.5s', { kind: 'advance', durationMs: 1500 }],
    ['advance 2 m', { kind: 'advance', durationMs: 120_000 }],
    ['trace 12', { kind: 'trace', message: 12 }],
    ['replay 7', { kind: 'replay', hop: 7 }],
    ['drop', { kind: 'drop' }],
    ['drain ', { kind: 'drain' }],
    ['help', { kind: 'help' }],
  ])('is a command: %j', (line, command) => {
    expect(readConsoleCommand(line)).toEqual(command);
  });

  it.each(['payload.drop', 'drop == 1', 'topic', '1 + 1', '', 'state + 1', 'published'])(
    'is an expression: %j',
    (line) => {
      expect(readConsoleCommand(line)).toBeUndefined();
    },
  );

  it.each([
    ['publish', 'publish TOPIC PAYLOAD'],
    ['state', 'state get KEY, state set KEY VALUE or state del KEY'],
    ['state set key', 'state set KEY VALUE'],
    ['state get a b', 'double quotes'],
    ['advance', 'advance DURATION'],
    ['advance 5 weeks', 'advance DURATION'],
    ['trace all', 'trace MESSAGE'],
    ['replay', 'replay HOP'],
  ])('is not complete: %j', (line, form) => {
    expect(() => readConsoleCommand(line)).toThrow(
      expect.objectContaining({ code: 'CONSOLE_COMMAND_INVALID' }),
    );
    expect(() => readConsoleCommand(line)).toThrow(form);
  });
});
