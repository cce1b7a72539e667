// Placeholders in texts: what they make, what is refused, where JSON stays JSON.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillTemplate,
  maskTemplate,
  parseTemplate,
  type TemplateSource,
} from '../../../src/base/messageTemplate.ts';

function source(...values: number[]): TemplateSource {
  let index = -1;
  return {
    nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    random: () => {
      index += 1;
      return values[index % values.length] ?? 0;
    },
  };
}
const fill = (text: string, seq = 0, ...values: number[]): string =>
  fillTemplate(parseTemplate(text), seq, source(...values));
const faults = (text: string): string[] => parseTemplate(text).faults.map(({ message }) => message);

describe('a placeholder', () => {
  it.each([
    ['{{seq}}', 7, '7'],
    ['{{seq 100}}', 7, '107'],
    ['{{now}}', 0, '2026-01-02T03:04:05.006Z'],
    ['{{epochMs}}', 0, String(Date.UTC(2026, 0, 2, 3, 4, 5, 6))],
    ['{{ braces }}', 0, '{{'],
    ['a/{{seq}}/{{seq 1}}', 2, 'a/2/3'],
  ])('%s of message %i makes %s', (text, seq, expected) => {
    expect(fill(text, seq, 0)).toBe(expected);
  });

  it('makes random numbers from one end to the other', () => {
    expect(fill('{{random -1 1}}', 0, 0)).toBe('-1');
    expect(fill('{{random 0 10 4}}', 0, 0.123456)).toBe('1.2346');
    expect(fill('{{randomInt 1 6}}', 0, 0)).toBe('1');
    expect(fill('{{randomInt 1 6}}', 0, 0.999999)).toBe('6');
    expect(fill("{{pick a 'b c'}}", 0, 0.6)).toBe('b c');
  });

  it('makes UUIDs of version 4', () => {
    expect(fill('{{uuid}}', 0, 0.1, 0.9, 0.5)).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  it.each([
    ['{{sequence}}', 'not known'],
    ['{{}}', 'needs a name'],
    ['{{toString}}', 'not known'],
    ['{{random 5}}', 'two numbers'],
    ['{{random 9 1}}', 'smaller one first'],
    ['{{random 0 1 99}}', 'decimals'],
    ['{{randomInt 1.5 2}}', 'whole numbers'],
    ['{{pick}}', 'choose from'],
    ["{{pick 'a}}", 'not closed'],
    ['{{now x}}', 'takes nothing'],
    ['{{seq a}}', 'whole number'],
    ['{{seq', 'has to end'],
    ['{{seq {{seq}}', 'has to end'],
  ])('%s is refused', (text, reason) => {
    expect(faults(text)).toHaveLength(1);
    expect(faults(text)[0]).toContain(reason);
  });

  it('is refused where it stands', () => {
    expect(parseTemplate('ab {{seq}} {{oh}} c').faults).toMatchObject([{ offset: 11, length: 6 }]);
  });
});

describe('any text', () => {
  it('without two opening braces is left as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('{{'));
        expect(fill(text, 3, 0.5)).toBe(text);
        expect(faults(text)).toEqual([]);
      }),
    );
  });

  it('is read without an error thrown, and masked to the same length', () => {
    const unit = fc.constantFrom('{{', '}}', 'seq', ' ', "'", 'pick', 'a', '1', 'random', '{', '}', '\n');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const template = parseTemplate(text);
        expect(maskTemplate(template)).toHaveLength(text.length);
        expect(typeof fillTemplate(template, 1, source(0.4))).toBe('string');
      }),
    );
  });

  it('of JSON is no template, however it is nested', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        fc.pre(!json.includes('{{'));
        expect(parseTemplate(json).placeholders).toEqual([]);
      }),
    );
    // Only strings may hold two opening braces.
    expect(JSON.stringify({ a: { b: { c: {} } } })).not.toContain('{{');
  });

  it('in which placeholders stand for numbers is JSON once they are filled in, as its mask says', () => {
    const scalar = fc.constantFrom('{{seq}}', '{{epochMs}}', '{{random 0 1}}', '{{pick true 2}}', '1');
    const text = fc.constantFrom('"{{now}}"', '"{{uuid}} {{pick a b}}"', '"{{seq}}"');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(scalar, text)),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, value) => {
          const template = parseTemplate(`[${values.join(',')}]`);
          expect(JSON.parse(maskTemplate(template))).toHaveLength(values.length);
          expect(JSON.parse(fillTemplate(template, 5, source(value)))).toHaveLength(values.length);
        },
      ),
    );
  });
});
