// Where broken JSON is said to be broken: the same place for whoever asks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src/base/errors.ts';
import { findJsonFault } from '../../../src/base/jsonFault.ts';
import { parseJsonText } from '../../../src/runtime/services/jsonText.ts';
import { parseJson } from '../../../src/testing/losslessJson.ts';

const isJson = (text: string): boolean => 'parsed' in parseJson(text);

/** JSON with one place cut out, or changed. */
const broken = fc
  .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\n', 'x', '\\'))
  .map(([json, at, extra]) => {
    const place = at % (json.length + 1);
    return json.slice(0, place) + extra + json.slice(place + 1);
  })
  .filter((text) => !isJson(text));

describe('the fault of broken JSON', () => {
  it.each([
    ['{"a": 1,}', 8, 'unexpected "}"'],
    ['[1,\n]', 4, 'unexpected "]"'],
    ['{"a":\n', 6, 'it ends too early'],
    ['', 0, 'it ends too early'],
    ['[1]  ]', 5, 'unexpected "]"'],
    ['["\t", 1, 2, 3, 4]', 1, 'unexpected "\\"\\t\\", 1, 2, 3"'],
    ['[01]', 2, 'unexpected "1]"'],
    ['\uFEFF[1,,]', 0, 'unexpected "\uFEFF[1,,]"'],
  ])('in %j is located', (text, offset, found) => {
    expect(findJsonFault(text)).toEqual({ offset, found });
  });

  it('is looked for from a place on', () => {
    expect(findJsonFault('\uFEFF[1,,]', 1)).toEqual({ offset: 4, found: 'unexpected ",]"' });
  });

  it('is found in nesting without end, too', () => {
    expect(findJsonFault('['.repeat(1_000_000)).offset).toBe(1_000_000);
  });

  it('is where everything before it could still have become JSON, and with it no more', () => {
    fc.assert(
      fc.property(broken, (text) => {
        const { offset } = findJsonFault(text);
        // What stands before the fault is at fault itself only by its end.
        expect(findJsonFault(text.slice(0, offset)).offset).toBe(offset);
        if (offset < text.length) expect(findJsonFault(`${text} [`).offset).toBe(offset);
      }),
    );
  });

  it('is the same for files of a run and of a test', () => {
    fc.assert(
      fc.property(broken, (text) => {
        const result = parseJson(text);
        const fault = 'fault' in result ? result.fault : undefined;
        expect(fault).toEqual(findJsonFault(text));
        const line = text.slice(0, fault?.offset).split('\n').length;
        expect(() => parseJsonText(text, 'f')).toThrow(
          expect.objectContaining({
            message: expect.stringContaining(
              `f:${String(line)}: this is not valid JSON, ${String(fault?.found)}`,
            ) as string,
          }) as AppError,
        );
      }),
    );
  });
});
