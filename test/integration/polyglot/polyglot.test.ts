// Operators in JavaScript and Python, built by their own toolchains, in one graph. The modules are too big for the
// repository: `node scripts/buildSamples.mjs` builds them where the toolchains are.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const samples = 'samples/thermostats';
const missing = ['label-js', 'bounds-py', 'format-py'].filter(
  (name) => !existsSync(`${samples}/operators/${name}/bin/x86_64/release/${name}.wasm`),
);
const reason = missing.length > 0 ? ` (skipped: ${missing.join(', ')} not built)` : '';

describe.skipIf(missing.length > 0)(`a graph of JavaScript and Python operators${reason}`, () => {
  const cache = mkdtempSync(join(tmpdir(), 'polyglot-'));
  afterAll(() => rmSync(cache, { recursive: true, force: true }));

  const run = (): { status: number | null; stdout: string; stderr: string } => {
    const args = [
      'dist/cli.mjs',
      'run',
      `${samples}/graph-polyglot.dataflow.yaml`,
      '--input',
      `${samples}/data`,
    ];
    return spawnSync(process.execPath, [...args, '--cache', cache], { encoding: 'utf8' });
  };

  test('passes messages from JavaScript to Python and out, and loses only the malformed one', () => {
    const { status, stdout, stderr } = run();
    expect(status).toBe(0);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'output/sensors  temperature: 72 F (mild)',
      'output/sensors  temperature: 68.5 F (mild)',
      'output/sensors  temperature: 75 F (mild)',
      'output/sensors  temperature: 70 F (mild)',
    ]);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('14 messages in, 4 messages out, 1 errors');
    expect(stderr).toContain('bounds-py/filter OPERATOR_ERROR');
    expect(stderr).toContain('temperature.value is not a number');
  }, 120_000);

  test('prints the same again from the cache', () => {
    const strip = (text: string): string => text.replaceAll(/ +\d+\.\d$/gm, '');
    expect(strip(run().stdout)).toBe(strip(run().stdout));
  }, 60_000);
});
