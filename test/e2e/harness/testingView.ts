// The Testing view of VS Code, as people use it. Knows no test.
import type { Workbench } from './workbench.ts';

/** Opens the view and unfolds everything in it. */
export async function showTests({ page }: Workbench): Promise<void> {
  await page
    .locator('.activitybar')
    .getByRole('tab', { name: /^Testing/ })
    .click();
  const rows = page.locator('.test-explorer .monaco-list-row');
  const unfolded = page.locator('.test-explorer .monaco-list-row[aria-level="3"]').first();
  if (await unfolded.isVisible()) return;
  await rows.first().waitFor({ timeout: 30_000 });
  // Right goes into a folded row and unfolds it.
  await rows.first().click();
  await page.keyboard.press('*');
  await unfolded.waitFor();
}

/** What screen readers hear of every row in sight. */
export async function rowsOfTests({ page }: Workbench): Promise<string[]> {
  const rows = await page.locator('.test-explorer .monaco-list-row').all();
  const labels = await Promise.all(rows.map((row) => row.getAttribute('aria-label')));
  return labels.map((label) => label ?? '');
}

/** Presses the row's own button. */
export function runTest(workbench: Workbench, label: string): Promise<void> {
  return pressOn(workbench, label, 'Run Test');
}

export function debugTest(workbench: Workbench, label: string): Promise<void> {
  return pressOn(workbench, label, 'Debug Test');
}

async function pressOn({ page }: Workbench, label: string, button: string): Promise<void> {
  const row = page.locator('.test-explorer .monaco-list-row', { hasText: label }).first();
  await row.hover();
  await row.getByRole('button', { name: button, exact: true }).click();
}

/** What the last run has printed, in the panel. */
export function testOutput({ page }: Workbench): Promise<string> {
  return page.locator('.part.panel .xterm-rows').first().innerText();
}
