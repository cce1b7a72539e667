// Series of messages: how many go out when, what they are, what happens when the run does not take them.
import { describe, expect, it } from 'vitest';
import type { BusMessage } from '../../../../src/protocol/message.ts';
import type { MessagePattern } from '../../../../src/protocol/publishing.ts';
import { PublishSeries, type SeriesPlan } from '../../../../src/runtime/serve/publishSeries.ts';
import { SeriesDesk } from '../../../../src/runtime/serve/seriesDesk.ts';
import { ManualTime } from '../../../helpers/manualTime.ts';

const pattern: MessagePattern = {
  topic: 'a/{{seq}}',
  qos: 1,
  retain: false,
  userProperties: [['n', '{{seq 10}}']],
  payload: '{"at": {{epochMs}}, "x": {{random 0 1}}}',
};

class Bench {
  readonly time = new ManualTime(5000);
  readonly published: BusMessage[] = [];
  readonly settle: (() => void)[] = [];
  isTaking = true;

  start(plan: Partial<SeriesPlan>): PublishSeries {
    return new PublishSeries({ id: 1, patterns: [pattern], count: 1, ...plan }, this.ports);
  }

  get ports() {
    return {
      time: this.time,
      random: () => 0.5,
      publish: (message: BusMessage): Promise<void> => {
        this.published.push(message);
        if (this.isTaking) return Promise.resolve();
        return new Promise((resolve) => this.settle.push(resolve));
      },
    };
  }

  async advance(ms: number, stepMs = 10): Promise<void> {
    for (let done = 0; done < ms; done += stepMs) {
      this.time.advance(stepMs);
      await Promise.resolve();
      await Promise.resolve();
    }
  }
}

describe('a series', () => {
  it('fills in its placeholders for each message', async () => {
    const bench = new Bench();
    bench.start({ count: 2 });
    await bench.advance(20);
    expect(bench.published.map(({ topic }) => topic)).toEqual(['a/0', 'a/1']);
    expect(bench.published[1]?.userProperties).toEqual([['n', '11']]);
    expect(new TextDecoder().decode(bench.published[0]?.payload)).toBe('{"at": 5000, "x": 0.5}');
  });

  it('sends the first message at once and the others at its rate', async () => {
    const bench = new Bench();
    const series = bench.start({ count: 100, perSecond: 10 });
    expect(bench.published).toHaveLength(1);
    await bench.advance(1000);
    expect(bench.published).toHaveLength(11);
    await bench.advance(9000);
    expect(series.progress).toMatchObject({ sent: 100, taken: 100, failed: 0, isOver: true });
    expect(series.progress.elapsedMs).toBeLessThan(10_000);
  });

  it.each([1, 7, 333, 10_000])('keeps a rate of %i to a message', async (perSecond) => {
    const bench = new Bench();
    bench.start({ count: 1_000_000, perSecond });
    await bench.advance(2000);
    expect(Math.abs(bench.published.length - perSecond * 2)).toBeLessThanOrEqual(1 + perSecond / 50);
  });

  it('does not gather messages at a run that stands', async () => {
    const bench = new Bench();
    bench.isTaking = false;
    const series = bench.start({ count: 1000 });
    await bench.advance(1000);
    expect(bench.published).toHaveLength(256);
    expect(series.progress).toMatchObject({ sent: 256, taken: 0, isOver: false });
    bench.isTaking = true;
    for (const settle of bench.settle) settle();
    await bench.advance(200);
    expect(series.progress).toMatchObject({ sent: 1000, taken: 1000, isOver: true });
  });

  it('sends nothing after it has been stopped', async () => {
    const bench = new Bench();
    const series = bench.start({ count: 1000, perSecond: 100 });
    await bench.advance(100);
    series.dispose();
    const { sent } = series.progress;
    await bench.advance(1000);
    expect(bench.published).toHaveLength(sent);
    expect(series.progress).toMatchObject({ isOver: true, sent });
  });

  it('counts what is refused and keeps the first reason', async () => {
    const time = new ManualTime();
    let tries = 0;
    const series = new PublishSeries(
      { id: 1, patterns: [pattern], count: 3 },
      {
        time,
        random: () => 0,
        publish: () => {
          tries += 1;
          return Promise.reject(new Error(`no ${String(tries)}`));
        },
      },
    );
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(series.progress).toMatchObject({ sent: 3, failed: 3, error: 'no 1', isOver: true });
  });

  it('takes several patterns in turn', async () => {
    const bench = new Bench();
    bench.start({ count: 3, patterns: [pattern, { ...pattern, topic: 'b', payload: Uint8Array.of(1) }] });
    await bench.advance(20);
    expect(bench.published.map(({ topic }) => topic)).toEqual(['a/0', 'b', 'a/2']);
  });
});

describe('the series of a run', () => {
  const desk = (bench: Bench): SeriesDesk =>
    new SeriesDesk({ ...bench.ports, readFolder: () => Promise.resolve([pattern, pattern]) });

  it('of a folder publishes each message once, unless a count is given', async () => {
    const each = desk(new Bench());
    expect(await each.start({ from: { kind: 'folder', folder: '/m' } })).toMatchObject({ id: 1, total: 2 });
    expect(await each.start({ from: { kind: 'folder', folder: '/m' }, count: 5 })).toMatchObject({
      id: 2,
      total: 5,
    });
    expect(each.read(2)).toMatchObject({ id: 2 });
    expect(each.read(3)).toBeNull();
  });

  it.each([{ count: 0 }, { count: 1.5 }, { perSecond: 0 }, { perSecond: 10_001 }])(
    'is refused with %o',
    async (limits) => {
      const started = desk(new Bench()).start({ from: { kind: 'pattern', pattern }, ...limits });
      await expect(started).rejects.toMatchObject({ code: 'USAGE' });
    },
  );

  it('are at most sixteen, of which those that are over make room', async () => {
    const bench = new Bench();
    bench.isTaking = false;
    const each = desk(bench);
    const from = { kind: 'pattern', pattern } as const;
    for (let index = 0; index < 16; index += 1) await each.start({ from });
    await expect(each.start({ from })).rejects.toMatchObject({ code: 'USAGE' });
    each.stop(3);
    expect(await each.start({ from })).toMatchObject({ id: 17 });
    expect(each.read(3)).toBeNull();
  });
});
