// The metrics view in a browser, as a person sees it.
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { MetricsState, NodeSample } from '../../src/protocol/metricsView.ts';
import { axeFaults } from './harness/axeFaults.ts';
import { openView, type Theme } from './harness/openView.ts';

const sample = (count: number, more: Partial<NodeSample> = {}): NodeSample => ({
  count,
  rate: count,
  errors: 0,
  dropped: 0,
  queued: 0,
  maxUs: 0,
  ...more,
});
const state: MetricsState = {
  run: 'thermostats',
  isPast: false,
  nodes: [
    { name: 'source', type: 'source' },
    { name: 'convert', type: 'map' },
  ],
  samples: [
    [sample(1), sample(1, { p50Us: 40, maxUs: 90 })],
    [sample(1204), sample(1200, { p50Us: 45, maxUs: 2400, errors: 3, queued: 4 })],
  ],
  reported: [
    {
      node: 'convert',
      metrics: [
        { name: 'conversions', labels: [['unit', 'F']], value: 1204 },
        { name: 'size', labels: [], summary: { count: 3, sum: 6, min: 1, max: 3, p50: 2, p95: 3 } },
      ],
      refused: 0,
    },
  ],
};

describe.skipIf(inject('chromium') === '')('the metrics view', () => {
  let page: Page | undefined;
  afterEach(() => page?.close());
  const open = async (shown: MetricsState | null = state, theme: Theme = 'dark'): Promise<Page> => {
    page = await openView({ view: 'metrics', theme, text: shown ? JSON.stringify(shown) : '', height: 300 });
    return page;
  };
  const rows = (on: Page): Promise<string[]> => on.locator('tbody tr').allInnerTexts();
  const line = (text: string | undefined): string[] =>
    (text ?? '').split(/\s*\t\s*|\n+/).map((part) => part.trim());

  it('shows numbers, charts and what operators reported', async () => {
    const on = await open();
    const [source, convert, reported] = await rows(on);
    expect(line(source).slice(0, 3)).toEqual(['source source', '1.2k', '1.2k/s']);
    expect(line(convert)).toEqual(['convert map', '1.2k', '1.2k/s', '45 µs', '2.4 ms', '3', '0', '4']);
    expect(reported).toContain('conversions{unit="F"} 1,204');
    expect(reported).toContain('size 3 values, 1 to 3, median 2, 95 % below 3');
    await on.getByRole('img', { name: 'rate of source, up to 1.2k/s in the last 2 seconds' }).waitFor();
  });

  it('follows the run, and keeps its last numbers as past', async () => {
    const on = await open();
    const next = JSON.stringify({ sample: [sample(5000), sample(4990)], reported: [] });
    await on.evaluate(`metricsHost.tell('sampled', ${next})`);
    await on.getByRole('row', { name: /source.*5k/ }).waitFor();
    await on.evaluate(`metricsHost.tell('ended', null)`);
    await on.getByText('thermostats (past run)').waitFor();
    expect(line((await rows(on))[0]).slice(1, 3)).toEqual(['5k', '–']);
  });

  it('leads to an operation by keyboard', async () => {
    const on = await open();
    await on.keyboard.press('Tab');
    await on.keyboard.press('Tab');
    await on.keyboard.press('Enter');
    await expect.poll(() => on.evaluate('metricsHost.revealed')).toEqual(['convert']);
  });

  it('says what to do when nothing has run yet', async () => {
    const on = await open(null);
    expect(await on.locator('body').innerText()).toContain('Press F5 on a graph');
    await on.evaluate(`metricsHost.tell('began', ${JSON.stringify(state)})`);
    await on.getByRole('table').waitFor();
  });

  it.for<Theme>(['light', 'dark', 'hc-black', 'hc-light'])('can be used by everybody (%s)', async (theme) => {
    const on = await open(state, theme);
    expect(await axeFaults(on)).toEqual([]);
  });
});
