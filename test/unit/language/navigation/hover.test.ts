// What hovers say about names, values and keys.
import { assert, describe, expect, it } from 'vitest';
import { parseGraphFile, type GraphFile } from '../../../../src/graph/parseGraph.ts';
import { hover, type DescribeKey } from '../../../../src/language/navigation/hover.ts';
import { describeAt } from '../../../../src/language/schema/describeAt.ts';
import { noFacts } from '../../../../src/language/workspaceFacts.ts';
import { deployment, graph } from '../../graph/caseText.ts';
import { anchored, parsePlaces, positionOf, sliceRange, workshop } from './navigationText.ts';

const describeKey: DescribeKey = ({ kind }, pointer) =>
  pointer.at(-1) === 'vendor' ? undefined : `${kind}: ${pointer.join('/')}`;

const uri = 'file:///work/plant/deployment.yaml';

function textAt(file: GraphFile, part: string, facts = workshop): { text: string; at: string } | undefined {
  const found = hover(file, positionOf(file, part), { facts, uri }, describeKey);
  if (!found) return undefined;
  const { contents, range } = found;
  assert(typeof contents === 'object' && 'kind' in contents && range);
  expect(contents.kind).toBe('markdown');
  return { text: contents.value, at: sliceRange(file, range) };
}

const graphFile = parseGraphFile(graph);
const deploymentFile = parseGraphFile(deployment);

describe('the hover of an operation', () => {
  it('tells type, module, ways and parameters, the same at each of its places', () => {
    const expected = {
      at: 'module-temperature/filter',
      text: [
        '**module\\-temperature/filter** · filter',
        'Passes each message on or drops it.',
        'Module: `team/path/temperature:1.0.0` · 21.4 KiB',
        '- From: `module-temperature/map`\n- To: `kind`',
        'Parameters:',
        '- `lower_bound` = `"-40"`: Least temperature that is passed on, in degrees Celsius\n- `upper_bound` (required)',
      ].join('\n\n'),
    };
    expect(textAt(graphFile, 'module-temperature/filter\n    module')).toEqual(expected);
    expect(textAt(graphFile, 'module-temperature/filter }')).toEqual(expected);
    expect(textAt(graphFile, 'module-temperature/filter\n    parameters')).toEqual(expected);
  });

  it('tells arms', () => {
    expect(textAt(graphFile, 'kind\n    module')?.text).toContain(
      '- To: `left` (arm `"False"`), `right` (arm `"True"`)',
    );
  });

  it('counts what is too much to list', () => {
    const ways = Array.from(
      { length: 11 },
      (_item, index) => `  - { from: { name: s${String(index)} }, to: { name: a } }\n`,
    );
    const file = parseGraphFile(
      `operations: [{ operationType: sink, name: a }]\nconnections:\n${ways.join('')}`,
    );
    expect(textAt(file, 'a }')?.text).toMatch(/`s7`, 3 more$/);
  });

  it('says when a module is not known', () => {
    expect(textAt(graphFile, 'left\n    module')?.text).toContain('`sides:1.0.0` · not found');
  });

  it('is none for an operation that does not exist', () => {
    const { file, position } = parsePlaces('operations: []\nconnections: [{ to: { name: gone| } }]\n');
    expect(hover(file, position, { facts: workshop, uri }, describeKey)).toBeUndefined();
  });

  it('never turns a name into markup', () => {
    const file = parseGraphFile(
      'operations: [{ operationType: map, name: "[x](command:y) <b> `z`", module: m }]\n',
    );
    const text = textAt(file, '[x]')?.text;
    expect(text).toContain('**\\[x\\]\\(command:y\\) \\<b\\> \\`z\\`**');
  });
});

describe('the hover of a module', () => {
  it('tells origin, exports with the operators first, size, digest and parameters', () => {
    expect(textAt(graphFile, 'team/path')).toEqual({
      at: '"team/path/temperature:1.0.0"',
      text: [
        '**temperature** · module in this workspace, written in Rust',
        '- Exports: `wasm-graph:processor/filter@1.1.0`, `wasm-graph:processor/map@1.1.0`, `wasi:cli/run@0.2.0`\n- Size: 21.4 KiB\n- Digest: `sha256:0123456789ab…`',
        'Parameters it is known to read:',
        '- `lower_bound`: Read as a float\n- `upper_bound`',
      ].join('\n\n'),
    });
  });

  it('tells how to build it when it is not built', () => {
    const text = textAt(graphFile, 'kinds\n')?.text;
    expect(text).toContain('written in Python');
    expect(text).toContain('Known as `kinds:2.0.0`.');
    expect(text).toMatch(
      /Not built\. Run `componentize-py`.*`operators\/kinds\/bin\/<arch>\/release\/kinds\.wasm`/,
    );
  });

  it('tells why a file is no component', () => {
    const text = textAt(graphFile, 'window:1.0.0')?.text;
    expect(text).toContain('module in the cache');
    expect(text).toContain('- Not a component: no header');
    expect(text).toContain('- Size: 3.0 MiB');
  });

  it('says that it is not known', () => {
    expect(textAt(graphFile, 'sides:1.0.0')?.text).toMatch(/^`sides:1\.0\.0` · not found/);
  });
});

describe('the hover of a parameter', () => {
  it('tells operation, descriptions, need and default', () => {
    expect(textAt(graphFile, 'lower_bound:')).toEqual({
      at: 'lower_bound',
      text: [
        '**lower\\_bound** · parameter of `module-temperature/filter`',
        'Least temperature that is passed on, in degrees Celsius',
        'Read as a float',
        '- Optional\n- Default: `"-40"`\n- The operator is known to read it',
      ].join('\n\n'),
    });
    expect(textAt(graphFile, 'upper_bound\n')?.text).toMatch(/- Required$/);
  });

  it('tells in a resource what the graph declares', () => {
    expect(textAt(deploymentFile, 'lower_bound')).toEqual({
      at: 'lower_bound',
      text: '**lower\\_bound** · parameter of graph `Simple`\n\n- For `module-temperature/filter`: `lower_bound` = `"5"` (required)',
    });
    const other = parseGraphFile(deployment.replace('lower_bound', 'lover_bound'));
    expect(textAt(other, 'lover_bound')?.text).toBe(
      'The graph `Simple` declares no parameter `lover_bound`. It has `lower_bound`.',
    );
    expect(textAt(deploymentFile, 'lower_bound', noFacts)).toBeUndefined();
  });
});

describe('the hover of a value', () => {
  it('tells of an operation type what it does and which interface it needs', () => {
    const found = textAt(graphFile, 'accumulate\n');
    expect(found?.at).toBe('accumulate');
    expect(found?.text).toContain('Joins all messages of one logical time');
    expect(found?.text).toContain('`wasm-graph:processor/accumulate@1.1.0`');
    expect(found?.text).toContain('staged: data-model');
    expect(textAt(graphFile, 'source\n')?.text).toContain('Runs no operator');
  });

  it('tells when an arm is taken, quoted or not yet', () => {
    const expected =
      '**"True"** · arm, taken when the operator of the branch returns true\n\nLeads from `kind` to `right`.';
    expect(textAt(graphFile, '"True"')).toEqual({ at: '"True"', text: expected });
    const unquoted = parseGraphFile(graph.replace('"True"', 'true'));
    expect(textAt(unquoted, 'true\n    to')).toEqual({ at: 'true', text: expected });
  });

  it('shows a schema and where it is used', () => {
    expect(textAt(graphFile, 'reading }')?.text).toBe(
      '**reading** · schema, json\n\nOn `module-temperature/map` → `module-temperature/filter`\n\n```json\n{ "type": "object" }\n```',
    );
  });

  it('is none for free text', () => {
    expect(textAt(graphFile, 'Contoso')).toBeUndefined();
    expect(textAt(graphFile, '# plain text')).toBeUndefined();
  });
});

describe('the hover of a key', () => {
  it('is its documentation', () => {
    expect(textAt(graphFile, 'runtimeVersion')).toEqual({
      at: 'runtimeVersion',
      text: 'graph-definition: moduleRequirements/runtimeVersion',
    });
    expect(textAt(graphFile, 'operationType: delay')?.text).toBe(
      'graph-definition: operations/1/operationType',
    );
    expect(textAt(deploymentFile, 'dataSources')?.text).toBe(
      'dataflow-graph: spec/nodes/0/sourceSettings/dataSources',
    );
    expect(textAt(graphFile, 'vendor')).toBeUndefined();
  });

  it('comes from the schema of the format', () => {
    const found = hover(
      graphFile,
      positionOf(graphFile, 'runtimeVersion'),
      { facts: noFacts, uri },
      describeAt,
    );
    expect(JSON.stringify(found?.contents)).toContain('Least version of the runtime');
  });
});

describe('the hover in a resource', () => {
  it('tells of nodes what they do and where they lead', () => {
    expect(textAt(deploymentFile, 'sensors\n      sourceSettings')?.text).toBe(
      '**sensors** · Source node\n\n- Endpoint: `default`\n- Topics: `sensors/+/temperature`, `sensors/inside/#`\n- To: `convert`',
    );
    expect(textAt(deploymentFile, 'convert\n    - from')?.text).toContain(
      '- Artifact: `graph-simple:1.0.0`\n- Registry: `public-ghcr`',
    );
    expect(textAt(deploymentFile, 'output\n      destination')?.text).toContain(
      '- Topic: `converted/${inputTopic}`',
    );
  });

  it('tells of an artifact which graph it is', () => {
    expect(textAt(deploymentFile, 'graph-simple:1.0.0')).toEqual({
      at: 'graph-simple:1.0.0',
      text: '**Simple** 1.0.0 · graph in `graph-simple.dataflow.yaml`\n\nParameters:\n\n- `lower_bound` = `"5"` (required) · `module-temperature/filter`',
    });
    const newer = parseGraphFile(deployment.replace('graph-simple:1.0.0', 'graph-simple:1.1.0'));
    expect(textAt(newer, 'graph-simple')?.text).toContain(
      'The file has version `1.0.0`, not the one of `graph-simple:1.1.0`.',
    );
    expect(textAt(deploymentFile, 'graph-simple:1.0.0', noFacts)?.text).toContain(
      'No graph definition of this workspace',
    );
  });
});

describe('a hover at an alias', () => {
  it('tells of what it stands for, and marks the alias', () => {
    const file = parseGraphFile(anchored());
    expect(textAt(file, '*m')).toMatchObject({
      at: '*m',
      text: expect.stringContaining('**a map** · map') as string,
    });
  });
});
