// The names of function breakpoints.
import { describe, expect, it } from 'vitest';
import { readFunctionBreakpoint } from '../../../src/debug/functionBreakpoints.ts';
import { sampleRun } from './sampleRun.ts';

describe('a function breakpoint', () => {
  it.each([
    ['op:work', { at: { kind: 'node', node: 2 }, when: 'before' }],
    ['op: work drop', { at: { kind: 'node', node: 2 }, when: 'drop' }],
    // That is its name.
    ['op:work after', { at: { kind: 'node', node: 1 }, when: 'before' }],
    ['op:work after after', { at: { kind: 'node', node: 1 }, when: 'after' }],
    ['topic:sensors/+', { at: { kind: 'topic', filter: 'sensors/+' }, when: 'before' }],
    ['state:a:b', { at: { kind: 'state', key: 'a:b', access: 'readWrite' }, when: 'after' }],
  ])('is read: %j', (name, stop) => {
    expect(readFunctionBreakpoint(name, sampleRun)).toEqual(stop);
  });

  it.each([
    ['op:wrok', 'Did you mean "work"?'],
    ['op:elsewhere', 'There are in, work after, work, again/work.'],
    ['topic:#/a', 'is not a topic filter'],
    ['state:', 'Something has to stand behind "state:"'],
    ['work', 'Write op:NAME'],
  ])('is refused: %j', (name, reason) => {
    expect(readFunctionBreakpoint(name, sampleRun)).toMatchObject({
      reason: expect.stringContaining(reason) as string,
    });
  });
});
