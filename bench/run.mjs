// Entry of `npm run bench`: bundles the benchmarks beside the program's own bundles and runs them, each in its own process.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programOptions } from '../scripts/bundles.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
await build({
  ...programOptions,
  entryPoints: { bench: 'bench/main.ts', benchDriver: 'bench/mqttDriver.ts' },
  sourcemap: false,
});
const { status } = spawnSync(
  process.execPath,
  ['--expose-gc', join(root, 'dist/bench.mjs'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    cwd: root,
  },
);
process.exitCode = status ?? 1;
