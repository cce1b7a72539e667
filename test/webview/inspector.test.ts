// The properties view on a page that plays the extension with the real parser, gestures and fixes: what a person does in it,
// and the text that this leaves.
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterEach, expect, test, vi } from 'vitest';
import { openCanvas } from './harness/openCanvas.ts';

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
      { "type": "object" }
`;

/** The text with one place replaced by another. */
function changed(...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((result, [from, to]) => {
    expect(result).toContain(from);
    return result.replaceAll(from, to);
  }, text);
}

let page: Page;
let properties: Locator;

async function open(initialText = text, theme = 'dark'): Promise<void> {
  page = await openCanvas({ text: initialText, theme });
  properties = page.getByRole('region', { name: 'Properties' });
  await properties.waitFor();
}

afterEach(() => page.close());

/** Selects operations as the extension asks for it. */
async function select(...operations: string[]): Promise<void> {
  await page.evaluate((names) => window.testHost.tell('select', { operations: names }), operations);
  const title =
    operations.length === 0
      ? 'Graph'
      : operations.length === 1
        ? operations[0]!
        : `${String(operations.length)} operations`;
  await properties.getByRole('heading', { level: 2, name: title }).waitFor();
}

const textOf = (): Promise<string> => page.evaluate(() => window.testHost.text());

/** Waits for the text of the document. */
async function expectText(wanted: string): Promise<void> {
  await vi.waitFor(async () => expect(await textOf()).toBe(wanted), { timeout: 10_000 });
}

async function setText(replacement: string): Promise<void> {
  await page.evaluate((value) => window.testHost.setText(value), replacement);
}

async function expectValue(field: Locator, wanted: string): Promise<void> {
  await vi.waitFor(async () => expect(await field.inputValue()).toBe(wanted), { timeout: 10_000 });
}

const field = (name: string): Locator => properties.getByRole('textbox', { name, exact: true });
const combo = (name: string): Locator => properties.getByRole('combobox', { name, exact: true });
const button = (name: string): Locator => properties.getByRole('button', { name, exact: true });

async function write(target: Locator, value: string): Promise<void> {
  await target.fill(value);
  await target.press('Enter');
}

test('renames an operation with everything that names it, in one step', async () => {
  await open();
  await select('keep');
  await write(field('Name'), 'warm');
  await expectText(changed(['name: keep', 'name: warm']));
  await properties.getByRole('heading', { level: 2, name: 'warm' }).waitFor();
  await page.evaluate(() => window.testHost.undo());
  await expectText(text);
  await expectValue(field('Name'), 'keep');
});

test('says before anything is written why a name cannot be taken', async () => {
  await open();
  await select('keep');
  await field('Name').fill('split');
  await properties.getByText('Something else is named "split" already.').waitFor();
  await field('Name').press('Enter');
  await field('Name').fill('');
  await properties.getByText('The name of an operation cannot be empty.').waitFor();
  await field('Name').press('Escape');
  await expectValue(field('Name'), 'keep');
  expect(await textOf()).toBe(text);
});

test('changes the default of a parameter and nothing else in the text', async () => {
  await open();
  await select('keep');
  await write(field('Default of lower_bound'), '12.5');
  await expectText(changed(['default: "-40" # cold', 'default: "12.5" # cold']));
});

test('writes a field when it is left, and not with every key', async () => {
  await open();
  await select('keep');
  await field('Default of lower_bound').fill('');
  await field('Default of lower_bound').pressSequentially('-273');
  expect(await textOf()).toBe(text);
  await field('Key').focus();
  await expectText(changed(['"-40"', '"-273"']));
  expect(await page.evaluate(() => window.testHost.version())).toBe(2);
});

test('declares with one click a parameter that the module reads, and removes it again', async () => {
  await open();
  await select('keep');
  await button('Add upper_bound').click();
  await expectText(
    changed([
      '        default: "-40" # cold\n',
      '        default: "-40" # cold\n      upper_bound:\n        name: upper_bound\n',
    ]),
  );
  await button('Remove parameter upper_bound').click();
  await expectText(text);
});

test('gives another key to a parameter together with its name', async () => {
  await open();
  await select('keep');
  await write(field('Key'), 'lowest');
  await expectText(changed(['lower_bound:', 'lowest:'], ['name: lower_bound', 'name: lowest']));
  await expectValue(field('Default of lowest'), '-40');
});

test('offers first the modules that export what the operation needs, and takes another', async () => {
  await open();
  await select('keep');
  await combo('Module').click();
  const choices = properties.getByRole('listbox', { name: 'Module' }).getByRole('option');
  expect(await choices.allInnerTexts()).toEqual([
    expect.stringContaining('temperature:1.0.0'),
    expect.stringMatching(/pending:0[.]1[.]0\s*exports unknown, not built/),
    expect.stringMatching(/collection:1[.]0[.]0\s*exports accumulate/),
    expect.stringMatching(/enrichment:1[.]0[.]0\s*exports map/),
    expect.stringMatching(/window:1[.]0[.]0\s*exports delay/),
  ]);
  await choices.filter({ hasText: 'enrichment' }).click();
  await expectText(
    changed(['name: keep\n    module: temperature:1.0.0', 'name: keep\n    module: enrichment:1.0.0']),
  );
  await properties.getByText('It exports no operator for the type filter.').waitFor();
});

test('changes a type only when one is chosen, not on the way through the list', async () => {
  await open();
  await select('keep');
  const type = combo('Type');
  await type.focus();
  await type.press('ArrowUp');
  await type.press('ArrowUp');
  await type.press('Escape');
  expect(await textOf()).toBe(text);
  await type.press('ArrowUp');
  await type.press('ArrowUp');
  await type.press('Enter');
  await expectText(changed(['operationType: filter\n    name: keep', 'operationType: map\n    name: keep']));
  expect(await page.evaluate(() => window.testHost.version())).toBe(2);
});

test('takes the other arm, leads a connection elsewhere, and removes it', async () => {
  await open();
  await select('out');
  await combo('Arm, split to out').click();
  await properties.getByRole('option', { name: 'True' }).click();
  await expectText(
    changed(['arm: "False" }\n    to: { name: out }', 'arm: "True" }\n    to: { name: out }']),
  );
  await select('keep');
  await button('Remove connection keep to out').click();
  await combo('Connect to').fill('ou');
  await combo('Connect to').press('Enter');
  await vi.waitFor(async () => expect(await textOf()).toMatch(/name: keep\s*\}?\s*to:\s*\{?\s*name: out/));
  await button('Go to out').click();
  await properties.getByRole('heading', { level: 2, name: 'out' }).waitFor();
});

test('offers only ends that make a graph', async () => {
  await open();
  await select('keep');
  await combo('Connect from').click();
  const proposals = properties.getByRole('listbox', { name: 'Connect from' });
  expect(await proposals.getByRole('option').allInnerTexts()).toEqual(['in', 'split']);
});

test('mends a problem by the fix that is meant', async () => {
  await open(changed(['arm: "False"', 'arm: False']));
  await select();
  await properties.getByText('ARM_UNQUOTED').waitFor();
  await button('Fixes…').click();
  await properties
    .getByRole('button', { name: /"False"|[Qq]uote/ })
    .first()
    .click();
  await expectText(text);
  await properties.getByText('ARM_UNQUOTED').waitFor({ state: 'detached' });
});

test('edits a schema, and renames it where it is used', async () => {
  await open();
  await select();
  await properties.getByText('used 1×').click();
  const schema = properties.getByRole('textbox', { name: 'Schema', exact: true });
  await schema.fill('{ "type": "array" }\n');
  await schema.press('Control+Enter');
  await expectText(changed(['"type": "object"', '"type": "array"']));
  await page.evaluate(() => window.testHost.undo());
  await expectText(text);
  await write(properties.locator('details details').getByRole('textbox', { name: 'Name' }), 'measure');
  await expectText(
    changed(['schemaName: reading', 'schemaName: measure'], ['name: reading', 'name: measure']),
  );
});

test('changes what the graph says of itself, and its features', async () => {
  await open();
  await select();
  await write(field('Version'), '1.2');
  await properties.getByText('A version has three numbers, such as 1.0.0.').waitFor();
  await write(field('Version'), '1.2.0');
  await expectText(changed(['version: "1.0.0"', 'version: "1.2.0"']));
  await properties.getByRole('checkbox', { name: 'wasi-nn' }).click();
  await vi.waitFor(async () => expect(await textOf()).toMatch(/features:\n\s*- name: wasi-nn\n/));
  await properties.getByRole('checkbox', { name: 'wasi-nn', checked: true }).click();
  await expectText(changed(['version: "1.0.0"', 'version: "1.2.0"']));
});

test('keeps what is being written while the text changes, and says so', async () => {
  await open();
  await select('keep');
  const value = field('Default of lower_bound');
  await value.fill('-5');
  await setText(changed(['"-40"', '"-10"'], ['name: in', 'name: entry']));
  await properties.getByText('The text now says "-10".').waitFor();
  expect(await value.inputValue()).toBe('-5');
  // Leaving is not enough to write over what somebody else wrote.
  await field('Key').focus();
  expect(await textOf()).toContain('"-10"');
  await value.focus();
  await value.press('Escape');
  await expectValue(value, '-10');
  expect(await textOf()).toContain('"-10"');
});

test('keeps the focus and what is written when the operation moves in the text', async () => {
  await open();
  await select('keep');
  const value = field('Default of lower_bound');
  await value.fill('-5');
  await setText(changed(['operations:\n', 'operations:\n  - operationType: source\n    name: second\n']));
  await vi.waitFor(async () => expect(await page.evaluate(() => window.testHost.version())).toBe(2));
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await textOf()).toContain('default: "-50" # cold'));
});

test('is gone through by keyboard alone', async () => {
  await open();
  await select('keep');
  await field('Name').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect
    .poll(() => combo('Module').evaluate((element) => element === document.activeElement))
    .toBe(true);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await textOf()).toContain('name: keep\n    module: pending:0.1.0'));
  await field('Default of lower_bound').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => expect(await textOf()).not.toContain('lower_bound'));
});

test('changes nothing while the text cannot be read, and says why', async () => {
  await open();
  await select('keep');
  await setText(`${text}\n  - [`);
  await properties.getByText('The text cannot be read now').waitFor();
  await vi.waitFor(async () => expect(await field('Name').isDisabled()).toBe(true));
  await setText(text);
  await vi.waitFor(async () => expect(await field('Name').isDisabled()).toBe(false));
});

test('says what to do with an empty graph, and does it', async () => {
  await open('# nothing yet\n');
  await button('Add a source').click();
  await vi.waitFor(async () => expect(await textOf()).toContain('operationType: source'));
});

test('removes several operations at once', async () => {
  await open();
  await select('split', 'keep');
  await button('Remove 2 operations').click();
  await vi.waitFor(async () => {
    const left = await textOf();
    expect(left).not.toContain('name: keep');
    expect(left).not.toContain('name: split');
  });
  expect(await page.evaluate(() => window.testHost.version())).toBe(2);
});

test.each(['dark', 'light', 'hc-black', 'hc-light'])(
  'has nothing that axe objects to in %s',
  async (theme) => {
    await open(
      changed(['arm: "False"', 'arm: False'], ['    to: { name: keep }', '    to: { name: kept }']),
      theme,
    );
    const pages: (() => Promise<unknown>)[] = [
      () => select(),
      () => select('keep'),
      () => select('split', 'keep'),
      async () => {
        await select();
        await properties.getByRole('button', { name: 'split → kept' }).click();
      },
    ];
    await page.evaluate(axe.source);
    for (const show of pages) {
      await show();
      await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
      const { violations } = await page.evaluate(() =>
        (window as unknown as { axe: typeof axe }).axe.run('.inspector'),
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  },
);
