// The trace view against a page that plays the extension: lists, following, filters, keys, one message, and what it asks for.
import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { axeFaults } from './harness/axeFaults.ts';
import { openView, type Theme } from './harness/openView.ts';
import type { TraceTestHost } from './page/trace/main.ts';

const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
});

async function open(
  script: object = {},
  options: { theme?: Theme; width?: number; height?: number } = {},
): Promise<Page> {
  const page = await openView({ view: 'trace', text: JSON.stringify(script), ...options });
  pages.push(page);
  return page;
}

const rows = (page: Page): Locator => page.locator('.rows [role="option"]');
const row = (page: Page, message: number): Locator =>
  page.locator(`.rows [data-message="${String(message)}"]`);
const hops = (page: Page): Locator => page.locator('.hops [role="option"]');

async function said(page: Page, what: string): Promise<unknown[]> {
  const all = await page.evaluate(
    () => (window as unknown as { traceHost: TraceTestHost }).traceHost.said as [string, unknown][],
  );
  return all.filter(([name]) => name === what).map(([, value]) => value);
}

async function add(page: Page, count: number): Promise<void> {
  await page.evaluate(
    (more) => (window as unknown as { traceHost: TraceTestHost }).traceHost.add(more),
    count,
  );
}

/** A letter after the other, between which no time passes, however busy the machine is. */
async function typeAtOnce(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, letters) => {
    const descriptor = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    for (let end = 1; end <= letters.length; end += 1) {
      // React looks at what is set past its own property.
      descriptor?.set?.call(element, letters.slice(0, end));
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, text);
}

describe.skipIf(inject('chromium') === '')('the list', () => {
  it('shows a hundred thousand messages, newest first, and only rows in sight', async () => {
    const page = await open({ messages: 100_000 });
    await row(page, 100_000).waitFor();
    await page.getByText('100,000 messages').waitFor();
    expect(await rows(page).first().getAttribute('aria-setsize')).toBe('100000');
    await page.locator('.rows').evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    await row(page, 50_000).waitFor();
    await page.locator('.rows').focus();
    await page.keyboard.press('End');
    await row(page, 1).waitFor();
    expect(await row(page, 1).getAttribute('aria-posinset')).toBe('100000');
    expect(await rows(page).count()).toBeLessThan(120);
  });

  it('has only rows in sight while it is scrolled fast, and fills them where it stops', async () => {
    const page = await open({ messages: 100_000 });
    await row(page, 100_000).waitFor();
    const most = await page.evaluate(async () => {
      let count = 0;
      const list = document.querySelector('.rows');
      for (let step = 1; step <= 60; step += 1) {
        list?.scrollTo(0, step * 30_000);
        await new Promise(requestAnimationFrame);
        count = Math.max(count, list?.querySelectorAll('[role="option"]').length ?? 0);
      }
      return count;
    });
    expect(most).toBeLessThan(120);
    await expect.poll(() => rows(page).locator('.time').count()).toBeGreaterThan(20);
  });

  it('puts new messages on top while it is at the top', async () => {
    const page = await open({ messages: 100 });
    await row(page, 100).waitFor();
    await add(page, 5);
    await row(page, 105).waitFor();
    expect(await rows(page).first().getAttribute('data-message')).toBe('105');
    expect(await page.locator('.new-chip').count()).toBe(0);
  });

  it('moves nothing while somebody reads further down, and tells how many are new', async () => {
    const page = await open({ messages: 1000 });
    await row(page, 1000).waitFor();
    await page.locator('.rows').evaluate((element) => element.scrollTo(0, 220 * 22));
    await row(page, 780).waitFor();
    const before = await row(page, 780).boundingBox();
    await add(page, 40);
    const chip = page.getByRole('button', { name: '40 new' });
    await chip.waitFor();
    expect(await row(page, 780).boundingBox()).toEqual(before);
    await chip.click();
    await row(page, 1040).waitFor();
    expect(await chip.count()).toBe(0);
  });

  it('shows no new messages while it is paused', async () => {
    const page = await open({ messages: 10 });
    await row(page, 10).waitFor();
    await page.getByRole('button', { name: /^Pause/ }).click();
    await add(page, 3);
    await page.waitForTimeout(300);
    expect(await row(page, 13).count()).toBe(0);
    await page.getByRole('button', { name: 'Show new messages again' }).click();
    await row(page, 13).waitFor();
  });

  it('hides what was recorded until it is cleared, and shows it again', async () => {
    const page = await open({ messages: 10 });
    await row(page, 10).waitFor();
    await page.getByRole('button', { name: /^Clear:/ }).click();
    await page.getByText('Nothing has come since you cleared the list.').waitFor();
    await add(page, 2);
    await row(page, 12).waitFor();
    expect(await rows(page).count()).toBe(2);
    await page.getByRole('button', { name: 'Show earlier messages again' }).click();
    await row(page, 1).waitFor();
  });

  it('asks for what is looked for, once typing rests, and says when nothing is found', async () => {
    const page = await open({ messages: 50 });
    await row(page, 50).waitFor();
    await page.keyboard.press('/');
    await typeAtOnce(page.locator('input[type="search"]:focus'), 'the filter returned');
    await expect.poll(() => rows(page).count()).toBe(7);
    const queries = (await said(page, 'listMessages')).map((each) => (each as { query: object }).query);
    expect(new Set(queries.map((query) => JSON.stringify(query)))).toEqual(
      new Set(['{}', '{"text":"the filter returned"}']),
    );
    await page.keyboard.type(' 42');
    await page.getByText('No message has a hop that meets all of this.').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await row(page, 50).waitFor();
    expect(await page.locator('input[type="search"]').first().inputValue()).toBe('');
  });

  it('filters by node and verdict, and tells the extension of the node', async () => {
    const page = await open({ messages: 50 });
    await row(page, 50).waitFor();
    await page.getByRole('combobox', { name: 'Verdict' }).click();
    await page.getByRole('option', { name: 'dropped', exact: true }).click();
    await expect.poll(() => rows(page).count()).toBe(7);
    await page.getByRole('combobox', { name: 'Node' }).click();
    await page.getByRole('option', { name: 'convert' }).click();
    await page.getByText('No message has a hop that meets all of this.').waitFor();
    await expect.poll(() => said(page, 'nodeChosen')).toEqual([{ node: 'convert' }]);
  });

  it('follows the selection on the canvas', async () => {
    const page = await open({ messages: 50 });
    await row(page, 50).waitFor();
    const tell = (value: object): Promise<void> =>
      page.evaluate(
        (selection) =>
          (window as unknown as { traceHost: TraceTestHost }).traceHost.tell('nodeSelected', selection),
        value,
      );
    await tell({ node: 'summary' });
    await expect.poll(() => rows(page).count()).toBe(3);
    await tell({});
    await expect.poll(() => rows(page).count()).toBeGreaterThan(30);
    // Or both would answer each other for ever.
    expect(await said(page, 'nodeChosen')).toEqual([]);
  });
});

describe.skipIf(inject('chromium') === '')('one message', () => {
  it('is opened and left by keys alone, hop by hop', async () => {
    const page = await open({ messages: 22 });
    await row(page, 22).waitFor();
    await page.locator('.rows').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'Message 21' }).waitFor();
    expect(await page.locator('.answer').textContent()).toBe(
      'Dropped by filter bounds: the filter returned false.',
    );
    await hops(page).first().waitFor();
    await page.keyboard.press('Enter');
    expect(await hops(page).nth(2).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowUp');
    await page.getByRole('heading', { name: 'convert' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Message 21' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Home');
    await page.getByRole('heading', { name: 'Message 22' }).waitFor();
  });

  it('shows input and output side by side with what differs, and the rest of the hop', async () => {
    const page = await open({ messages: 1 });
    await row(page, 1).click();
    await hops(page).nth(1).click();
    await expect
      .poll(() => page.locator('.is-removed').allTextContents())
      .toEqual(['    "value": 70.7,', '    "unit": "F"']);
    expect(await page.locator('.is-added').allTextContents()).toEqual([
      '    "value": 21.5,',
      '    "unit": "C"',
    ]);
    await page.getByRole('radio', { name: 'Hex' }).click();
    await page.getByText('00000000  7b 22').first().waitFor();
    for (const text of ['converted 70.7 F to 21.5 C', 'unit=F']) await page.getByText(text).waitFor();
    await page.getByRole('row', { name: 'property unit – C' }).waitFor();
    await page.getByRole('row', { name: 'get limits {"min":0,"max":120}' }).waitFor();
    await page.getByRole('row', { name: 'calibrate sensors/calibrate {"offset":0.2}' }).waitFor();
    await page.getByRole('row', { name: 'plant/reading 1 error: not-found: there is none' }).waitFor();
    await page.getByRole('row', { name: 'state limits {"min":0,"max":120}' }).waitFor();
    await page.getByRole('row', { name: 'state hex:ff00 deleted' }).waitFor();
    await page.getByRole('row', { name: 'faults drop at bounds' }).waitFor();
    await page.getByRole('row', { name: 'schema – aio-sr://plant/reading:2' }).waitFor();
  });

  it("explains a trap with the operator's frames", async () => {
    const page = await open({ messages: 11 });
    await row(page, 11).click();
    await page.locator('.answer', { hasText: 'Trapped in convert: the operator gave up' }).waitFor();
    await page.getByText('convert::process (convert.wasm+0x1a2b)').waitFor();
  });

  it('leads to the message that a window made of it, and to its operation in the YAML', async () => {
    const page = await open({ messages: 14 });
    await row(page, 13).click();
    await page.locator('.answer').getByRole('button', { name: 'summary' }).click();
    await expect.poll(() => said(page, 'showInText')).toEqual([{ node: 'summary' }]);
    await page.locator('.answer').getByRole('button', { name: 'message 14' }).click();
    await page.getByRole('heading', { name: 'Message 14' }).waitFor();
  });

  it('fetches large payloads in parts', async () => {
    const page = await open({ messages: 1, payloadBytes: 150_000 });
    await row(page, 1).click();
    await page.getByText('The first 64 KiB of 146 KiB of the input.').waitFor();
    await page.getByRole('button', { name: 'Show more of the input' }).click();
    await page.getByText('The first 128 KiB of 146 KiB of the input.').waitFor();
    await page.getByRole('button', { name: 'Show more of the input' }).click();
    await page.getByText('of 146 KiB of the input.').waitFor({ state: 'detached' });
    const asked = (await said(page, 'readPayload')) as { offset: number; limit: number }[];
    expect(asked.map(({ offset, limit }) => [offset, limit])).toEqual([
      [0, 65_536],
      [65_536, 65_536],
      [131_072, 65_536],
    ]);
  });

  it('is sent again and saved as a test case, and replayed from every hop', async () => {
    const page = await open({ messages: 5 });
    await row(page, 5).click();
    await page.getByRole('button', { name: 'Send Again' }).click();
    await page.getByRole('button', { name: 'Save as Test Case…' }).click();
    await hops(page).first().click();
    const replay = page.getByRole('button', { name: 'Replay from Here' });
    await replay.click();
    await hops(page).nth(1).click();
    await replay.click();
    await page.getByText('Message 5 was handed to convert again. It is a new message of the list.').waitFor();
    await expect
      .poll(() => said(page, 'replayHop'))
      .toEqual([
        { run: 'run 1', hop: 51 },
        { run: 'run 1', hop: 52 },
      ]);
    await expect.poll(() => said(page, 'sendAgain')).toEqual([{ run: 'run 1', message: 5 }]);
    await expect.poll(() => said(page, 'saveTestCase')).toEqual([{ run: 'run 1', message: 5 }]);
  });

  it('that was replayed says of what, and leads there', async () => {
    const page = await open({ messages: 5, replays: true });
    await page.locator('.rows', { hasText: '↻' }).waitFor();
    await row(page, 5).click();
    await page.locator('.answer', { hasText: 'A replay of message 4 from convert on.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Send Again' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'message 4' }).click();
    await page.getByRole('heading', { name: 'Message 4' }).waitFor();
  });

  it('cannot be replayed when the run has ended, which the button says', async () => {
    const page = await open({ messages: 5, state: 'ended' });
    await row(page, 5).click();
    await hops(page).nth(1).click();
    const replay = page.getByRole('button', { name: 'Replay from Here' });
    expect(await replay.getAttribute('aria-description')).toBe(
      'Replaying needs the run that recorded this, and it has ended. Debug the graph again.',
    );
    await replay.dispatchEvent('click');
    expect(await said(page, 'replayHop')).toEqual([]);
  });
});

describe.skipIf(inject('chromium') === '')('without anything to show', () => {
  it('offers to debug the graph in front', async () => {
    const page = await open({ messages: -1 });
    await page.getByRole('button', { name: 'Debug the Graph in Front' }).click();
    await expect.poll(() => said(page, 'debugGraph')).toHaveLength(1);
  });

  it('says why a file cannot be read, and opens it in another way', async () => {
    const failure =
      '/tmp/a.trace: byte 0 starts neither a recorded trace nor its NDJSON export; nothing can be read.';
    const page = await open({ messages: 0, state: 'ended', kind: 'editor', failure });
    await page.getByRole('alert').getByText(failure).waitFor();
    await page.getByRole('button', { name: 'Open in Another Editor' }).click();
    await expect.poll(() => said(page, 'openAsText')).toHaveLength(1);
  });
});

describe.skipIf(inject('chromium') === '')('accessibility', () => {
  for (const theme of ['light', 'dark', 'hc-black', 'hc-light'] satisfies Theme[]) {
    it(`has nothing for axe to find in ${theme}`, async () => {
      const page = await open({ messages: 22, problems: ['a.trace: damaged at byte 12.'] }, { theme });
      await row(page, 22).waitFor();
      expect(await axeFaults(page)).toEqual([]);
      for (const message of [20, 22, 21, 13]) {
        await row(page, message).click();
        await hops(page).nth(1).click();
        await page.locator('.compared').waitFor();
        expect(await axeFaults(page)).toEqual([]);
      }
      await page.keyboard.press('/');
      await page.keyboard.type('nothing has this');
      await page.locator('.list .empty-list').waitFor();
      expect(await axeFaults(page)).toEqual([]);
      const empty = await open({ messages: -1 }, { theme });
      expect(await axeFaults(empty)).toEqual([]);
    });
  }
});
