// Edits of one document, one after the other.
import { expect, it } from 'vitest';
import { EditQueue } from '../../../../src/host/editor/editQueue.ts';

it('does one after the other, also after one that failed', async () => {
  const queue = new EditQueue();
  const done: string[] = [];
  let finishFirst = (): void => undefined;
  const first = queue.add(
    () =>
      new Promise<void>((resolve) => {
        finishFirst = () => {
          done.push('first');
          resolve();
        };
      }),
  );
  const failing = queue.add(() => {
    done.push('failing');
    return Promise.reject(new Error('no'));
  });
  const last = queue.add(() => {
    done.push('last');
    return Promise.resolve('result');
  });
  const failure = failing.catch((error: unknown) => String(error));
  await Promise.resolve();
  expect(done).toEqual([]);
  finishFirst();
  await first;
  expect(await failure).toBe('Error: no');
  expect(await last).toBe('result');
  expect(done).toEqual(['first', 'failing', 'last']);
});
