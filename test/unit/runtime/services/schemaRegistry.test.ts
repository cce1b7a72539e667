// Finding schemas by id and version.
import { describe, expect, it } from 'vitest';
import {
  SchemaRegistry,
  SchemaRegistryError,
  type SchemaRegistryErrorReason,
} from '../../../../src/runtime/services/schemaRegistry.ts';
import type { WorkspaceSchema } from '../../../../src/protocol/schemas.ts';

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
  { namespace: 'default', name: 'torn', version: '1', problem: 'torn@1.json:2: this is not valid JSON' },
]);

function lookUp(id: string, version: string): string {
  return registry.get(id, version, 1000).content;
}

function refusal(id: string, version: string, timeoutMs = 1000): SchemaRegistryError {
  try {
    registry.get(id, version, timeoutMs);
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
    expect(empty.get('e', '1', 1000).hash).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('of which there are two is the later one', () => {
    const twice = new SchemaRegistry([
      schema('default', 's', '1'),
      { ...schema('default', 's', '1'), content: 'x' },
    ]);
    expect(twice.get('s', '1', 1000).content).toBe('x');
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
    ['internal', 'torn', '1', 'torn@1.json:2: this is not valid JSON'],
    ['not-available', 'torn', '2', 'schema "torn" has no version "2"; there is 1'],
  ])('fails with %s for "%s" in version "%s"', (reason, id, version, message) => {
    const error = refusal(id, version);
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(message);
  });

  it('is refused with a timeout below a millisecond, whatever it asks for', () => {
    expect(refusal('reading', '1', 0.9)).toMatchObject({
      reason: 'request',
      message: 'schema "reading" was asked for with a timeout below 1 ms',
    });
    expect(lookUp('reading', '1')).not.toBe('');
  });

  it('reaches operators as the cases WIT has', () => {
    expect(refusal('missing', '1').toWit()).toEqual({ tag: 'not-found' });
    expect(refusal('torn', '1').toWit()).toEqual({
      tag: 'internal',
      val: 'torn@1.json:2: this is not valid JSON',
    });
    expect(refusal('reading', '9').toWit()).toEqual({ tag: 'not-available' });
    expect(refusal('reading', '').toWit()).toEqual({
      tag: 'request',
      val: 'schema "reading" was asked for without a version',
    });
  });
});
