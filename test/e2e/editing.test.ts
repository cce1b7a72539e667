// What a developer does with a graph in a real window: see problems and mend them, complete, rename, go to sources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eachVscode, newestVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const name = 'graph-simple.dataflow.yaml';
const simple = readFileSync(join(samples, name), 'utf8');
const complex = readFileSync(join(samples, 'graph-complex.dataflow.yaml'), 'utf8');

/** The simple graph with its last way into the filter misspelt. */
const misspelt = simple.replace(
  '    to:\n      name: module-temperature/filter',
  '    to:\n      name: module-temperature/fliter',
);

eachVscode('editing a graph', (vscode) => {
  const open = vscode.share({ copyOf: samples });

  it('shows a problem under the text and in the panel, and its fix mends it', async () => {
    const { editor, problems, readFile } = await open({ [name]: misspelt });
    await editor.open(name);
    await editor.placeCursor('module-temperature/f|liter');
    await editor.waitForSquiggle('error', 'module-temperature/fliter');
    expect(await problems.waitFor('No operation is named "module-temperature/fliter"')).toContainEqual(
      expect.stringMatching(/OPERATION_UNKNOWN \[Ln 54, Col 13\]$/),
    );
    await editor.open(name);
    await editor.quickFix.apply('Connect "module-temperature/filter"');
    await editor.waitUntilNoSquiggles();
    await editor.save();
    expect(readFile(name)).toBe(simple);
  });

  it('explains a problem at a click on its code', async () => {
    const { editor, page, problems, webview } = await open({ [name]: misspelt });
    await editor.open(name);
    await problems.waitFor('No operation is named "module-temperature/fliter"');
    await problems.openCode('OPERATION_UNKNOWN');
    const heading = webview().getByRole('heading', { name: 'OPERATION_UNKNOWN', exact: true });
    const height = page.viewportSize()?.height ?? 0;
    await waitUntil(
      'the explanation to be within sight',
      async () => (await heading.boundingBox())?.y ?? -1,
      (top) => top >= 0 && top < height,
    );
  });

  it('quotes an arm and leaves everything else alone', async () => {
    const files = { [name]: complex.replace('arm: "True"', 'arm: True  # here') };
    const { editor, readFile } = await open(files);
    await editor.open(name);
    await editor.placeCursor('arm: Tr|ue');
    await editor.waitForSquiggle('error', 'True');
    await editor.quickFix.apply('Write "True"');
    await editor.save();
    expect(readFile(name)).toBe(complex.replace('arm: "True"', 'arm: "True"  # here'));
  });

  it('completes an arm with its quotes', async () => {
    const files = { [name]: complex.replace('arm: "True"', 'arm: ') };
    const { editor, readFile } = await open(files);
    await editor.open(name);
    await editor.placeCursor('      arm: |', 2);
    expect((await editor.suggest.list()).slice(0, 2)).toEqual(['True', 'False']);
    await editor.suggest.choose('True');
    await editor.save();
    expect(readFile(name)).toBe(complex);
  });

  it('renames an operation everywhere in one step', async () => {
    const { editor, readFile } = await open({ [name]: simple });
    await editor.open(name);
    await editor.placeCursor('name: module-temperature/fil|ter', 2);
    await editor.rename('within-bounds');
    await editor.waitForLine('    name: within-bounds');
    await editor.save();
    expect(readFile(name)).toBe(simple.replaceAll('module-temperature/filter', 'within-bounds'));
    await editor.press('Control+z');
    await editor.save();
    expect(readFile(name)).toBe(simple);
  });

  it('goes from a module to the source of its operator', async () => {
    const { editor } = await open({ [name]: simple });
    await editor.open(name);
    await editor.placeCursor('module: temper|ature:1.0.0', 2);
    await editor.goToDefinition('lib.rs');
    const { line } = await editor.cursor();
    expect(await editor.lineText(line)).toBe('impl operators::filter::Guest for Temperature {');
  });
});

newestVscode('typing a module', (vscode) => {
  it('completes half a reference to the whole one of what the workspace has built', async () => {
    // Nothing but the workspace knows the reference.
    const whole = simple.replace(/temperature:1\.0\.0(?![^]*module:)/, 'other:1.0.0');
    const half = whole.replace('module: temperature:1.0.0', 'module: temp');
    expect(half).not.toContain('temperature:1.0.0');
    const { editor, readFile } = await vscode.open({ copyOf: samples, files: { [name]: half } });
    await editor.open(name);
    await editor.placeCursor('module: temp|');
    const labels = await editor.suggest.list();
    expect(labels).toContain('temperature:1.0.0');
    expect(labels).not.toContain('temp');
    await editor.suggest.choose('temperature:1.0.0');
    await editor.save();
    expect(readFile(name)).toBe(whole);
  });
});
