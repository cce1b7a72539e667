// What Vitest runs once before the tests in VS Code: builds the extension, stages it, installs VS Code and Chromium.
// Where these cannot be had, tests are skipped with the reason, but for continuous integration, where they fail.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareBundles } from '../../../scripts/setup.mjs';
import { prepareChromium, prepareVscode, vscodeVersions } from '../../../scripts/vscode.mjs';
import { stageExtension } from './stageExtension.mjs';

const root = join(fileURLToPath(import.meta.url), '../../../..');

/** VSCODE_VERSIONS narrows a run down: `VSCODE_VERSIONS=1.100.3 npx vitest run --project e2e`. */
const chosenVersions = process.env.VSCODE_VERSIONS?.split(',') ?? vscodeVersions;

export async function setup(project) {
  await prepareBundles();
  const extensionPath = stageExtension(root);
  project.provide('extensionPath', extensionPath);
  try {
    project.provide('chromium', prepareChromium());
    project.provide('vscodes', await Promise.all(chosenVersions.map(prepareVscode)));
    project.provide('missingVscode', '');
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    process.stderr.write(`${error.message}\n`);
    project.provide('chromium', '');
    project.provide('vscodes', []);
    project.provide('missingVscode', error.message);
  }
  return () => rmSync(extensionPath, { recursive: true, force: true });
}
