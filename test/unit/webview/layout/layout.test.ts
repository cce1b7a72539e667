// The layout with its real worker on a thread: one at a time, the newest wins, and no worker is no harm.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { arrangeNodes } from '../../../../webview/graph/layout/arrangeNodes.ts';
import { GraphLayout, type LayoutRequest } from '../../../../webview/graph/layout/layout.ts';
import { placeNodes } from '../../../../webview/graph/layout/placeNodes.ts';
import { layeredGraph } from './graphCases.ts';
import { bundleLayoutWorker, ThreadWorker } from './threadWorker.ts';

const small: LayoutRequest = { ...layeredGraph(20, 25), pinned: {}, previous: {} };
const large: LayoutRequest = { ...layeredGraph(100, 140), pinned: {}, previous: {} };

let script: string;
let layout: GraphLayout;
let workers: ThreadWorker[];

function open(text = script): GraphLayout {
  workers = [];
  layout = new GraphLayout(() => {
    const worker = new ThreadWorker(text);
    workers.push(worker);
    return Promise.resolve(worker.asWorker());
  });
  return layout;
}

beforeAll(async () => {
  script = await bundleLayoutWorker();
});
afterEach(async () => {
  layout.dispose();
  await Promise.all(workers.map(({ ended }) => ended));
});

describe('GraphLayout', () => {
  it('arranges in a worker as arrangeNodes does', async () => {
    expect(await open().arrange(large)).toEqual(arrangeNodes(large));
    expect(workers).toHaveLength(1);
  });

  it('uses one worker for all', async () => {
    open();
    await layout.arrange(large);
    expect(await layout.arrange(small)).toEqual(arrangeNodes(small));
    expect(workers).toHaveLength(1);
    expect(workers[0]!.questions).toBe(2);
  });

  it('answers what has been overtaken with the newest, and never begins what is in between', async () => {
    open();
    await layout.arrange(small);
    const answers = await Promise.all([layout.arrange(large), layout.arrange(large), layout.arrange(small)]);
    expect(answers).toEqual([arrangeNodes(small), arrangeNodes(small), arrangeNodes(small)]);
    // The first of all, and of three at most two.
    expect(workers[0]!.questions).toBeLessThanOrEqual(3);
  });

  it('places nodes when there is no worker, and tries again next time', async () => {
    let attempts = 0;
    workers = [];
    layout = new GraphLayout(() => {
      attempts += 1;
      return Promise.reject(new Error('forbidden'));
    });
    expect(await layout.arrange(small)).toEqual(placeNodes(small));
    expect(await layout.arrange(small)).toEqual(placeNodes(small));
    expect(attempts).toBe(2);
  });

  it.each([
    ['dies at its start', 'throw new Error("broken");'],
    ['dies over a question', 'self.onmessage = () => { throw new Error("broken"); };'],
    ['cannot do it', 'self.onmessage = ({ data: { id } }) => self.postMessage({ id });'],
  ])('places nodes when the worker %s', async (_how, text) => {
    expect(await open(text).arrange(small)).toEqual(placeNodes(small));
  });

  it('starts another worker after one has died', async () => {
    open('throw new Error("broken");');
    await layout.arrange(small);
    await layout.arrange(small);
    expect(workers).toHaveLength(2);
  });

  it('answers what is pending when it is disposed of, and ends its worker', async () => {
    open();
    await layout.arrange(small);
    const pending = layout.arrange(large);
    layout.dispose();
    expect(await pending).toEqual(placeNodes(large));
    await workers[0]!.ended;
  });

  it('starts no worker once disposed of', async () => {
    open().dispose();
    expect(await layout.arrange(small)).toEqual(placeNodes(small));
    expect(workers).toEqual([]);
  });
});
