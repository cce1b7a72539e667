// Where a line of the text is in a run.
import { describe, expect, it } from 'vitest';
import { applyMode, findStoppables, stoppablesIn } from '../../../src/debug/stopPlaces.ts';
import { sampleRun } from './sampleRun.ts';

const at = (line: number, file = '/g/a.yaml') => findStoppables(sampleRun, file, line);

describe('a line', () => {
  it.each([4, 5, 6])('anywhere in an operation stands for it (%i)', (line) => {
    expect(at(line)).toEqual({
      found: [{ at: { kind: 'node', node: 1 }, place: { file: '/g/a.yaml', firstLine: 4, lastLine: 6 } }],
    });
  });

  it('of a connection stands for it', () => {
    expect(at(14)).toMatchObject({ found: [{ at: { kind: 'connection', connection: 0 } }] });
  });

  it('stands for every use of a definition', () => {
    expect(at(8)).toMatchObject({
      found: [{ at: { kind: 'node', node: 2 } }, { at: { kind: 'node', node: 3 } }],
    });
  });

  it('outside of both comes with a reason', () => {
    expect(at(0).reason).toContain('Only operations and connections');
    expect(at(4, '/g/b.yaml').reason).toContain('does not use this file. It was read from /g/a.yaml.');
  });

  it('of the file is found however its path is written', () => {
    expect(stoppablesIn(sampleRun, '/g/x/../a.yaml')).toHaveLength(5);
  });
});

describe('a mode', () => {
  it('is for operations, but for the default', () => {
    const [first] = stoppablesIn(sampleRun, '/g/a.yaml');
    const connection = stoppablesIn(sampleRun, '/g/a.yaml').at(-1)!;
    expect(applyMode(first!, 'drop')).toEqual({ when: 'drop' });
    expect(applyMode(connection, 'before')).toEqual({ when: 'before' });
    expect(applyMode(connection, 'after')).toMatchObject({
      reason: expect.stringContaining('"after"') as string,
    });
  });
});
