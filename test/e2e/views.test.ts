// What the extension adds around the editor: the page about a module, its view in the activity bar.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newestVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';

const samples = join(process.cwd(), 'samples/thermostats');

newestVscode('views', (vscode) => {
  it('tell of a module, and list the graphs, operators and modules of the workspace', async () => {
    const workbench = await vscode.open({ copyOf: samples });
    const { palette, viewRows } = workbench;
    // No graph is open: they are still to be looked for.
    await palette.openFile('temperature.wasm');
    const about = workbench.webview();
    await about.getByText('graph-simple.dataflow.yaml').waitFor();
    const wit = about.getByLabel('WIT of wasm-graph:processor/filter@1.1.0');
    await wit.waitFor({ state: 'hidden' });
    await about.locator('summary', { hasText: '/filter@' }).press('Enter');
    await wit.waitFor();
    expect(await wit.innerText()).toContain('process: func(message: data-model) -> result<bool, error>;');
    expect(workbench.breaches()).toEqual([]);

    await palette.run('View: Show Data Flow Graphs');
    const hasGraphs = (rows: readonly string[]): boolean => rows.some((row) => row.startsWith('graph-'));
    const rows = await waitUntil('graphs in the view', () => viewRows(), hasGraphs);
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^graph-simple/),
        expect.stringMatching(/^window.*rust/),
        expect.stringMatching(/^temperature.*map, filter, branch, accumulate/),
      ]),
    );
  });
});
