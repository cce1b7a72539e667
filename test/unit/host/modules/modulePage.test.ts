// The page about a module.
import { describe, expect, it } from 'vitest';
import { failurePage, type InspectedModule, modulePage } from '../../../../src/host/modules/modulePage.ts';

const frame = { title: '<a>.wasm', language: 'en' };

const inspected: InspectedModule = {
  sizeBytes: 2048,
  digest: 'sha256:12',
  operators: [
    { operator: 'map', refusal: null },
    { operator: 'filter', refusal: 'It imports wasi:nn.' },
  ],
  exports: ['wasm-graph:processor/map@1.1.0'],
  imports: ['wasi:nn/tensor@0.2.0'],
  sections: [{ name: 'core modules', count: 2, sizeBytes: 1024 }],
  wit: {
    world: 'world root {\n  export wasm-graph:processor/%map@1.1.0;\n}',
    interfaces: [
      { name: 'a:b/map@1.1.0', text: 'interface %map {}', isImported: false, isExported: true },
      { name: 'a:b/types@1.1.0', text: 'a: list<u8>', isImported: true, isExported: true },
      { name: 'a:b/logger@1.1.0', text: 'interface logger {}', isImported: true, isExported: false },
    ],
  },
};

describe('the page about a module', () => {
  const html = modulePage(frame, inspected, [{ name: 'simple', path: 'graph & co.yaml' }]);

  it('shows operators, size, world, sections, graphs and what keeps it from running here', () => {
    for (const part of [
      'map, filter',
      '2.0 KiB (2,048 bytes)',
      'sha256:12',
      'export wasm-graph:processor/%map@1.1.0;',
      '<td>core modules</td><td>2</td><td>1.0 KiB</td>',
      'graph &amp; co.yaml',
      'It imports wasi:nn.',
    ])
      expect(html).toContain(part);
  });

  it('folds away every interface, exported ones apart from those that are only imported', () => {
    const [, exported = '', imported = ''] = html.split('<h3>');
    expect(exported.match(/<summary>/g)).toHaveLength(2);
    expect(exported).toContain('<code>a:b/types@1.1.0</code> <small>imported, too</small>');
    expect(exported).toContain('aria-label="WIT of a:b/types@1.1.0">a: list&lt;u8&gt;</pre></details>');
    expect(imported).toContain('<code>a:b/logger@1.1.0</code></summary>');
    expect(html).not.toContain('<details open');
  });

  it('names imports and exports where types cannot be read, and says why', () => {
    const broken = modulePage(frame, { ...inspected, wit: { failure: 'It is <cut>.' } }, []);
    expect(broken).toContain('import wasi:nn/tensor@0.2.0;\n\n  export wasm-graph:processor/map@1.1.0;');
    expect(broken).toContain('It is &lt;cut&gt;.');
  });

  it('takes no text for markup and runs nothing', () => {
    expect(html).toContain('<h1>&lt;a&gt;.wasm</h1>');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toContain('<script');
    expect(failurePage(frame, '<b>')).toContain('&lt;b&gt;');
  });
});
