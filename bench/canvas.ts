// What the visual editor costs in Chromium, on 500 operations and 700 connections: the first picture, dragging and panning,
// a change of the text. The extension's side runs in the same page, and so counts too, but for the first model.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { parseGraphFile } from '../src/graph/parseGraph.ts';
import { tellProblems } from '../src/language/diagnostics/tellProblems.ts';
import { canvasModelOf } from '../src/server/canvas/canvasModel.ts';
import { median } from './median.ts';
import { wideGraph } from './wideGraph.ts';

export interface CanvasFigures {
  /** Milliseconds from opening the page until the nodes within sight are painted, before they are arranged. */
  readonly firstPaintMs: number;
  /** Frames per second while a node is dragged and the canvas is moved, the smaller of both, as the canvas opens. */
  readonly framesPerSecond: number;
  /** The same with the whole graph in sight. */
  readonly wholeFramesPerSecond: number;
  /** Milliseconds from a new version of the text until its change is painted. */
  readonly textToCanvasMs: number;
  /** Kibibytes of what the canvas loads before it is shown, compressed. */
  readonly bundleKb: number;
}

export interface CanvasPlaces {
  /** Of the page that plays the extension. */
  readonly address: string;
  /** Path of the browser. */
  readonly chromium: string;
}

const OPERATIONS = 500;
const CONNECTIONS = 700;
const REPETITIONS = 5;
const MOVE_MS = 2_000;

export async function measureCanvas(places: CanvasPlaces): Promise<CanvasFigures> {
  const browser = await chromium.launch({ executablePath: places.chromium, args: ['--no-sandbox'] });
  try {
    const paints: number[] = [];
    for (let count = 0; count < REPETITIONS; count += 1) {
      const page = await openCanvas(browser, places.address);
      paints.push(await firstPaint(page));
      await page.close();
    }
    const page = await openCanvas(browser, places.address);
    await page.locator('.canvas:not([data-arranged="0"])').waitFor();
    const textToCanvasMs = await measureText(page);
    const framesPerSecond = await measureFrames(page);
    await page.evaluate("testHost.tell('act', 'fit')");
    await page.locator('.far-picture').waitFor();
    const wholeFramesPerSecond = await measureFrames(page);
    const bundleKb = measureBundle();
    return { firstPaintMs: median(paints), textToCanvasMs, framesPerSecond, wholeFramesPerSecond, bundleKb };
  } finally {
    await browser.close();
  }
}

async function openCanvas(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const text = wideGraph(OPERATIONS, CONNECTIONS);
  // The language server has read the text by the time the page asks: it is another process, and its editor is open.
  const file = parseGraphFile(text);
  const model = canvasModelOf({ version: 1, file }, tellProblems(file, {}));
  await page.addInitScript(`window.initialText = ${JSON.stringify(text)};
    window.initialModel = ${JSON.stringify(model)};
    window.firstPaint = new Promise((resolve) => {
      const look = () => {
        const isThere = document.querySelector('.react-flow__edge');
        if (isThere) requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });`);
  await page.goto(address, { waitUntil: 'commit' });
  return page;
}

function firstPaint(page: Page): Promise<number> {
  return page.evaluate('window.firstPaint');
}

/** Renames the first operation within sight, as if in the text, again and again. */
async function measureText(page: Page): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < REPETITIONS * 2; count += 1)
    times.push(
      await page.evaluate<number>(`new Promise((resolve) => {
        const names = () => [...document.querySelectorAll('.operation-name')].map((node) => node.textContent);
        const name = 'renamed-${String(count)}';
        const text = testHost.text().replaceAll('name: ' + names()[0] + '\\n', 'name: ' + name + '\\n');
        const startedAt = performance.now();
        testHost.setText(text);
        const look = () => {
          if (names().includes(name)) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - startedAt)));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      })`),
    );
  return median(times);
}

/** Frames per second while the canvas is moved and a node dragged, the smaller of both. */
async function measureFrames(page: Page): Promise<number> {
  const middle = await centerOf(page.locator('.react-flow__pane'));
  const dragged = await framesDuring(page, await nodeNear(page, middle), 'left');
  return Math.min(dragged, await framesDuring(page, middle, 'middle'));
}

interface Point {
  readonly x: number;
  readonly y: number;
}

async function centerOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${String(locator)} is not within sight.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The middle of the node nearest to a point. Near the edge a drag would also move the canvas, which is measured apart. */
async function nodeNear(page: Page, { x, y }: Point): Promise<Point> {
  const nodes = await page.locator('.react-flow__node').all();
  const centers = await Promise.all(nodes.map(centerOf));
  const far = (center: Point): number => Math.hypot(center.x - x, center.y - y);
  const [nearest] = centers.sort((a, b) => far(a) - far(b));
  if (!nearest) throw new Error('No node is within sight.');
  return nearest;
}

/** Moves the mouse in a circle with a button held down, and counts the frames that the page is given meanwhile. */
async function framesDuring(page: Page, { x, y }: Point, button: 'left' | 'middle'): Promise<number> {
  await page.mouse.move(x, y);
  await page.mouse.down({ button });
  await page.evaluate(`window.frames_ = { count: 0, startedAt: performance.now() };
    window.countFrame = () => { window.frames_.count += 1; window.frame = requestAnimationFrame(window.countFrame); };
    window.frame = requestAnimationFrame(window.countFrame);`);
  const end = performance.now() + MOVE_MS;
  for (let step = 0; performance.now() < end; step += 1)
    await page.mouse.move(x + 120 * Math.sin(step / 15), y + 80 * (1 - Math.cos(step / 15)));
  const framesPerSecond = await page.evaluate<number>(
    `(cancelAnimationFrame(window.frame), window.frames_.count / (performance.now() - window.frames_.startedAt) * 1000)`,
  );
  await page.mouse.up({ button });
  return framesPerSecond;
}

/** The script, everything it imports at once, and the style sheet. */
function measureBundle(): number {
  const folder = join(process.cwd(), 'dist/webview');
  const files = new Set([join(folder, 'graph.js')]);
  for (const file of files)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"(\.[^"]+\.js)"/g))
      files.add(join(dirname(file), path));
  files.add(join(folder, 'graph.css'));
  const sizes = [...files].map((file) => gzipSync(readFileSync(file)).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}
