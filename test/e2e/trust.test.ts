// A workspace that is not trusted, in a real window: everything but running works.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newestVscode } from './harness/eachVscode.ts';

const name = 'graph-simple.dataflow.yaml';
const simple = readFileSync(join(process.cwd(), 'samples/thermostats', name), 'utf8');
const misspelt = simple.replace(
  '    to:\n      name: module-temperature/filter',
  '    to:\n      name: module-temperature/fliter',
);
/** Stays untrusted without asking. */
const settings = { 'security.workspace.trust.startupPrompt': 'never' };

newestVscode(
  'a workspace that is not trusted',
  (vscode) => {
    // Keys of a command are off with it; those of a list of commands are not.
    const args = { commands: ['dataflowGraph.run'] };
    const keys = [{ key: 'ctrl+alt+r', command: 'runCommands', args }];
    const open = vscode.share({ files: {}, settings, keys });

    it('is edited like any other', async () => {
      const { editor, readFile, statusItem } = await open({ [name]: misspelt });
      await statusItem('status.workspaceTrust').waitFor();
      await editor.open(name);
      await editor.placeCursor('module-temperature/f|liter');
      await editor.waitForSquiggle('error', 'module-temperature/fliter');
      await editor.quickFix.apply('Connect "module-temperature/filter"');
      await editor.waitUntilNoSquiggles();
      await editor.placeCursor('operationType: sin|k');
      expect(await editor.suggest.list()).toContain('sink');
      await editor.suggest.dismiss();
      await editor.save();
      expect(readFile(name)).toBe(simple);
    });

    it('offers no run', async () => {
      const { editor, palette, statusItem } = await open({ [name]: simple });
      await statusItem('status.workspaceTrust').waitFor();
      await editor.open(name);
      expect((await editor.lenses()).filter((text) => text.includes('Run'))).toEqual([]);
      expect(await palette.find('Data Flow Graphs: New Graph')).toContain('Data Flow Graphs: New Graph');
      expect(await palette.find('Data Flow Graphs: Run Graph')).not.toContain('Data Flow Graphs: Run Graph');
    });

    it('runs nothing, however the command is called', async () => {
      const { editor, page, statusItem } = await open({ [name]: simple });
      await statusItem('status.workspaceTrust').waitFor();
      await editor.open(name);
      await editor.waitForLanguage('Data Flow Graph');
      await editor.press('Control+Alt+r');
      await page.getByText('Graphs run code of the workspace. Trust it first').first().waitFor();
      expect(await page.locator('.terminal-wrapper').count()).toBe(0);
    });
  },
  { asksForTrust: true },
);

newestVscode('a workspace that is trusted', (vscode) => {
  it('offers a run', async () => {
    const { editor, palette } = await vscode.open({ files: { [name]: simple } });
    await editor.open(name);
    expect(await editor.lenses()).toContainEqual(expect.stringContaining('Run'));
    expect(await palette.find('Data Flow Graphs: Run Graph')).toContain('Data Flow Graphs: Run Graph');
  });
});
