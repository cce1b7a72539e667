// The publish view in a real browser: what is written is what is published, by keyboard too, in every kind of theme.
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { axeFaults } from './harness/axeFaults.ts';
import { openView, type Theme } from './harness/openView.ts';
import type { PublishTestHost } from './page/publish/main.ts';

let page: Page;
afterEach(() => page.close());

async function open(theme: Theme = 'dark', width = 1400): Promise<void> {
  page = await openView({ view: 'publish', theme, width });
}

type Published = PublishTestHost['published'];
const published = (): Promise<Published> => page.evaluate(() => window.publishHost.published);
const told = (event: string): Promise<unknown[]> =>
  page.evaluate(
    (name) => window.publishHost.told.filter((each) => each.event === name).map(({ value }) => value),
    event,
  );
const payload = () => page.getByRole('textbox', { name: 'Payload', exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe.skipIf(inject('chromium') === '')('the publish view', () => {
  it('publishes exactly what stands in its fields, with Ctrl+Enter from any of them', async () => {
    await open();
    await page.getByLabel('Topic', { exact: true }).fill('a/{{seq}}');
    await page.getByLabel('Content type').fill('text/plain');
    await page.getByLabel('Response topic').fill('reply');
    await page.getByRole('spinbutton', { name: 'Messages' }).fill('5');
    await page.getByRole('spinbutton', { name: 'Per second' }).fill('2.5');
    await payload().fill('{"n": 1}');
    await payload().press('Control+Enter');
    await expect.poll(published).toHaveLength(1);
    expect((await published())[0]).toEqual({
      draft: {
        topic: 'a/{{seq}}',
        qos: 1,
        retain: false,
        contentType: 'text/plain',
        responseTopic: 'reply',
        correlationData: '',
        userProperties: [['site', 'north']],
        payloadForm: 'json',
        payload: '{"n": 1}',
      },
      plan: { count: 5, perSecond: 2.5 },
    });
    await page.getByLabel('Topic', { exact: true }).fill('b');
    await page.getByLabel('Topic', { exact: true }).press('Control+Enter');
    await expect.poll(async () => (await published())[1]?.draft.topic).toBe('b');
  });

  it('can be used by keyboard alone', async () => {
    await open();
    await page.getByLabel('Topic', { exact: true }).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('sensors/keys');
    // QoS, content type, response topic, correlation data, retain, form, format, payload.
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    for (let times = 0; times < 4; times += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    expect(await payload().evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('plain');
    await page.keyboard.press('Control+Enter');
    await expect.poll(published).toHaveLength(1);
    expect((await published())[0]?.draft).toMatchObject({
      topic: 'sensors/keys',
      qos: 0,
      retain: true,
      payloadForm: 'text',
      payload: 'plain',
    });
  });

  it('tells where JSON is wrong while it is written, and publishes it nevertheless', async () => {
    await open();
    await payload().fill('{\n  "a": oh\n}');
    await page.getByText('Line 2, column 8: this is not JSON').waitFor();
    await button('Go to this place').click();
    const start = await payload().evaluate((element) => (element as HTMLTextAreaElement).selectionStart);
    expect(start).toBe(9);
    await button('Publish').click();
    await expect.poll(published).toHaveLength(1);
  });

  it('formats JSON with its placeholders', async () => {
    await open();
    await payload().fill('{"a":{{seq}},"b":[1.0]}');
    await button('Format').click();
    expect(await payload().inputValue()).toBe('{\n  "a": {{seq}},\n  "b": [\n    1.0\n  ]\n}');
  });

  it('refuses wildcards and unknown placeholders with the reason', async () => {
    await open();
    await page.getByLabel('Topic', { exact: true }).fill('a/#');
    await page.getByText('"#" is a wildcard').first().waitFor();
    expect(await button('Publish').isDisabled()).toBe(true);
    await page.getByLabel('Topic', { exact: true }).fill('a/{{oops}}');
    await page.getByText('{{oops}} is not known').first().waitFor();
  });

  it('adds, changes and removes user properties in their order', async () => {
    await open();
    await button('Add Property').click();
    await page.getByLabel('Name of property 2').fill('site');
    await page.getByLabel('Value of property 2').fill('south');
    await button('Remove property site').first().click();
    await button('Publish').click();
    await expect.poll(async () => (await published())[0]?.draft.userProperties).toEqual([['site', 'south']]);
  });

  it('shows how far it is, what waits at a breakpoint, and stops', async () => {
    await open();
    await page.evaluate(() => {
      const counts = { total: 1000, sent: 300, taken: 250, failed: 0, elapsedMs: 1200 };
      window.publishHost.tell('changed', {
        status: { kind: 'going', ...counts, what: 'a' },
        targets: [
          {
            id: 's1',
            name: 'graph',
            url: 'mqtt://127.0.0.1:1',
            sourceTopics: [],
            isStopped: true,
            waiting: 50,
          },
        ],
      });
    });
    await page.getByText('250 of 1,000').waitFor();
    await page.getByText('50 not taken yet').waitFor();
    await page.getByText('50 messages wait until it goes on').waitFor();
    await button('Stop').click();
    await expect.poll(() => told('stop')).toHaveLength(1);
  });

  it('offers to start a run when there is none, and publishes to the one that is chosen', async () => {
    await open();
    await page.evaluate(() => window.publishHost.tell('changed', { targets: [] }));
    await button('Start debugging').click();
    await expect.poll(() => told('startRun')).toHaveLength(1);
    await page.getByLabel('Topic', { exact: true }).fill('refused');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('No graph runs.').waitFor();
  });

  it('has the history and the files at hand', async () => {
    await open();
    await button('Edit: sensors/line1, { "n": {{seq}} }').click();
    await expect.poll(() => told('useAgain')).toEqual([{ id: 1 }]);
    await button('Publish again: sensors/line2, { "humidity": 55 }').click();
    await button('Unpin: sensors/line2, { "humidity": 55 }').click();
    await button('messages/line1.message.json').click();
    await expect.poll(() => told('openSaved')).toHaveLength(1);
    expect(await told('sendAgain')).toEqual([{ id: 2 }]);
    expect(await told('pin')).toEqual([{ id: 2, isPinned: false }]);
  });

  it('takes over a draft that comes from elsewhere', async () => {
    await open();
    await page.evaluate(() => {
      const draft = {
        topic: 'from/trace',
        qos: 0 as const,
        retain: true,
        contentType: '',
        responseTopic: '',
        correlationData: '',
        userProperties: [],
        payloadForm: 'hex' as const,
        payload: '00 ff',
      };
      window.publishHost.tell('draft', { draft });
    });
    await expect.poll(() => page.getByLabel('Topic', { exact: true }).inputValue()).toBe('from/trace');
    expect(await payload().inputValue()).toBe('00 ff');
    await payload().fill('0');
    await page.getByText('one is missing').first().waitFor();
  });

  for (const theme of ['light', 'dark', 'hc-black', 'hc-light'] satisfies Theme[])
    it(`has nothing for axe to find in ${theme}`, async () => {
      await open(theme);
      expect(await axeFaults(page)).toEqual([]);
      await page.getByText('Placeholders', { exact: true }).click();
      await payload().fill('{ oh');
      await page.getByLabel('Topic', { exact: true }).fill('a/+');
      await page.getByText('is a wildcard').first().waitFor();
      expect(await axeFaults(page)).toEqual([]);
    });

  it('fits into a narrow panel', async () => {
    await open('dark', 420);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(420);
  });
});
