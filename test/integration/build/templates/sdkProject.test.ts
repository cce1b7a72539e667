// The template for the SDK of Azure IoT Operations. Its crate cannot be reached here, so that a stand-in with the same names and
// signatures (test/fixtures/wasmGraphSdk) shows that the code compiles against them; what cargo makes of the real one is not shown.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspace } from '../../cli/commandLine.ts';

const workspace = new Workspace();
afterAll(() => workspace.dispose());

const folder = workspace.path('operators/celsius');
const cargo = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync('/usr/bin/cargo', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, RUSTC: '/usr/bin/rustc', CARGO_TARGET_DIR: resolve('.cache/sdkProject') },
  });

describe.skipIf(!existsSync('/usr/bin/cargo'))('a Rust project on wasm_graph_sdk', () => {
  beforeAll(() => {
    const created = workspace.run('new', 'operator', 'celsius', '--no-graph');
    expect(created.code, created.stderr).toBe(0);
    for (const type of ['filter', 'branch', 'accumulate', 'delay'])
      expect(workspace.run('new', 'operator', '--into', 'celsius', '--type', type, '--no-graph').code).toBe(
        0,
      );
  });

  it('has a manifest that cargo reads, with the crate from its registry', () => {
    const { status, stdout, stderr } = cargo('metadata', '--no-deps', '--offline', '--format-version', '1');
    expect(status, stderr).toBe(0);
    const metadata = JSON.parse(stdout) as {
      packages: { dependencies: { name: string; req: string; registry: string | null }[] }[];
    };
    expect(metadata.packages[0]?.dependencies).toContainEqual(
      expect.objectContaining({
        name: 'wasm_graph_sdk',
        req: '=1.1.3',
        registry: expect.stringContaining('azure-iot-sdks') as string,
      }),
    );
  });

  it('compiles against the names and signatures of the SDK, and passes its unit tests', () => {
    const path = join(folder, 'Cargo.toml');
    const manifest = readFileSync(path, 'utf8')
      .replace(/^wit-bindgen = .*\n/m, '')
      .replace(
        /^wasm_graph_sdk = .*$/m,
        `wasm_graph_sdk = { path = '${resolve('test/fixtures/wasmGraphSdk')}' }`,
      );
    writeFileSync(path, manifest);
    const { status, stdout, stderr } = cargo('test', '--quiet');
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('19 passed; 0 failed');
    expect(stderr).not.toContain('warning');
  }, 300_000);
});
