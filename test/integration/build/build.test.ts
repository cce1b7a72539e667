// `dataflow-graph build` with the real toolchains, in a workspace whose path has spaces and umlauts. One folder for what cargo makes,
// so that each crate is compiled once.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChanged } from '../../../src/build/findChanged.ts';
import { listOperators } from '../../../src/build/operatorProject.ts';
import { realClock } from '../../../src/cli/realClock.ts';
import { missingComponentizePy, pathWithTools } from '../../helpers/componentTools.ts';
import { missingRust, prepareRust } from '../../helpers/rustToolchain.ts';

const program = resolve('dist/cli.mjs');
const home = mkdtempSync(join(tmpdir(), 'build operators ü-'));
let env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A workspace of its own, with copies of operators. */
function workspace(name: string, operators: Readonly<Record<string, string>>): string {
  const folder = join(home, name);
  mkdirSync(join(folder, 'operators'), { recursive: true });
  for (const [operator, source] of Object.entries(operators))
    cpSync(source, join(folder, 'operators', operator), {
      recursive: true,
      filter: (path) => !/[\\/](?:bin|target)$/.test(path),
    });
  return folder;
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const build = (cwd: string, ...args: string[]): Outcome => run(cwd, ['build', ...args]);

function run(cwd: string, args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

const outputOf = (folder: string, name: string, mode = 'release'): string =>
  join(folder, 'operators', name, 'bin/x86_64', mode, `${name}.wasm`);

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((settle) => setTimeout(settle, 20));
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const noRust = missingRust();

describe.skipIf(noRust)(`a Rust operator${noRust === undefined ? '' : ` (${noRust})`}`, () => {
  let folder = '';
  const source = (): string => join(folder, 'operators/my-pass/src/lib.rs');

  beforeAll(() => {
    const toolchain = prepareRust();
    env = { ...process.env, NO_COLOR: '1', ...toolchain.env };
    folder = workspace('rust', { 'my-pass': 'test/fixtures/operatorProjects/pass' });
  }, 240_000);

  it('is built, in release and in debug, and skipped while it is unchanged', () => {
    const first = build(folder);
    expect(first.stdout).toMatch(
      /^built {5}my-pass \(rust, release\): operators\/my-pass\/bin\/x86_64\/release\/my-pass\.wasm, \d+ KiB, map, [\d.]+ s\n$/,
    );
    expect(first.stderr).toContain('Compiling pass v1.0.0');
    expect(first.code).toBe(0);
    expect(build(folder, '--debug').stdout).toMatch(/^built {5}my-pass \(rust, debug\)/);
    expect(statSync(outputOf(folder, 'my-pass', 'debug')).size).toBeGreaterThan(
      statSync(outputOf(folder, 'my-pass')).size,
    );
    expect(build(folder).stdout).toMatch(/^unchanged my-pass/);
    expect(build(folder, '--force').stdout).toMatch(/^built {5}my-pass/);
  }, 120_000);

  it('that traps is told of with the line of its source, when it was built in debug', () => {
    edit(source(), 'Ok(message)', 'Option::None.unwrap()');
    expect(build(folder, '--debug').code).toBe(0);
    writeFileSync(join(folder, 'graph.dataflow.yaml'), graphOf('my-pass'));
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/message.json'), '{}');
    const { stderr } = run(folder, ['run', 'graph.dataflow.yaml', '--input', 'data']);
    expect(stderr).toMatch(/trapped: it panicked .*, at src\/lib\.rs:20:\d+; it was started anew/);
    expect(stderr).toMatch(/^.*Guest>::process \(src\/lib\.rs:20:\d+\)$/m);
    edit(source(), 'Option::None.unwrap()', 'Ok(message)');
    rmSync(join(folder, 'operators/my-pass/bin/x86_64/debug'), { recursive: true });
  }, 120_000);

  it('with an error leads to the line and leaves the last good module', () => {
    const before = readFileSync(outputOf(folder, 'my-pass'));
    edit(source(), 'Ok(message)', 'Ok(mesage)');
    const { code, stdout, stderr } = build(join(folder, 'operators/my-pass'), '--json');
    expect(code).toBe(1);
    expect(stderr).toContain('--> src/lib.rs:20:12');
    const { operators } = JSON.parse(stdout) as { operators: readonly { error?: { code: string } }[] };
    expect(operators[0]?.error?.code).toBe('BUILD_FAILED');
    expect(build(folder).stderr).toContain('--> operators/my-pass/src/lib.rs:20:12');
    expect(readFileSync(outputOf(folder, 'my-pass'))).toEqual(before);
    edit(source(), 'Ok(mesage)', 'Ok(message)');
    // Nothing has changed since the last good build.
    expect(build(folder).stdout).toMatch(/^unchanged my-pass/);
  }, 60_000);

  it('without the crate type of modules is told which one they have', () => {
    const manifest = join(folder, 'operators/my-pass/Cargo.toml');
    edit(manifest, 'crate-type = ["cdylib"]', 'crate-type = ["rlib"]');
    const { stdout } = build(folder);
    expect(stdout).toContain('[BUILD_NO_MODULE]');
    expect(stdout).toContain('crate-type = ["cdylib"]');
    edit(manifest, 'crate-type = ["rlib"]', 'crate-type = ["cdylib"]');
  });

  it('whose registry is not known is told what to write where', () => {
    const manifest = join(folder, 'operators/my-pass/Cargo.toml');
    edit(
      manifest,
      '[dependencies]',
      '[dependencies]\nwasm_graph_sdk = { version = "=1.1.3", registry = "aio-wg" }',
    );
    const { stdout } = build(folder);
    expect(stdout).toContain('[BUILD_REGISTRY_MISSING]');
    expect(stdout).toContain('aio-wg = { index = "sparse+https://');
    edit(manifest, 'wasm_graph_sdk = { version = "=1.1.3", registry = "aio-wg" }\n', '');
  });

  it('is not tried where the target is not installed', () => {
    const { bin } = prepareRust({ hasTarget: false });
    const { PATH } = env;
    env = { ...env, PATH: `${bin}${delimiter}${PATH ?? ''}` };
    const { code, stdout, stderr } = build(folder, '--force');
    env = { ...env, PATH };
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('rustup target add wasm32-wasip2');
  });

  it('that is interrupted ends cargo and what cargo started', async () => {
    // A build script that does not end.
    const pidFile = join(home, 'buildScript.pid');
    const script = `fn main() { std::fs::write(${JSON.stringify(pidFile)}, std::process::id().to_string()).unwrap(); std::thread::sleep(std::time::Duration::from_secs(600)); }`;
    writeFileSync(join(folder, 'operators/my-pass/build.rs'), script);
    const child: ChildProcess = spawn(process.execPath, [program, 'build'], { cwd: folder, env });
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const ended = new Promise<number | null>((settle) => child.once('close', settle));
    await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    child.kill('SIGINT');
    expect(await ended).toBe(1);
    expect(stdout).toContain('[BUILD_CANCELLED]');
    await until(() => !isAlive(pid));
    rmSync(join(folder, 'operators/my-pass/build.rs'));
  }, 60_000);
});

/** A graph with one map. */
const graphOf = (
  module: string,
): string => `metadata: { $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json", name: labels, version: "1.0.0" }
moduleRequirements: { apiVersion: "1.1.0", runtimeVersion: "1.1.0" }
operations:
  - { operationType: source, name: source }
  - { operationType: map, name: label/map, module: "${module}:1.0.0" }
  - { operationType: sink, name: sink }
connections:
  - { from: { name: source }, to: { name: label/map } }
  - { from: { name: label/map }, to: { name: sink } }
`;

describe('a JavaScript operator', () => {
  it('is built, fails with the line, and is skipped while it is unchanged', async () => {
    const folder = workspace('javascript', { 'label-js': 'samples/thermostats/operators/label-js' });
    const source = join(folder, 'operators/label-js/label-js.js');
    const { PATH } = env;
    env = { ...env, PATH: pathWithTools(PATH) };
    expect(build(folder).stdout).toMatch(/^built {5}label-js \(javascript, release\): .*, map, /);
    edit(source, 'export const map', 'nope();\nexport const map');
    const { stdout, stderr } = build(folder);
    expect(stdout).toContain('nope is not defined [BUILD_FAILED]');
    expect(stderr).toMatch(/^operators\/label-js\/label-js\.js:64:1: error: nope is not defined$/m);

    writeFileSync(join(folder, 'labels.dataflow.yaml'), graphOf('label-js'));
    // Nobody listens there: what gets so far has been built.
    const push = ['push', 'labels.dataflow.yaml', '--build', '--registry', 'http://127.0.0.1:1'];
    const refused = run(folder, push);
    expect(refused).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('failed    label-js') as unknown,
    });
    expect(refused.stderr).not.toContain('REGISTRY');
    const changed = async (): Promise<string[]> => {
      const search = { env, clock: realClock, signal: AbortSignal.timeout(60_000) };
      const projects = await listOperators(join(folder, 'operators'));
      const found = await findChanged(projects, search);
      return found.map(({ project, mode, isBuilt }) => `${project.name} ${mode} ${String(isBuilt)}`);
    };
    expect(await changed()).toEqual(['label-js release true']);

    edit(source, 'nope();\n', '');
    expect(build(folder).stdout).toMatch(/^unchanged label-js/);
    expect(await changed()).toEqual([]);
    const built = run(folder, push);
    expect(built.stdout).toContain('unchanged label-js');
    expect(built.stderr).toContain('[REGISTRY_UNREACHABLE]');
    // What somebody else put there is theirs.
    writeFileSync(outputOf(folder, 'label-js'), 'another one');
    expect(await changed()).toEqual([]);
    rmSync(outputOf(folder, 'label-js'));
    expect(await changed()).toEqual(['label-js release false']);
    env = { ...env, PATH };
  }, 90_000);

  it('that exports no operator is told how one looks', () => {
    const folder = workspace('empty', {});
    mkdirSync(join(folder, 'operators/nothing'));
    writeFileSync(join(folder, 'operators/nothing/nothing.js'), 'export const a = 1;\n');
    const { PATH } = env;
    env = { ...env, PATH: pathWithTools(PATH) };
    expect(build(folder).stdout).toContain('nothing.js exports no operator');
    env = { ...env, PATH: dirname(process.execPath) };
    if (!existsSync(join(dirname(process.execPath), 'jco')))
      expect(build(folder).stdout).toContain('npm install --global @bytecodealliance/jco');
    env = { ...env, PATH };
  });
});

const noPython = missingComponentizePy();

describe.skipIf(noPython)(`a Python operator${noPython === undefined ? '' : ` (${noPython})`}`, () => {
  it('is built, stale bindings beside it are made anew, and it is skipped while it is unchanged', () => {
    const folder = workspace('python', { 'bounds-py': 'samples/thermostats/operators/bounds-py' });
    const operator = join(folder, 'operators/bounds-py');
    mkdirSync(join(operator, 'filter_impl'));
    writeFileSync(join(operator, 'filter_impl/__init__.py'), '# Of another version.\n');
    const { PATH } = env;
    env = { ...env, PATH: pathWithTools(PATH) };
    const first = build(folder);
    expect(first.stdout).toMatch(/^built {5}bounds-py \(python, release\): .*, filter, /);
    expect(first.stdout).toContain('the bindings in filter_impl were out of date');
    expect(existsSync(join(operator, 'filter_impl/exports'))).toBe(true);
    expect(build(folder).stdout).toMatch(/^unchanged bounds-py/);
    env = { ...env, PATH };
  }, 120_000);
});

describe('a container builder', () => {
  /** A `docker` that notes how it was called and leaves a module, or fails. */
  function recordedDocker(script: string): { readonly bin: string; readonly calls: () => string } {
    const bin = mkdtempSync(join(home, 'engine-'));
    const log = join(bin, 'calls');
    writeFileSync(
      join(bin, 'docker'),
      `#!/bin/sh\n[ "$1" = --version ] && echo "Docker version 27" && exit 0\nprintf '%s\\n' "$@" > '${log}'\n${script}\n`,
    );
    chmodSync(join(bin, 'docker'), 0o755);
    return { bin, calls: () => readFileSync(log, 'utf8') };
  }

  it('is called with the folder and the name, and what it leaves is checked', () => {
    const folder = workspace('container', { pass: 'test/fixtures/operatorProjects/pass' });
    const output = outputOf(folder, 'pass');
    const { PATH } = env;
    const component = resolve(
      'samples/thermostats/operators/temperature/bin/x86_64/release/temperature.wasm',
    );
    const good = recordedDocker(`mkdir -p '${dirname(output)}' && cp '${component}' '${output}'`);
    env = { ...env, PATH: `${good.bin}${delimiter}${PATH ?? ''}` };
    expect(build(folder, '--container', 'docker').stdout).toMatch(
      /^built {5}pass .*map, filter, branch, accumulate/,
    );
    expect(good.calls()).toMatch(
      new RegExp(
        `^run\n--rm\n--name\n\\S+\n-v\n${folder}/operators/pass:/workspace\nghcr.io/azure-samples/explore-iot-operations/rust-wasm-builder\n--app-name\npass\n$`,
      ),
    );
    expect(build(folder, '--container', 'docker').stdout).toMatch(/^unchanged pass/);
    const before = readFileSync(output);
    const core = resolve('test/fixtures/components/core-module.wasm');
    const bad = recordedDocker(`cp '${core}' '${output}'`);
    env = { ...env, PATH: `${bad.bin}${delimiter}${PATH ?? ''}` };
    expect(build(folder, '--container', 'docker', '--force').stdout).toContain('[MODULE_CORE_NOT_COMPONENT]');
    expect(readFileSync(output)).toEqual(before);
    env = { ...env, PATH };
  });

  it('takes names up to the length of the system, and tells what is longer', () => {
    const [long, tooLong] = ['l'.repeat(240), 't'.repeat(254)];
    const project = 'test/fixtures/operatorProjects/pass';
    const folder = workspace('long', { [long]: project, [tooLong]: project });
    const component = resolve(
      'samples/thermostats/operators/temperature/bin/x86_64/release/temperature.wasm',
    );
    const { PATH } = env;
    const docker = recordedDocker(`cp '${component}' '${outputOf(folder, long)}'`);
    env = { ...env, PATH: `${docker.bin}${delimiter}${PATH ?? ''}` };
    const { code, stdout } = build(folder, '--container', 'docker', '--jobs', '1');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^built {5}l{240} /m);
    expect(stdout).toMatch(/^failed {4}t{254} .*path is too long.* \[FILE_UNWRITABLE\]$/m);
    env = { ...env, PATH };
  });

  it('is not called where its output cannot be written', () => {
    const folder = workspace('readOnly', { pass: 'test/fixtures/operatorProjects/pass' });
    symlinkSync('/sys', join(folder, 'operators/pass/bin'));
    const { PATH } = env;
    const docker = recordedDocker('exit 0');
    env = { ...env, PATH: `${docker.bin}${delimiter}${PATH ?? ''}` };
    expect(build(folder, '--container', 'docker').stdout).toMatch(
      /read-only for you.* \[FILE_UNWRITABLE\]$/m,
    );
    expect(existsSync(join(docker.bin, 'calls'))).toBe(false);
    env = { ...env, PATH };
  });

  it('that is not installed is named', () => {
    const folder = workspace('noEngine', { pass: 'test/fixtures/operatorProjects/pass' });
    const { PATH } = env;
    env = { ...env, PATH: mkdtempSync(join(home, 'nothing-')) };
    expect(build(folder, '--container', 'podman').stdout).toContain(
      'podman was not found. [TOOLCHAIN_MISSING]',
    );
    env = { ...env, PATH };
  });
});

describe('operators', () => {
  it('are told when there are none, or none of that name', () => {
    expect(build(home).stderr).toContain('[OPERATOR_NOT_FOUND]');
    const folder = workspace('names', { 'Öl filter': 'samples/thermostats/operators/label-js' });
    expect(build(folder, 'nope').stderr).toContain('[OPERATOR_NOT_FOUND]');
    writeFileSync(join(folder, 'operators/Öl filter/Öl filter.js'), 'export const b = 1;\n');
    expect(build(folder, 'nope').stderr).toContain('there are Öl filter.');
  });
});
