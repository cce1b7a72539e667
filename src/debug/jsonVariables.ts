// A JSON text as variables. Knows nothing about where the text comes from.
import type { JsonMember, JsonText, JsonValue } from './jsonText.ts';
import { type Container, holdValues, memberName, readOnly, shorten, type ShownValue } from './shownValue.ts';

/** Changes the value at `path` to what was typed; the new tree comes back. */
export type ChangeJson = (path: readonly string[], text: string) => Promise<JsonText | undefined>;

export interface JsonView {
  readonly json: JsonText;
  /** How expressions name the whole; absent: they cannot. */
  readonly evaluateName?: string;
  /** Absent: it is read only. */
  readonly change?: ChangeJson;
}

/** The members of `value`, which is at `path`; undefined when it can have none. */
export function jsonMembers(
  view: JsonView,
  value: JsonValue = view.json.root,
  path: readonly string[] = [],
): Container | undefined {
  const { json, change } = view;
  if (value.kind !== 'object' && value.kind !== 'array') return undefined;
  const set = change && ((name: string, text: string) => exchange(view, change, [...path, name], text));
  let members: readonly JsonMember[] | undefined;
  const list = (): readonly JsonMember[] => (members ??= json.members(value));
  const show = ({ key, value: member }: JsonMember): ShownValue => showJson(view, member, [...path, key]);
  if (value.kind === 'object') return holdValues(list().map(show), set && { set });
  return {
    indexed: list().length,
    read: (start = 0, count = 0) =>
      list()
        .slice(start, count === 0 ? undefined : start + count)
        .map(show),
    ...(set && { set }),
  };
}

function showJson(view: JsonView, value: JsonValue, path: readonly string[]): ShownValue {
  const { json, evaluateName, change } = view;
  const members = jsonMembersLater(view, value, path);
  return {
    name: path.at(-1) ?? '',
    value: shorten(json.write(value)),
    type: typeOf(json, value),
    ...(evaluateName !== undefined && { evaluateName: nameOf(json, evaluateName, path) }),
    ...(members && { members }),
    hint: { kind: 'data', ...(change ? {} : readOnly) },
  };
}

// Deep trees are worked out one level at a time.
function jsonMembersLater(view: JsonView, value: JsonValue, path: readonly string[]): Container | undefined {
  if (value.kind === 'array') return jsonMembers(view, value, path);
  if (value.kind !== 'object') return undefined;
  let made: Container | undefined;
  const make = (): Container => (made ??= jsonMembers(view, value, path) ?? holdValues([]));
  return {
    read: (start, count) => make().read(start, count),
    ...(view.change && { set: async (name: string, text: string) => setIn(make(), name, text) }),
  };
}

async function setIn(container: Container, name: string, text: string): Promise<ShownValue> {
  if (!container.set) throw new Error(`"${name}" cannot be changed`);
  return container.set(name, text);
}

async function exchange(
  view: JsonView,
  change: ChangeJson,
  path: readonly string[],
  text: string,
): Promise<ShownValue> {
  const json = await change(path, text);
  const value = json?.find(path);
  if (json && value) return showJson({ ...view, json }, value, path);
  return { name: path.at(-1) ?? '', value: text };
}

function typeOf(json: JsonText, value: JsonValue): string {
  if (value.kind !== 'literal') return value.kind;
  return json.write(value) === 'null' ? 'null' : 'boolean';
}

// Keys of objects are names, those of arrays numbers; which it is only the parent tells.
function nameOf(json: JsonText, root: string, path: readonly string[]): string {
  return path.reduce((name, key, index) => {
    const parent = json.find(path.slice(0, index));
    return parent?.kind === 'array' ? `${name}[${key}]` : memberName(name, key);
  }, root);
}
