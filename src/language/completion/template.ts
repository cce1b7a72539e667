// What completion inserts, before it is known where: values, maps and lists with places to fill in. Knows no YAML.

/** A value with places to fill in. */
export type Template =
  | { readonly kind: 'text'; readonly text: string }
  /** Written as it stands: `false`, `{}`, or nothing at all. */
  | { readonly kind: 'raw'; readonly text: string }
  | Stop
  | { readonly kind: 'map'; readonly entries: readonly TemplateEntry[] }
  | { readonly kind: 'list'; readonly items: readonly Template[] };

/** A place to fill in. Those of the same `id` are filled in together. */
export interface Stop {
  readonly kind: 'stop';
  readonly id?: string;
  /** What stands there at first; with `choices`, the first of them. */
  readonly usual: string;
  /** Texts to choose from. */
  readonly choices?: readonly string[];
  /** Whether quotes stand around it whatever is filled in, so that it stays a text. */
  readonly isQuoted: boolean;
  /** Whether the choices are values as they stand and no texts. */
  readonly isRaw: boolean;
}

/** One key with its value. */
export interface TemplateEntry {
  readonly key: string | Stop;
  readonly value: Template;
}

/** A text, quoted where it must be. */
export function text(value: string): Template {
  return { kind: 'text', text: value };
}

/** Something as it stands. */
export function raw(value: string): Template {
  return { kind: 'raw', text: value };
}

/** A place to fill in, with `usual` in it. */
export function stop(usual = '', options: { id?: string; isQuoted?: boolean } = {}): Stop {
  const { id, isQuoted = false } = options;
  return { kind: 'stop', usual, isQuoted, isRaw: false, ...(id === undefined ? {} : { id }) };
}

/** Most choices that a place to fill in offers; what has more is typed. */
const maxChoices = 30;

/** A place to fill in with one of `choices`; the first one stands there at first. */
export function choice(choices: readonly string[], isRaw = false): Stop {
  const [usual = ''] = choices;
  const isShort = choices.length > 1 && choices.length <= maxChoices;
  return { kind: 'stop', usual, isQuoted: false, isRaw, ...(isShort ? { choices } : {}) };
}

/** A map with the keys of `entries`. */
export function map(entries: Readonly<Record<string, Template>>): Template {
  return { kind: 'map', entries: Object.entries(entries).map(([key, value]) => ({ key, value })) };
}

/** A list of `items`. */
export function list(...items: readonly Template[]): Template {
  return { kind: 'list', items };
}

/** Whether there is a place to fill in. */
export function hasStops(template: Template): boolean {
  if (template.kind === 'map') {
    return template.entries.some(({ key, value }) => typeof key !== 'string' || hasStops(value));
  }
  return template.kind === 'list' ? template.items.some(hasStops) : template.kind === 'stop';
}
