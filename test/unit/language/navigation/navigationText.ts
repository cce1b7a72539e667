// Texts in which places are marked «so», a small workspace around them, and texts as they are while somebody types.
import type * as fc from 'fast-check';
import type { Position, Range } from '../../../../src/base/position.ts';
import type { GraphFile } from '../../../../src/graph/parseGraph.ts';
import type { FilePlace, WorkspaceFacts } from '../../../../src/language/workspaceFacts.ts';
import { parseMarked } from '../../../helpers/languageText.ts';
import { mutate } from '../../../helpers/mutateText.ts';
import { deployment, graph } from '../../graph/caseText.ts';

/** A text with a cursor `|` and places «…»: the text without marks, examined, and the text with «…» but no cursor. */
export function parsePlaces(marked: string): { file: GraphFile; position: Position; places: string } {
  const { file, position } = parseMarked(marked.replace(/[«»]/g, ''));
  return { file, position, places: marked.replace('|', '').replaceAll('¦', '|') };
}

/** The text of `file` with « and » around `ranges`, which do not overlap. */
export function markRanges({ text, lines }: GraphFile, ranges: readonly Range[]): string {
  const marks = ranges.flatMap(({ start, end }) => [
    { offset: lines.offsetAt(start), mark: '«' },
    { offset: lines.offsetAt(end), mark: '»' },
  ]);
  const sorted = marks.sort((a, b) => b.offset - a.offset);
  return sorted.reduce(
    (result, { offset, mark }) => result.slice(0, offset) + mark + result.slice(offset),
    text,
  );
}

/** What stands at `range`. */
export function sliceRange({ text, lines }: GraphFile, { start, end }: Range): string {
  return text.slice(lines.offsetAt(start), lines.offsetAt(end));
}

/** The start of `part`, which must be in the text. */
export function positionOf({ text, lines }: GraphFile, part: string): Position {
  const offset = text.indexOf(part);
  if (offset < 0) throw new Error(`Not in the text: ${part}`);
  return lines.positionAt(offset);
}

/** A place at the start of `line`, from 0, of a file in the workspace folder. */
export function placeIn(path: string, line = 0): FilePlace {
  return {
    uri: `file:///work/${path}`,
    range: { start: { line, character: 0 }, end: { line, character: 7 } },
  };
}

const processor = 'wasm-graph:processor';

/** A workspace with an operator built from Rust, one that is not built, one in the cache, and two graphs. */
export const workshop: WorkspaceFacts = {
  modules: [
    {
      name: 'kinds',
      references: ['kinds:2.0.0'],
      origin: 'workspace',
      source: { language: 'python', main: placeIn('operators/kinds/kinds.py', 3), operators: {} },
      parameters: [],
    },
    {
      name: 'temperature',
      references: ['team/path/temperature:1.0.0'],
      origin: 'workspace',
      build: {
        uri: 'file:///work/operators/temperature/bin/x86_64/release/temperature.wasm',
        sizeBytes: 21_938,
        digest: `sha256:0123456789abcdef${'0'.repeat(48)}`,
        imports: [],
        exports: [
          { packageName: 'wasi:cli', name: 'run', version: '0.2.0' },
          { packageName: processor, name: 'filter', version: '1.1.0' },
          { packageName: processor, name: 'map', version: '1.1.0' },
        ],
      },
      source: {
        language: 'rust',
        main: placeIn('operators/temperature/src/lib.rs'),
        operators: { filter: placeIn('operators/temperature/src/lib.rs', 40) },
      },
      parameters: [
        {
          name: 'lower_bound',
          description: 'Read as a float',
          operator: 'filter',
          place: placeIn('operators/temperature/src/lib.rs', 44),
        },
        { name: 'upper_bound', operator: 'map', place: placeIn('operators/temperature/src/lib.rs', 9) },
      ],
    },
    {
      name: 'window',
      references: ['window:1.0.0'],
      origin: 'cache',
      build: { uri: 'file:///cache/window.wasm', sizeBytes: 3_145_728, digest: 'x', damage: 'no header' },
      parameters: [],
    },
  ],
  graphs: [
    {
      uri: 'file:///work/graph-simple.dataflow.yaml',
      name: 'Simple',
      version: '1.0.0',
      parameters: [
        {
          operation: 'module-temperature/filter',
          name: 'lower_bound',
          isRequired: true,
          default: '5',
          place: placeIn('graph-simple.dataflow.yaml', 30),
        },
      ],
    },
    { uri: 'file:///work/a.yaml', name: 'twice', version: '1.0.0', parameters: [] },
    { uri: 'file:///work/b.yaml', name: 'twice', version: '2.0.0', parameters: [] },
    { uri: 'file:///work/other.yaml', name: 'Window Graph', version: '2.0.0', parameters: [] },
  ],
};

/** The fixtures and others, changed at random. */
export const damagedText: fc.Arbitrary<string> = mutate(
  [graph, deployment, graph.replaceAll('\n', '\r\n'), anchored(), testCase()],
  0,
);

/** A graph that says most things through anchors. */
export function anchored(): string {
  return [
    'moduleRequirements: { apiVersion: "1.1.0" }',
    'operations:',
    '  - &start { operationType: source, name: &s start }',
    '  - operationType: map',
    '    name: &m "a map"',
    '    module: &t temperature:1.0.0',
    '  - { operationType: sink, name: end }',
    'connections:',
    '  - from: { name: *s }',
    '    to: &to { name: *m }',
    '  - from: *to',
    '    to: { name: end }',
    'moduleConfigurations:',
    '  - name: *m',
    '    parameters: &p',
    '      bound: { name: bound, default: "1" }',
    "  - name: 'end'",
    '    parameters: *p',
    '',
  ].join('\n');
}

function testCase(): string {
  return 'name: one\ngraph: ../graph.yaml\ninput: ./messages\nexpected: "out 1.json"\n';
}
