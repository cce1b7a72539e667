// Texts of messages as they are shown to people: on one line, and two of them cut to where they differ. Knows nothing about where they
// come from.

/** Keys and texts come from messages: nothing in them may move the cursor or turn the line around. */
export function escapeControls(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Both texts cut to the same window around their first difference; `…` stands for what was cut off. */
export function shortenBoth(a: string, b: string, maxLength: number): [string, string] {
  let common = 0;
  while (common < Math.min(a.length, b.length) && a.charCodeAt(common) === b.charCodeAt(common)) common += 1;
  const isShort = Math.max(a.length, b.length) <= maxLength;
  const start = isShort ? 0 : Math.max(0, common - Math.floor(maxLength / 3));
  return [cut(a, start, maxLength), cut(b, start, maxLength)];
}

function cut(text: string, from: number, maxLength: number): string {
  // A window that nearly reaches an end of a text is moved to show that end whole.
  const start = Math.max(0, Math.min(from, text.length - maxLength));
  const end = start + maxLength;
  const isInPair = (offset: number): boolean => /[\udc00-\udfff]/.test(text.charAt(offset));
  const [first, last] = [isInPair(start) ? start + 1 : start, isInPair(end) ? end - 1 : end];
  return `${start > 0 ? '…' : ''}${text.slice(first, last)}${end < text.length ? '…' : ''}`;
}
