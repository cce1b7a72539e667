// The text decides: what is typed shows at once, and nothing is written from a text that cannot be read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeCanvas } from './harness/eachCanvas.ts';

const complex = readFileSync(join(process.cwd(), 'samples/thermostats/graph-complex.dataflow.yaml'), 'utf8');

describeCanvas('text and canvas', ({ open }) => {
  it('freezes the last good graph while the text is broken, and leads to the error', async () => {
    const canvas = await open({ text: complex });
    const broken = complex.replace('operations:', 'operations: [');
    await canvas.setText(broken);
    await canvas.page.locator('.banner').waitFor();
    expect((await canvas.names()).length).toBe(12);
    await canvas.node('source').click();
    await canvas.press('Delete', 'Control+d', 'Space', 'F2');
    expect(await canvas.page.locator('.pick-list, .rename-box').count()).toBe(0);
    expect(await canvas.text()).toBe(broken);
    expect(await canvas.told('edit')).toEqual([]);
    await canvas.page.getByRole('button', { name: 'Go to the Error' }).click();
    await expect.poll(() => canvas.told('revealText')).toHaveLength(1);
    await canvas.setText(complex);
    await canvas.page.locator('.banner').waitFor({ state: 'detached' });
    await canvas.tell('select', { operations: ['sink'] });
    await expect.poll(() => canvas.selected()).toEqual(['sink']);
    await canvas.node('sink').focus();
    await canvas.press('Delete');
    await expect.poll(async () => (await canvas.names()).length).toBe(11);
  });

  it('keeps the selection by name while the text moves operations and renames them', async () => {
    const canvas = await open({ text: complex });
    await canvas.tell('select', { operations: ['concatenate'] });
    await expect.poll(() => canvas.selected()).toEqual(['concatenate']);
    await canvas.setText(
      complex.replace('operations:\n', 'operations:\n  - operationType: source\n    name: other\n'),
    );
    await expect.poll(() => canvas.node('other').count()).toBe(1);
    expect(await canvas.selected()).toEqual(['concatenate']);
    await canvas.undo();
    await canvas.setText(complex.replaceAll('name: concatenate', 'name: joined'));
    await expect.poll(() => canvas.node('joined').count()).toBe(1);
    expect(await canvas.selected()).toEqual(['joined']);
  });

  it('draws again only what changed', async () => {
    const canvas = await open({ text: complex });
    const { page } = canvas;
    await page.evaluate(() => {
      const changes: string[] = [];
      Object.assign(window, { changes });
      new MutationObserver((records) => {
        for (const { target } of records) {
          const node = (target instanceof Element ? target : target.parentElement)?.closest<HTMLElement>(
            '.react-flow__node',
          );
          if (node?.dataset['id']) changes.push(node.dataset['id']);
        }
      }).observe(document.querySelector('.react-flow__nodes')!, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
    });
    await canvas.setText(complex.replace('module: window:1.0.0', 'module: window:2.0.0'));
    await expect.poll(() => canvas.node('module-window/delay').textContent()).toContain('window:2.0.0');
    const changed = await page.evaluate(() => (window as unknown as { changes: string[] }).changes);
    expect([...new Set(changed)]).toEqual(['module-window/delay']);
  });

  it('does quick gestures one after the other, each on the text that the one before left', async () => {
    const canvas = await open({ text: complex });
    await canvas.node('module-enrichment/map').focus();
    await canvas.press('Control+Space', 'Control+d', 'Control+d', 'Control+d');
    await expect.poll(async () => (await canvas.names()).length).toBe(15);
    expect(await canvas.page.locator('.notice').count()).toBe(0);
    await canvas.undo();
    await canvas.undo();
    await canvas.undo();
    expect(await canvas.text()).toBe(complex);
  });

  it('shows a name that no operation has where the operation would be', async () => {
    const canvas = await open({
      text: complex.replace('    to:\n      name: sink', '    to:\n      name: snik'),
    });
    await expect.poll(() => canvas.page.locator('.operation.ghost').textContent()).toContain('snik');
  });

  it('finds operations, dims the others, goes from one to the next', async () => {
    const canvas = await open({ text: complex });
    await canvas.node('source').focus();
    await canvas.press('Control+f');
    await canvas.page.keyboard.type('filter');
    const count = canvas.page.locator('.search-count');
    await expect.poll(() => count.textContent()).toBe('1 of 2');
    expect(await canvas.selected()).toEqual(['module-temperature/filter']);
    await canvas.press('Enter');
    await expect.poll(() => canvas.selected()).toEqual(['module-humidity/filter']);
    expect(await canvas.page.locator('.react-flow__node.is-dim').count()).toBe(10);
    await canvas.press('Escape');
    await canvas.waitForFocus('module-humidity/filter');
    expect(await canvas.page.locator('.react-flow__node.is-dim').count()).toBe(0);
  });

  it('shows the problems of a node when its badge is pressed', async () => {
    const canvas = await open({ text: complex.replace('operationType: concatenate', 'operationType: map') });
    // Out of sight a browser would scroll to it, and the flow library back.
    await canvas.tell('act', 'fit');
    await expect.poll(() => canvas.isStill()).toBe(true);
    await canvas.page.getByRole('button', { name: /problems? of concatenate/ }).click();
    expect(await canvas.selected()).toEqual(['concatenate']);
    await canvas.page.locator('.side [data-part="problems"]').waitFor();
  });

  it('asks nothing when it is shown an empty file, and says how to begin', async () => {
    const canvas = await open({ text: '# a graph to be\n' });
    await expect.poll(() => canvas.page.locator('.hint').textContent()).toContain('press Space');
    expect(await canvas.text()).toBe('# a graph to be\n');
  });
});
