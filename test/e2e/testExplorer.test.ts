// Test cases in the Testing view, as people run them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eachVscode } from './harness/eachVscode.ts';
import { rowsOfTests, runTest, showTests, testOutput } from './harness/testingView.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const expectedPath = 'tests/window-summary/expected.json';
const conversion = 'converts temperatures to degrees Celsius';
const windows = 'makes one message of all messages in a time window';

eachVscode('the Testing view', (vscode) => {
  it('runs a case that passes and tells how one that fails differs', async () => {
    const text = readFileSync(join(samples, expectedPath), 'utf8');
    const workbench = await vscode.open({
      copyOf: samples,
      files: { [expectedPath]: text.replace('\\"sum\\":36.1', '\\"sum\\":36.2') },
    });
    await showTests(workbench);
    await runTest(workbench, conversion);
    await expect
      .poll(() => rowsOfTests(workbench), { timeout: 30_000 })
      .toContainEqual(expect.stringMatching(new RegExp(`${conversion}.*Passed`)));
    await runTest(workbench, windows);
    await expect
      .poll(() => rowsOfTests(workbench), { timeout: 30_000 })
      .toContainEqual(expect.stringMatching(new RegExp(`${windows}.*Failed`)));
    await expect.poll(() => testOutput(workbench)).toMatch(/expected:\s36\.2\s+actual:\s+36\.1/);
  });
});
