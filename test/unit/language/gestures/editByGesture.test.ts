// Each gesture once by the lines that go and come, the first gesture in an empty file, refusals, copying and pasting.
import { describe, expect, it } from 'vitest';
import type { GraphGesture } from '../../../../src/graph/gesture.ts';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { copyOperations } from '../../../../src/language/gestures/copyOperations.ts';
import { editByGesture } from '../../../../src/language/gestures/editByGesture.ts';
import type { KnownModule } from '../../../../src/language/workspaceFacts.ts';
import { after, difference, refusal } from './gestureCases.ts';
import { branched, editCases, head } from './editCases.ts';
import { simple } from './graphTexts.ts';

describe('a gesture', () => {
  it.each(editCases)('%s', (_title, text, gesture, lines) => {
    expect(difference(text, after(text, gesture))).toEqual(lines);
  });

  it('tells what it created and renamed', () => {
    const context = { modules: [], fileName: 'g' };
    const file = parseGraphFile(simple);
    const added = editByGesture(
      file,
      { kind: 'add-operation', type: 'sink', place: { kind: 'free' } },
      context,
    );
    expect(added).toMatchObject({ created: ['sink-2'] });
    const renamed = editByGesture(file, { kind: 'rename-operation', operation: 3, name: ' end ' }, context);
    expect(renamed).toMatchObject({ created: [], renamed: { from: 'sink', to: 'end' } });
  });

  it('refers to a module as the workspace does', () => {
    const module: KnownModule = {
      name: 'kinds',
      references: ['kinds:3.0.0'],
      origin: 'workspace',
      parameters: [],
    };
    const gesture: GraphGesture = {
      kind: 'add-operation',
      type: 'map',
      name: 'module-kinds/map',
      place: { kind: 'free' },
    };
    expect(after(simple, gesture, [module])).toContain('    module: kinds:3.0.0\n');
  });

  it('takes the only module that has the operator', () => {
    const build = {
      uri: '',
      sizeBytes: 1,
      digest: '',
      exports: [{ packageName: 'p', name: 'delay', version: '' }],
    };
    const module: KnownModule = {
      name: 'w',
      references: ['w:2.0.0'],
      origin: 'workspace',
      build,
      parameters: [],
    };
    const gesture: GraphGesture = { kind: 'add-operation', type: 'delay', place: { kind: 'free' } };
    expect(after(simple, gesture, [module])).toContain('    name: module-w/delay\n    module: w:2.0.0\n');
  });

  it('lets a connection of two arms be one when the branch goes', () => {
    const text = branched.replace(/$/, '- from: { name: b, arm: "False" }\n  to: { name: out }\n');
    const now = after(text, { kind: 'set-type', operation: 1, type: 'map' });
    expect(now.match(/name: b }\n {2}to/g)).toHaveLength(1);
  });
});

const skeleton = `metadata:
  $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
  name: warm-rooms
  version: 1.0.0

moduleRequirements:
  apiVersion: "1.1.0"
  runtimeVersion: "1.1.0"

operations:
  - operationType: source
    name: source

connections: []
`;

describe('the first gesture', () => {
  const add: GraphGesture = { kind: 'add-operation', type: 'source', place: { kind: 'free' } };

  it.each([
    ['', skeleton],
    ['# Mine', `# Mine\n${skeleton}`],
    ['# Mine\r\n', `# Mine\r\n${skeleton.replaceAll('\n', '\r\n')}`],
    ['---\n', `---\n${skeleton}`],
  ])('writes a whole graph behind %j', (text, expected) => {
    expect(after(text, add)).toBe(expected);
  });

  it('writes a graph without problems but for what is not connected', () => {
    const two = after(after('', add), {
      kind: 'add-operation',
      type: 'sink',
      place: { kind: 'behind', from: { operation: 0 } },
    });
    expect(parseGraphFile(two).problems).toEqual([]);
  });

  it('puts missing and empty keys of the root in their usual order', () => {
    const text = 'operations:\n\nschemas: []\n';
    const first = after(text, { kind: 'set-requirement', key: 'apiVersion', value: '1.1.0' });
    const second = after(first, { kind: 'add-operation', type: 'source', place: { kind: 'free' } });
    const third = after(second, {
      kind: 'add-operation',
      type: 'sink',
      place: { kind: 'behind', from: { operation: 0 } },
    });
    expect(third.match(/^\w+/gm)).toEqual(['moduleRequirements', 'operations', 'connections', 'schemas']);
    expect(parseGraphFile(third).documents[0]?.graph?.connections).toHaveLength(1);
  });
});

describe('refusals', () => {
  const shared = `${head}operations:\n- &a\n  operationType: map\n  name: m\n  module: m:1\n- <<: *a\n  name: n\nconnections: []\n`;
  const cases: readonly (readonly [string, string, GraphGesture, RegExp])[] = [
    [
      'what cannot be read',
      `${branched}  - x: [`,
      { kind: 'remove', operations: [0], connections: [] },
      /Correct its YAML/,
    ],
    [
      'lone carriage returns',
      branched.replaceAll('\n', '\r'),
      { kind: 'remove', operations: [0], connections: [] },
      /carriage return/,
    ],
    [
      'what is no graph',
      'a: 1\n',
      { kind: 'remove', operations: [], connections: [] },
      /not a graph definition/,
    ],
    ['a cycle', branched, { kind: 'reconnect', connection: 0, from: { operation: 2 } }, /"out" is a sink/],
    [
      'a source in between',
      branched,
      { kind: 'add-operation', type: 'source', place: { kind: 'between', connection: 0 } },
      /nothing leads into it/,
    ],
    [
      'a sink in between',
      branched,
      { kind: 'add-operation', type: 'sink', place: { kind: 'between', connection: 0 } },
      /nothing leads out of it/,
    ],
    [
      'to insert what is connected',
      branched,
      { kind: 'insert-operation', operation: 2, connection: 0 },
      /"out" is connected already\. Remove its connections first\./,
    ],
    [
      'to insert a sink',
      branched.replace('connections:', '- operationType: sink\n  name: end\nconnections:'),
      { kind: 'insert-operation', operation: 3, connection: 0 },
      /"end" is a sink/,
    ],
    [
      'to insert into a connection that leads nowhere',
      branched.replace('to: { name: out }', 'to: { name: away }'),
      { kind: 'insert-operation', operation: 2, connection: 1 },
      /No operation is named "away"/,
    ],
    [
      'a sink before something',
      branched,
      { kind: 'add-operation', type: 'sink', place: { kind: 'before', to: 2 } },
      /nothing leads out of it/,
    ],
    [
      'a module for a source',
      branched,
      { kind: 'set-module', operation: 0, module: 'm:1' },
      /takes no module/,
    ],
    [
      'a source with ways into it',
      branched,
      { kind: 'set-type', operation: 2, type: 'source' },
      /Remove them first/,
    ],
    [
      'a name that is taken',
      branched,
      { kind: 'rename-operation', operation: 0, name: 'b' },
      /already named/,
    ],
    [
      'a key that is taken',
      simple,
      { kind: 'set-parameter', operation: 2, key: 'lower_bound', changes: { key: 'upper_bound' } },
      /already/,
    ],
    [
      'metadata that is required',
      simple,
      { kind: 'set-metadata', key: 'name', value: undefined },
      /required/,
    ],
    [
      'a schema that is not there',
      simple,
      { kind: 'set-connection-schema', connection: 0, schema: 'x' },
      /Add it first/,
    ],
    [
      'places past the end',
      branched,
      { kind: 'remove', operations: [9], connections: [] },
      /no longer there/,
    ],
    ['nothing to paste', simple, { kind: 'paste', text: 'hello: world' }, /Copy operations/],
    ['what comes through an alias', shared, { kind: 'set-module', operation: 1, module: 'm:2' }, /anchor/],
    ['what an anchor shares', shared, { kind: 'set-module', operation: 0, module: 'm:2' }, /anchor/],
    [
      'to lose an anchor that is used',
      shared,
      { kind: 'remove', operations: [0], connections: [] },
      /anchor/,
    ],
  ];

  it.each(cases)('refuses %s', (_title, text, gesture, message) => {
    expect(refusal(text, gesture)).toMatch(message);
  });

  it('removes an anchor together with all that uses it', () => {
    expect(after(shared, { kind: 'remove', operations: [0, 1], connections: [] })).toContain(
      'operations: []\n',
    );
  });
});

describe('copying and pasting', () => {
  const commented = simple.replace(
    '    name: module-temperature/map\n    module',
    '    name: module-temperature/map\n    # keep me\n    module',
  );

  it('copies operations with what connects and configures them, and their comments', () => {
    const { text, count } = copyOperations(parseGraphFile(commented), [2, 1]);
    expect(count).toBe(2);
    expect(text).toContain('    # keep me\n');
    expect(text.match(/^\w+/gm)).toEqual(['moduleConfigurations', 'operations', 'connections']);
    expect(commented).toContain(text.slice(text.indexOf('moduleConf'), text.indexOf('\noperations')));
    expect(copyOperations(parseGraphFile(commented), []).text).toBe('');
  });

  it('pastes comments, too, and names everything anew', () => {
    const { text } = copyOperations(parseGraphFile(commented), [1, 2]);
    const now = after(branched, { kind: 'paste', text });
    expect(now).toContain(
      '- operationType: map\n  name: module-temperature/map\n  # keep me\n  module: temperature:1.0.0\n',
    );
    const again = after(now, { kind: 'paste', text });
    expect(again).toContain(
      '- from:\n    name: module-temperature/map-2\n  to:\n    name: module-temperature/filter-2\n',
    );
    expect(again).toContain('- name: module-temperature/filter-2\n  parameters:\n    lower_bound:\n');
  });

  it('duplicates operations as they are written, with their comments, in one go', () => {
    const now = after(commented, { kind: 'duplicate', operations: [1, 2] });
    expect(now).toContain(
      '  - operationType: map\n    name: module-temperature/map-2\n    # keep me\n    module: temperature:1.0.0\n',
    );
    expect(now).toContain(
      '  - from:\n      name: module-temperature/map-2\n    to:\n      name: module-temperature/filter-2\n',
    );
    expect(now).toContain('        description: Lowest temperature that passes, in degrees Celsius');
    expect(refusal(commented, { kind: 'duplicate', operations: [9] })).toMatch(/no longer there/);
  });

  it.each([
    ['a list of operations', '  - operationType: sink\n    name: end\n'],
    ['one operation', 'operationType: sink\nname: end\n'],
    ['a list with other line ends', '- operationType: sink\r\n  name: end\r\n'],
  ])('pastes %s', (_title, text) => {
    expect(difference(branched, after(branched, { kind: 'paste', text }))).toEqual([
      '+- operationType: sink',
      '+  name: end',
    ]);
  });

  it('pastes a whole graph into an empty file', () => {
    const now = after('', { kind: 'paste', text: simple });
    expect(parseGraphFile(now).problems).toEqual([]);
    expect(parseGraphFile(now).documents[0]?.graph?.connections).toHaveLength(3);
  });
});
