// What the extension adds around the editor: its view in the activity bar.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newestVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';

const samples = join(process.cwd(), 'samples/thermostats');

newestVscode('views', (vscode) => {
  it('lists the graphs, operators and modules of the workspace', async () => {
    const { palette, viewRows } = await vscode.open({ copyOf: samples });
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
