// Bytes as lines of offset, hexadecimal digits and characters. Knows nothing about what they mean.
import { toHex } from './shownBytes.ts';

const PER_LINE = 16;

/** `00000010  68 65 6c 6c 6f …  hello`; sixteen bytes a line. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += PER_LINE) {
    const part = bytes.subarray(offset, offset + PER_LINE);
    const digits = toHex(part)
      .replace(/../g, '$& ')
      .padEnd(PER_LINE * 3);
    const characters = Array.from(part, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
    );
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${digits} ${characters.join('')}`);
  }
  return lines.join('\n');
}
