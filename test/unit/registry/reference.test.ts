// References and registries: taken apart, put together, refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseModuleReference } from '../../../src/graph/moduleReference.ts';
import { digestOf } from '../../../src/registry/digest.ts';
import {
  formatReference,
  formatRegistry,
  isAbsoluteReference,
  locateModule,
  parseReference,
  parseRegistry,
  placeOf,
} from '../../../src/registry/reference.ts';

const invalid: unknown = expect.objectContaining({ code: 'REGISTRY_REFERENCE_INVALID' });
const digest = digestOf('');

describe('parseRegistry', () => {
  it.each([
    ['ghcr.io', { host: 'ghcr.io', prefix: '' }],
    [
      'ghcr.io/azure-samples/explore-iot-operations/',
      { host: 'ghcr.io', prefix: 'azure-samples/explore-iot-operations' },
    ],
    ['LOCALHOST:5000', { host: 'localhost:5000', prefix: '' }],
    ['https://[::1]:5000/a', { host: '[::1]:5000', prefix: 'a', scheme: 'https' }],
    ['http://127.0.0.1:80', { host: '127.0.0.1:80', prefix: '', scheme: 'http' }],
  ])('takes %s apart', (text, place) => {
    expect(parseRegistry(text)).toEqual(place);
  });

  it.each([
    '',
    'a b',
    'host:99999',
    'host/Upper',
    'host/a//b',
    'ftp://host',
    'user@host',
    'host/a:1',
    '-host',
    'host/../a',
    'hä.de',
  ])('refuses %j', (text) => {
    expect(() => parseRegistry(text)).toThrow(invalid);
  });
});

describe('parseReference', () => {
  it.each([
    ['ghcr.io/a/b:1.0.0', { host: 'ghcr.io', repository: 'a/b', tag: '1.0.0' }],
    ['localhost:5000/a', { host: 'localhost:5000', repository: 'a', tag: 'latest' }],
    [`h.io/a@${digest}`, { host: 'h.io', repository: 'a', digest }],
    [`h.io/a:1@${digest}`, { host: 'h.io', repository: 'a', tag: '1', digest }],
  ])('takes %s apart', (text, reference) => {
    expect(parseReference(text)).toEqual(reference);
  });

  it.each([
    'temperature:1.0.0',
    'h.io/',
    'h.io/A:1',
    'h.io/a:.1',
    'h.io/a@sha256:12',
    'h.io/a:1:2',
    `h.io/${'a'.repeat(256)}`,
    'h.io/a b:1',
    'h.io/ä:1',
  ])('refuses %j', (text) => {
    expect(() => parseReference(text)).toThrow(invalid);
  });

  const word = fc.stringMatching(/^[a-z0-9]{1,8}(?:(?:\.|_|__|-{1,3})[a-z0-9]{1,8}){0,2}$/);
  const host = fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}(?:\.[a-z0-9]{1,8}){1,2}$/),
    fc.tuple(fc.constantFrom('localhost', 'a.b', '[::1]'), fc.nat(65_535)).map((parts) => parts.join(':')),
  );
  const repository = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const tag = fc.stringMatching(/^\w[\w.-]{0,20}$/);
  const reference = fc.record(
    { host, repository, tag, digest: fc.constant(digest) },
    { requiredKeys: ['host', 'repository', 'tag'] },
  );

  it('reads every reference as it was written', () => {
    fc.assert(
      fc.property(reference, (one) => {
        const text = formatReference(one);
        expect(parseReference(text)).toEqual(one);
        expect(isAbsoluteReference(text)).toBe(true);
      }),
    );
  });

  it('finds a module of a graph again, below any registry', () => {
    fc.assert(
      fc.property(
        host,
        fc.option(repository, { nil: '' }),
        repository,
        tag,
        (name, prefix, path, version) => {
          const place = parseRegistry(formatRegistry({ host: name, prefix }));
          const target = locateModule(place, parseModuleReference(`${path}:${version}`)!);
          expect(formatReference(target)).toBe(`${formatRegistry(place)}/${path}:${version}`);
        },
      ),
    );
  });

  it('fails with its own error and no other for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        try {
          parseReference(text);
        } catch (error) {
          expect(error).toEqual(invalid);
        }
      }),
    );
  });
});

describe('locateModule', () => {
  const place = parseRegistry('ghcr.io/team');

  it('takes a bare name for its latest', () => {
    expect(formatReference(locateModule(place, parseModuleReference('filter')!))).toBe(
      'ghcr.io/team/filter:latest',
    );
  });

  it('refuses a local name that no registry takes', () => {
    expect(() => locateModule(place, parseModuleReference('My_Filter')!)).toThrow(invalid);
  });
});

it('a graph is looked for beside its modules', () => {
  expect(placeOf(parseReference('ghcr.io/a/b/graph:1'))).toEqual({ host: 'ghcr.io', prefix: 'a/b' });
  expect(placeOf(parseReference('ghcr.io/graph:1'))).toEqual({ host: 'ghcr.io', prefix: '' });
});

it('a name without a host is relative', () => {
  expect(isAbsoluteReference('temperature:1.0.0')).toBe(false);
  expect(isAbsoluteReference('team/temperature:1.0.0')).toBe(false);
  expect(isAbsoluteReference('localhost/temperature:1.0.0')).toBe(true);
});
