// Keys, types and allowed values of a document, from the validators generated out of the JSON Schemas. Turns each
// violation into a problem with a place, human words and, where it is plain, a fix. Knows no rule beyond the schemas.
import { findNearest } from './didYouMean.ts';
import { quote, type EditedText } from './edits.ts';
import type { SchemaViolation, Validator } from './generated/validators.generated.ts';
import { makeProblem, type Problem, type ProblemCode, type ProblemExtras, type Severity } from './problem.ts';
import { StructureFixes, type Spot } from './structureFixes.ts';
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

/** Problems of `root` against the schema behind `validate`; at most one per value, none that follows from another. */
export function checkStructure(
  document: EditedText,
  root: YamlNode,
  validate: Validator,
  options: StructureOptions = {},
): Problem[] {
  if (validate(toPlainData(root))) return [];
  const violations = [...(validate.errors ?? [])].sort((a, b) => rank(a) - rank(b));
  const problems: Problem[] = [];
  const fixes = new StructureFixes(document, root);
  const seen = new Set<string>();
  const meantKeys = new Set<string>();
  for (const violation of violations) {
    const spot = locate(root, violation.instancePath);
    const key = `${violation.instancePath}\n${nameOf(violation)}`;
    if (!spot || violation.keyword === 'if' || seen.has(key)) continue;
    seen.add(key);
    if (violation.keyword === 'required' && meantKeys.has(key)) continue;
    const problem = describe(fixes, spot, violation);
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
  let parent: YamlNode | undefined;
  for (const part of pointer) {
    parent = node;
    pair = findPair(node, part);
    node = node.kind === 'sequence' ? node.items[Number(part)] : pair?.value;
    if (!node) return undefined;
  }
  return { node, pointer, ...(pair && { pair }), ...(parent && { parent }) };
}

function describe(fixes: StructureFixes, spot: Spot, violation: SchemaViolation): Problem {
  switch (violation.keyword) {
    case 'additionalProperties':
      return describeUnknownKey(fixes, spot, violation);
    case 'required':
      return describeMissingKey(fixes, spot, String(violation.params['missingProperty']));
    case 'type':
      return describeType(fixes, spot, violation);
    case 'minLength':
    case 'minItems':
      return report(
        'VALUE_EMPTY',
        spot,
        `${describePath(spot.pointer)} must not be empty.`,
        fixes.emptyValue(spot),
      );
    default:
      return describeValue(fixes, spot, violation);
  }
}

function describeUnknownKey(fixes: StructureFixes, spot: Spot, violation: SchemaViolation): Problem {
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
  return at(
    'KEY_UNKNOWN',
    pair?.keyPlace ?? spot.node,
    `"${key}" is not a key of ${describePath(spot.pointer)}. ${hint}`,
    fixes.unknownKey(spot, pair, meant),
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

function describeMissingKey(fixes: StructureFixes, spot: Spot, key: string): Problem {
  const message = `"${key}" is missing in ${describePath(spot.pointer)}.`;
  return at('KEY_MISSING', headOf(spot), message, fixes.missingKey(spot, key));
}

/** Where to point for a map as a whole: its key, else its first key; the whole map would paint half the file. */
function headOf({ node, pair }: Spot): Place {
  if (pair) return pair.keyPlace;
  return node.kind === 'map' && !node.isAliased ? (node.pairs[0]?.keyPlace ?? node) : node;
}

function describeType(fixes: StructureFixes, spot: Spot, violation: SchemaViolation): Problem {
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
    return at(
      'VALUE_EMPTY',
      headOf(spot),
      `${name} has no value; it must be ${article}.`,
      fixes.emptyValue(spot),
    );
  if (wanted.includes('string') && node.isPlain) {
    const isArm = pair?.key === 'arm' && typeof node.value === 'boolean';
    const text = isArm ? (node.value ? 'True' : 'False') : node.text;
    const fix = fixes.unquoted(spot, node, text);
    const found = node.value === null ? 'null' : typeof node.value === 'boolean' ? 'a boolean' : 'a number';
    const message = `${name} must be text, but without quotes ${node.text} is ${found}. Write ${quote(text)}.`;
    return at(isArm ? 'ARM_UNQUOTED' : 'VALUE_UNQUOTED', node, message, { fix });
  }
  return at(
    'VALUE_TYPE',
    node,
    `${name} must be ${article}, but is ${node.text}.`,
    fixes.wrongType(spot, node, wanted),
  );
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

function describeValue(fixes: StructureFixes, spot: Spot, violation: SchemaViolation): Problem {
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
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const message = `${name} cannot be ${found}. Possible: ${words}.${hint}`;
  return at('VALUE_NOT_ALLOWED', node, message, fixes.notAllowed(node, allowed, meant));
}

/** A pointer in words: `"arm" of "from" of item 3 of "connections"`. */
function describePath(pointer: readonly string[]): string {
  if (pointer.length === 0) return 'the document';
  const words = pointer.map((part) =>
    /^\d+$/.test(part) ? `item ${String(Number(part) + 1)}` : `"${part}"`,
  );
  return words.reverse().join(' of ');
}

type Fixes = Pick<ProblemExtras, 'fix' | 'alternatives'>;

function report(code: ProblemCode, spot: Spot, message: string, fixes: Fixes = {}): Problem {
  return at(code, spot.node.kind === 'scalar' ? spot.node : headOf(spot), message, fixes);
}

function at(code: ProblemCode, place: Place, message: string, fixes: Fixes): Problem {
  return makeProblem(code, place.range, capitalize(message), { related: describeAnchor(place), ...fixes });
}

function capitalize(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
