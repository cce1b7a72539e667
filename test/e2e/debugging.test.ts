// F5 as a person does it: breakpoints in the text and on the canvas, messages from outside, changes, steps, what is shown of it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { missing } from '../integration/broker/mosquittoBroker.ts';
import { openCanvas } from './harness/canvasEditor.ts';
import { DebugBar } from './harness/debugBar.ts';
import { eachVscode, newestVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = 'graph-simple.dataflow.yaml';
const fixtures = join(process.cwd(), 'test/fixtures/debug');
const faulty = 'faulty.dataflow.yaml';
const run = promisify(execFile);

const faultyLaunch = {
  version: '0.2.0',
  configurations: [
    {
      type: 'dataflow-graph',
      request: 'launch',
      name: 'Debug the faulty graph',
      program: `\${workspaceFolder}/${faulty}`,
      modules: { 'faulty:1.0.0': join(process.cwd(), 'test/fixtures/components/faulty.wasm') },
      operatorTimeoutMs: 100_000,
    },
  ],
};

async function publish(port: string, payload: string, topic = 'sensors/hall'): Promise<void> {
  await run('mosquitto_pub', [
    '-V',
    'mqttv5',
    '-h',
    '127.0.0.1',
    '-p',
    port,
    '-q',
    '1',
    '-t',
    topic,
    '-m',
    payload,
  ]);
}

const fahrenheit = (value: number): string => JSON.stringify({ temperature: { value, unit: 'F' } });

eachVscode('debugging', (vscode) => {
  const open = async (): ReturnType<typeof vscode.open> => vscode.open({ copyOf: samples });

  it.skipIf(missing('mosquitto_pub') !== undefined)(
    'stops in the text at a message from outside, shows and changes it, steps, and shows the run beside the lines',
    async () => {
      const workbench = await open();
      const { editor, page } = workbench;
      const debug = new DebugBar(workbench);
      await editor.open(simple);
      await debug.toggleBreakpoint('operationType: m|ap');
      await debug.start();
      const port = await debug.brokerPort();
      await publish(port, fahrenheit(104));
      await debug.waitForFrame('message 1 at module-temperature/map');
      await debug.waitForVariable('payload', '104');
      // What the line shows beside the text.
      await waitUntil(
        'the message beside its operation',
        () => page.locator('.view-lines').first().innerText(),
        (text) => text.replace(/\s/g, ' ').includes('in: sensors/hall'),
      );
      await debug.change('payload', fahrenheit(212));
      await debug.waitForVariable('payload', '212');
      await debug.stepOver();
      await debug.waitForFrame('message 1 at module-temperature/filter');
      await debug.waitForVariable('payload', '100');
      await debug.continue();
      const sent = await waitUntil(
        'counts behind the line of the sink',
        () => decorationsOf(page),
        (texts) => texts.some((text) => text.startsWith('1 message')),
      );
      expect(sent.some((text) => text.includes('last: {"temperature"'))).toBe(true);
      await debug.stop();
      await waitUntil(
        'the numbers to be past',
        () => decorationsOf(page),
        (texts) => texts.some((text) => text.startsWith('past run')),
      );
    },
  );

  it('stops at a breakpoint of the canvas', async () => {
    const workbench = await open();
    const debug = new DebugBar(workbench);
    const canvas = await openCanvas(workbench, simple);
    await canvas
      .node('module-temperature/filter')
      .getByRole('button', { name: /^Breakpoint/ })
      .click();
    await debug.start();
    const port = await debug.brokerPort();
    await publish(port, fahrenheit(90));
    await debug.waitForFrame('message 1 at module-temperature/filter');
    await debug.continue();
    await debug.stop();
  });
});

newestVscode('debugging', (vscode) => {
  it.skipIf(missing('mosquitto_pub') !== undefined)(
    'stops where an operator fails, and offers to end a call that hangs',
    async () => {
      const workbench = await vscode.open({
        copyOf: fixtures,
        files: { '.vscode/launch.json': JSON.stringify(faultyLaunch) },
      });
      const { editor, page } = workbench;
      const debug = new DebugBar(workbench);
      await editor.open(faulty);
      await debug.start();
      const port = await debug.brokerPort();
      await publish(port, 'trap');
      await page.locator('.exception-widget', { hasText: 'it panicked or aborted' }).waitFor();
      await debug.continue();
      await publish(port, 'hang');
      await workbench.waitForNotification('has been working on one message');
      await page.locator('.notifications-center').getByRole('button', { name: 'End This Call' }).click();
      await page.locator('.exception-widget', { hasText: 'stopped by hand' }).waitFor();
      await debug.continue();
      await publish(port, 'fine');
      await waitUntil(
        'what comes after it to pass',
        () => decorationsOf(page),
        (texts) => texts.some((text) => text.startsWith('3 messages') && text.includes('2 errors')),
      );
      await debug.stop();
    },
  );

  it('shows the state store, and changes it', async () => {
    const workbench = await vscode.open({ copyOf: samples });
    const { editor, page, palette } = workbench;
    const debug = new DebugBar(workbench);
    await editor.open(simple);
    await debug.start('Control+F5');
    await palette.run('Run and Debug: Focus on State Store View');
    const rows = page.locator('.part.sidebar .monaco-list-row', { hasText: 'factory' });
    await rows.first().waitFor();
    await palette.run('Data Flow Graphs: Add Key');
    await palette.answer('colour');
    await palette.answer('green');
    await page.locator('.part.sidebar .monaco-list-row', { hasText: 'colour' }).click();
    await palette.answer('blue');
    await page.locator('.part.sidebar .monaco-list-row', { hasText: /colour.*blue/ }).waitFor();
    await page.keyboard.press('Delete');
    await page
      .locator('.part.sidebar .monaco-list-row', { hasText: 'colour' })
      .waitFor({ state: 'detached' });
    await debug.stop();
  });
});

/** What stands behind lines: decorations are no text of the page. */
function decorationsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('.view-line span[class*="ced-"]')].flatMap((span) => {
      const { content } = getComputedStyle(span, '::after');
      return content === 'none' || content === 'normal' ? [] : [content.slice(1, -1).replaceAll('\\\\"', '"')];
    })`);
}
