// What holds for every text: nothing throws, places lie inside the text, fixes mend; and for every valid graph: silence.
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Range } from '../../../src/base/position.ts';
import { detectDocumentKind } from '../../../src/graph/documentKind.ts';
import { applyEdits } from '../../../src/graph/edits.ts';
import { LineIndex } from '../../../src/graph/lineIndex.ts';
import { parseGraphDefinition, parseGraphFile } from '../../../src/graph/parseGraph.ts';
import { parseYaml } from '../../../src/graph/parseYaml.ts';
import type { YamlNode } from '../../../src/graph/yamlTree.ts';
import { mutate, mutationRuns, mutationTimeoutMs } from '../../helpers/mutateText.ts';
import { deployment, graph } from './caseText.ts';

vi.setConfig({ testTimeout: mutationTimeoutMs(mutationRuns(400)) });

const damaged = mutate([graph, deployment, graph.replaceAll('\n', '\r\n')]);

const anyText = fc.oneof(
  damaged,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'ab:- \n\t[]{}"\'&*!|>%@#,?<=>~\r'.split('')), maxLength: 120 }),
);

function expectInside(lines: LineIndex, text: string, range: Range): void {
  for (const position of [range.start, range.end]) {
    expect(lines.positionAt(lines.offsetAt(position))).toEqual(position);
    expect(lines.offsetAt(position)).toBeLessThanOrEqual(text.length);
  }
  expect(lines.offsetAt(range.start)).toBeLessThanOrEqual(lines.offsetAt(range.end));
}

function* everyScalar(node: YamlNode): Generator<Extract<YamlNode, { kind: 'scalar' }>> {
  if (node.kind === 'scalar') yield node;
  else if (node.kind === 'sequence') for (const item of node.items) yield* everyScalar(item);
  else for (const { value } of node.pairs) yield* everyScalar(value);
}

describe('any text', () => {
  it('is examined without throwing, and every place lies inside it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = new LineIndex(text);
        const { problems, documents } = parseGraphFile(text);
        parseGraphDefinition(text);
        detectDocumentKind(text);
        for (const { range, related, fix } of problems) {
          expectInside(lines, text, range);
          for (const place of related) expectInside(lines, text, place.range);
          for (const edit of fix?.edits ?? []) expectInside(lines, text, edit.range);
        }
        for (const document of documents) expectInside(lines, text, document.range);
      }),
      { numRuns: mutationRuns(400) },
    );
  });

  it('has scalars whose place holds exactly their text', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const { documents, lines } = parseYaml(text);
        for (const { root } of documents) {
          for (const scalar of root ? everyScalar(root) : []) {
            if (scalar.isAliased || scalar.text === '*') continue;
            const { start, end } = scalar.range;
            expect(text.slice(lines.offsetAt(start), lines.offsetAt(end))).toBe(scalar.text);
          }
        }
      }),
      { numRuns: mutationRuns(150) },
    );
  });

  it('loses a problem by its suggested fix', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const { problems } = parseGraphFile(text);
        const lines = new LineIndex(text);
        for (const problem of problems) {
          if (!problem.fix) continue;
          const mended = parseGraphFile(applyEdits({ text, lines }, problem.fix.edits)).problems;
          const same = (one: (typeof problems)[number]): boolean =>
            one.code === problem.code && one.message === problem.message;
          expect(mended.filter(same).length).toBeLessThan(problems.filter(same).length);
        }
      }),
      { numRuns: mutationRuns(200) },
    );
  });
});

/** A valid graph: a chain of stages, some of them a branch whose arms a concatenate joins again. */
const validGraph = fc
  .record({
    stages: fc.array(fc.constantFrom('map', 'filter', 'delay', 'accumulate', 'branch'), { maxLength: 8 }),
    names: fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), {
      minLength: 40,
      maxLength: 40,
    }),
  })
  .map(({ stages, names }) => {
    const operations: { operationType: string; name: string; module?: string }[] = [];
    const connections: { from: { name: string; arm?: string }; to: { name: string } }[] = [];
    const add = (operationType: string): string => {
      const name = names[operations.length] ?? '';
      const needsModule = !['source', 'sink', 'concatenate'].includes(operationType);
      operations.push({
        operationType,
        name,
        ...(needsModule ? { module: `m${String(operations.length)}:1.0.0` } : {}),
      });
      return name;
    };
    const connect = (from: string, to: string, arm?: string): void => {
      connections.push({ from: { name: from, ...(arm ? { arm } : {}) }, to: { name: to } });
    };
    let last = add('source');
    for (const stage of stages) {
      const next = add(stage);
      connect(last, next);
      last = next;
      if (stage !== 'branch') continue;
      const joined = add('concatenate');
      for (const arm of ['True', 'False']) {
        const side = add('map');
        connect(next, side, arm);
        connect(side, joined);
      }
      last = joined;
    }
    connect(last, add('sink'));
    return {
      metadata: {
        $schema: 'https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json',
        name: 'x',
        version: '1.0.0',
      },
      moduleRequirements: { apiVersion: '1.1.0', runtimeVersion: '1.1.0' },
      operations,
      connections,
    };
  });

describe('any valid graph', () => {
  it('has no problems, and its model holds what was written', () => {
    fc.assert(
      fc.property(validGraph, fc.constantFrom(undefined, 2), (data, indent) => {
        const { graph: model, problems } = parseGraphDefinition(JSON.stringify(data, undefined, indent));
        expect(problems).toEqual([]);
        expect(model?.operations.map(({ name, type }) => [name, type])).toEqual(
          data.operations.map(({ name, operationType }) => [name, operationType]),
        );
        expect(model?.connections.map(({ from, arm, to }) => [from, arm, to])).toEqual(
          data.connections.map(({ from, to }) => [from.name, from.arm, to.name]),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('a file of more than 10,000 lines', () => {
  it('is read whole, with exact places, and a mistake at its end is found', () => {
    const count = 1_400;
    const operations = Array.from(
      { length: count },
      (_item, index) =>
        `  - operationType: map\n    name: step${String(index)}\n    module: m${String(index)}:1.0.0\n`,
    );
    const names = [
      'source',
      ...Array.from({ length: count }, (_item, index) => `step${String(index)}`),
      'sink',
    ];
    const connections = names
      .slice(1)
      .map((name, index) => `  - from:\n      name: ${names[index] ?? ''}\n    to:\n      name: ${name}\n`);
    const text = [
      'metadata:\n  $schema: x\n  name: long\n  version: 1.0.0\nmoduleRequirements:\n  apiVersion: 1.1.0\n  runtimeVersion: 1.1.0\n',
      'operations:\n  - operationType: source\n    name: source\n',
      ...operations,
      '  - operationType: sink\n    name: sink\n',
      'connections:\n',
      ...connections,
    ].join('');
    expect(new LineIndex(text).lineCount).toBeGreaterThan(9_800);
    const padded = text + '# more\n'.repeat(300);
    expect(new LineIndex(padded).lineCount).toBeGreaterThan(10_000);
    const { graph: model, problems } = parseGraphDefinition(padded);
    expect(problems).toEqual([]);
    expect(model?.operations).toHaveLength(count + 2);
    expect(model?.connections).toHaveLength(count + 1);
    const broken = padded.replace(/name: sink\n(?=# more)/, 'name: snk\n');
    const [problem, ...others] = parseGraphDefinition(broken).problems;
    expect(others).toEqual([]);
    expect(problem?.code).toBe('OPERATION_UNKNOWN');
    const { start, end } = problem?.range ?? {
      start: { line: 0, character: 0 },
      end: { line: 0, character: 0 },
    };
    expect(broken.split('\n')[start.line]?.slice(start.character, end.character)).toBe('snk');
  });
});
