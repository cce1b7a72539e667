// What is known of the topics of a broker: last and previous messages, counts, rates, retained marks, and bounds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BusMessage } from '../../../../src/protocol/message.ts';
import { MAX_WATCHED_PAYLOAD, MAX_WATCHED_TOPICS } from '../../../../src/protocol/publishing.ts';
import { TopicWatch } from '../../../../src/runtime/serve/topicWatch.ts';
import { ManualTime } from '../../../helpers/manualTime.ts';

class Bench {
  readonly time = new ManualTime(1000);
  deliver: (message: BusMessage) => void = () => undefined;
  subscriptions = 0;
  readonly watch: TopicWatch;

  constructor(maxKeptBytes?: number) {
    this.watch = new TopicWatch({
      time: this.time,
      subscribe: (filters, deliver) => {
        expect(filters).toEqual(['#']);
        this.subscriptions += 1;
        this.deliver = deliver;
        return Promise.resolve({
          dispose: () => {
            this.subscriptions -= 1;
            this.deliver = () => undefined;
          },
        });
      },
      ...(maxKeptBytes !== undefined && { maxKeptBytes }),
    });
  }

  tell(topic: string, payload: string | Uint8Array = 'x', changes: Partial<BusMessage> = {}): void {
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    this.deliver({ topic, payload: bytes, qos: 0, retain: false, userProperties: [], ...changes });
  }
}

async function begin(maxKeptBytes?: number): Promise<Bench> {
  const bench = new Bench(maxKeptBytes);
  await bench.watch.read({ since: 0 });
  return bench;
}

describe('topics', () => {
  it('are watched only once somebody asks, and no more when told', async () => {
    const bench = new Bench();
    expect(bench.subscriptions).toBe(0);
    await bench.watch.read({ since: 0 });
    await bench.watch.read({ since: 0 });
    expect(bench.subscriptions).toBe(1);
    bench.watch.dispose();
    await Promise.resolve();
    expect(bench.subscriptions).toBe(0);
  });

  it('are watched when somebody asks again after a broker has refused', async () => {
    const time = new ManualTime(1000);
    const refusals = [new Error('refused')];
    const watch = new TopicWatch({
      time,
      subscribe: (_filters, deliver) => {
        const refusal = refusals.pop();
        if (refusal) return Promise.reject(refusal);
        deliver({ topic: 'a', payload: new Uint8Array(), qos: 0, retain: false, userProperties: [] });
        return Promise.resolve({ dispose: () => undefined });
      },
    });
    await expect(watch.read({ since: 0 })).rejects.toThrow('refused');
    expect((await watch.read({ since: 0 })).topics).toHaveLength(1);
  });

  it('have their last and previous message', async () => {
    const bench = await begin();
    bench.tell('a', 'one', { contentType: 'text/plain' });
    bench.time.advance(5);
    bench.tell('a', 'two', { qos: 1, userProperties: [['k', 'v']] });
    const { topics } = await bench.watch.read({ since: 0 });
    expect(topics).toMatchObject([
      { topic: 'a', count: 2, preview: 'two', qos: 1, size: 3, timeMs: 1005, userProperties: [['k', 'v']] },
    ]);
    expect(bench.watch.readValue('a')).toMatchObject({
      last: { payload: new TextEncoder().encode('two') },
      previous: { payload: new TextEncoder().encode('one'), contentType: 'text/plain', timeMs: 1000 },
    });
    expect(bench.watch.readValue('b')).toBeNull();
  });

  it('of the broker itself are left out', async () => {
    const bench = await begin();
    bench.tell('$SYS/uptime');
    expect((await bench.watch.read({ since: 0 })).size).toBe(0);
  });

  it('lose the retained mark with an empty retained message, and keep it otherwise', async () => {
    const bench = await begin();
    const isRetained = async (): Promise<boolean | undefined> =>
      (await bench.watch.read({ since: 0 })).topics[0]?.isRetained;
    bench.tell('a', 'x', { retain: true });
    expect(await isRetained()).toBe(true);
    bench.watch.clear();
    bench.tell('a', 'y');
    expect(await isRetained()).toBe(true);
    bench.tell('a', '', { retain: true });
    expect(await isRetained()).toBe(false);
  });

  it('have a rate that falls to nothing when nothing comes, and is told until then', async () => {
    const bench = await begin();
    for (let index = 0; index < 400; index += 1) {
      bench.tell('a');
      bench.time.advance(10);
    }
    let page = await bench.watch.read({ since: 0 });
    expect(page.topics[0]?.perSecond).toBeGreaterThan(95);
    expect(page.topics[0]?.perSecond).toBeLessThan(105);
    bench.time.advance(10_000);
    page = await bench.watch.read({ since: page.revision });
    expect(page.topics[0]?.perSecond).toBe(0);
    expect((await bench.watch.read({ since: page.revision })).topics).toEqual([]);
  });

  it('are told as a whole again after they were cleared', async () => {
    const bench = await begin();
    bench.tell('a');
    const { revision } = await bench.watch.read({ since: 0 });
    bench.watch.clear();
    bench.tell('b');
    const page = await bench.watch.read({ since: revision });
    expect(page).toMatchObject({ isWhole: true, size: 1, topics: [{ topic: 'b', count: 1 }] });
    expect(await bench.watch.read({ since: page.revision })).toMatchObject({ isWhole: false });
  });

  it('beyond the most are counted and not kept', async () => {
    const bench = await begin();
    for (let index = 0; index < MAX_WATCHED_TOPICS + 5; index += 1) bench.tell(`t/${String(index)}`);
    const page = await bench.watch.read({ since: 0, limit: 10 });
    expect(page).toMatchObject({ size: MAX_WATCHED_TOPICS, beyond: 5, hasMore: true });
    expect(page.topics).toHaveLength(10);
  });

  it('have payloads of their own, cut off at their most', async () => {
    const bench = await begin();
    const block = new Uint8Array(MAX_WATCHED_PAYLOAD + 10);
    bench.tell('a', block);
    block.fill(7);
    const value = bench.watch.readValue('a')?.last;
    expect(value?.size).toBe(MAX_WATCHED_PAYLOAD + 10);
    expect(value?.payload).toHaveLength(MAX_WATCHED_PAYLOAD);
    expect(value?.payload[0]).toBe(0);
  });

  it('keep no more bytes than they may, and the newest ones first', async () => {
    const bench = await begin(10_000);
    for (let index = 0; index < 50; index += 1) bench.tell(`t/${String(index % 5)}`, new Uint8Array(4000));
    const kept = [0, 1, 2, 3, 4].flatMap((index) => {
      const value = bench.watch.readValue(`t/${String(index)}`);
      expect(value?.last.size).toBe(4000);
      return [value?.last.payload.length ?? 0, value?.previous?.payload.length ?? 0];
    });
    expect(kept.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(10_000 + 5 * 1024);
  });
});

describe('changes', () => {
  it('of any series of messages, read in pages of any size, add up to all there is', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('message' as const), topic: fc.integer({ min: 0, max: 8 }) }),
      fc.record({ kind: fc.constant('read' as const), limit: fc.integer({ min: 1, max: 4 }) }),
      fc.constant({ kind: 'clear' as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const bench = await begin();
        const seen = new Map<string, number>();
        const expected = new Map<string, number>();
        let since = 0;
        const read = async (limit: number): Promise<boolean> => {
          const page = await bench.watch.read({ since, limit });
          if (page.isWhole) seen.clear();
          for (const { topic, count } of page.topics) seen.set(topic, count);
          since = page.revision;
          return page.hasMore;
        };
        for (const each of steps)
          if (each.kind === 'read') await read(each.limit);
          else if (each.kind === 'clear') {
            bench.watch.clear();
            expected.clear();
          } else {
            const topic = `t/${String(each.topic)}`;
            bench.tell(topic);
            expected.set(topic, (expected.get(topic) ?? 0) + 1);
          }
        while (await read(2));
        expect(new Map([...seen].sort())).toEqual(new Map([...expected].sort()));
      }),
    );
  });
});
