// What Vitest runs once before the tests of views: builds them and their pages, installs Chromium, serves them.
import { prepareChromium } from '../../../scripts/vscode.mjs';
import { buildViews, buildPages, viewFolder } from './buildViews.mjs';
import { servePage } from './pageServer.mjs';

export async function setup(project) {
  await Promise.all([buildViews(), buildPages()]);
  project.provide('chromium', findChromium());
  const server = await servePage();
  project.provide('pageAddress', server.address);
  project.provide('viewFolder', viewFolder);
  return () => server.close();
}

/** Empty, with the reason told, where it cannot be had; in continuous integration that fails. */
function findChromium() {
  try {
    return prepareChromium();
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    process.stderr.write(`${error.message}\n`);
    return '';
  }
}
