// The front door: which document is examined as what, what the model holds, and where aliases point.
import { describe, expect, it } from 'vitest';
import type { Range } from '../../../src/base/position.ts';
import { applyEdits } from '../../../src/graph/edits.ts';
import { LineIndex } from '../../../src/graph/lineIndex.ts';
import {
  parseDataflowGraphResource,
  parseGraphDefinition,
  parseGraphFile,
  parseRegistryEndpoint,
  parseTestCase,
} from '../../../src/graph/parseGraph.ts';
import { maxAliasedNodes } from '../../../src/graph/buildTree.ts';
import { change, deployment, graph } from './caseText.ts';

function slice(text: string, range: Range | undefined): string | undefined {
  const lines = new LineIndex(text);
  return range && text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
}

const codesOf = (result: { problems: readonly { code: string }[] }): string[] =>
  result.problems.map(({ code }) => code);

describe('white space behind a value', () => {
  it('is not part of it when it is a line end, also a lone CR', () => {
    for (const behind of ['\r # \n', '\r\n', ' \r\n', '\t\r # x\n']) {
      const text = graph.replace('operationType: sink\n', `operationType: sink${behind}`);
      expect(text).not.toBe(graph);
      expect(codesOf(parseGraphDefinition(text)), JSON.stringify(behind)).toEqual([]);
    }
  });

  it('is part of it when YAML takes it for text, so that the fix removes it', () => {
    const text = graph.replace('operationType: sink\n', 'operationType: sink\u00a0 # here\n');
    const [problem] = parseGraphDefinition(text).problems;
    expect(slice(text, problem?.range)).toBe('sink\u00a0');
    const lines = new LineIndex(text);
    const mended = applyEdits({ text, lines }, problem?.fix?.edits ?? []);
    expect(mended).toContain('operationType: sink # here\n');
    expect(codesOf(parseGraphDefinition(mended))).toEqual([]);
  });
});

describe('white space behind a key', () => {
  const keyed = (behind: string): string =>
    graph.replace('operationType: sink', `operationType${behind}: sink`);

  it('is not part of it when it is a lone CR', () => {
    expect(codesOf(parseGraphDefinition(keyed('\r')))).toEqual([]);
  });

  it('is part of it when YAML takes it for text, so that the fix removes it', () => {
    const text = keyed('\u00a0');
    const problem = parseGraphDefinition(text).problems.find(({ code }) => code === 'KEY_UNKNOWN');
    expect(slice(text, problem?.range)).toBe('operationType\u00a0');
    const mended = applyEdits({ text, lines: new LineIndex(text) }, problem?.fix?.edits ?? []);
    expect(mended).toBe(graph);
  });
});

describe('a key that has to go', () => {
  const fixOf = (sink: string): unknown => {
    const text = graph.replace('  - operationType: sink\n    name: sink\n', sink);
    const { problems } = parseGraphDefinition(text);
    return problems.find(({ code }) => code === 'MODULE_REFERENCE_SURPLUS')?.fix?.title;
  };

  it('is removed', () => {
    expect(fixOf('  - operationType: sink\n    name: sink\n    module: a:1.0.0\n')).toBe('Remove the module');
  });

  it('is not where a second one, or a merged one, would take its place', () => {
    expect(fixOf('  - operationType: sink\n    module: a:1.0.0\n    name: sink\n    module: a:1.0.0\n')).toBe(
      undefined,
    );
    const merged = '  - &base\n    operationType: map\n    name: other\n    module: b:1.0.0\n';
    expect(
      fixOf(`${merged}  - <<: *base\n    operationType: sink\n    name: sink\n    module: a:1.0.0\n`),
    ).toBe(undefined);
  });
});

describe('parseGraphDefinition', () => {
  it('gives a model without problems for a valid graph', () => {
    const { graph: model, problems } = parseGraphDefinition(graph);
    expect(problems).toEqual([]);
    expect(model?.isComplete).toBe(true);
    expect(model?.metadata).toMatchObject({ name: 'Thermostats', version: '1.0.0', vendor: 'Contoso' });
    expect(model?.operations.map(({ type, name, module }) => [type, name, module?.text])).toContainEqual([
      'map',
      'module-temperature/map',
      'team/path/temperature:1.0.0',
    ]);
    expect(model?.operations[2]?.module).toEqual({
      text: 'team/path/temperature:1.0.0',
      path: 'team/path',
      name: 'temperature',
      tag: '1.0.0',
    });
    expect(model?.connections[4]).toMatchObject({ from: 'kind', arm: 'False', to: 'left' });
    expect(model?.connections[2]?.schemaName).toBe('reading');
    expect(model?.moduleConfigurations[0]?.parameters).toMatchObject([
      { key: 'lower_bound', name: 'lower_bound', default: '-40', isRequired: false },
      { key: 'upper_bound', name: 'upper_bound', isRequired: true },
    ]);
    expect(model?.schemas[0]).toMatchObject({
      name: 'reading',
      format: 'json',
      schema: '{ "type": "object" }\n',
    });
  });

  it('gives every part the exact place it is written at', () => {
    const model = parseGraphDefinition(graph).graph;
    expect(slice(graph, model?.operations[2]?.ranges.module)).toBe('"team/path/temperature:1.0.0"');
    expect(slice(graph, model?.operations[7]?.ranges.item)).toBe(
      'operationType: concatenate\n    name: concatenate1\n    module:',
    );
    expect(slice(graph, model?.connections[4]?.ranges.arm)).toBe('"False"');
    expect(slice(graph, model?.connections[4]?.ranges.from)).toBe('kind');
    expect(slice(graph, model?.connections[4]?.ranges.to)).toBe('left');
    expect(slice(graph, model?.metadata.ranges.vendor)).toBe('Contoso');
    expect(slice(graph, model?.moduleConfigurations[0]?.parameters[0]?.ranges.key)).toBe('lower_bound');
  });

  it('keeps what can be read of a graph with mistakes', () => {
    const { graph: model } = parseGraphDefinition(
      change(graph, ['operationType: delay', 'operationType: wait']),
    );
    expect(model?.isComplete).toBe(false);
    expect(model?.operations).toHaveLength(9);
  });

  it('does not call a graph complete whose text is not YAML', () => {
    const { graph: model, problems } = parseGraphDefinition(`${graph}]`);
    expect(codesOf({ problems })).toEqual(['YAML_SYNTAX']);
    expect(model?.isComplete).toBe(false);
  });

  it('reports several independent problems in one pass', () => {
    const text = change(
      graph,
      ['arm: "True"', 'arm: True'],
      ['  version: "1.0.0"', '  version: "1"'],
      ['schemaName: reading', 'schemaName: writing'],
      ['{ name: source }\n', '{ name: sorce }\n'],
    );
    expect(codesOf(parseGraphDefinition(text))).toEqual([
      'VERSION_SYNTAX',
      'OPERATION_UNKNOWN',
      'SCHEMA_UNKNOWN',
      'ARM_UNQUOTED',
    ]);
  });
});

describe('parseGraphDefinition on other files', () => {
  it.each(['', '\n\n', '# nothing\n', '---\n...\n', '\uFEFF'])('reports an empty file (%j)', (text) => {
    const result = parseGraphDefinition(text);
    expect(codesOf(result)).toEqual(['DOCUMENT_EMPTY']);
    expect(result.graph).toBeUndefined();
  });

  it('says what a file is that is no graph definition', () => {
    const result = parseGraphDefinition(deployment);
    expect(codesOf(result)).toEqual(['DOCUMENT_WRONG_KIND']);
    expect(result.problems[0]?.message).toContain('RegistryEndpoint');
    expect(result.graph).toBeUndefined();
  });

  it('takes a file of no known kind for a graph definition with much missing', () => {
    expect(codesOf(parseGraphDefinition('hello: world'))).toEqual([
      'KEY_UNKNOWN',
      'KEY_MISSING',
      'KEY_MISSING',
      'KEY_MISSING',
      'KEY_MISSING',
    ]);
    expect(codesOf(parseGraphDefinition('hello'))).toEqual(['VALUE_TYPE']);
  });

  it('uses the first graph definition, examines a second one too, and says that it is not used', () => {
    const second = change(graph, ['  version: "1.0.0"', '  version: "1"']);
    const result = parseGraphDefinition(`${graph}---\n${second}`);
    expect(codesOf(result)).toEqual(['DOCUMENT_SURPLUS', 'VERSION_SYNTAX']);
    expect(result.graph?.metadata.version).toBe('1.0.0');
    expect(result.problems[0]?.range.start.line).toBe(graph.split('\n').length + 1);
  });
});

describe('aliases', () => {
  const anchored = change(
    graph,
    ['  - operationType: filter\n', '  - &filter\n    operationType: filter\n'],
    [
      '  - operationType: map\n    name: left\n    module: sides:1.0.0\n',
      '  - { <<: *filter, name: left }\n',
    ],
  );

  it('merges keys, and those written out win', () => {
    const { graph: model, problems } = parseGraphDefinition(anchored);
    expect(model?.operations[5]).toMatchObject({ type: 'filter', name: 'left' });
    expect(model?.operations[5]?.module?.name).toBe('temperature');
    expect(codesOf({ problems })).toEqual(['CONFIGURATION_NOT_SHARED']);
  });

  it('places what comes through an alias at the alias, and points to the anchor', () => {
    const text = change(
      graph,
      ['vendor: Contoso', 'vendor: &v 5'],
      ['description: Least', 'description: *v # Least'],
    );
    const [first, second] = parseGraphDefinition(text).problems;
    expect([first?.code, slice(text, first?.range), first?.related]).toEqual(['VALUE_UNQUOTED', '5', []]);
    expect([second?.code, slice(text, second?.range)]).toEqual(['VALUE_UNQUOTED', '*v']);
    expect(second?.related.map(({ range }) => slice(text, range))).toEqual(['5']);
    expect(second?.fix?.edits.map(({ range }) => slice(text, range))).toEqual(['5']);
  });

  it('stops at an alias bomb', () => {
    const levels = Array.from({ length: 30 }, (_item, level) => {
      const inner = level === 0 ? 'x' : `*a${String(level - 1)}`;
      return `a${String(level)}: &a${String(level)} [${Array(9).fill(inner).join(', ')}]`;
    });
    const { problems } = parseGraphFile(levels.join('\n'));
    expect(codesOf({ problems })).toEqual(['YAML_ALIAS_LIMIT']);
    expect(problems[0]?.message).toContain(String(maxAliasedNodes));
  });
});

describe('files of several documents', () => {
  it('examines each by its kind', () => {
    const { documents } = parseGraphFile(deployment);
    expect(documents.map(({ kind }) => kind)).toEqual([
      'registry-endpoint',
      'other-resource',
      'other-resource',
      'dataflow-graph',
    ]);
    expect(documents[0]?.endpoint).toMatchObject({
      host: 'ghcr.io/azure-samples/explore-iot-operations',
      authentication: 'Anonymous',
    });
  });

  it('leaves empty documents out', () => {
    expect(parseGraphFile(`---\n---\n${graph}---\n`).documents).toHaveLength(1);
  });
});

describe('parseDataflowGraphResource', () => {
  it('gives a model without problems for a valid resource', () => {
    const { resource, problems } = parseDataflowGraphResource(deployment);
    expect(problems).toEqual([]);
    expect(resource).toMatchObject({
      name: 'thermostats',
      isEnabled: true,
      profile: 'default',
      isComplete: true,
    });
    expect(resource?.nodes).toMatchObject([
      {
        type: 'Source',
        endpoint: 'default',
        topics: [{ text: 'sensors/+/temperature' }, { text: 'sensors/inside/#' }],
      },
      {
        type: 'Graph',
        artifact: { name: 'graph-simple', tag: '1.0.0' },
        configuration: [{ key: 'lower_bound', value: '-40' }],
      },
      { type: 'Destination', topic: 'converted/${inputTopic}' },
    ]);
    expect(resource?.connections[0]).toMatchObject({ from: 'sensors', to: 'convert' });
  });

  it('reads the output of a branch apart from its name', () => {
    const text = change(deployment, [
      '        name: convert\n      to',
      '        name: convert.output.false\n      to',
    ]);
    expect(parseDataflowGraphResource(text).resource?.connections[1]).toMatchObject({
      from: 'convert',
      output: 'false',
    });
  });

  it('uses what is known of the cluster', () => {
    const facts = {
      endpointTypes: new Map([['default', 'OpenTelemetry']]),
      instanceCounts: new Map([['default', 2]]),
      statefulArtifacts: new Set(['graph-simple:1.0.0']),
    };
    const result = parseDataflowGraphResource(deployment, facts);
    expect(codesOf(result)).toEqual(['ENDPOINT_TYPE', 'INSTANCE_COUNT']);
  });
});

describe('parseRegistryEndpoint and parseTestCase', () => {
  it('find theirs', () => {
    expect(parseRegistryEndpoint(deployment).endpoint?.name).toBe('public-ghcr');
    expect(codesOf(parseRegistryEndpoint(graph))).toEqual(['DOCUMENT_WRONG_KIND']);
  });

  it('give a test case that fits its schema, and none that does not', () => {
    const text =
      'name: a\ngraph: ../graph.yaml\ninput: ./in\nexpected: ./out.json\ntimeout: 1000\nselect: [topic, payload]\n';
    expect(parseTestCase(text)).toEqual({
      problems: [],
      testCase: expect.objectContaining({
        graph: '../graph.yaml',
        timeout: 1000,
        select: ['topic', 'payload'],
      }) as unknown,
    });
    const broken = parseTestCase(
      text.replace('timeout: 1000', 'timeout: soon').replace('ignores', 'ignored'),
    );
    expect(broken.testCase).toBeUndefined();
    expect(codesOf(broken)).toEqual(['VALUE_TYPE']);
  });
});
