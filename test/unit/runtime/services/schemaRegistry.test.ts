// Finding schemas by id and version.
import { describe, expect, it } from 'vitest';
import {
  SchemaRegistry,
  SchemaRegistryError,
  type SchemaRegistryErrorReason,
  type WorkspaceSchema,
} from '../../../../src/runtime/services/schemaRegistry.ts';

function schema(namespace: string, name: string, version: string): WorkspaceSchema {
  return { namespace, name, version, format: 'json', content: `{"title":"${namespace}/${name}:${version}"}` };
}

const registry = new SchemaRegistry([
  schema('default', 'reading', '1'),
  schema('default', 'reading', '2'),
  schema('plant', 'reading', '1'),
  schema('plant', 'alarm', '1'),
  schema('north', 'pump', '1'),
  schema('south', 'pump', '1'),
]);

function lookUp(id: string, version: string): string {
  return registry.get(id, version).content;
}

function refusal(id: string, version: string): SchemaRegistryError {
  try {
    registry.get(id, version);
  } catch (error) {
    if (error instanceof SchemaRegistryError) return error;
    throw error;
  }
  throw new Error('the lookup succeeded');
}

describe('a schema', () => {
  it.each([
    ['reading', '2', 'default/reading:2'],
    ['plant/reading', '1', 'plant/reading:1'],
    ['aio-sr://plant/reading:1', '1', 'plant/reading:1'],
    ['aio-sr://plant/reading:1', '', 'plant/reading:1'],
    ['aio-sr://reading:2', '', 'default/reading:2'],
    ['aio-sr://reading', '1', 'default/reading:1'],
    ['alarm', '1', 'plant/alarm:1'],
  ])('is found as %s in version "%s"', (id, version, expected) => {
    expect(lookUp(id, version)).toBe(`{"title":"${expected}"}`);
  });

  it('has the SHA-256 of its content as hash', () => {
    const empty = new SchemaRegistry([{ ...schema('default', 'e', '1'), content: '' }]);
    expect(empty.get('e', '1').hash).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('of which there are two is the later one', () => {
    const twice = new SchemaRegistry([
      schema('default', 's', '1'),
      { ...schema('default', 's', '1'), content: 'x' },
    ]);
    expect(twice.get('s', '1').content).toBe('x');
    expect(twice.list()).toHaveLength(1);
  });
});

describe('a lookup', () => {
  it.each<[SchemaRegistryErrorReason, string, string, string]>([
    ['not-found', 'missing', '1', 'there is no schema "missing"'],
    ['not-found', 'south/alarm', '1', 'there is no schema "south/alarm"'],
    ['not-available', 'reading', '9', 'schema "reading" has no version "9"; there is 1, 2'],
    ['request', 'pump', '1', 'is in several namespaces (north, south)'],
    ['request', 'a/b/c', '1', '"a/b/c" is no schema id'],
    ['request', '', '1', '"" is no schema id'],
    ['request', 'reading:1', '1', '"reading:1" is no schema id'],
    ['request', 'aio-sr://', '1', 'is no schema id'],
    ['request', 'aio-sr://reading:1', '2', 'was asked for in version "2"'],
    ['request', 'reading', '', 'was asked for without a version'],
  ])('fails with %s for "%s" in version "%s"', (reason, id, version, message) => {
    const error = refusal(id, version);
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(message);
  });

  it('reaches operators as the cases WIT has', () => {
    expect(refusal('missing', '1').toWit()).toEqual({ tag: 'not-found' });
    expect(refusal('reading', '9').toWit()).toEqual({ tag: 'not-available' });
    expect(refusal('reading', '').toWit()).toEqual({
      tag: 'request',
      val: 'schema "reading" was asked for without a version',
    });
  });
});
