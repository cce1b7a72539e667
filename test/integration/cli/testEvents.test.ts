// What `dataflow-graph test --output ndjson` tells programs, with the samples' real graphs and components.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLines } from '../../../src/build/lineProcess.ts';
import { realClock } from '../../../src/host/realClock.ts';
import { readCaseEvent } from '../../../src/host/tests/readCaseEvents.ts';
import type { CaseEnded, CaseEvent } from '../../../src/protocol/testRuns.ts';
import { Workspace } from './commandLine.ts';

const workspace = new Workspace();
const samples = workspace.path('samples');
const caseFile = (name: string): string => join(samples, 'tests', name, `${name}.test.yaml`);

beforeAll(() => cpSync(resolve('samples/thermostats'), samples, { recursive: true }));
afterAll(() => workspace.dispose());

interface Told {
  readonly events: readonly CaseEvent[];
  readonly code: number | null;
}

async function run(
  files: readonly string[],
  onEvent: (event: CaseEvent) => void = () => undefined,
  signal: AbortSignal = new AbortController().signal,
): Promise<Told> {
  const events: CaseEvent[] = [];
  const { code } = await runLines({
    command: process.execPath,
    args: [resolve('dist/cli.mjs'), 'test', '--output', 'ndjson', '-'],
    env: { XDG_CACHE_HOME: workspace.path('cache') },
    input: files.join('\n'),
    onLine: (line) => {
      const event = readCaseEvent(line);
      if (!event) throw new Error(`This is no event: ${line}`);
      events.push(event);
      onEvent(event);
    },
    onErrorLine: () => undefined,
    signal,
    clock: realClock,
  });
  return { events, code };
}

function endOf({ events }: Told, file: string): CaseEnded | undefined {
  return events.find((event): event is CaseEnded => event.event === 'ended' && event.file === file);
}

describe('events of test cases', () => {
  it('begin and end each case, with what it uses and covers', async () => {
    const file = caseFile('conversion');
    const told = await run([file]);
    expect(told.code).toBe(0);
    const names = told.events
      .map(({ event }) => event)
      .filter((event) => !['preparing', 'log'].includes(event));
    expect(names).toEqual(['started', 'ended', 'finished']);
    const ended = endOf(told, file);
    expect(ended).toMatchObject({ status: 'passed', differences: [], faults: [] });
    expect(ended?.uses).toEqual(
      expect.arrayContaining([
        join(samples, 'graph-simple.dataflow.yaml'),
        join(samples, 'tests/conversion/input'),
        expect.stringMatching(/temperature\.wasm$/),
      ]),
    );
    const counts = ended?.coverage?.nodes.map(({ name, count }) => [name, count]);
    expect(counts).toEqual([
      ['source', 5],
      ['module-temperature/map', 5],
      ['module-temperature/filter', 5],
      ['sink', 5],
    ]);
  });

  it('count the arms of branches', async () => {
    const file = caseFile('window-summary');
    const ended = endOf(await run([file]), file);
    const arms = ended?.coverage?.arms.map(({ node, arm, count }) => [node, arm, count]);
    expect(arms?.slice(0, 2)).toEqual([
      ['module-temperature/branch', 'False', 3],
      ['module-temperature/branch', 'True', 3],
    ]);
  });

  it('tell of a difference both outputs in full and its place in the expected file', async () => {
    const file = caseFile('window-summary');
    const expected = join(samples, 'tests/window-summary/expected.json');
    const text = readFileSync(expected, 'utf8');
    writeFileSync(expected, text.replace('\\"sum\\":36.1', '\\"sum\\":36.2'));
    const told = await run([file]);
    writeFileSync(expected, text);
    expect(told.code).toBe(1);
    const ended = endOf(told, file);
    expect(ended).toMatchObject({ status: 'failed', expectedFile: expected });
    const [difference] = ended?.differences ?? [];
    expect(difference?.message).toContain('36.2');
    expect(difference?.expectedOutput).toContain('"sum": 36.2');
    expect(difference?.actualOutput).toContain('"sum": 36.1');
    expect(difference?.range?.start).toEqual({ line: 2, character: 15 });
  });

  it('tell of a case that cannot run what is wrong where, and go on with the others', async () => {
    const broken = workspace.write(
      'broken.test.yaml',
      'name: broken\ngraph: no.yaml\ninput: in\nexpected: e.json\n',
    );
    const gone = workspace.path('gone.test.yaml');
    const told = await run([broken, gone, caseFile('out-of-bounds')]);
    expect(endOf(told, broken)?.faults[0]).toMatchObject({
      file: broken,
      range: { start: { line: 1, character: 7 } },
    });
    expect(endOf(told, gone)).toMatchObject({ status: 'error' });
    expect(endOf(told, caseFile('out-of-bounds'))).toMatchObject({ status: 'passed' });
  });

  it('tell of a missing module what to do', async () => {
    const graph = readFileSync(join(samples, 'graph-simple.dataflow.yaml'), 'utf8');
    writeFileSync(join(samples, 'lost.dataflow.yaml'), graph.replaceAll('temperature:1.0.0', 'lost:1.0.0'));
    const file = join(samples, 'tests/conversion/lost.test.yaml');
    writeFileSync(file, 'graph: ../../lost.dataflow.yaml\ninput: input\nexpected: expected.json\n');
    const ended = endOf(await run([file]), file);
    expect(ended).toMatchObject({ status: 'error', error: { code: 'MODULE_NOT_FOUND' } });
    // The Test Explorer shows it as it is, and has no options.
    expect(ended?.error?.message).toMatch(/Build the operator, or put its file in one of these places\.$/);
    expect(ended?.error?.message).not.toContain('--');
  });

  it('skip what has not ended when they are cancelled', async () => {
    const stop = new AbortController();
    const files = ['conversion', 'factory-property', 'malformed', 'out-of-bounds', 'window-summary'].map(
      caseFile,
    );
    const told = await run(
      files,
      ({ event }) => {
        if (event === 'started') stop.abort();
      },
      stop.signal,
    );
    const statuses = files.map((file) => endOf(told, file)?.status);
    expect(statuses.at(-1)).toBe('skipped');
    expect(told.code).toBe(1);
  });
});
