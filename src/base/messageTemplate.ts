// Texts with placeholders, `{{seq}}`, from which each message of a series gets its own. Two braces cannot follow each other in JSON
// outside of strings, so that templates and JSON do not collide. Knows nothing about messages.

/** Where the values of placeholders come from. */
export interface TemplateSource {
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

export interface TemplateFault {
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
  readonly length: number;
  /** A sentence. */
  readonly message: string;
}

/** Makes the text of a placeholder for the message with number `seq`, counted from 0. */
type Generate = (seq: number, source: TemplateSource) => string;

interface Placeholder {
  readonly offset: number;
  readonly length: number;
  readonly generate: Generate;
  /** Whether all it makes can stand in JSON outside of a string. */
  readonly isScalar: boolean;
}

/** A text that has been read; good for any number of messages. */
export interface MessageTemplate {
  readonly text: string;
  readonly placeholders: readonly Placeholder[];
  readonly faults: readonly TemplateFault[];
}

/** What may stand between the braces, for people. */
export const placeholderForms: readonly { readonly form: string; readonly meaning: string }[] = [
  { form: '{{seq}}', meaning: 'number of the message, from 0; {{seq 100}} counts from 100' },
  { form: '{{now}}', meaning: 'time as ISO 8601' },
  { form: '{{epochMs}}', meaning: 'time in milliseconds since 1970' },
  { form: '{{uuid}}', meaning: 'random UUID' },
  { form: '{{random 0 100}}', meaning: 'random number; a third number is its decimals, 2 by default' },
  { form: '{{randomInt 1 6}}', meaning: 'random whole number, both ends included' },
  { form: "{{pick a b 'c d'}}", meaning: 'one of these at random' },
  { form: '{{braces}}', meaning: 'two opening braces' },
];

const OPENING = '{{';
const MAX_DECIMALS = 12;

/** Reads `text`. Of a text with faults the rest is of use for showing only. */
export function parseTemplate(text: string): MessageTemplate {
  const placeholders: Placeholder[] = [];
  const faults: TemplateFault[] = [];
  for (let offset = text.indexOf(OPENING); offset >= 0;) {
    const end = text.indexOf('}}', offset + OPENING.length);
    const next = text.indexOf(OPENING, offset + OPENING.length);
    if (end < 0 || (next >= 0 && next < end)) {
      faults.push({
        offset,
        length: OPENING.length,
        message:
          '"{{" begins a placeholder, which "}}" has to end. Write {{braces}} for two braces themselves.',
      });
      offset = next;
      continue;
    }
    const length = end + 2 - offset;
    const read = readPlaceholder(text.slice(offset + OPENING.length, end));
    if (typeof read === 'string') faults.push({ offset, length, message: read });
    else placeholders.push({ offset, length, ...read });
    offset = text.indexOf(OPENING, end + 2);
  }
  return { text, placeholders, faults };
}

/** The text for message `seq`. Placeholders that could not be read stay as they are. */
export function fillTemplate(template: MessageTemplate, seq: number, source: TemplateSource): string {
  const { text, placeholders } = template;
  if (placeholders.length === 0) return text;
  let filled = '';
  let done = 0;
  for (const { offset, length, generate } of placeholders) {
    filled += text.slice(done, offset) + generate(seq, source);
    done = offset + length;
  }
  return filled + text.slice(done);
}

/**
 * The text with something as long in the place of each placeholder that is JSON exactly where what the placeholder makes is:
 * offsets in it are those in the text.
 */
export function maskTemplate({ text, placeholders }: MessageTemplate): string {
  let masked = '';
  let done = 0;
  for (const { offset, length, isScalar } of placeholders) {
    masked += text.slice(done, offset) + (isScalar ? '1' : 'x').repeat(length);
    done = offset + length;
  }
  return masked + text.slice(done);
}

type Reading = Pick<Placeholder, 'generate' | 'isScalar'> | string;

function readPlaceholder(inside: string): Reading {
  const words = splitWords(inside);
  if (!words) return `A quote in {{${shorten(inside)}}} is not closed.`;
  const [name = '', ...args] = words;
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  return read ? read(args) : describeUnknown(name, inside);
}

const numeric = (generate: Generate): Reading => ({ generate, isScalar: true });
const textual = (generate: Generate): Reading => ({ generate, isScalar: false });

/** By the name of the placeholder. */
const readers: Readonly<Record<string, (args: readonly string[]) => Reading>> = {
  seq: (args) => {
    const [first = 0, ...more] = args.map(toNumber);
    return Number.isSafeInteger(first) && more.length === 0
      ? numeric((seq) => String(first + seq))
      : '{{seq}} takes at most one whole number, from which it counts: {{seq 100}}.';
  },
  now: withoutArguments(
    'now',
    textual((_, { nowMs }) => new Date(nowMs()).toISOString()),
  ),
  epochMs: withoutArguments(
    'epochMs',
    numeric((_, { nowMs }) => String(nowMs())),
  ),
  uuid: withoutArguments(
    'uuid',
    textual((_, { random }) => makeUuid(random)),
  ),
  braces: withoutArguments(
    'braces',
    textual(() => OPENING),
  ),
  random: (args) => {
    const [from = NaN, to = NaN, decimals = 2, ...more] = args.map(toNumber);
    const isRange = Number.isFinite(from) && Number.isFinite(to) && from <= to && more.length === 0;
    if (!isRange) return '{{random}} takes two numbers, the smaller one first: {{random 0 100}}.';
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > MAX_DECIMALS)
      return `The third number of {{random}} is how many decimals it has, 0 to ${String(MAX_DECIMALS)}.`;
    return numeric((_, { random }) => String(Number((from + random() * (to - from)).toFixed(decimals))));
  },
  randomInt: (args) => {
    const [from = NaN, to = NaN, ...more] = args.map(toNumber);
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from > to || more.length > 0)
      return '{{randomInt}} takes two whole numbers, the smaller one first: {{randomInt 1 6}}.';
    return numeric((_, { random }) => String(Math.min(from + Math.floor(random() * (to - from + 1)), to)));
  },
  pick: (args) => {
    if (args.length === 0) return '{{pick}} takes the texts to choose from: {{pick on off}}.';
    const generate: Generate = (_, { random }) => args[Math.floor(random() * args.length)] ?? '';
    return { generate, isScalar: args.every(isJsonScalar) };
  },
};

function withoutArguments(name: string, reading: Reading): (args: readonly string[]) => Reading {
  return (args) => (args.length === 0 ? reading : `{{${name}}} takes nothing behind its name.`);
}

/** Words between spaces; single quotes keep words together. Undefined when a quote is not closed. */
function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  const pattern = /\s*(?:'([^']*)'(?=\s|$)|([^\s']\S*))\s*/y;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) return text.slice(at).trim() === '' ? words : undefined;
    words.push(match[1] ?? match[2] ?? '');
  }
  return words;
}

function toNumber(word: string): number {
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : NaN;
}

function isJsonScalar(word: string): boolean {
  return /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(word);
}

/** RFC 9562, version 4, from 16 random numbers: unlike crypto.randomUUID it can be repeated. */
function makeUuid(random: () => number): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(random() * 256));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function describeUnknown(name: string, inside: string): string {
  const known = Object.keys(readers).join(', ');
  if (name === '') return `A placeholder needs a name: ${known}.`;
  return `{{${shorten(inside)}}} is not known. There are ${known}. Write {{braces}} for two braces themselves.`;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
