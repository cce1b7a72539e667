// The properties view on a page that plays the extension with the real parser, gestures and fixes: what a person does in it,
// and the text that this leaves.
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import type { CanvasPage } from './harness/canvasPage.ts';
import { describeCanvas } from './harness/eachCanvas.ts';
import type { Theme } from './harness/openView.ts';

const text = `# a graph to change
metadata:
  $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
  name: sorted # its name
  version: "1.0.0"

moduleRequirements:
  apiVersion: "1.1.0"
  runtimeVersion: "1.1.0"

moduleConfigurations:
  - name: keep
    parameters:
      lower_bound:
        name: lower_bound
        default: "-40" # cold

operations:
  - operationType: source
    name: in
  - operationType: branch
    name: split
    module: temperature:1.0.0
  - operationType: filter
    name: keep
    module: temperature:1.0.0
  - operationType: sink
    name: out

connections:
  - from: { name: in }
    to: { name: split }
  - from: { name: split, arm: "True" }
    to: { name: keep }
  - from: { name: split, arm: "False" }
    to: { name: out }
  - from: { name: keep, schemaName: reading }
    to: { name: out }

schemas:
  - name: reading
    format: json
    schema: |
      {
        "type": "object"
      }
`;

/** The text with one place replaced by another. */
function changed(...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((result, [from, to]) => {
    expect(result).toContain(from);
    return result.replaceAll(from, to);
  }, text);
}

/** The properties of one canvas, as tests use them. */
class Properties {
  readonly canvas: CanvasPage;
  readonly page: Page;
  readonly view: Locator;

  constructor(canvas: CanvasPage) {
    this.canvas = canvas;
    this.page = canvas.page;
    this.view = canvas.page.getByRole('region', { name: 'Properties' });
  }

  field(name: string): Locator {
    return this.view.getByRole('textbox', { name, exact: true });
  }

  combo(name: string): Locator {
    return this.view.getByRole('combobox', { name, exact: true });
  }

  button(name: string): Locator {
    return this.view.getByRole('button', { name, exact: true });
  }

  async waitForTitle(name: string): Promise<void> {
    await this.view.getByRole('heading', { level: 2, name, exact: true }).waitFor();
  }

  /** Selects operations as the extension asks for it. */
  async select(...operations: string[]): Promise<void> {
    await this.canvas.tell('select', { operations });
    const [only = 'Graph', ...more] = operations;
    await this.waitForTitle(more.length === 0 ? only : `${String(operations.length)} operations`);
  }

  async write(target: Locator, value: string): Promise<void> {
    await target.fill(value);
    await target.press('Enter');
  }

  /** Waits for the text of the document. */
  async expectText(wanted: string): Promise<void> {
    await vi.waitFor(async () => expect(await this.canvas.text()).toBe(wanted), patience);
  }

  /** How many versions of the text there have been. */
  version(): Promise<number> {
    return this.page.evaluate<number>('testHost.version()');
  }
}

const patience = { timeout: 10_000 };

async function expectValue(field: Locator, wanted: string): Promise<void> {
  await vi.waitFor(async () => expect(await field.inputValue()).toBe(wanted), patience);
}

describeCanvas('the properties', ({ open }) => {
  async function show(
    initialText = text,
    theme: Theme = 'dark',
  ): Promise<{ canvas: CanvasPage; properties: Properties }> {
    const canvas = await open({ text: initialText, theme });
    const properties = new Properties(canvas);
    await properties.view.waitFor();
    return { canvas, properties };
  }

  it('renames an operation with everything that names it, in one step', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    await properties.write(properties.field('Name'), 'warm');
    await properties.expectText(changed(['name: keep', 'name: warm']));
    await properties.view.getByRole('heading', { level: 2, name: 'warm' }).waitFor();
    await canvas.undo();
    await properties.expectText(text);
    await expectValue(properties.field('Name'), 'keep');
  });

  it('says before anything is written why a name cannot be taken', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    await properties.field('Name').fill('split');
    await properties.view.getByText('Something else is named "split" already.').waitFor();
    await properties.field('Name').press('Enter');
    await properties.field('Name').fill('');
    await properties.view.getByText('The name of an operation cannot be empty.').waitFor();
    await properties.field('Name').press('Escape');
    await expectValue(properties.field('Name'), 'keep');
    expect(await canvas.text()).toBe(text);
  });

  it('changes the default of a parameter and nothing else in the text', async () => {
    const { properties } = await show();
    await properties.select('keep');
    await properties.write(properties.field('Default of lower_bound'), '12.5');
    await properties.expectText(changed(['default: "-40" # cold', 'default: "12.5" # cold']));
  });

  it('writes a field when it is left, and not with every key', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    await properties.field('Default of lower_bound').fill('');
    await properties.field('Default of lower_bound').pressSequentially('-273');
    expect(await canvas.text()).toBe(text);
    await properties.field('Key').focus();
    await properties.expectText(changed(['"-40"', '"-273"']));
    expect(await properties.version()).toBe(2);
  });

  it('declares with one click a parameter that the module reads, and removes it again', async () => {
    const { properties } = await show();
    await properties.select('keep');
    await properties.button('Add upper_bound').click();
    await properties.expectText(
      changed([
        '        default: "-40" # cold\n',
        '        default: "-40" # cold\n      upper_bound:\n        name: upper_bound\n',
      ]),
    );
    await properties.button('Remove parameter upper_bound').click();
    await properties.expectText(text);
  });

  it('gives another key to a parameter together with its name', async () => {
    const { properties } = await show();
    await properties.select('keep');
    await properties.write(properties.field('Key'), 'lowest');
    await properties.expectText(changed(['lower_bound:', 'lowest:'], ['name: lower_bound', 'name: lowest']));
    await expectValue(properties.field('Default of lowest'), '-40');
  });

  it('offers first the modules that export what the operation needs, and takes another', async () => {
    const { properties } = await show();
    await properties.select('keep');
    await properties.combo('Module').click();
    const choices = properties.view.getByRole('listbox', { name: 'Module' }).getByRole('option');
    expect(await choices.allInnerTexts()).toEqual([
      expect.stringContaining('temperature:1.0.0'),
      expect.stringMatching(/pending:0[.]1[.]0\s*exports unknown, not built/),
      expect.stringMatching(/collection:1[.]0[.]0\s*exports accumulate/),
      expect.stringMatching(/enrichment:1[.]0[.]0\s*exports map/),
      expect.stringMatching(/window:1[.]0[.]0\s*exports delay/),
    ]);
    await choices.filter({ hasText: 'enrichment' }).click();
    await properties.expectText(
      changed(['name: keep\n    module: temperature:1.0.0', 'name: keep\n    module: enrichment:1.0.0']),
    );
    await properties.view.getByText('It exports no operator for the type filter.').waitFor();
  });

  it('changes a type only when one is chosen, not on the way through the list', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    const type = properties.combo('Type');
    await type.focus();
    await type.press('ArrowUp');
    await type.press('ArrowUp');
    await type.press('Escape');
    expect(await canvas.text()).toBe(text);
    await type.press('ArrowUp');
    await type.press('ArrowUp');
    await type.press('Enter');
    await properties.expectText(
      changed(['operationType: filter\n    name: keep', 'operationType: map\n    name: keep']),
    );
    expect(await properties.version()).toBe(2);
  });

  it('takes the other arm, leads a connection elsewhere, and removes it', async () => {
    const { canvas, properties } = await show();
    await properties.select('out');
    await properties.combo('Arm, split to out').click();
    await properties.view.getByRole('option', { name: 'True' }).click();
    await properties.expectText(
      changed(['arm: "False" }\n    to: { name: out }', 'arm: "True" }\n    to: { name: out }']),
    );
    await properties.select('keep');
    await properties.button('Remove connection keep to out').click();
    await properties.combo('Connect to').fill('ou');
    await properties.combo('Connect to').press('Enter');
    await vi.waitFor(
      async () => expect(await canvas.text()).toMatch(/name: keep\s*\}?\s*to:\s*\{?\s*name: out/),
      patience,
    );
    await properties.button('Go to out').click();
    await properties.view.getByRole('heading', { level: 2, name: 'out' }).waitFor();
  });

  it('offers only ends that make a graph', async () => {
    const { properties } = await show();
    await properties.select('keep');
    await properties.combo('Connect from').click();
    const proposals = properties.view.getByRole('listbox', { name: 'Connect from' });
    expect(await proposals.getByRole('option').allInnerTexts()).toEqual(['in', 'split']);
  });

  it('mends a problem by the fix that is meant', async () => {
    const { properties } = await show(changed(['arm: "False"', 'arm: False']));
    await properties.select();
    await properties.view.getByText('ARM_UNQUOTED').waitFor();
    await properties.button('Fixes…').click();
    await properties.view
      .getByRole('button', { name: /"False"|[Qq]uote/ })
      .first()
      .click();
    await properties.expectText(text);
    await properties.view.getByText('ARM_UNQUOTED').waitFor({ state: 'detached' });
  });

  it('edits a schema, and renames it where it is used', async () => {
    const { canvas, properties } = await show();
    await properties.select();
    await properties.view.getByText('used 1×').click();
    const schema = properties.view.getByRole('textbox', { name: 'Schema', exact: true });
    await schema.fill('{\n  "type": "array"\n}\n');
    await schema.press('Control+Enter');
    await properties.expectText(changed(['"type": "object"', '"type": "array"']));
    await canvas.undo();
    await properties.expectText(text);
    await properties.write(
      properties.view.locator('details details').getByRole('textbox', { name: 'Name' }),
      'measure',
    );
    await properties.expectText(
      changed(['schemaName: reading', 'schemaName: measure'], ['name: reading', 'name: measure']),
    );
  });

  it('changes what the graph says of itself, and its features', async () => {
    const { canvas, properties } = await show();
    await properties.select();
    await properties.write(properties.field('Version'), '1.2');
    await properties.view.getByText('A version has three numbers, such as 1.0.0.').waitFor();
    await properties.write(properties.field('Version'), '1.2.0');
    await properties.expectText(changed(['version: "1.0.0"', 'version: "1.2.0"']));
    await properties.view.getByRole('checkbox', { name: 'wasi-nn' }).click();
    await vi.waitFor(
      async () => expect(await canvas.text()).toMatch(/features:\n\s*- name: wasi-nn\n/),
      patience,
    );
    await properties.view.getByRole('checkbox', { name: 'wasi-nn', checked: true }).click();
    await properties.expectText(changed(['version: "1.0.0"', 'version: "1.2.0"']));
  });

  it('shows a version as it is written although it is a number, with what is wrong, and mends it', async () => {
    const number = changed(['version: "1.0.0"', 'version: 1.0']);
    const { properties } = await show(number);
    await properties.select();
    const version = properties.field('Version');
    await expectValue(version, '1.0');
    await properties.view
      .locator('.control-error', { hasText: '"version" of "metadata" must be text' })
      .waitFor();
    expect(await version.getAttribute('aria-invalid')).toBe('true');
    await properties.write(version, '1.0.0');
    await properties.expectText(number.replace('version: 1.0', 'version: 1.0.0'));
    await vi.waitFor(
      async () => expect(await version.getAttribute('aria-invalid')).not.toBe('true'),
      patience,
    );
  });

  it('keeps what is being written while the text changes, and says so', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    const value = properties.field('Default of lower_bound');
    await value.fill('-5');
    await canvas.setText(changed(['"-40"', '"-10"'], ['name: in', 'name: entry']));
    await properties.view.getByText('The text now says "-10".').waitFor();
    expect(await value.inputValue()).toBe('-5');
    // Leaving is not enough to write over what somebody else wrote.
    await properties.field('Key').focus();
    expect(await canvas.text()).toContain('"-10"');
    await value.focus();
    await value.press('Escape');
    await expectValue(value, '-10');
    expect(await canvas.text()).toContain('"-10"');
  });

  it('keeps the focus and what is written when the operation moves in the text', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    const value = properties.field('Default of lower_bound');
    await value.fill('-5');
    await canvas.setText(
      changed(['operations:\n', 'operations:\n  - operationType: source\n    name: second\n']),
    );
    await vi.waitFor(async () => expect(await properties.version()).toBe(2), patience);
    await canvas.page.keyboard.type('0');
    await canvas.page.keyboard.press('Enter');
    await vi.waitFor(async () => expect(await canvas.text()).toContain('default: "-50" # cold'), patience);
  });

  it('is gone through by keyboard alone', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    await properties.field('Name').focus();
    await canvas.page.keyboard.press('Tab');
    await canvas.page.keyboard.press('Tab');
    await expect
      .poll(() => canvas.page.evaluate<string>('document.activeElement?.labels?.[0]?.innerText'))
      .toBe('Module');
    await canvas.page.keyboard.press('ArrowDown');
    await canvas.page.keyboard.press('ArrowDown');
    await canvas.page.keyboard.press('Enter');
    await vi.waitFor(
      async () => expect(await canvas.text()).toContain('name: keep\n    module: pending:0.1.0'),
      patience,
    );
    await properties.field('Default of lower_bound').focus();
    await canvas.page.keyboard.press('Tab');
    await canvas.page.keyboard.press('Enter');
    await vi.waitFor(async () => expect(await canvas.text()).not.toContain('lower_bound'), patience);
  });

  it('changes nothing while the text cannot be read, and says why', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    await canvas.setText(`${text}\n  - [`);
    await properties.view.getByText('The text cannot be read now').waitFor();
    await vi.waitFor(async () => expect(await properties.field('Name').isDisabled()).toBe(true), patience);
    await canvas.setText(text);
    await vi.waitFor(async () => expect(await properties.field('Name').isDisabled()).toBe(false), patience);
  });

  it('says what to do with an empty graph, and does it', async () => {
    const { canvas, properties } = await show('');
    await properties.button('Add a source').click();
    await vi.waitFor(async () => expect(await canvas.text()).toContain('operationType: source'), patience);
  });

  it('removes several operations at once', async () => {
    const { canvas, properties } = await show();
    await properties.select('split', 'keep');
    await properties.button('Remove 2 operations').click();
    await vi.waitFor(async () => {
      const left = await canvas.text();
      expect(left).not.toContain('name: keep');
      expect(left).not.toContain('name: split');
    }, patience);
    expect(await properties.version()).toBe(2);
  });

  it('brings several operations into a column', async () => {
    const { canvas, properties } = await show();
    await properties.select('split', 'keep');
    await properties.button('Into a column').click();
    await vi.waitFor(async () => {
      const positions = await canvas.page.evaluate<unknown>('testHost.positions()');
      const [one, other] = ['split', 'keep'].map(
        (name) => (positions as Record<string, { x: number }>)[name]?.x,
      );
      expect(one).toBeTypeOf('number');
      expect(one).toBe(other);
    }, patience);
    expect(await canvas.text()).toBe(text);
  });

  it('asks for no style that the policy of the page refuses', async () => {
    const { canvas, properties } = await show();
    await properties.select('keep');
    // The toolkit tries out a style while it loads, and knows better focus rings when it may.
    const focusStyle = await canvas.page.evaluate<string>(
      `[...document.querySelector('.inspector vscode-text-field').shadowRoot.adoptedStyleSheets[0].cssRules]
        .map(({ cssText }) => cssText).join()`,
    );
    expect(focusStyle).toContain(':focus-visible');
  });

  it.each<Theme>(['dark', 'light', 'hc-black', 'hc-light'])(
    'has nothing that axe objects to in %s',
    async (theme) => {
      const { canvas, properties } = await show(
        changed(['arm: "False"', 'arm: False'], ['    to: { name: keep }', '    to: { name: kept }']),
        theme,
      );
      const pages: (() => Promise<unknown>)[] = [
        () => properties.select(),
        () => properties.select('keep'),
        () => properties.select('split', 'keep'),
        async () => {
          await properties.select();
          await properties.view.getByRole('button', { name: 'split → kept' }).click();
        },
      ];
      await canvas.page.evaluate(axe.source);
      for (const turn of pages) {
        await turn();
        await canvas.page.evaluate(
          'document.querySelectorAll("details").forEach((part) => (part.open = true))',
        );
        const { violations } = await canvas.page.evaluate<axe.AxeResults>('axe.run(".inspector")');
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      }
    },
  );
});
