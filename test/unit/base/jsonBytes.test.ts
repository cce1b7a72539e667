// Bytes in JSON: nothing is lost, text stays readable, and what is no bytes is seen.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesFromJson, bytesToJson, isJsonBytes } from '../../../src/base/jsonBytes.ts';

it('are the same afterwards, whatever they are', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.uint8Array({ minLength: 8190, maxLength: 8200 }),
    fc.constantFrom('hex:00', '\ufeffbom', '\0', '').map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(bytes, (given) => {
      const json: unknown = JSON.parse(JSON.stringify(bytesToJson(given)));
      expect(isJsonBytes(json)).toBe(true);
      if (isJsonBytes(json)) expect(bytesFromJson(json)).toEqual(given);
    }),
  );
});

it('are text where they can be', () => {
  expect(bytesToJson(new TextEncoder().encode('23 °C'))).toBe('23 °C');
  expect(bytesToJson(Uint8Array.of(0xff, 0))).toEqual({ base64: '/wA=' });
});

it.each([undefined, null, 7, {}, [], { base64: 7 }, { base64: '?' }])('are not %j', (value) => {
  expect(isJsonBytes(value)).toBe(false);
});
