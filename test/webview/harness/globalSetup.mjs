// What Vitest runs once before the tests of the canvas: builds it and its page, installs Chromium, serves the page.
import { prepareChromium } from '../../../scripts/vscode.mjs';
import { buildCanvas, buildPage } from './buildPage.mjs';
import { servePage } from './pageServer.mjs';

export async function setup(project) {
  await Promise.all([buildCanvas(), buildPage()]);
  project.provide('chromium', findChromium());
  const server = await servePage();
  project.provide('pageAddress', server.address);
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
