// What visual editors are told of texts and workspace, and what becomes of what they ask: the language server over streams in
// memory.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KnownModule } from '../../../../src/language/workspaceFacts.ts';
import {
  copyRequest,
  type CopyAnswer,
  fixesRequest,
  type FixesAnswer,
  gestureRequest,
  type GestureAnswer,
  sourceRequest,
  type SourceAnswer,
} from '../../../../src/protocol/canvas.ts';
import { packGesture } from '../../../../src/protocol/gestureMessage.ts';
import { CanvasSide, uri } from './canvasSide.ts';

const graph = `metadata:
  name: line
  version: 1.0.0
moduleRequirements:
  apiVersion: "1.1.0"
  runtimeVersion: "1.1.0"
operations:
  - operationType: source
    name: in
  - operationType: map
    name: celsius
    module: temperature:1.0.0
  - operationType: sink
    name: out
connections:
  - from:
      name: in
    to:
      name: celsius
  - from:
      name: celsius
    to:
      name: out
moduleConfigurations:
  - name: celsius
    parameters:
      decimals:
        name: decimals
        description: Digits
`;

const place = {
  uri: 'file:///operators/temperature/src/lib.rs',
  range: { start: { line: 7, character: 0 }, end: { line: 7, character: 4 } },
};
const temperature: KnownModule = {
  name: 'temperature',
  references: ['temperature:1.0.0'],
  origin: 'workspace',
  source: { language: 'rust', main: place, operators: { map: place } },
  parameters: [],
};

let side: CanvasSide;
beforeEach(async () => (side = await CanvasSide.start()));
afterEach(() => side.dispose());

const versionsTold = (): number[] => side.models.map(({ model }) => model.version);

describe('a text that is watched', () => {
  it('is told at once, when it is open', async () => {
    await side.open(graph);
    expect(versionsTold()).toEqual([]);
    await side.watch();
    expect(versionsTold()).toEqual([1]);
    const { model } = side.models[0]!;
    expect(model.state).toBe('readable');
    expect(model.graph?.operations.map(({ name }) => name)).toEqual(['in', 'celsius', 'out']);
  });

  it('is told when it opens, when it was watched before', async () => {
    await side.watch();
    expect(versionsTold()).toEqual([]);
    await side.open(graph);
    await side.pause();
    expect(versionsTold()).toEqual([1]);
  });

  it('is told with its problems after a change, once typing pauses', async () => {
    await side.open(graph);
    await side.watch();
    await side.change(2, graph.replace('      name: out', '      name: ou'));
    await side.change(3, graph.replace('      name: out', '      name: oot'));
    expect(versionsTold()).toEqual([1]);
    await side.pause();
    expect(versionsTold()).toEqual([1, 3]);
    const { problems = [] } = side.models[1]?.model.graph ?? {};
    expect(problems).toContainEqual(expect.objectContaining({ code: 'OPERATION_UNKNOWN', connection: 1 }));
  });

  it('is told as broken while it cannot be read', async () => {
    await side.open(graph);
    await side.watch();
    await side.change(2, graph.replace('name: line', 'name: [line'));
    await side.pause();
    expect(side.models.at(-1)?.model).toMatchObject({ version: 2, state: 'broken' });
    expect(side.models.at(-1)?.model.graph).toBeUndefined();
  });

  it('is told no more when nobody watches it', async () => {
    await side.open(graph);
    await side.watch();
    await side.watch(false);
    await side.change(2, `${graph}#\n`);
    await side.pause();
    expect(versionsTold()).toEqual([1]);
  });

  it('comes with what the workspace offers, again when that changes', async () => {
    await side.setFacts({ modules: [temperature], graphs: [] });
    expect(side.workspaces).toEqual([]);
    await side.watch();
    expect(side.workspaces.map(({ modules }) => modules.map(({ name }) => name))).toEqual([['temperature']]);
    await side.setFacts({ modules: [], graphs: [] });
    expect(side.workspaces.at(-1)?.modules).toEqual([]);
  });
});

describe('a gesture', () => {
  it('becomes edits of the version it was made on', async () => {
    await side.open(graph);
    const gesture = { kind: 'rename-operation', operation: 1, name: 'kelvin' };
    const answer = await side.ask<GestureAnswer>(gestureRequest, { version: 1, gesture });
    expect(answer).toMatchObject({ kind: 'edits', renamed: { from: 'celsius', to: 'kelvin' } });
    expect(answer?.kind === 'edits' && answer.edits.length).toBe(4);
  });

  it('names a graph that it begins by its file', async () => {
    await side.open('');
    const gesture = { kind: 'add-operation', type: 'source', place: { kind: 'free' } };
    const answer = await side.ask<GestureAnswer>(gestureRequest, { version: 1, gesture });
    expect(answer?.kind === 'edits' && answer.edits[0]?.newText).toContain('\n  name: line\n');
  });

  it('is refused with a sentence when it cannot be done', async () => {
    await side.open(graph);
    const gesture = { kind: 'connect', from: { operation: 2 }, to: 0 };
    const answer = await side.ask<GestureAnswer>(gestureRequest, { version: 1, gesture });
    expect(answer).toEqual({
      kind: 'refused',
      message: expect.stringContaining('"out" is a sink') as string,
    });
  });

  it('removes a text, although messages know no undefined', async () => {
    await side.open(graph);
    const changes = { description: undefined };
    const gesture = packGesture({ kind: 'set-parameter', operation: 1, key: 'decimals', changes });
    const answer = await side.ask<GestureAnswer>(gestureRequest, { version: 1, gesture });
    expect(answer?.kind === 'edits' && answer.edits).toHaveLength(1);
  });

  it('has no answer on another version, nor on a text that is not open', async () => {
    const gesture = { kind: 'rename-operation', operation: 1, name: 'kelvin' };
    expect(await side.ask(gestureRequest, { version: 1, gesture })).toBeNull();
    await side.open(graph);
    await side.change(2, `${graph}#\n`);
    expect(await side.ask(gestureRequest, { version: 1, gesture })).toBeNull();
    expect(await side.ask(gestureRequest, { version: 2, gesture })).not.toBeNull();
  });
});

describe('fixes', () => {
  it('are those of the problem at its place in what was told', async () => {
    await side.open(graph.replace('      name: out', '      name: oot'));
    await side.watch();
    const problems = side.models[0]?.model.graph?.problems ?? [];
    const problem = problems.findIndex(({ code }) => code === 'OPERATION_UNKNOWN');
    const fixes = await side.ask<FixesAnswer>(fixesRequest, { version: 1, problem });
    expect(fixes?.[0]).toMatchObject({ title: 'Connect "out"', isPreferred: true });
    expect(fixes?.[0]?.edits.map(({ newText }) => newText)).toEqual(['out']);
  });

  it('of a place without a problem are none', async () => {
    await side.open(graph);
    await side.watch();
    expect(await side.ask(fixesRequest, { version: 1, problem: 9 })).toEqual([]);
  });

  it('have no answer on a version that was not told', async () => {
    await side.open(graph);
    expect(await side.ask(fixesRequest, { version: 1, problem: 0 })).toBeNull();
  });
});

it('copies operations as YAML', async () => {
  await side.open(graph);
  const copied = await side.ask<CopyAnswer>(copyRequest, { version: 1, operations: [1] });
  expect(copied?.count).toBe(1);
  expect(copied?.text).toContain('module: temperature:1.0.0');
  expect(await side.ask(copyRequest, { version: 2, operations: [1] })).toBeNull();
});

describe('the source of an operation', () => {
  it('is where its operator is written', async () => {
    await side.setFacts({ modules: [temperature], graphs: [] });
    await side.open(graph);
    const source = await side.ask<SourceAnswer>(sourceRequest, { version: 1, operation: 1 });
    expect(source).toEqual({ uri: place.uri, position: place.range.start });
  });

  it('is unknown without a module, without its source, and on another version', async () => {
    await side.open(graph);
    expect(await side.ask(sourceRequest, { version: 1, operation: 1 })).toBeNull();
    await side.setFacts({ modules: [temperature], graphs: [] });
    expect(await side.ask(sourceRequest, { version: 1, operation: 0 })).toBeNull();
    expect(await side.ask(sourceRequest, { version: 1, operation: 7 })).toBeNull();
    expect(await side.ask(sourceRequest, { version: 4, operation: 1 })).toBeNull();
  });
});

it('speaks of one text alone', async () => {
  await side.open(graph);
  await side.watch();
  expect(side.models.map((each) => each.uri)).toEqual([uri]);
});
