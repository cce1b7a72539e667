// What people see of a payload at a glance.
import { describe, expect, it } from 'vitest';
import { previewPayload } from '../../../src/base/previewPayload.ts';

describe('previewPayload', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('gives the begin of a text', () => {
    expect(previewPayload(bytes('{"a":1}'))).toBe('{"a":1}');
    expect(previewPayload(bytes('ä'.repeat(500)))).toBe('ä'.repeat(120));
    expect(previewPayload(new Uint8Array())).toBe('');
  });

  it('cuts no character in two', () => {
    expect(previewPayload(bytes(`x${'💥'.repeat(200)}`))).toBe(`x${'💥'.repeat(59)}`);
    // The 480 bytes that are read end within one.
    expect(previewPayload(bytes(`x${'漢'.repeat(200)}`))).toBe(`x${'漢'.repeat(119)}`);
  });

  it('shows bytes that are no text as such', () => {
    expect(previewPayload(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('hex:ffd8ffe0');
    expect(previewPayload(Uint8Array.of(0x61, 0x00, 0x62))).toBe('hex:610062');
    expect(previewPayload(new Uint8Array(1000).fill(0x80))).toBe(`hex:${'80'.repeat(16)}`);
  });
});
