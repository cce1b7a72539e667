// `npm test`: everything there is to test, from a fresh clone. The last line is `N passed, N failed[, N skipped]`.
//
//   node scripts/test.mjs [--require-all]
//
// --require-all  a missing toolchain or module is a failure; otherwise what needs it is skipped and the reason printed
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtOperators, runNode as runNodeBeside, runSteps, steps } from './check.mjs';
import { setUp } from './setup.mjs';
import { findComponentizePy, findOras } from './toolchains.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const reportFile = join(root, '.cache/test/vitest.json');
const mustHaveAll = process.argv.includes('--require-all');

/** Runs Node; what it prints is shown, or with `isRead` shown and returned too. */
function runNode(args, { isRead = false } = {}) {
  // A log is read as plain text.
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  const strict = mustHaveAll ? { REQUIRE_ALL: 'true' } : {};
  const programs = { COMPONENTIZE_PY: findComponentizePy(), ORAS: findOras() };
  const env = { ...process.env, ...plain, ...strict, ...programs };
  const stdio = ['ignore', isRead ? 'pipe' : 'inherit', 'inherit'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, env, stdio, encoding: 'utf8' });
  if (isRead) process.stdout.write(stdout);
  return { hasPassed: status === 0, output: stdout ?? '' };
}

/** A part that ended badly without naming what failed counts as one failure. */
function atLeastOneFailure(totals, hasPassed) {
  return hasPassed || totals.failed > 0 ? totals : { ...totals, failed: 1 };
}

/** Fetching toolchains waits for other machines most of the time; meanwhile this one checks what needs none of them. */
async function testToolchainsAndChecks() {
  const [{ hasPassed, output }, checks] = await Promise.all([
    runNodeBeside(['scripts/toolchains.mjs']),
    runSteps(steps),
  ]);
  const missing = [...output.matchAll(/^missing (.*)$/gm)].map(([, sentence]) => sentence);
  if (!hasPassed || missing.length > 0) console.log(output.trimEnd());
  for (const sentence of missing) console.log(`${mustHaveAll ? 'FAILED' : 'skipped'}  ${sentence}`);
  const toolchains = { passed: 0, failed: mustHaveAll ? missing.length : 0, skipped: 0 };
  const { failed } = atLeastOneFailure(toolchains, hasPassed);
  return { ...checks, failed: checks.failed + failed };
}

/** Runs scripts/buildSamples.mjs, which prints one line for each module: `ok`, `built`, `skipped` or `error`. */
function testModules(args) {
  const strict = mustHaveAll ? ['--require-all'] : [];
  const { hasPassed, output } = runNode(['scripts/buildSamples.mjs', ...strict, ...args], { isRead: true });
  const count = (word) => output.match(new RegExp(`^(${word}) `, 'gm'))?.length ?? 0;
  const totals = { passed: count('ok|built'), failed: count('error'), skipped: count('skipped') };
  return atLeastOneFailure(totals, hasPassed);
}

/** The full names of tests that were skipped; their groups tell why. */
function listSkipped(report) {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
  );
}

/** The full names of tests that passed only when they were run again, each with why it failed first. */
function listUnsteady(report) {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(
        ({ fullName, failureMessages: [first] }) =>
          `${relative(root, name)}: ${fullName} (at first: ${first.split('\n')[0]})`,
      ),
  );
}

/** From the first test of each folder to its last, and the files that took longest: where the time of the whole goes. */
function tellTimes(report) {
  const files = report.testResults.map(({ name, startTime, endTime }) => ({
    path: relative(root, name),
    startTime,
    endTime,
  }));
  const folders = new Set(files.map(({ path }) => path.split(/[\\/]/)[1]));
  for (const folder of folders) {
    const own = files.filter(({ path }) => path.split(/[\\/]/)[1] === folder);
    const from = Math.min(...own.map(({ startTime }) => startTime));
    const to = Math.max(...own.map(({ endTime }) => endTime));
    console.log(`${((to - from) / 1000).toFixed(0).padStart(5)} s  ${folder}`);
  }
  const slowest = files.sort((a, b) => b.endTime - b.startTime - (a.endTime - a.startTime)).slice(0, 20);
  for (const { path, startTime, endTime } of slowest)
    console.log(`${((endTime - startTime) / 1000).toFixed(0).padStart(5)} s  ${path}`);
}

function readReport() {
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  tellTimes(report);
  for (const name of listSkipped(report)) console.log(`skipped  ${name}`);
  for (const name of listUnsteady(report)) console.log(`unsteady ${name}`);
  // A file that cannot be loaded has failed although none of its tests has.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report;
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
}

function testCode() {
  rmSync(reportFile, { force: true });
  mkdirSync(dirname(reportFile), { recursive: true });
  const reporters = ['--reporter=minimal', '--reporter=json', `--outputFile.json=${reportFile}`];
  const { hasPassed } = runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters]);
  try {
    return atLeastOneFailure(readReport(), hasPassed);
  } catch {
    // Vitest did not get as far as a report; it has printed why.
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function testSamples() {
  const { hasPassed, output } = runNode(['dist/cli.mjs', 'test', 'samples'], { isRead: true });
  const [, passed = 0, failed = 0, skipped = 0] =
    /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(output) ?? [];
  const totals = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
  return atLeastOneFailure(totals, hasPassed);
}

const parts = [
  ['Toolchains, and checks beside them', testToolchainsAndChecks],
  ['Modules that the repository does not keep', () => testModules(builtOperators)],
  ['Unit and integration tests', testCode],
  ['Test cases of the samples', testSamples],
  ['Modules rebuilt and compared', () => testModules(['--check'])],
];

await setUp();
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const [title, test] of parts) {
  console.log(`\n== ${title}`);
  const startedAt = performance.now();
  const counts = await test();
  console.log(`(${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 ? 1 : 0;
