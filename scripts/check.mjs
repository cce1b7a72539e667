// The house's rules as commands, for `npm run check` and `npm test`: each passes or fails, and all are run.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isProgram } from './setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Steps at a time. */
const LANES = 2;

const lint = 'node_modules/eslint/bin/eslint.js';

/** What is checked without running the program; arguments of Node, longest first. */
export const steps = [
  // In halves, since linting takes as long as all others together.
  { name: 'lint of tests and views', args: [lint, 'test', 'webview'] },
  {
    name: 'lint of the rest',
    args: [lint, '.', '--ignore-pattern', 'test/', '--ignore-pattern', 'webview/'],
  },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'] },
  { name: 'types of views', args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'webview'] },
  {
    name: 'types of tests of views',
    args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'test/unit/webview'],
  },
  {
    name: 'types of tests of views in a browser',
    args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'test/webview'],
  },
  {
    name: 'format',
    args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  },
  {
    name: 'import directions',
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', '.dependency-cruiser.mjs', 'src', 'webview', 'test', 'bench'],
    ],
  },
  { name: 'generated files', args: ['scripts/generateTypes.mjs', '--check'] },
];

/** Operators that the repository does not keep, because they are big. */
export const builtOperators = ['label-js', 'bounds-py', 'format-py'];

/** Says which tests are skipped, and why. */
function tellSkipped() {
  const fileOf = (name) => `samples/thermostats/operators/${name}/bin/x86_64/release/${name}.wasm`;
  for (const name of builtOperators.filter((each) => !existsSync(join(root, fileOf(each)))))
    console.log(`skipped  tests of ${name}, which is not built: npm run samples -- ${name}`);
}

const unitTests = {
  name: 'unit tests',
  args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter', 'minimal'],
};

/** Runs Node with `args`; resolves to whether it succeeded and all that it printed. */
export function runNode(args) {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => resolve({ hasPassed: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

async function runStep({ name, args }) {
  const startedAt = performance.now();
  const { hasPassed, output } = await runNode(args);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${hasPassed ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
  if (!hasPassed) console.log(output.trimEnd().replace(/^(?=.)/gm, '    '));
  return hasPassed;
}

/** Runs steps and prints what failed. Returns how many passed and failed. */
export async function runSteps(list) {
  const waiting = [...list];
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift())
      totals[(await runStep(step)) ? 'passed' : 'failed'] += 1;
  };
  await Promise.all(Array.from({ length: LANES }, work));
  return totals;
}

if (isProgram(import.meta.url)) {
  const first = await runSteps(steps);
  const second = await runSteps([unitTests]);
  tellSkipped();
  process.exitCode = first.failed + second.failed > 0 ? 1 : 0;
}
