// Requests of our own, and how bytes get through JSON.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCustomRequest, fromJson, toJson } from '../../../src/debug/customRequests.ts';

describe('bytes on their way through JSON', () => {
  it('come back as they were, wherever they stand', () => {
    const leaf = fc.oneof(fc.uint8Array(), fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('any')),
        fc.dictionary(fc.string({ minLength: 8, maxLength: 9 }), tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(value, (before) => {
        const after = fromJson(JSON.parse(JSON.stringify(toJson(before))));
        expect(JSON.stringify(toJson(after))).toBe(JSON.stringify(toJson(before)));
      }),
    );
  });

  it('keep their type', () => {
    expect(fromJson(toJson({ payload: new Uint8Array([0, 255]) }))).toEqual({
      payload: new Uint8Array([0, 255]),
    });
  });
});

describe('a request of our own', () => {
  it('has its prefix', () => {
    expect(findCustomRequest('dataflowGraph/publish')).toBe('publish');
    expect(findCustomRequest('publish')).toBeUndefined();
    expect(findCustomRequest('dataflowGraph/load')).toBeUndefined();
  });
});
