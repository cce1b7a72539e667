// The WIT of real components, and of one with every kind of type, against what wasm-tools makes of it; and hostile files.
import { componentEmbed, componentNew, componentWit } from '@bytecodealliance/jco-transpile/wasm-tools';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../src/base/errors.ts';
import { moduleWit } from '../../../../../src/runtime/component/wit/moduleWit.ts';
import { joinWit } from '../../../../../src/runtime/component/wit/printWit.ts';
import { readComponent, smallComponents } from '../../../../helpers/componentFiles.ts';

const textOf = (bytes: Uint8Array): string => joinWit(moduleWit(bytes, 'x.wasm'));

/** A component with the world `root` of the WIT `witSource`. */
async function componentOf(witSource: string): Promise<Uint8Array> {
  return componentNew(await componentEmbed({ witSource, dummy: true, world: 'root' }));
}

/** Encoders may order what does not depend on each other, and names in a `use`, as they like. */
const unordered = (text: string): string[] =>
  text.split('\n').map((line) => line.split(/\b/).sort().join()).sort();

const everyKind = `package root:component;

world root {
  use a:types/values@1.0.0.{pair};

  import log: interface {
    write: func(text: string);
  }
  import add: func(a: pair) -> u32;
  import a:types/values@1.0.0;

  export init: func() -> bool;
  export a:types/things@1.0.0;
}

package a:types@1.0.0 {
  interface values {
    record pair {
      %from: s8,
      %list: list<tuple<u8, f64, char>>,
    }

    variant shape {
      none,
      some(option<pair>),
    }

    flags sides {
      left,
      right,
    }

    enum colour {
      red,
    }

    type seconds = u64;

    type other-name = pair;

    all: func(a: shape, b: sides, c: colour, d: seconds, e: other-name) -> result;
    %record: func() -> result<_, list<string>>;
  }

  interface things {
    use values.{pair, colour as color};

    resource thing {
      constructor(start: pair);
      get: func(color: color) -> result<pair>;
      join: static func(a: borrow<thing>, b: thing) -> thing;
    }

    take: func(all: list<thing>);
  }
}`;

describe('the WIT of a module', () => {
  it.each(smallComponents)('of %s names the world as wasm-tools does, and can be read back', async (name) => {
    const bytes = readComponent(name);
    const text = textOf(bytes);
    const [head, world] = text.split('\n\npackage ')[0]?.split(/\n\n(?=world)/) ?? [];
    expect(`${head ?? ''}\n\n${world ?? ''}`).toBe((await componentWit(bytes)).trim());
    expect(unordered(textOf(await componentOf(text)))).toEqual(unordered(text));
  });

  it('has every kind of type as it was written', async () => {
    const text = textOf(await componentOf(everyKind));
    expect(unordered(text)).toEqual(unordered(everyKind));
  });

  it('tells which interfaces are exported and which only imported', () => {
    const { interfaces } = moduleWit(readComponent('temperature'), 'x.wasm');
    const [first] = interfaces;
    expect(first).toMatchObject({
      name: 'wasm-graph:processor/map@1.1.0',
      isImported: false,
      isExported: true,
    });
    expect(first?.text).toContain('process: func(message: data-model) -> result<data-model, error>;');
    expect(interfaces.at(-1)).toMatchObject({ isImported: true, isExported: false });
  });

  it('is told or refused, whatever the bytes', () => {
    const whole = readComponent('window');
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), fc.nat(whole.length), (changes, length) => {
        const bytes = whole.slice(0, Math.max(length, 8));
        for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
        try {
          moduleWit(bytes, 'x.wasm');
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.code).toBe('MODULE_MALFORMED');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is refused in plain words when its types are endless', () => {
    // type 0 is u8, each further one a tuple of the one before, twice.
    const types = [[0x7d], ...Array.from({ length: 60 }, (_, index) => [0x6f, 2, index, index])];
    const last = types.length - 1;
    const section = [types.length + 1, ...types.flat(), 0x40, 1, 1, 0x61, last, 1, 0];
    const imports = [1, 0x00, 1, 0x66, 0x01, types.length];
    const bytes = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];
    const leb = (value: number): number[] => [(value & 0x7f) | 0x80, value >> 7];
    bytes.push(7, ...leb(section.length), ...section, 10, imports.length, ...imports);
    expect(() => moduleWit(new Uint8Array(bytes), 'x.wasm')).toThrow(
      'The types of x.wasm cannot be read: types that are deeper or longer than can be shown.',
    );
  });
});
