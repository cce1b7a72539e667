// The canvas in a browser as tests use it: sentences of what a person does and sees. Knows nothing of how the canvas works.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A point of the window. */
interface Point {
  readonly x: number;
  readonly y: number;
}

export class CanvasPage {
  readonly page: Page;
  /** What went wrong in the page since this was made. */
  readonly faults: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => void this.faults.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
  }

  node(name: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${name}"]`);
  }

  edge(from: string, to: string): Locator {
    return this.page.locator(`.react-flow__edge[aria-label^="connection from ${from} to ${to}"]`);
  }

  /** Port on the right, `arm` of a branch; or on the left. */
  port(name: string, side: 'in' | 'out', arm?: string): Locator {
    const kind = side === 'in' ? '.target' : '.source';
    const id = arm === undefined ? '' : `[data-handleid="${arm}"]`;
    return this.node(name).locator(`.react-flow__handle${kind}${id}`);
  }

  text(): Promise<string> {
    return this.page.evaluate<string>('testHost.text()');
  }

  setText(text: string): Promise<void> {
    return this.page.evaluate<undefined>(`testHost.setText(${JSON.stringify(text)})`);
  }

  undo(): Promise<void> {
    return this.page.evaluate<undefined>('testHost.undo()');
  }

  redo(): Promise<void> {
    return this.page.evaluate<undefined>('testHost.redo()');
  }

  /** What the canvas told the host under this name. */
  told(name: string): Promise<unknown[]> {
    return this.page.evaluate<unknown[]>(
      `testHost.messages.filter((message) => message.name === ${JSON.stringify(name)}).map(({ value }) => value)`,
    );
  }

  tell(event: string, value: unknown): Promise<void> {
    return this.page.evaluate<undefined>(`testHost.tell(${JSON.stringify(event)}, ${JSON.stringify(value)})`);
  }

  /** Names of nodes, in the order of the text. */
  names(): Promise<string[]> {
    return this.page.evaluate<string[]>(
      `[...document.querySelectorAll('.react-flow__node')].map(({ dataset }) => dataset.id)`,
    );
  }

  selected(): Promise<string[]> {
    return this.page.evaluate<string[]>(
      `[...document.querySelectorAll('.react-flow__node.selected')].map(({ dataset }) => dataset.id)`,
    );
  }

  /** Where nodes lie on the canvas, by name. */
  async places(): Promise<Record<string, Point>> {
    const styles = await this.page.evaluate<[string, string][]>(
      `[...document.querySelectorAll('.react-flow__node')].map(({ dataset, style }) => [dataset.id, style.transform])`,
    );
    return Object.fromEntries(
      styles.map(([name, transform]) => {
        const [x = 0, y = 0] = transform.match(/-?[\d.]+/g)?.map(Number) ?? [];
        return [name, { x, y }];
      }),
    );
  }

  /** Which part of the canvas is in sight, as a style. */
  async camera(): Promise<string> {
    return (await this.page.locator('.react-flow__viewport').getAttribute('style')) ?? '';
  }

  async cameraPoint(): Promise<Point & { readonly zoom: number }> {
    const [x = 0, y = 0, zoom = 1] = (await this.camera()).match(/-?[\d.]+/g)?.map(Number) ?? [];
    return { x, y, zoom };
  }

  /** Whether the picture has stopped moving. */
  async isStill(): Promise<boolean> {
    const before = await this.camera();
    await this.page.waitForTimeout(100);
    return before === (await this.camera());
  }

  /** The node that the keyboard is on. */
  focused(): Promise<string | null> {
    return this.page.evaluate<string | null>(
      `document.activeElement?.closest('.react-flow__node')?.dataset.id ?? null`,
    );
  }

  async waitForText(part: string): Promise<void> {
    await expect.poll(() => this.text()).toContain(part);
  }

  async waitForFocus(name: string): Promise<void> {
    await expect.poll(() => this.focused()).toBe(name);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Chooses from the list that is open by typing, with the keyboard. */
  async pick(text: string): Promise<void> {
    await this.page.locator('.pick-list input').waitFor();
    await this.page.keyboard.type(text);
    await this.page.locator('.pick-item').first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.pick-list').waitFor({ state: 'detached' });
  }

  /** Presses, moves in steps and, unless `isHeld`, lets go. */
  async drag(from: Point, to: Point, isHeld = false): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 4 });
    if (!isHeld) await mouse.up();
  }

  /** An entry of the palette by its title. */
  async entry(title: string): Promise<Point> {
    return middleOf(this.page.locator(`.palette-entry[data-entry="${title}"]`));
  }

  /** A point of the canvas, in parts of its width and height. */
  async spot(x: number, y: number): Promise<Point> {
    const box = await this.page.locator('.canvas').boundingBox();
    if (!box) throw new Error('There is no canvas.');
    return { x: box.x + box.width * x, y: box.y + box.height * y };
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

export async function middleOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`Not in sight: ${String(locator)}.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
