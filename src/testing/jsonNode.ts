// A JSON value that keeps what JSON.parse loses: numbers as they were printed. Also holds what a payload may be instead
// of JSON. Knows nothing about output records or how values are compared.

/** A value without parts. `text` and `bytes` (base64) are payloads that are not JSON; the rest is JSON. */
export type ScalarNode =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: boolean | null }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bytes'; readonly base64: string };

/** An object; members in the order of the text, of equal keys the last one. */
export interface ObjectNode {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, JsonNode>;
}

/** A list. */
export interface ArrayNode {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export type JsonNode = ScalarNode | ObjectNode | ArrayNode;

/** A string node. */
export function makeString(value: string): ScalarNode {
  return { kind: 'string', value };
}

/** An object node with `entries`; those without a value are left out. */
export function makeObject(entries: Iterable<readonly [string, JsonNode | undefined]>): ObjectNode {
  const members = new Map<string, JsonNode>();
  for (const [key, node] of entries) if (node) members.set(key, node);
  return { kind: 'object', members };
}

/** One line for people: JSON with numbers as printed; `text "…"` and `base64 "…"` for payloads that are not JSON. */
export function showScalar(node: ScalarNode): string {
  switch (node.kind) {
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'literal':
      return String(node.value);
    case 'text':
      return `text ${JSON.stringify(node.value)}`;
    case 'bytes':
      return `base64 "${node.base64}"`;
  }
}

/** The node as JSON text without white space; payloads that are not JSON as {@link showScalar} has them. */
export function showNode(node: JsonNode): string {
  if (node.kind === 'array') return `[${node.items.map(showNode).join(',')}]`;
  if (node.kind !== 'object') return showScalar(node);
  return `{${[...node.members].map(([key, member]) => `${JSON.stringify(key)}:${showNode(member)}`).join(',')}}`;
}

/** A text that two scalars share exactly when they are equal; numbers by their exact decimal value (`1.0` is `1`). */
export function fingerprintScalar(node: ScalarNode): string {
  return node.kind === 'number' ? normalizeNumber(node.text) : showScalar(node);
}

/** The JSON number `text` in one spelling per value: digits without zeros at either end, then a power of ten. */
export function normalizeNumber(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = trimZeros(digits);
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${power.toString()}`;
}

/** A loop instead of a pattern: `/0+$/` is quadratic on long runs of zeros. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end -= 1;
  return digits.slice(0, end);
}
