// Parts of builders that need no toolchain: paths in output, command lines of containers, options of jco, kinds of operators.
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rewritePaths } from '../../../src/build/buildContext.ts';
import { containerArguments } from '../../../src/build/containerBuilder.ts';
import { componentizeOptions } from '../../../src/build/javaScriptBuilder.ts';
import { chooseMain, findExports } from '../../../src/build/operatorProject.ts';
import { hostPath } from '../../../src/build/pythonBuilder.ts';

const inOperator = (path: string): string => join(resolve('operators/my map'), path);

describe('paths in output', () => {
  it.each([
    ['  --> src/lib.rs:20:12', '  --> operators/my map/src/lib.rs:20:12'],
    ['  ::: src/a b/ü.rs:1:1', '  ::: operators/my map/src/a b/ü.rs:1:1'],
    [
      '\u001b[1m\u001b[94m--> \u001b[0msrc/lib.rs:2:3',
      '\u001b[1m\u001b[94m--> \u001b[0moperators/my map/src/lib.rs:2:3',
    ],
    ['  File "my_map.py", line 3, in <module>', '  File "operators/my map/my_map.py", line 3, in <module>'],
    ['    at f (index.js:3:5)', '    at f (operators/my map/index.js:3:5)'],
  ])('lead from where the command runs: %s', (line, expected) => {
    expect(rewritePaths(line, inOperator)).toBe(expected);
  });

  it('of componentize-py lead out of the component', () => {
    const line = '  File "/0/my_map.py", line 70, in <module>';
    const told = rewritePaths(line, (path) => hostPath(path, resolve('operators/my-map')));
    expect(told).toBe('  File "operators/my-map/my_map.py", line 70, in <module>');
    expect(hostPath('/usr/lib/python3/json.py', '/w')).toBe('/usr/lib/python3/json.py');
  });

  it('stay as they are outside', () => {
    const line = '  --> /rust/library/core.rs:1:1';
    expect(rewritePaths(line, (path) => resolve('/elsewhere', path))).toBe(line);
  });

  it('are all that changes', () => {
    const text = fc.string().filter((line) => !/-->|:::|File "|\.[cm]?[jt]s:/.test(line));
    fc.assert(fc.property(text, (line) => rewritePaths(line, inOperator) === line));
  });
});

describe('the command line of a container builder', () => {
  const base = { name: 'my-map', folder: '/w/operators/my-map', main: 'x' } as const;

  it('builds Rust', () => {
    expect(containerArguments({ ...base, language: 'rust' }, 'release', { container: 'c' }).join(' ')).toBe(
      'run --rm --name c -v /w/operators/my-map:/workspace ghcr.io/azure-samples/explore-iot-operations/rust-wasm-builder --app-name my-map',
    );
    expect(containerArguments({ ...base, language: 'rust' }, 'debug', { container: 'c' }).slice(-2)).toEqual([
      '--build-mode',
      'debug',
    ]);
  });

  it('builds Python', () => {
    const args = containerArguments({ ...base, language: 'python' }, 'release', {
      container: 'c',
      type: 'map',
    });
    expect(args.slice(-5)).toEqual([
      'ghcr.io/azure-samples/explore-iot-operations/python-wasm-builder',
      '--app-name',
      'my-map',
      '--app-type',
      'map',
    ]);
  });
});

describe('options of jco', () => {
  it('come from the script "build"', () => {
    const build =
      'mkdir -p bin && jco componentize my-map.js --wit wit --world-name map-impl --backend qjs -d http --out bin/x.wasm && echo done';
    expect(componentizeOptions(JSON.stringify({ scripts: { build } }))).toEqual([
      '--backend',
      'qjs',
      '-d',
      'http',
    ]);
  });

  it.each(['{}', '{"scripts":{"build":"tsc"}}', '{"scripts":', 'null'])(
    'are the usual ones with %s',
    (text) => {
      expect(componentizeOptions(text)).toBeUndefined();
    },
  );
});

describe('an operator project', () => {
  it.each([
    ['my-map', ['Cargo.toml', 'my_map.py'], 'rust'],
    ['my-map', ['my_map.py', 'package.json'], 'python'],
    ['Öl filter', ['Öl filter.py'], 'python'],
    ['my-map', ['my-map.js'], 'javascript'],
    ['a', ['index.js'], 'javascript'],
    ['a', ['README.md'], undefined],
  ])('%s with %j is %s', (name, files, language) => {
    expect(chooseMain(name, new Set(files))?.language).toBe(language);
  });

  it('is built from what package.json declares', () => {
    expect(chooseMain('a', new Set(['package.json']), 'src/main.js')?.main).toBe('src/main.js');
  });

  it('exports operators of the types that its source has', () => {
    expect(
      findExports('python', 'class Map(exports.Map):\n  pass\nclass Delay(exports.Delay): pass\n'),
    ).toEqual(['map', 'delay']);
    expect(findExports('javascript', 'export const map = {};\nexport { x as y, filter };\n')).toEqual([
      'map',
      'filter',
    ]);
    expect(findExports('javascript', 'const map = {}; // export const filter')).toEqual([]);
  });
});
