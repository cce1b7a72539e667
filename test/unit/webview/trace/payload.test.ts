// Payloads as lines, and two of them side by side.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines, foldSame } from '../../../../webview/trace/payload/compareLines.ts';
import { formFor, linesOf } from '../../../../webview/trace/payload/payloadText.ts';
import { placeBars } from '../../../../webview/trace/path/placeBars.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a payload', () => {
  it('is JSON, text or bytes, as suits it', () => {
    expect(formFor(bytes('{"a":1}'), true)).toBe('json');
    expect(formFor(bytes('{"a":1}'), false)).toBe('text');
    expect(formFor(bytes('21.5 C'), true)).toBe('text');
    expect(formFor(Uint8Array.of(0, 255, 7), true)).toBe('hex');
  });

  it('that breaks off in a character is text all the same', () => {
    const cut = bytes('21 °').subarray(0, 4);
    expect(formFor(cut, false)).toBe('text');
    expect(formFor(cut, true)).toBe('hex');
  });

  it('as JSON is laid out as JavaScript does it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const laidOut = JSON.stringify(value, undefined, 2);
        expect(linesOf(bytes(JSON.stringify(value)), 'json').join('\n')).toBe(laidOut);
      }),
    );
  });

  it('as JSON keeps numbers as they were written, and the order and doubles of keys', () => {
    expect(linesOf(bytes('{"b":12345678901234567890,"1":1.0,"b":[]}'), 'json')).toEqual([
      '{',
      '  "b": 12345678901234567890,',
      '  "1": 1.0,',
      '  "b": []',
      '}',
    ]);
  });

  it('as bytes has sixteen in a row with their characters', () => {
    const [first, second] = linesOf(bytes('0123456789abcdefg'), 'hex');
    expect(first).toBe('00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef');
    expect(second).toBe(`00000010  67${' '.repeat(45)}  g`);
  });
});

describe('two texts', () => {
  it('are put side by side with what differs', () => {
    expect(compareLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
      { left: 'a', right: 'a', isSame: true },
      { left: 'b', right: 'x', isSame: false },
      { left: 'c', right: 'c', isSame: true },
      { left: undefined, right: 'd', isSame: false },
    ]);
  });

  const arbitraryLines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });

  it('both come back whole from their pairs, whatever they are', () => {
    fc.assert(
      fc.property(arbitraryLines, arbitraryLines, (left, right) => {
        const pairs = compareLines(left, right);
        expect(pairs.flatMap((pair) => pair.left ?? [])).toEqual(left);
        expect(pairs.flatMap((pair) => pair.right ?? [])).toEqual(right);
        expect(pairs.filter(({ isSame }) => isSame).every((pair) => pair.left === pair.right)).toBe(true);
      }),
    );
  });

  it('lose no line by folding, and no line near a difference', () => {
    fc.assert(
      fc.property(arbitraryLines, fc.nat(60), (left, same) => {
        const equal = Array.from({ length: same }, (_, index) => String(index));
        const pairs = compareLines([...left, ...equal, 'end'], [...equal, 'other end']);
        const folded = foldSame(pairs);
        const count = folded.reduce((sum, line) => sum + ('skipped' in line ? line.skipped : 1), 0);
        expect(count).toBe(pairs.length);
        for (const line of folded)
          if ('skipped' in line)
            expect(pairs.slice(line.from, line.from + line.skipped).every(({ isSame }) => isSame)).toBe(true);
      }),
    );
  });
});

describe('bars of a timeline', () => {
  it('end when the hop was recorded, and follow each other within one tick of the clock', () => {
    const bars = placeBars([
      { wallMs: 10, durationUs: 0 },
      { wallMs: 10, durationUs: 1000 },
      { wallMs: 10, durationUs: 1000 },
      { wallMs: 20, durationUs: 2000 },
    ]);
    expect(bars.map(({ from, width }) => [Math.round(from), Math.round(width)])).toEqual([
      [0, 0],
      [0, 10],
      [10, 10],
      [80, 20],
    ]);
  });
});
