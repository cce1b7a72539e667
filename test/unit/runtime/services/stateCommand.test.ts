// Commands of the state store protocol: every spelling, and what is none.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeBlobStrings } from '../../../../src/runtime/services/resp3.ts';
import { readStateCommand, type StateSetOptions } from '../../../../src/runtime/services/stateCommand.ts';
import { StateStoreError, stateStoreErrorTexts } from '../../../../src/runtime/services/stateStoreError.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const requestOf = (...words: string[]): Uint8Array => writeBlobStrings(words.map(bytes));

/** Options behind `SET k new`. */
function optionsOf(...words: string[]): StateSetOptions {
  const command = readStateCommand(requestOf('SET', 'k', 'new', ...words));
  if (command.name !== 'SET') throw new Error(command.name);
  return command.options;
}

describe('a command', () => {
  it('is read with its arguments', () => {
    const key = bytes('k');
    expect(readStateCommand(requestOf('GET', 'k'))).toEqual({ name: 'GET', key });
    expect(readStateCommand(requestOf('DEL', 'k'))).toEqual({ name: 'DEL', key });
    expect(readStateCommand(requestOf('VDEL', 'k', ''))).toEqual({ name: 'VDEL', key, value: bytes('') });
    expect(readStateCommand(requestOf('SET', 'k', 'v'))).toEqual({
      name: 'SET',
      key,
      value: bytes('v'),
      options: { condition: 'unconditional' },
    });
    expect(readStateCommand(requestOf('KEYNOTIFY', 'k'))).toEqual({ name: 'KEYNOTIFY', key, isStop: false });
    expect(readStateCommand(requestOf('KEYNOTIFY', 'k', 'STOP'))).toEqual({
      name: 'KEYNOTIFY',
      key,
      isStop: true,
    });
  });

  it.each([
    ['unknown-command', ['KEYS', '*']],
    ['unknown-command', ['set', 'k', 'v']],
    ['unknown-command', ['toString', 'k']],
    ['unknown-command', ['']],
    ['wrong-number-of-arguments', ['GET']],
    ['wrong-number-of-arguments', ['DEL', 'k', 'k']],
    ['wrong-number-of-arguments', ['VDEL', 'k']],
    ['wrong-number-of-arguments', ['SET', 'k']],
    ['wrong-number-of-arguments', ['SET', 'k', 'v', 'NEX', 'x', 'PX', '1', 'NX']],
    ['wrong-number-of-arguments', ['KEYNOTIFY', 'k', 'STOP', 'STOP']],
    ['key-length-zero', ['SET', '', 'v']],
    ['key-length-zero', ['VDEL', '', 'v']],
    ['syntax-error', ['KEYNOTIFY', 'k', 'stop']],
    ['syntax-error', []],
  ] as const)('is refused as %s: %j', (reason, words) => {
    const refuse = (): unknown => readStateCommand(requestOf(...words));
    expect(refuse).toThrow(StateStoreError);
    expect(refuse).toThrow(stateStoreErrorTexts[reason]);
  });
});

describe('options of SET', () => {
  const [nx, nex] = ['only-if-does-not-exist', 'only-if-equal-or-does-not-exist'] as const;

  it.each([
    [['NX'], { condition: nx }],
    [['PX', '5'], { condition: 'unconditional', expiresMs: 5 }],
    [['PX', '5', 'NX'], { condition: nx, expiresMs: 5 }],
    [['NX', 'PX', '5'], { condition: nx, expiresMs: 5 }],
    [['NEX'], { condition: nex }],
    [['NEX', 'old'], { condition: nex, expected: bytes('old') }],
    [['NEX', 'PX', '5'], { condition: nex, expiresMs: 5 }],
    [['NEX', 'old', 'PX', '5'], { condition: nex, expected: bytes('old'), expiresMs: 5 }],
    [['PX', '5', 'NEX'], { condition: nex, expiresMs: 5 }],
    [['PX', '5', 'NEX', 'old'], { condition: nex, expected: bytes('old'), expiresMs: 5 }],
    [['NEX', 'PX'], { condition: nex, expected: bytes('PX') }],
    [['NEX', 'NX'], { condition: nex, expected: bytes('NX') }],
    [['NEX', 'PX', 'PX', '5'], { condition: nex, expected: bytes('PX'), expiresMs: 5 }],
    [['PX', '18446744073709551615'], { condition: 'unconditional', expiresMs: 2 ** 64 }],
  ])('are read: %j', (words, options) => expect(optionsOf(...words)).toEqual(options));

  it.each([
    ['nx'],
    ['XX'],
    ['PX'],
    ['PX', '-1'],
    ['PX', '1.5'],
    ['PX', ''],
    ['PX', ' 1'],
    ['PX', '18446744073709551616'],
    ['PX', '1', 'PX', '1'],
    ['NX', 'NX'],
    ['NX', 'NEX'],
    ['NEX', 'a', 'b'],
  ])('are not %s %s %s %s', (...words) => {
    const given = words.filter((word) => typeof word === 'string');
    expect(() => optionsOf(...given)).toThrow(stateStoreErrorTexts['syntax-error']);
  });

  it('name any value behind NEX, whatever it looks like', () => {
    const word = fc.oneof(fc.constantFrom('PX', 'NX', 'NEX', '5', ''), fc.string());
    fc.assert(
      fc.property(word, fc.nat(), (value, ms) => {
        const read = optionsOf('NEX', value, 'PX', String(ms));
        expect(read).toEqual({ condition: nex, expected: bytes(value), expiresMs: ms });
      }),
    );
  });
});

it('bytes of any kind are a command or a refusal', () => {
  const word = fc.oneof(
    fc.constantFrom('SET', 'GET', 'DEL', 'VDEL', 'KEYNOTIFY', 'NX', 'NEX', 'PX', 'STOP', '', '1').map(bytes),
    fc.uint8Array({ maxLength: 6 }),
  );
  const requests = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.array(word, { maxLength: 9 }).map(writeBlobStrings),
  );
  fc.assert(
    fc.property(requests, (request) => {
      try {
        expect(readStateCommand(request).key.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(StateStoreError);
      }
    }),
  );
});
