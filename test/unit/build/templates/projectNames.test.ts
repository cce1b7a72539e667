// Names of applications and operators: which are refused, and that those that are taken fit everywhere.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operatorLanguages } from '../../../../src/build/operatorLanguages.ts';
import {
  graphNameFrom,
  identifierFrom,
  proposeName,
  whyNotApplicationName,
  whyNotOperatorName,
} from '../../../../src/build/templates/projectNames.ts';
import { parseModuleReference } from '../../../../src/graph/moduleReference.ts';

const anyName = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,70}$/),
  fc.constantFrom('map', 'match', 'json', 'con', 'my op', 'größe', '温度', '../up', 'a'.repeat(500)),
);
const anyLanguage = fc.constantFrom(...operatorLanguages);

describe('the name of an operator', () => {
  it('is one that registries, Rust, Python and file systems take, or is refused with a sentence', () => {
    fc.assert(
      fc.property(anyName, anyLanguage, (name, language) => {
        const fault = whyNotOperatorName(name, language);
        if (fault !== undefined) return /^[A-Z"].*\.$/su.test(fault);
        const reference = parseModuleReference(`${name}:1.0.0`);
        return reference?.name === name && /^[a-z]\w*$/.test(identifierFrom(name)) && name.length <= 63;
      }),
    );
  });

  it('is proposed so that the proposal has the form of a name', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const proposal = proposeName(name);
        return proposal.length <= 63 && /^(?:[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*)?$/.test(proposal);
      }),
    );
  });

  it.each(['temperature', 'map', 'filter', 'a', 'label-py', 'my_op', 'op2', 'x'.repeat(63)])(
    'can be %j in every language',
    (name) => {
      for (const language of operatorLanguages) expect(whyNotOperatorName(name, language)).toBeUndefined();
    },
  );

  it.each([
    ['My-Op', 'Take "my-op"'],
    ['TemperatureFilter', 'Take "temperature-filter"'],
    ['café', 'Take "cafe"'],
    ['two words', 'Take "two-words"'],
    ['a--b', 'Take "a-b"'],
    ['a.b', 'Take "a-b"'],
    ['2nd', 'Take "nd"'],
    ['-a', 'Take "a"'],
    ['温度', 'cannot be the name'],
    ['', 'Give the operator a name'],
    ['x'.repeat(64), 'at most 63 characters'],
    ['match', 'Rust uses it itself'],
    ['serde-json', 'Rust uses it itself'],
    ['nul', 'Windows keeps it'],
    ['target', 'folder that tools use'],
  ])('cannot be %j', (name, reason) => {
    expect(whyNotOperatorName(name, 'rust')).toContain(reason);
  });

  it.each([
    ['json', 'python', 'rust'],
    ['lambda', 'python', 'rust'],
    ['map-impl', 'python', 'rust'],
    ['match', 'rust', 'javascript'],
  ] as const)('cannot be %j in %s, but in %s', (name, refusing, taking) => {
    expect(whyNotOperatorName(name, refusing)).toContain('uses it itself');
    expect(whyNotOperatorName(name, taking)).toBeUndefined();
  });
});

describe('the name of an application', () => {
  it.each(['thermostats', 'My Factory', 'größe', '温度', 'a.b', '2nd'])('can be %j', (name) => {
    expect(whyNotApplicationName(name)).toBeUndefined();
  });

  it.each([
    '',
    ' ',
    '.',
    '..',
    '.hidden',
    'a/b',
    'a\\b',
    'a:b',
    'a?',
    'CON',
    'con.txt',
    'a.',
    'a ',
    '-x',
    'a\nb',
    'é'.repeat(101),
  ])('cannot be %j', (name) => expect(whyNotApplicationName(name)).toMatch(/\.$/));

  it('gives the graph a name that registries take', () => {
    expect(graphNameFrom('My Fäctory 2')).toBe('my-factory-2');
    expect(graphNameFrom('温度')).toBe('graph');
    expect(graphNameFrom('true')).toBe('graph');
    fc.assert(
      fc.property(anyName, (name) => parseModuleReference(`${graphNameFrom(name)}:1.0.0`) !== undefined),
    );
  });
});
