// JSON as Go's encoder writes it, because digests are taken of the bytes. Knows nothing about what is in it.

/**
 * Compact JSON, keys in the order of the object. Go's encoding/json escapes what HTML would take for markup and the two line ends
 * of JavaScript, and writes half a surrogate pair as `\ufffd`; everything else is as JSON.stringify has it.
 */
export function encodeGoJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[<>&\u2028\u2029]/g, escapeCharacter)
    .replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\\ufffd');
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
