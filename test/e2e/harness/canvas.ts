// The canvas as tests use it, wherever it is shown: sentences of what a person does and sees. Must not know what shows it,
// VS Code or a page, and no graph.
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { waitUntil } from './waitUntil.ts';

/** A point of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The document that the canvas is in: a page, or a frame of one. */
export type CanvasDocument = Pick<FrameLocator, 'locator' | 'getByRole' | 'getByText'>;

/** The little of a browser's elements that is used here; the types of browsers are not loaded for tests. */
interface PageElement {
  readonly dataset: { readonly id: string };
  closest(selector: string): PageElement;
  getBoundingClientRect(): { readonly left: number; readonly right: number; readonly top: number };
}

export class Canvas {
  readonly page: Page;
  readonly document: CanvasDocument;
  /** Everything about what is selected. */
  readonly properties: Locator;

  constructor(page: Page, document: CanvasDocument) {
    this.page = page;
    this.document = document;
    this.properties = document.getByRole('region', { name: 'Properties' });
  }

  get nodes(): Locator {
    return this.document.locator('.react-flow__node');
  }

  get edges(): Locator {
    return this.document.locator('.react-flow__edge');
  }

  /** What is shown while the text cannot be read. */
  get banner(): Locator {
    return this.document.locator('.banner');
  }

  node(name: string): Locator {
    return this.document.locator(`.react-flow__node[data-id="${name}"]`);
  }

  edge(from: string, to: string): Locator {
    return this.document.locator(`.react-flow__edge[aria-label^="connection from ${from} to ${to}"]`);
  }

  /** Port on the right, `arm` of a branch; or on the left. */
  port(name: string, side: 'in' | 'out', arm?: string): Locator {
    const kind = side === 'in' ? '.target' : '.source';
    const id = arm === undefined ? '' : `[data-handleid="${arm}"]`;
    return this.node(name).locator(`.react-flow__handle${kind}${id}`);
  }

  button(name: string): Locator {
    return this.document.getByRole('button', { name, exact: true });
  }

  /** A field of the properties. */
  field(name: string): Locator {
    return this.properties.getByRole('textbox', { name, exact: true });
  }

  /** Names of nodes, in the order of the text. */
  readonly names = (): Promise<string[]> => idsOf(this.nodes);

  readonly selected = (): Promise<string[]> => idsOf(this.document.locator('.react-flow__node.selected'));

  /** The node that the keyboard is on, if it is on one. */
  readonly focused = async (): Promise<string | undefined> =>
    (await idsOf(this.document.locator('.react-flow__node:focus')))[0];

  async waitForNames(names: readonly string[]): Promise<void> {
    const sorted = [...names].sort().join();
    const areThose = (seen: readonly string[]): boolean => [...seen].sort().join() === sorted;
    await waitUntil(`nodes ${names.join(', ')}`, this.names, areThose);
  }

  async waitForCount(nodes: number, edges: number): Promise<void> {
    const count = async (): Promise<string> =>
      `${String(await this.nodes.count())} nodes, ${String(await this.edges.count())} edges`;
    const wanted = `${String(nodes)} nodes, ${String(edges)} edges`;
    await waitUntil(wanted, count, (seen) => seen === wanted);
  }

  /** Nodes with these names are selected, and no others. */
  async waitForSelected(...names: readonly string[]): Promise<void> {
    const wanted = [...names].sort().join();
    await waitUntil(`${wanted} to be selected`, this.selected, (seen) => [...seen].sort().join() === wanted);
  }

  /** The keyboard is on the node whose name contains `name`. */
  async waitForFocus(name: string): Promise<string> {
    const seen = await waitUntil(
      `the keyboard on ${name}`,
      this.focused,
      (id) => id?.includes(name) ?? false,
    );
    return seen ?? name;
  }

  /** Closes panes beside the canvas and brings the whole graph into sight. */
  async makeRoom(...panes: readonly ('Palette' | 'Properties')[]): Promise<void> {
    for (const pane of panes) {
      // In a narrow window they close by themselves.
      if ((await this.button(pane).getAttribute('aria-pressed')) === 'true') await this.button(pane).click();
      await this.document.locator(`button[aria-label="${pane}"][aria-pressed="false"]`).waitFor();
    }
    const fit = async (): Promise<boolean> => {
      await this.button('Show the Whole Graph').click();
      await this.waitUntilStill();
      return this.#isAllInSight();
    };
    await waitUntil('the whole graph to be in sight', fit, Boolean);
  }

  /** The picture has stopped moving. */
  async waitUntilStill(): Promise<void> {
    const viewport = this.document.locator('.react-flow__viewport');
    let before: string | null = null;
    const isAsBefore = async (): Promise<boolean> => {
      const last = before;
      before = await viewport.getAttribute('style');
      return last === before;
    };
    await waitUntil('the picture to stand still', isAsBefore, Boolean);
  }

  #isAllInSight(): Promise<boolean> {
    return this.nodes.evaluateAll((elements: unknown[]) =>
      (elements as PageElement[]).every((element) => {
        const node = element.getBoundingClientRect();
        const around = element.closest('.canvas').getBoundingClientRect();
        return node.left >= around.left && node.right <= around.right && node.top >= around.top;
      }),
    );
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Chooses from the list that is open by typing, with the keyboard. */
  async pick(text: string): Promise<void> {
    const list = this.document.locator('.pick-list');
    await list.locator('input:focus').waitFor();
    await this.page.keyboard.type(text);
    await list.locator('.pick-item').first().waitFor();
    await this.page.keyboard.press('Enter');
    await list.waitFor({ state: 'detached' });
  }

  /** Gives the node that the keyboard is on another name, in its place. */
  async rename(to: string): Promise<void> {
    await this.page.keyboard.press('F2');
    await this.document.locator('.rename-box:focus').waitFor();
    await this.page.keyboard.type(to);
    await this.page.keyboard.press('Enter');
    await this.waitForFocus(to);
  }

  /** Writes into a field of the properties, by pointer and keyboard. */
  async write(field: string, text: string): Promise<void> {
    await this.field(field).fill(text);
    await this.field(field).press('Enter');
  }

  async waitForValue(field: string, value: string): Promise<void> {
    const what = `${field} to be "${value}"`;
    const read = (): Promise<string> => this.field(field).inputValue();
    await waitUntil(what, read, (seen) => seen === value);
  }

  /** Presses, moves in steps and, unless `isHeld`, lets go. */
  async drag(from: Point | Locator, to: Point | Locator, isHeld = false): Promise<void> {
    const { mouse } = this.page;
    const start = await pointOf(from);
    const end = await pointOf(to);
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await mouse.move(end.x, end.y, { steps: 4 });
    if (!isHeld) await mouse.up();
  }

  /** An entry of the palette by its title. */
  entry(title: string): Locator {
    return this.document.locator(`.palette-entry[data-entry="${title}"]`);
  }

  /** A point of the canvas, in parts of its width and height. */
  async spot(x: number, y: number): Promise<Point> {
    const box = await boxOf(this.document.locator('.canvas'));
    return { x: box.x + box.width * x, y: box.y + box.height * y };
  }
}

function idsOf(nodes: Locator): Promise<string[]> {
  return nodes.evaluateAll((elements: unknown[]) =>
    (elements as PageElement[]).map(({ dataset }) => dataset.id),
  );
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`Not in sight: ${String(locator)}.`);
  return box;
}

async function pointOf(place: Point | Locator): Promise<Point> {
  return 'boundingBox' in place ? middleOf(place) : place;
}

export async function middleOf(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
