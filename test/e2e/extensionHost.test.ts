// Runs the tests of test/extensionHost in every version and shows each as a test of its own.
import { join } from 'node:path';
import { describe, inject, it } from 'vitest';
import './harness/eachVscode.ts';
import { runInExtensionHost } from './harness/extensionHostRun.ts';
import type { HostTest } from './harness/inHost/mochaReport.ts';

const workspace = join(process.cwd(), 'samples/thermostats');
const testFolder = join(process.cwd(), 'test/extensionHost');

/** Shows what has already happened. */
function show({ path, state, error = '' }: HostTest): void {
  const name = path.join(' > ');
  if (state === 'skipped') return it.skip(name);
  it(name, () => {
    const [message = ''] = error.split(/\n\s+at /);
    if (state === 'failed') throw Object.assign(new Error(message), { stack: error });
  });
}

for (const installation of inject('vscodes')) {
  const run = { installation, testFolder, workspace };
  const tests = await runInExtensionHost({
    ...run,
    chromium: inject('chromium'),
    extensionPath: inject('extensionPath'),
  });
  describe(`VS Code ${installation.version}`, () => tests.forEach(show));
}
const missing = inject('missingVscode');
if (missing) it.skip(`in the extension host (${missing})`);
