// Keys, types and allowed values of a document, from the validators generated out of the JSON Schemas. Turns each
// violation into a problem with a place, human words and, where it is plain, a fix. Knows no rule beyond the schemas.
import type { Range } from '../base/position.ts';
import { findNearest } from './didYouMean.ts';
import { insertPair, quote, renameKey, replaceText } from './edits.ts';
import type { SchemaViolation, Validator } from './generated/validators.generated.ts';
import { makeProblem, type Problem, type ProblemCode, type Severity, type SuggestedFix } from './problem.ts';
import {
  describeAnchor,
  findPair,
  toPlainData,
  type Place,
  type YamlNode,
  type YamlPair,
} from './yamlTree.ts';

/** How violations are reported. */
export interface StructureOptions {
  /** Severity of keys the schema does not know. */
  readonly unknownKeys?: Severity;
}

/** A value at fault with what stands around it. */
interface Spot {
  readonly node: YamlNode;
  /** The pair whose value `node` is. */
  readonly pair?: YamlPair;
  readonly pointer: readonly string[];
}

/** Problems of `root` against the schema behind `validate`; at most one per value, none that follows from another. */
export function checkStructure(
  root: YamlNode,
  validate: Validator,
  options: StructureOptions = {},
): Problem[] {
  if (validate(toPlainData(root))) return [];
  const violations = [...(validate.errors ?? [])].sort((a, b) => rank(a) - rank(b));
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const meantKeys = new Set<string>();
  for (const violation of violations) {
    const spot = locate(root, violation.instancePath);
    const key = `${violation.instancePath}\n${nameOf(violation)}`;
    if (!spot || violation.keyword === 'if' || seen.has(key)) continue;
    seen.add(key);
    if (violation.keyword === 'required' && meantKeys.has(key)) continue;
    const problem = describe(spot, violation);
    if (violation.keyword === 'additionalProperties') {
      const meant = suggestKey(spot, violation);
      if (meant !== undefined) meantKeys.add(`${violation.instancePath}\n${meant}`);
      problems.push({ ...problem, severity: options.unknownKeys ?? problem.severity });
    } else problems.push(problem);
  }
  return problems;
}

/** Unknown keys come before missing ones, which they may explain; the type of a value before anything else about it. */
function rank(violation: SchemaViolation): number {
  const order = ['additionalProperties', 'required', 'type'];
  const index = order.indexOf(violation.keyword);
  return index < 0 ? order.length : index;
}

/** What is unique about a violation at one value. */
function nameOf(violation: SchemaViolation): string {
  if (violation.keyword === 'additionalProperties') return String(violation.params['additionalProperty']);
  return violation.keyword === 'required' ? String(violation.params['missingProperty']) : '';
}

function locate(root: YamlNode, instancePath: string): Spot | undefined {
  const pointer = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node: YamlNode | undefined = root;
  let pair: YamlPair | undefined;
  for (const part of pointer) {
    pair = findPair(node, part);
    node = node.kind === 'sequence' ? node.items[Number(part)] : pair?.value;
    if (!node) return undefined;
  }
  return { node, pointer, ...(pair ? { pair } : {}) };
}

function describe(spot: Spot, violation: SchemaViolation): Problem {
  switch (violation.keyword) {
    case 'additionalProperties':
      return describeUnknownKey(spot, violation);
    case 'required':
      return describeMissingKey(spot, String(violation.params['missingProperty']));
    case 'type':
      return describeType(spot, violation);
    case 'minLength':
    case 'minItems':
      return report('VALUE_EMPTY', spot, `${describePath(spot.pointer)} must not be empty.`);
    default:
      return describeValue(spot, violation);
  }
}

function describeUnknownKey(spot: Spot, violation: SchemaViolation): Problem {
  const key = String(violation.params['additionalProperty']);
  const pair = findPair(spot.node, key);
  const meant = suggestKey(spot, violation);
  const allowed = allowedKeys(violation).map((name) => `"${name}"`);
  const isMisplacedSchema = key === '$schema' && spot.pointer.length === 0;
  const hint = isMisplacedSchema
    ? '"$schema" stands inside "metadata".'
    : meant === undefined
      ? `Known keys are ${allowed.join(', ')}.`
      : `Did you mean "${meant}"?`;
  const fix =
    pair && meant !== undefined
      ? { title: `Rename to "${meant}"`, edits: [renameKey(pair, meant)] }
      : undefined;
  return at(
    'KEY_UNKNOWN',
    pair?.keyPlace ?? spot.node,
    `"${key}" is not a key of ${describePath(spot.pointer)}. ${hint}`,
    fix,
  );
}

/** The known key probably meant by an unknown one; only one that is not there yet. */
function suggestKey(spot: Spot, violation: SchemaViolation): string | undefined {
  const free = allowedKeys(violation).filter((name) => !findPair(spot.node, name));
  return findNearest(String(violation.params['additionalProperty']), free);
}

function allowedKeys(violation: SchemaViolation): string[] {
  return Object.keys(violation.parentSchema['properties'] ?? {});
}

/** Values that are the same in every file, so that a fix can add them. */
const usualValues: Readonly<Record<string, string>> = {
  $schema: '"https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"',
};

function describeMissingKey(spot: Spot, key: string): Problem {
  const { node } = spot;
  const value = usualValues[key];
  const edit = value !== undefined && node.kind === 'map' ? insertPair(node, key, value) : undefined;
  const fix = edit ? { title: `Add "${key}"`, edits: [edit] } : undefined;
  return at('KEY_MISSING', headOf(spot), `"${key}" is missing in ${describePath(spot.pointer)}.`, fix);
}

/** Where to point for a map as a whole: its key, else its first key; the whole map would paint half the file. */
function headOf({ node, pair }: Spot): Place {
  if (pair) return pair.keyPlace;
  return node.kind === 'map' && !node.isAliased ? (node.pairs[0]?.keyPlace ?? node) : node;
}

function describeType(spot: Spot, violation: SchemaViolation): Problem {
  const { node, pair } = spot;
  const wanted = [violation.schema]
    .flat()
    .filter((type) => type !== 'null')
    .map(String);
  const name = describePath(spot.pointer);
  const article = wanted.map((type) => typeWords[type] ?? type).join(' or ');
  if (node.kind !== 'scalar')
    return report(
      'VALUE_TYPE',
      spot,
      `${name} must be ${article}, but is ${typeWords[node.kind] ?? node.kind}.`,
    );
  if (node.value === null && node.text === '')
    return at('VALUE_EMPTY', headOf(spot), `${name} has no value; it must be ${article}.`);
  if (wanted.includes('string') && node.isPlain) {
    const isArm = pair?.key === 'arm' && typeof node.value === 'boolean';
    const text = isArm ? (node.value ? 'True' : 'False') : node.text;
    const fix = { title: `Write ${quote(text)}`, edits: [{ range: node.source, newText: quote(text) }] };
    const found = node.value === null ? 'null' : typeof node.value === 'boolean' ? 'a boolean' : 'a number';
    const message = `${name} must be text, but without quotes ${node.text} is ${found}. Write ${quote(text)}.`;
    return at(isArm ? 'ARM_UNQUOTED' : 'VALUE_UNQUOTED', node, message, fix);
  }
  const bare = String(node.value).toLowerCase();
  const isQuotedBoolean = wanted.includes('boolean') && (bare === 'true' || bare === 'false');
  const fix = isQuotedBoolean
    ? { title: `Write ${bare}`, edits: [{ range: node.source, newText: bare }] }
    : undefined;
  return at('VALUE_TYPE', node, `${name} must be ${article}, but is ${node.text}.`, fix);
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  map: 'a map',
  array: 'a list',
  sequence: 'a list',
};

function describeValue(spot: Spot, violation: SchemaViolation): Problem {
  const { node } = spot;
  const { keyword, parentSchema } = violation;
  const source =
    keyword === 'enum'
      ? violation.schema
      : keyword === 'const'
        ? [violation.schema]
        : parentSchema['examples'];
  const allowed = Array.isArray(source)
    ? source.filter((value): value is string => typeof value === 'string')
    : [];
  const found = node.kind === 'scalar' ? node.text : '';
  const words = allowed.map(quote).join(', ') || `${keyword} ${String(violation.schema)}`;
  const name = describePath(spot.pointer);
  const value = node.kind === 'scalar' ? String(node.value) : '';
  const meant = findNearest(value, allowed);
  const fix =
    meant !== undefined && node.kind === 'scalar'
      ? { title: `Write "${meant}"`, edits: [replaceText(node, meant)] }
      : undefined;
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return at('VALUE_NOT_ALLOWED', node, `${name} cannot be ${found}. Possible: ${words}.${hint}`, fix);
}

/** A pointer in words: `"arm" of "from" of item 3 of "connections"`. */
function describePath(pointer: readonly string[]): string {
  if (pointer.length === 0) return 'the document';
  const words = pointer.map((part) =>
    /^\d+$/.test(part) ? `item ${String(Number(part) + 1)}` : `"${part}"`,
  );
  return words.reverse().join(' of ');
}

function report(code: ProblemCode, spot: Spot, message: string): Problem {
  return at(code, spot.node.kind === 'scalar' ? spot.node : headOf(spot), message);
}

function at(code: ProblemCode, place: Place, message: string, fix?: SuggestedFix): Problem {
  const range: Range = place.range;
  return makeProblem(code, range, capitalize(message), { related: describeAnchor(place), fix });
}

function capitalize(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
