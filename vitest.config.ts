// The test projects: unit tests touch nothing outside their process; integration tests use sockets,
// processes and dist/; webview tests use the canvas in a browser, e2e tests VS Code in a browser.
import { defineConfig } from 'vitest/config';

// Machines of continuous integration pause at times; elsewhere every failure counts. scripts/test.mjs names what was run again.
const retries = process.env['CI'] === 'true' ? 2 : 0;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          setupFiles: 'test/helpers/propertySeed.ts',
          // Generous: nothing is measured, and machines are slow at times.
          testTimeout: 20_000,
          // Files keep nothing for others, so that modules are loaded once for all of them.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/golden/**/*.test.ts'],
          globalSetup: 'scripts/vitestSetup.mjs',
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // They wait for other programs more than they work: two files at once leave no core idle.
          maxWorkers: 2,
          retry: retries,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'webview',
          include: ['test/webview/**/*.test.ts'],
          globalSetup: 'test/webview/harness/globalSetup.mjs',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // The second that polls wait by default is short for a page on a busy machine.
          expect: { poll: { timeout: 10_000 } },
          retry: retries,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/harness/globalSetup.mjs',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry: retries,
          // A window waits for much beside processors: two at once take little longer than one.
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
