// JavaScript that patched glue uses for short texts and lists of bytes. Most are a few dozen bytes long, where calling the
// engine's encoders and making views of memory costs a multiple of a loop; whatever is longer, not ASCII or out of bounds
// takes the way that jco generates. Knows nothing about messages.

/**
 * The text of four functions. In all of them `mem` is the guest's memory and `all` its bytes, `ptr` and `len` are a place in
 * it. `decodeText` remembers texts, because messages in a row have much the same content types and property names; a
 * remembered text is ASCII, since only then it has as many characters as bytes.
 */
export const SHORT_COPIES = `const SHORT = 64, MEDIUM = 256, texts = new Array(256).fill('');
function copyBytes(mem, all, ptr, len) {
  if (len > MEDIUM || ptr + len > all.length) return new Uint8Array(mem.buffer.slice(ptr, ptr + len));
  const copy = new Uint8Array(len);
  for (let i = 0; i < len; i++) copy[i] = all[ptr + i];
  return copy;
}
function writeBytes(mem, all, ptr, list, len) {
  if (len > MEDIUM || !(list instanceof Uint8Array))
    new Uint8Array(mem.buffer, ptr, len).set(new Uint8Array(list.buffer || list, list.byteOffset, len));
  else for (let i = 0; i < len; i++) all[ptr + i] = list[i];
}
function decodeText(mem, all, ptr, len, decoder) {
  if (len === 0 || len > SHORT) return decoder.decode(new Uint8Array(mem.buffer, ptr, len));
  const slot = (len * 37 + all[ptr] * 7 + all[ptr + len - 1] * 3 + all[ptr + (len >> 1)]) & 255;
  const known = texts[slot];
  if (known.length === len) {
    let i = 0;
    while (i < len && known.charCodeAt(i) === all[ptr + i]) i++;
    if (i === len) return known;
  }
  const text = decoder.decode(new Uint8Array(mem.buffer, ptr, len));
  if (text.length === len) texts[slot] = text;
  return text;
}
function isAsciiWritten(text, all, ptr, len) {
  if (len > SHORT || len !== text.length) return false;
  for (let i = 0; i < len; i++) all[ptr + i] = text.charCodeAt(i);
  return true;
}
`;
