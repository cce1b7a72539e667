// The page about a module.
import { describe, expect, it } from 'vitest';
import { failurePage, modulePage, namesModule } from '../../../../src/host/modules/modulePage.ts';

const frame = { title: '<a>.wasm', language: 'en' };

describe('the page about a module', () => {
  const html = modulePage(
    frame,
    {
      sizeBytes: 2048,
      digest: 'sha256:12',
      operators: [
        { operator: 'map', refusal: null },
        { operator: 'filter', refusal: 'It imports wasi:nn.' },
      ],
      exports: ['wasm-graph:processor/map@1.1.0'],
      imports: ['wasi:nn/tensor@0.2.0'],
      sections: [{ name: 'core modules', count: 2, sizeBytes: 1024 }],
    },
    [{ name: 'simple', path: 'graph & co.yaml' }],
  );

  it('shows operators, size, world, sections, graphs and what keeps it from running here', () => {
    for (const part of [
      'map, filter',
      '2.0 KiB (2,048 bytes)',
      'sha256:12',
      'import wasi:nn/tensor@0.2.0;',
      'export wasm-graph:processor/map@1.1.0;',
      '<td>core modules</td><td>2</td><td>1.0 KiB</td>',
      'graph &amp; co.yaml',
      'It imports wasi:nn.',
    ])
      expect(html).toContain(part);
  });

  it('takes no text for markup and runs nothing', () => {
    expect(html).toContain('<h1>&lt;a&gt;.wasm</h1>');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toContain('<script');
    expect(failurePage(frame, '<b>')).toContain('&lt;b&gt;');
  });
});

describe('a graph', () => {
  it.each([
    ['module: temperature:1.0.0', true],
    ['  module: "team/path/temperature:1.0.0" # x', true],
    ['{ name: a, module: temperature }', true],
    ['{"module":"temperature:2"}', true],
    ['module: temperature-x:1.0.0', false],
    ['# temperature', false],
  ])('with %s uses the module or not', (text, isUsed) => {
    expect(namesModule(text, 'temperature')).toBe(isUsed);
  });

  it('is found whether names have "-" or "_"', () => {
    expect(namesModule('module: my-map:1.0.0', 'my_map')).toBe(true);
  });
});
