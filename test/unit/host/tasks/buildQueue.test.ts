// Builds that saving asks for.
import { describe, expect, it } from 'vitest';
import { BuildQueue } from '../../../../src/host/tasks/buildQueue.ts';

/** A queue whose builds end when they are told to. */
function heldQueue(): {
  readonly queue: BuildQueue;
  readonly begun: string[];
  readonly failures: string[];
  readonly end: (error?: Error) => Promise<void>;
} {
  const begun: string[] = [];
  const failures: string[] = [];
  let settle: (error?: Error) => void = () => undefined;
  const queue = new BuildQueue(
    (folder) =>
      new Promise((resolve, reject) => {
        begun.push(folder);
        settle = (error) => (error ? reject(error) : resolve());
      }),
    (message) => failures.push(message),
  );
  const end = async (error?: Error): Promise<void> => {
    settle(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, failures, end };
}

describe('a folder that is saved', () => {
  it('is built once more however often it is saved during its build', async () => {
    const { queue, begun, end } = heldQueue();
    for (let count = 0; count < 4; count += 1) queue.request('a');
    expect(begun).toEqual(['a']);
    await end();
    expect(begun).toEqual(['a', 'a']);
    await end();
    expect(begun).toEqual(['a', 'a']);
    queue.request('a');
    expect(begun).toHaveLength(3);
  });

  it('waits for the build of another', async () => {
    const { queue, begun, end } = heldQueue();
    for (const folder of ['a', 'b', 'c', 'b']) queue.request(folder);
    expect(begun).toEqual(['a']);
    await end();
    await end();
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('is built after one that could not be started, which is told', async () => {
    const { queue, begun, failures, end } = heldQueue();
    queue.request('a');
    queue.request('b');
    await end(new Error('no terminal'));
    expect(begun).toEqual(['a', 'b']);
    expect(failures).toEqual(['no terminal']);
  });

  it('is not built once the queue is cleared', async () => {
    const { queue, begun, end } = heldQueue();
    queue.request('a');
    queue.request('b');
    queue.clear();
    await end();
    expect(begun).toEqual(['a']);
  });
});
