// What section headers tell of real components, and what happens with files that are none.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import { inspectModule, parseInterfaceName } from '../../../../src/runtime/component/inspectModule.ts';
import { type ComponentName, readComponent, smallComponents } from '../../../helpers/componentFiles.ts';
import { wasmOf } from '../../../helpers/wat.ts';

function namesOf(name: ComponentName): { imports: string[]; exports: string[] } {
  const facts = inspectModule(readComponent(name), name);
  return {
    imports: facts.imports.map((entry) => entry.full),
    exports: facts.exports.map((entry) => entry.full),
  };
}

function errorOf(bytes: Uint8Array): AppError | undefined {
  try {
    inspectModule(bytes, 'x.wasm');
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error;
  }
}

const api = (...names: string[]): string[] => names.map((name) => `wasm-graph:processor/${name}@1.1.0`);

describe('inspectModule finds imports and exports of', () => {
  it('a component with every operator', () => {
    const { imports, exports } = namesOf('faulty');
    expect(exports.sort()).toEqual(api('accumulate', 'branch', 'delay', 'filter', 'map'));
    expect(imports).toEqual(expect.arrayContaining(api('types', 'logger', 'metrics', 'state-store')));
    expect(imports.every((name) => name.startsWith('wasm-graph:processor/'))).toBe(true);
  });

  it('a component with WASI', () => {
    const { imports, exports } = namesOf('enrichment');
    expect(exports).toEqual(api('map'));
    expect(imports.some((name) => /^wasi:cli\/stdout@0\.2\.\d+$/.test(name))).toBe(true);
  });

  it.each([
    ['wrong-version', 'wasm-graph:processor/map@2.0.0'],
    ['wrong-interface', 'test:greeter/greeter@1.0.0'],
    ['temperature', 'wasm-graph:processor/map@1.1.0'],
    ['window', 'wasm-graph:processor/delay@1.1.0'],
    ['collection', 'wasm-graph:processor/accumulate@1.1.0'],
    ['label-js', 'wasm-graph:processor/map@1.1.0'],
    ['format-py', 'wasm-graph:processor/map@1.1.0'],
  ] as const)('%s', (name, exported) => {
    expect(namesOf(name).exports).toContain(exported);
  });

  it.each([
    ['needs-rpc', 'wasm-graph:processor/command-invoker@1.1.0'],
    ['needs-schemas', 'wasm-graph:processor/schema-registry@1.1.0'],
    ['needs-nn', 'wasi:nn/inference@0.2.0-rc-2024-10-28'],
  ] as const)('%s, which imports %s', (name, imported) => {
    expect(namesOf(name).imports).toContain(imported);
  });

  it('a component with imports of every kind', async () => {
    const bytes = await wasmOf(`(component
      (import "mod" (core module))
      (import "func" (func (param "x" u32) (result string)))
      (import "resource" (type (sub resource)))
      (type $t u8) (import "record" (type (eq $t)))
      (import "nested" (component))
      (import "a:b/c@1.0.0" (instance (export "f" (func))))
      (import "after" (func))
      (core module $m)
      (export "module" (core module $m))
      (component $c)
      (export "component" (component $c)))`);
    const facts = inspectModule(bytes, 'x.wasm');
    expect(facts.imports.map((entry) => entry.full)).toEqual([
      'mod',
      'func',
      'resource',
      'record',
      'nested',
      'a:b/c@1.0.0',
      'after',
    ]);
    expect(facts.exports.map((entry) => entry.full)).toEqual(['module', 'component']);
    expect(facts.sizeBytes).toBe(bytes.length);
  });
});

describe('inspectModule refuses', () => {
  it('an empty file', () => {
    expect(errorOf(new Uint8Array())).toMatchObject({
      code: 'MODULE_NOT_WASM',
      message: 'x.wasm is empty. Build or pull it again.',
    });
  });

  it('a Git LFS pointer', () => {
    const text = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n';
    expect(errorOf(Buffer.from(text))).toMatchObject({
      code: 'MODULE_NOT_WASM',
      message: 'x.wasm is a Git LFS pointer, not the module itself. Run "git lfs pull".',
    });
  });

  it('text', () => {
    expect(errorOf(Buffer.from('apiVersion: v1\nkind: Graph'))).toMatchObject({
      code: 'MODULE_NOT_WASM',
      message: expect.stringContaining('it holds text ("apiVersion: v1\nkind:…")') as string,
    });
  });

  it('other binary data', () => {
    expect(errorOf(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0))).toMatchObject({
      code: 'MODULE_NOT_WASM',
      message: expect.stringContaining('other binary data') as string,
    });
  });

  it('a core module, and says how to make a component of it', () => {
    expect(errorOf(readComponent('core-module'))).toMatchObject({
      code: 'MODULE_CORE_NOT_COMPONENT',
      message: expect.stringContaining('wasm32-wasip2') as string,
    });
  });

  it('a name that is not UTF-8', async () => {
    const bytes = await wasmOf('(component (import "abc" (func)))');
    bytes[Buffer.from(bytes).indexOf('abc')] = 0xff;
    expect(errorOf(bytes)).toMatchObject({ code: 'MODULE_MALFORMED' });
  });

  it('a module cut off within a section, with its place and size', () => {
    const bytes = readComponent('faulty').subarray(0, 5000);
    expect(errorOf(bytes)).toMatchObject({
      code: 'MODULE_MALFORMED',
      message: expect.stringMatching(
        /^x\.wasm is damaged or cut off \(unexpected end at byte 5000, file has 5000 bytes\)/,
      ) as string,
    });
  });
});

describe('inspectModule fails with nothing but its own errors', () => {
  it.each(smallComponents)('on %s cut off anywhere', (name) => {
    const bytes = readComponent(name);
    const whole = inspectModule(bytes, name).exports.length;
    // Large ones at every place near both ends and at many between.
    const step = Math.max(1, Math.floor(bytes.length / 5000));
    const isNearEnd = (length: number): boolean => length < 500 || length > bytes.length - 500;
    let refused = 0;
    for (let length = 0; length < bytes.length; length += isNearEnd(length) ? 1 : step) {
      const error = errorOf(bytes.subarray(0, length));
      if (error) refused += 1;
      else expect(inspectModule(bytes.subarray(0, length), name).exports.length).toBeLessThanOrEqual(whole);
    }
    // Only a cut exactly between two sections leaves something that can be read.
    expect(refused).toBeGreaterThan(900);
  });

  const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

  it('on random bytes behind a sound preamble', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (rest) => {
        errorOf(Uint8Array.from([...preamble, ...rest]));
      }),
      { numRuns: 500 },
    );
  });

  it('on random import and export sections', () => {
    const section = fc.tuple(fc.constantFrom(10, 11), fc.nat({ max: 5 }), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(section, { maxLength: 3 }), (sections) => {
        const bytes = sections.flatMap(([id, count, content]) => [id, content.length + 1, count, ...content]);
        errorOf(Uint8Array.from([...preamble, ...bytes]));
      }),
      { numRuns: 500 },
    );
  });

  it('on a count far beyond the file, at once', () => {
    const content = [0xff, 0xff, 0xff, 0xff, 0x0f];
    const bytes = Uint8Array.from([...preamble, 11, content.length, ...content]);
    expect(errorOf(bytes)).toMatchObject({ code: 'MODULE_MALFORMED' });
  });

  it('on numbers beyond 32 bits', () => {
    const bytes = Uint8Array.from([...preamble, 11, 5, 0xff, 0xff, 0xff, 0xff, 0x10]);
    expect(errorOf(bytes)?.message).toContain('number beyond 32 bits');
  });
});

describe('parseInterfaceName', () => {
  it('takes package, interface and version apart', () => {
    expect(parseInterfaceName('a:b/c-d@1.2.3-rc-1')).toEqual({
      full: 'a:b/c-d@1.2.3-rc-1',
      packageName: 'a:b',
      name: 'c-d',
      version: '1.2.3-rc-1',
    });
    expect(parseInterfaceName('a:b/c')).toMatchObject({ packageName: 'a:b', name: 'c', version: '' });
  });

  it('leaves plain names as they are, and never throws', () => {
    expect(parseInterfaceName('run')).toEqual({ full: 'run', packageName: '', name: 'run', version: '' });
    fc.assert(fc.property(fc.string(), (text) => parseInterfaceName(text).full === text));
  });
});
