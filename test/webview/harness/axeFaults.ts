// What axe-core finds in a page. Knows no view.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** One line for each element and rule; empty when there is nothing to find. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
      // Of whole pages, which a view in VS Code is not.
      rules: { 'page-has-heading-one': { enabled: false } },
    }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}
