// Bytes as people read and write them: what is shown whole can be read back, whatever it is.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readShownBytes, showBytes } from '../../../src/base/shownBytes.ts';

it('are the same when they are read back', () => {
  const texts = fc
    .constantFrom('', 'hex:', 'hex:41', 'hex:zz', '\ufeffbom', '\0', '温度')
    .map((text) => new TextEncoder().encode(text));
  fc.assert(
    fc.property(fc.oneof(texts, fc.uint8Array({ maxLength: 40 })), (bytes) => {
      expect(readShownBytes(showBytes(bytes))).toEqual(bytes);
    }),
  );
});

it('are text where that cannot be mistaken', () => {
  const encoder = new TextEncoder();
  expect(showBytes(encoder.encode('23 °C'))).toBe('23 °C');
  expect(showBytes(Uint8Array.of(0xff, 0))).toBe('hex:ff00');
  expect(showBytes(encoder.encode('hex:41'))).toBe('hex:6865783a3431');
  // A character that is cut through is no mistake of the text.
  expect(showBytes(encoder.encode('23 °C'), 4)).toBe('23 ');
});
