// The small things that everything stands on: disposables, events, errors, positions.
import { describe, expect, it } from 'vitest';
import { type Disposable, DisposableStore } from '../../../src/base/disposable.ts';
import { Emitter } from '../../../src/base/emitter.ts';
import { AppError, describeError, isSystemError } from '../../../src/base/errors.ts';
import { formatPosition } from '../../../src/base/position.ts';

describe('DisposableStore', () => {
  const ended: string[] = [];
  const item = (name: string): Disposable => ({ dispose: () => void ended.push(name) });

  it('ends its items once, the last one first, and later ones at once', () => {
    const store = new DisposableStore();
    store.add(item('a'));
    store.add(item('b'));
    store.dispose();
    store.dispose();
    expect(ended).toEqual(['b', 'a']);
    store.add(item('c'));
    expect(ended).toEqual(['b', 'a', 'c']);
  });
});

describe('Emitter', () => {
  it('calls listeners in order of subscription until they are disposed of', () => {
    const heard: string[] = [];
    const emitter = new Emitter<string>();
    const listener = (value: string): void => void heard.push(`first ${value}`);
    const first = emitter.event(listener);
    emitter.event((value) => void heard.push(`second ${value}`));
    const again = emitter.event(listener);
    emitter.fire('1');
    first.dispose();
    emitter.fire('2');
    again.dispose();
    emitter.fire('3');
    emitter.dispose();
    emitter.fire('4');
    expect(heard).toEqual(['first 1', 'second 1', 'first 1', 'second 2', 'first 2', 'second 3']);
  });

  it('fires to those who listened when it began, also when one leaves meanwhile', () => {
    const heard: number[] = [];
    const emitter = new Emitter<number>();
    const first = emitter.event(() => first.dispose());
    emitter.event((value) => void heard.push(value));
    emitter.fire(1);
    expect(heard).toEqual([1]);
  });
});

describe('errors', () => {
  it('keep code and cause', () => {
    const cause = new Error('origin');
    const error = new AppError('USAGE', 'text', { cause });
    expect(error).toMatchObject({ name: 'AppError', code: 'USAGE', message: 'text', cause });
  });

  it('are described by their message, other values by their text', () => {
    expect(describeError(new Error('text'))).toBe('text');
    expect(describeError(7)).toBe('7');
  });

  it('of the system are told by their code', () => {
    const error = Object.assign(new Error('x'), { code: 'ENOENT' });
    expect(isSystemError(error, 'EACCES', 'ENOENT')).toBe(true);
    expect(isSystemError(error, 'EACCES')).toBe(false);
    expect(isSystemError({ code: 'ENOENT' }, 'ENOENT')).toBe(false);
  });
});

it('formatPosition counts from 1', () => {
  expect(formatPosition({ line: 0, character: 4 })).toBe('1:5');
});
