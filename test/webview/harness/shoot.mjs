// A picture of the canvas: `node test/webview/harness/shoot.mjs GRAPH.yaml THEME OUT.png [SCRIPT]`, where SCRIPT is run in the
// page first and may return a promise. Builds the views before, unless NO_BUILD is set; WIDTH is that of the window in pixels, VIEW the
// view, whose page may understand GRAPH in another way.
import { chromium } from 'playwright-core';
import { buildViews, buildPages } from './buildViews.mjs';
import { servePage } from './pageServer.mjs';

const [graph = '', theme = 'dark', out = 'canvas.png', script] = process.argv.slice(2);
if (!process.env.NO_BUILD) await Promise.all([buildViews(), buildPages()]);
const server = await servePage();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: Number(process.env.WIDTH ?? 1400), height: 860 } });
  page.on('console', (message) => process.stderr.write(`${message.type()}: ${message.text()}\n`));
  page.on('pageerror', (error) => process.stderr.write(`${error.stack}\n`));
  await page.goto(
    `${server.address}/?view=${process.env.VIEW ?? 'graph'}&theme=${theme}&text=${encodeURIComponent(graph)}`,
  );
  await page
    .waitForSelector('[data-ready="true"]', { timeout: 10_000 })
    .catch((error) => process.stderr.write(`${error.message}\n`));
  if (script) process.stdout.write(`${JSON.stringify(await page.evaluate(script))}\n`);
  await page.waitForTimeout(400);
  await page.screenshot({ path: out });
} finally {
  await browser.close();
  await server.close();
}
