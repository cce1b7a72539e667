// The YAML pane beside the canvas, on a page that plays the extension with the real parser and gestures: text and canvas change
// each other, keys are completed from the schema, and nothing breaks the page's content security policy.
import { expect, it } from 'vitest';
import type { CanvasPage } from './harness/canvasPage.ts';
import { describeCanvas } from './harness/eachCanvas.ts';
import type { Theme } from './harness/openView.ts';

const text = `# a graph to change
metadata:
  $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
  name: short
  version: "1.0.0"

moduleRequirements:
  apiVersion: "1.1.0"
  runtimeVersion: "1.1.0"

operations:
  - operationType: source
    name: in
  - operationType: map
    name: convert
    module: temperature:1.0.0
  - operationType: sink
    name: out

connections:
  - from: { name: in }
    to: { name: convert }
  - from: { name: convert }
    to: { name: out }
`;

const waiting = { timeout: 30_000 };

/** What a person sees of the pane and does in it. */
class Pane {
  readonly canvas: CanvasPage;

  constructor(canvas: CanvasPage) {
    this.canvas = canvas;
  }

  /** Shows the pane and waits for its text. */
  async show(): Promise<this> {
    await this.canvas.tell('act', 'toggle-yaml');
    await this.canvas.page.locator('.monaco-editor .view-line').first().waitFor(waiting);
    return this;
  }

  /** The lines in sight. */
  text(): Promise<string> {
    return this.canvas.page.evaluate<string>(`
      [...document.querySelectorAll('.monaco-editor .view-line')]
        .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
        .map(({ textContent }) => textContent.replaceAll('\\u00a0', ' '))
        .join('\\n')`);
  }

  /** Puts the cursor at the end of the first line in sight that has this text. */
  async clickBehind(what: string): Promise<void> {
    await this.canvas.page.locator('.monaco-editor .view-line', { hasText: what }).first().click();
    await this.press('End');
  }

  type(text: string): Promise<void> {
    return this.canvas.page.keyboard.type(text);
  }

  press(key: string): Promise<void> {
    return this.canvas.page.keyboard.press(key);
  }

  async expectDocument(expected: string): Promise<void> {
    await expect.poll(() => this.canvas.text(), waiting).toBe(expected);
  }

  async expectText(expected: string): Promise<void> {
    await expect.poll(() => this.text(), waiting).toContain(expected);
  }

  async expectCount(selector: string, count: number): Promise<void> {
    await expect.poll(() => this.canvas.page.locator(selector).count(), waiting).toBe(count);
  }
}

describeCanvas('text and canvas', ({ open }) => {
  const openPane = async (): Promise<Pane> => new Pane(await open({ text })).show();

  it('show on the canvas what is typed, and write it into the document', async () => {
    const pane = await openPane();
    await pane.clickBehind('name: short');
    await pane.press('Control+End');
    await pane.type('  # typed');
    await pane.expectDocument(`${text}  # typed`);
    await pane.canvas.setText(text);
    await pane.press('Control+Home');
    await pane.clickBehind('name: in');
    await pane.type('put');
    await pane.canvas.node('input').waitFor(waiting);
    await pane.expectDocument(text.replace('name: in\n', 'name: input\n'));
  });

  it('write what a gesture changes into the pane', async () => {
    const pane = await openPane();
    await pane.canvas.node('in').click();
    await pane.press('Delete');
    await expect.poll(() => pane.canvas.text(), waiting).not.toContain('name: in');
    await expect.poll(() => pane.text(), waiting).not.toContain('name: in');
    await pane.canvas.undo();
    await pane.expectText('name: in');
  });

  it('leave the cursor where it was when something else changes', async () => {
    const pane = await openPane();
    await pane.clickBehind('name: short');
    await pane.canvas.setText(`# above\n${text}`);
    await pane.expectText('# above');
    await pane.type('er');
    await pane.expectDocument(`# above\n${text.replace('name: short', 'name: shorter')}`);
    await pane.expectText('name: shorter');
  });

  it('lose nothing when both change at once', async () => {
    const pane = await openPane();
    await pane.clickBehind('name: short');
    const typing = pane.type(' # one two three');
    for (const line of ['# a', '# b', '# c'])
      await pane.canvas.page.evaluate(`testHost.setText(${JSON.stringify(line)} + '\\n' + testHost.text())`);
    await typing;
    await pane.expectDocument(`# c\n# b\n# a\n${text.replace('short', 'short # one two three')}`);
    await pane.expectText('name: short # one two three');
  });

  it('leave undo to VS Code', async () => {
    const pane = await openPane();
    await pane.clickBehind('name: short');
    await pane.type('x');
    await pane.expectDocument(text.replace('short', 'shortx'));
    // Reach the window, where VS Code waits for them, and change nothing by themselves.
    await pane.canvas.page.evaluate(`
      window.reached = [];
      window.addEventListener('keydown', ({ key }) => window.reached.push(key));`);
    await pane.press('Control+z');
    await pane.press('Control+y');
    const reached = await pane.canvas.page.evaluate<string[]>('window.reached');
    expect(reached.filter((key) => key.length === 1)).toEqual(['z', 'y']);
    expect(await pane.text()).toContain('name: shortx');
    await pane.canvas.undo();
    await pane.expectText('name: short\n');
  });

  it('select the same', async () => {
    const pane = await openPane();
    await pane.canvas.tell('select', { operations: ['out'] });
    await pane.expectCount('.yamlPaneSelected', 2);
    await pane.clickBehind('name: convert');
    await expect.poll(() => pane.canvas.selected(), waiting).toEqual(['convert']);
    await pane.expectCount('.yamlPaneSelected', 3);
  });
});

describeCanvas('the editor of the pane', ({ open }) => {
  const openPane = async (shown = text, theme: Theme = 'dark'): Promise<Pane> =>
    new Pane(await open({ text: shown, theme })).show();

  it('is not loaded before it is shown', async () => {
    const canvas = await open({ text });
    const loaded = (): Promise<string[]> =>
      canvas.page.evaluate<string[]>(
        `performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1)).filter((name) => /yaml/i.test(name))`,
      );
    expect(await loaded()).toEqual([]);
    await new Pane(canvas).show();
    expect(await loaded()).toEqual(
      expect.arrayContaining(['yamlEditor.js', 'yamlEditor.css', 'yamlWorker.js']),
    );
  });

  it('marks the problems of the language server, and no others', async () => {
    const pane = await openPane(text.replace('name: short', 'nam: short'));
    await pane.expectCount('.squiggly-error, .squiggly-warning', 1);
    const { page } = pane.canvas;
    const key = page.locator('.view-line', { hasText: 'nam:' }).locator('span', { hasText: 'nam' }).last();
    // On a slow machine the pointer may rest here before the editor takes it for a rest: then it comes again.
    const readHover = async (): Promise<string> => {
      await page.mouse.move(5, 5);
      await key.hover();
      await page.waitForTimeout(700);
      return (await page.locator('.monaco-hover-content').allTextContents()).join();
    };
    await expect.poll(readHover, waiting).toContain('KEY_UNKNOWN');
  });

  it('says what could not be loaded, and can try again', async () => {
    const canvas = await open({ text });
    await canvas.page.route('**/yamlWorker.js', (route) => route.abort());
    await canvas.tell('act', 'toggle-yaml');
    const failure = canvas.page.getByRole('alert').filter({ hasText: 'YAML editor could not be loaded' });
    await failure.waitFor(waiting);
    await canvas.page.unroute('**/yamlWorker.js');
    await failure.getByRole('button', { name: 'Try again' }).click();
    await canvas.page.locator('.monaco-editor .view-line').first().waitFor(waiting);
    expect(await failure.count()).toBe(0);
    // The browser's own word on the request.
    expect(canvas.faults.splice(0)).toEqual([expect.stringContaining('ERR_FAILED')]);
  });

  it('follows theme and font while it is open', async () => {
    const pane = await openPane();
    await pane.canvas.page.evaluate(`
      document.documentElement.style.setProperty('--vscode-editor-background', 'rgb(1, 2, 3)');
      document.documentElement.style.setProperty('--vscode-editor-font-size', '21px');
      document.body.dataset.vscodeThemeKind = 'vscode-light';`);
    const shown = (): Promise<unknown> =>
      pane.canvas.page.evaluate(`({
        background: getComputedStyle(document.querySelector('.monaco-editor')).backgroundColor,
        size: getComputedStyle(document.querySelector('.monaco-editor .view-lines')).fontSize,
        isLight: document.querySelector('.monaco-editor.vs') !== null,
      })`);
    const expected = { background: 'rgb(1, 2, 3)', size: '21px', isLight: true };
    await expect.poll(shown, waiting).toEqual(expected);
  });

  // What the policy refuses is an error on the console, which fails the test.
  it.for<Theme>(['light', 'dark', 'hc-black', 'hc-light'])(
    'finds, and offers the keys of the schema, under the policy of the page (%s)',
    async (theme) => {
      const pane = await openPane(text, theme);
      await pane.clickBehind('name: short');
      await pane.press('Control+f');
      await pane.canvas.page.locator('.find-widget.visible').waitFor(waiting);
      await pane.press('Escape');
      await pane.press('Control+End');
      await pane.type('sch');
      await pane.press('Control+Space');
      const offers = pane.canvas.page.locator('.suggest-widget .monaco-list-row');
      await expect
        .poll(() => offers.allTextContents(), waiting)
        .toContainEqual(expect.stringMatching(/^schemas/));
    },
  );
});
