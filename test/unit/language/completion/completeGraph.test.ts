// What completion offers in graph definitions, at every kind of place.
import { describe, expect, it } from 'vitest';
import type { WorkspaceFacts } from '../../../../src/language/workspaceFacts.ts';
import { itemAt, itemsAt, labelsAt, lines, take, workshop } from './completionText.ts';

const operations = lines(
  'operations:',
  '  - { operationType: source, name: start }',
  '  - { operationType: branch, name: split, module: "kinds:2.0.0" }',
  '  - { operationType: filter, name: keep, module: "team/path/temperature:1.0.0" }',
  '  - { operationType: concatenate, name: join }',
  '  - { operationType: sink, name: end }',
);
const withConnections = (...text: string[]): string => operations + lines('connections:', ...text);

describe('complete, keys of a graph definition', () => {
  it('offers the keys that are missing, required ones first', () => {
    const labels = labelsAt('metadata:\n  name: x\n  |\n');
    expect(labels).toEqual(['$schema', 'version', 'description', 'vendor']);
  });

  it('documents keys with type and words', () => {
    const item = itemAt('operations:\n  - |\n', 'operationType');
    expect(item.detail).toBe('text, required');
    expect(item.documentation).toMatchObject({ kind: 'markdown' });
    expect(JSON.stringify(item.documentation)).toContain('What the operation does with a message');
  });

  it('puts a comma behind an entry in brackets when another one follows on a line below', () => {
    const text = (typed: string, behind = '\n  # next\n  vendor: y'): string =>
      `metadata: { name: x,\n  ${typed}${behind} }\n`;
    expect(take(text('|'), 'version')).toBe(text('version: ‹›,'));
    expect(take(text('ver|'), 'version')).toBe(text('version: ‹›,'));
    expect(take(text('|', '\n'), 'version')).toBe(text('version: ', '\n'));
    expect(take(text('|', '\n, vendor: y'), 'version')).toBe(text('version: ', '\n, vendor: y'));
    // A bracket that is not closed yet ends with its line.
    expect(take('metadata: { ver|\noperations: []\n', 'version')).toBe(
      'metadata: { version: \noperations: []\n',
    );
  });

  it('puts a colon behind a key only when there is none', () => {
    expect(take('metadata:\n  na|\n', 'name')).toBe('metadata:\n  name: \n');
    expect(take('metadata:\n  vend|: x\n', 'vendor')).toBe('metadata:\n  vendor: x\n');
    expect(take('metadata:\n  "vend|": x\n', 'vendor')).toBe('metadata:\n  "vendor": x\n');
    expect(take('metadata: { ve| }\n', 'vendor')).toBe('metadata: { vendor:  }\n');
    expect(take('connections:\n  - fr|\n      name: x\n', 'from')).toBe(
      'connections:\n  - from:\n      name: x\n',
    );
  });

  it('puts what a map or list must have behind its key, at the right indentation', () => {
    expect(take('connections:\n  - fr|\n', 'from')).toBe('connections:\n  - from:\n      name: ‹›\n');
    expect(take('metadata:\n  name: x\nmoduleR|\n', 'moduleRequirements')).toBe(
      lines(
        'metadata:',
        '  name: x',
        'moduleRequirements:',
        '  apiVersion: "‹1.1.0›"',
        '  runtimeVersion: "‹1.1.0›"',
      ),
    );
    expect(take('moduleRequirements:\n    apiVersion: "1"\n    |\n', 'features')).toBe(
      lines('moduleRequirements:', '    apiVersion: "1"', '    features:', '        - name: ‹wasi-nn›'),
    );
  });

  it('puts maps and lists in brackets where brackets are', () => {
    expect(take('connections: [{ fr| }]\n', 'from')).toBe('connections: [{ from: { name: ‹› } }]\n');
    expect(take('{ "moduleRequirements": { fea| } }\n', 'features')).toBe(
      '{ "moduleRequirements": { features: [{ name: ‹wasi-nn› }] } }\n',
    );
  });

  it('opens the list of values for keys that have one', () => {
    expect(itemAt('operations:\n  - |\n', 'operationType').command?.command).toBe(
      'editor.action.triggerSuggest',
    );
    expect(itemAt('operations:\n  - |\n', 'name').command).toBeUndefined();
  });

  it('puts keys of a map behind its own key on a new line', () => {
    expect(take('metadata: |\n', 'name')).toBe('metadata: \n  name: \n');
    expect(take('connections:\n  - from:|\n', 'name')).toBe('connections:\n  - from:\n      name: \n');
  });

  it('leaves merged keys out', () => {
    const text = lines('moduleRequirements: &m { apiVersion: "1.1.0" }', 'metadata:', '  <<: *m', '  |');
    expect(labelsAt(text)).toContain('name');
    const merged = lines('operations:', '  - &o { operationType: map }', '  - <<: *o', '    |');
    expect(labelsAt(merged)).toEqual(['name', 'module']);
  });

  it('offers nothing below keys that the format does not know', () => {
    expect(itemsAt('other:\n  |\n')).toEqual([]);
    expect(itemsAt('operations:\n  - name: x\n    module: y\n    other: |\n')).toEqual([]);
  });
});

describe('complete, values of a graph definition', () => {
  it('offers the types of operations in the order of the schema', () => {
    const labels = labelsAt('operations:\n  - operationType: |\n');
    expect(labels.slice(0, 3)).toEqual(['source', 'map', 'filter']);
    expect(take('operations:\n  - operationType: fi|\n', 'filter')).toBe(
      'operations:\n  - operationType: filter\n',
    );
    expect(JSON.stringify(itemAt('operations:\n  - operationType: |\n', 'delay').documentation)).toContain(
      'window',
    );
  });

  it('puts a space between colon and value when there is none', () => {
    expect(take('operations:\n  - operationType:|\n', 'map')).toBe('operations:\n  - operationType: map\n');
    expect(take('operations: [{ "operationType":| }]\n', 'map')).toBe(
      'operations: [{ "operationType": map }]\n',
    );
  });

  it('quotes arms and versions, once', () => {
    const arm = (typed: string): string =>
      withConnections('  - from:', '      name: split', `      arm: ${typed}`);
    for (const typed of ['|', 'Tr|', 'true|', '"|"', '"|', '"Tr|ue"']) {
      expect(take(arm(typed), 'True')).toBe(arm('"True"'));
    }
    expect(take(arm("'|'"), 'True')).toBe(arm("'True'"));
    expect(take('moduleRequirements:\n  apiVersion: |\n', '1.1.0')).toBe(
      'moduleRequirements:\n  apiVersion: "1.1.0"\n',
    );
    expect(take('metadata: { version: | }\n', '1.0.0')).toBe('metadata: { version: "1.0.0" }\n');
  });

  it('filters with the quote that is typed', () => {
    const [item] = itemsAt('operations:\n  - operationType: "|"\n');
    expect(item?.filterText).toBe('"source"');
    expect(item?.textEdit).toMatchObject({ newText: '"source"' });
  });

  it('offers true and false where the schema wants a boolean', () => {
    const text = 'moduleConfigurations:\n  - name: x\n    parameters:\n      a:\n        required: |\n';
    expect(labelsAt(text)).toEqual(['true', 'false']);
    expect(take(text, 'true')).toContain('required: true\n');
    expect(itemAt(text, 'false').detail).toBe('when left out');
  });

  it('offers features, the schema address and versions of built modules', () => {
    expect(labelsAt('moduleRequirements:\n  features:\n    - name: |\n')).toEqual(['wasi-nn']);
    expect(
      take('metadata:\n  $schema: |\n', 'https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json'),
    ).toBe('metadata:\n  $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json\n');
    const [version] = itemsAt('moduleRequirements:\n  apiVersion: |\n', workshop);
    expect(version).toMatchObject({ label: '1.1.0', detail: 'of built modules' });
  });
});

describe('complete, connections', () => {
  it('offers no sink as a start, no source as a target, and nothing to itself', () => {
    expect(labelsAt(withConnections('  - from: { name: | }', '    to: { name: keep }'))).toEqual([
      'start',
      'split',
      'join',
    ]);
    expect(labelsAt(withConnections('  - from: { name: keep }', '    to:', '      name: |'))).toEqual([
      'split',
      'join',
      'end',
    ]);
  });

  it('puts operations last that are connected already, and last of all those that would make a cycle', () => {
    const text = withConnections(
      '  - from: { name: start }',
      '    to: { name: keep }',
      '  - from: { name: keep }',
      '    to: { name: split }',
      '  - from: { name: split }',
      '    to: { name: | }',
    );
    expect(labelsAt(text)).toEqual(['join', 'end', 'keep']);
    const from = withConnections(
      '  - from: { name: start }',
      '    to: { name: keep }',
      '  - from: { name: | }',
    );
    expect(labelsAt(from)).toEqual(['split', 'keep', 'join', 'start']);
  });

  it('tells type and module', () => {
    const text = withConnections('  - from: { name: start }', '    to: { name: | }');
    expect(itemAt(text, 'keep').detail).toBe('filter · team/path/temperature:1.0.0');
  });

  it('knows operations whose type is not written yet', () => {
    expect(labelsAt('operations:\n  - name: new\nconnections:\n  - from: { name: | }\n')).toEqual(['new']);
  });

  it('offers the arm that is free first, and arms only for branches', () => {
    const text = (from: string): string =>
      withConnections(
        '  - from: { name: split, arm: "False" }',
        '    to: { name: keep }',
        `  - from: { name: ${from}, arm: | }`,
      );
    expect(labelsAt(text('split'))).toEqual(['True', 'False']);
    expect(itemAt(text('split'), 'False').detail).toBe('leads to keep');
    expect(labelsAt(text('keep'))).toEqual([]);
    expect(labelsAt(withConnections('  - from: { name: keep, | }'))).toEqual(['schemaName']);
    expect(labelsAt(withConnections('  - from:', '      |'))).toEqual(['name', 'arm', 'schemaName']);
  });

  it('offers the schemas', () => {
    const text =
      withConnections('  - from:', '      schemaName: |') + 'schemas:\n  - name: reading\n  - name: 1a\n';
    expect(labelsAt(text)).toEqual(['reading', '1a']);
    expect(take(text, '1a')).toContain('schemaName: "1a"\n');
  });

  it('proposes what is missing for operations without connections', () => {
    const text = withConnections('  - from: { name: start }', '    to: { name: keep }', '  - |');
    const labels = labelsAt(text).filter((label) => label.startsWith('connection for'));
    expect(labels).toEqual([
      'connection for split',
      'connection for keep',
      'connection for join',
      'connection for end',
    ]);
    expect(take(text, 'connection for keep')).toBe(
      withConnections(
        '  - from: { name: start }',
        '    to: { name: keep }',
        '  - from:',
        '      name: keep',
        '    to:',
        '      name: ‹join›',
      ),
    );
  });

  it('proposes both ways and both arms of a new branch at once', () => {
    expect(take(withConnections('  |'), 'connection for split')).toBe(
      withConnections(
        ...['  - from:', '      name: ‹start›', '    to:', '      name: split'],
        ...['  - from:', '      name: split', '      arm: "False"', '    to:', '      name: ‹keep›'],
        ...['  - from:', '      name: split', '      arm: "True"', '    to:', '      name: ‹keep›'],
      ),
    );
  });

  it('proposes no connection for operations that need none', () => {
    const text = lines(
      'operations:',
      '  - { operationType: source, name: a }',
      '  - { operationType: sink, name: b }',
      'connections:',
      '  - from: { name: a }',
      '    to: { name: b }',
      '  |',
    );
    expect(labelsAt(text)).toEqual(['connection']);
  });
});

describe('complete, modules and parameters', () => {
  const module = (type: string, typed = '|'): string =>
    lines('operations:', `  - operationType: ${type}`, '    name: x', `    module: ${typed}`);

  it('offers modules with the right operator first and says what they hold', () => {
    expect(labelsAt(module('map'), workshop)).toEqual([
      'team/path/temperature:1.0.0',
      'kinds:2.0.0',
      'window:1.0.0',
    ]);
    expect(labelsAt(module('delay'), workshop).at(-1)).toBe('team/path/temperature:1.0.0');
    expect(itemAt(module('map'), 'team/path/temperature:1.0.0', workshop).detail).toBe(
      'exports filter, map · workspace',
    );
    expect(itemAt(module('map'), 'kinds:2.0.0', workshop).detail).toBe('not built · workspace');
    expect(itemAt(module('map'), 'window:1.0.0', workshop).detail).toBe('no header · cache');
  });

  it('replaces the whole reference', () => {
    expect(take(module('map', 'kinds:|1.0.0'), 'kinds:2.0.0', workshop)).toBe(module('map', 'kinds:2.0.0'));
  });

  it('offers no half-typed reference, though the graph and the workspace have it from there', () => {
    expect(labelsAt(module('map', 'fresh:1|'))).toEqual([]);
    const facts: WorkspaceFacts = {
      modules: [
        { name: 'fresh', references: ['fresh:1', 'fresh:1.0.0'], origin: 'workspace', parameters: [] },
      ],
      graphs: [],
    };
    expect(labelsAt(module('map', 'fresh:1|'), facts)).toEqual(['fresh:1.0.0']);
    expect(labelsAt(module('map', 'fresh:1.0.0|'), facts)).toContain('fresh:1.0.0');
    const other = lines('  - operationType: map', '    name: y', '    module: fresh:1');
    expect(labelsAt(module('map', 'fresh:1|') + other, facts)).toContain('fresh:1');
  });

  it('offers none for types that take no module, and those the graph uses already', () => {
    expect(labelsAt(module('sink'), workshop)).toEqual([]);
    expect(labelsAt(`${operations}  - operationType: branch\n    module: |\n`)).toEqual([
      'kinds:2.0.0',
      'team/path/temperature:1.0.0',
    ]);
  });

  const configuration = (...text: string[]): string => operations + lines('moduleConfigurations:', ...text);

  it('offers operations with an operator and without a configuration', () => {
    expect(labelsAt(configuration('  - name: |'))).toEqual(['split', 'keep']);
    expect(labelsAt(configuration('  - name: split', '  - name: |'))).toEqual(['keep']);
  });

  it('puts in parameters that the operator is known to read', () => {
    const text = configuration('  - name: keep', '    parameters:', '      |');
    expect(labelsAt(text, workshop)).toEqual(['lower_bound', 'parameter']);
    expect(take(text, 'lower_bound', workshop)).toBe(
      configuration(
        ...['  - name: keep', '    parameters:', '      lower_bound:', '        name: lower_bound'],
        ...['        description: ‹Read as a float›', '        required: ‹false›'],
      ),
    );
  });

  it('leaves out parameters that are declared, by key or by name', () => {
    const declared = (...text: string[]): string[] =>
      labelsAt(configuration('  - name: keep', '    parameters:', ...text, '      |'), workshop);
    expect(declared('      lower_bound: { name: lower_bound }')).toEqual(['parameter']);
    expect(declared('      low: { name: lower_bound }')).toEqual(['parameter']);
  });

  it('offers the key of a parameter as its name', () => {
    const text = configuration('  - name: keep', '    parameters:', '      low:', '        name: |');
    expect(labelsAt(text, workshop)).toEqual(['low', 'lower_bound']);
  });

  it('offers a configuration with all its parameters', () => {
    expect(take(configuration('  - |'), 'configuration for keep', workshop)).toBe(
      configuration(
        ...['  - name: keep', '    parameters:', '      lower_bound:', '        name: lower_bound'],
        ...['        description: ‹Read as a float›', '        required: ‹false›'],
      ),
    );
    expect(take(configuration('  - |'), 'configuration for split')).toContain('      ‹parameter›:\n');
  });

  it('finds a reference by the bare name of a module that no graph has named yet', () => {
    const facts: WorkspaceFacts = {
      modules: [{ name: 'fresh', references: [], origin: 'workspace', parameters: [] }],
      graphs: [],
    };
    expect(labelsAt(module('map'), facts)).toEqual(['fresh']);
  });
});

describe('complete, snippets', () => {
  it('offers an operation of every type', () => {
    const labels = labelsAt('operations:\n  - |\n').slice(0, 8);
    expect(labels).toEqual(
      ['source', 'map', 'filter', 'branch', 'concatenate', 'accumulate', 'delay', 'sink'].map(
        (type) => `${type} operation`,
      ),
    );
    expect(take('operations:\n  - |\n', 'delay operation')).toBe(
      lines(
        ...['operations:', '  - operationType: delay', '    name: ‹module-my-module/delay›'],
        '    module: ‹my-module:1.0.0›',
      ),
    );
    expect(take('operations:\n  - |\n', 'map operation', workshop)).toContain(
      'module: ‹team/path/temperature:1.0.0›',
    );
  });

  it('puts items behind a dash, with a dash, behind the key, and in brackets', () => {
    const item = 'operationType: sink\n    name: ‹sink›\n';
    expect(take('operations:\n  - |\n', 'sink operation')).toBe(`operations:\n  - ${item}`);
    expect(take('operations:\n  |\n', 'sink operation')).toBe(`operations:\n  - ${item}`);
    expect(take('operations:\n  si|\n', 'sink operation')).toBe(`operations:\n  - ${item}`);
    expect(take('operations:|\n', 'sink operation')).toBe(`operations:\n  - ${item}`);
    expect(take('operations: [|]\n', 'sink operation')).toBe(
      'operations: [{ operationType: sink, name: ‹sink› }]\n',
    );
  });

  it('writes CRLF where the file does', () => {
    expect(take('operations:\r\n  - |\r\n', 'sink operation')).toBe(
      'operations:\r\n  - operationType: sink\r\n    name: ‹sink›\r\n',
    );
  });

  it('offers whole files in an empty one, and nowhere else', () => {
    const files = ['graph', 'graph with branch', 'graph with window'];
    const others = ['DataflowGraph resource', 'RegistryEndpoint resource', 'test case'];
    expect(labelsAt('|').slice(0, 6)).toEqual([...files, ...others]);
    expect(labelsAt('# A comment\ngra|\n').slice(0, 3)).toEqual(files);
    expect(labelsAt('metadata:\n  name: x\n|\n')).not.toContain('graph');
  });
});
