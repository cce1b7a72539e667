// An application with operators in three languages, created by the command line, built by the real toolchains, tested and run.
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspace, lastLine } from '../../cli/commandLine.ts';
import {
  missingComponentizePy,
  missingPytest,
  pathWithTools,
  pytestPython,
} from '../../../helpers/componentTools.ts';
import { missingRust, prepareRust } from '../../../helpers/rustToolchain.ts';

const workspace = new Workspace();
const application = workspace.path('thermostats');
afterAll(() => workspace.dispose());

/** Runs a program in the application; fails with all it printed when it fails. */
function runTool(folder: string, program: string, args: readonly string[], env = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: join(application, folder),
    encoding: 'utf8',
    env: { ...process.env, PATH: pathWithTools(), ...env },
  });
  expect(status, `${program} ${args.join(' ')}: ${String(error ?? '')}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

function create(...args: string[]): string {
  const { code, stdout, stderr } = workspace.run(...args);
  expect(code, stderr).toBe(0);
  return stdout;
}

const graph = (): string => readFileSync(join(application, 'graph.dataflow.yaml'), 'utf8');
const missing = missingRust() ?? missingComponentizePy();

describe.skipIf(missing !== undefined)(`created projects (${missing ?? 'with real toolchains'})`, () => {
  beforeAll(() => {
    create('new', 'app', 'thermostats', '--sdk', 'wit-bindgen');
    writeFileSync(join(application, 'graph.dataflow.yaml'), `${graph()}# The end of the graph.\n`);
  });

  /** `new operator` in the application. */
  const addOperator = (...args: string[]): string =>
    create('new', 'operator', '--graph', join(application, 'graph.dataflow.yaml'), ...args);

  it('has other types added to its Rust module, and projects in other languages', () => {
    for (const type of ['filter', 'branch', 'accumulate', 'delay'])
      addOperator('--into', 'celsius', '--type', type);
    addOperator('bounds-py', '--language', 'python', '--type', 'filter', '--after', 'module-celsius/map');
    addOperator('even-js', '--language', 'javascript', '--type', 'map', '--after', 'source');
    expect(graph()).toMatch(/# The end of the graph\.\n$/);
    const validated = create('validate', join(application, 'graph.dataflow.yaml'));
    expect(validated).toContain('no problems');
  });

  it('builds the Rust module with all five types', () => {
    const { env } = prepareRust();
    const folder = 'operators/celsius';
    runTool(folder, 'cargo', ['build', '--release', '--quiet', '--target', 'wasm32-wasip2'], env);
    const bytes = readFileSync(join(env.CARGO_TARGET_DIR, 'wasm32-wasip2/release/celsius.wasm'));
    const place = join(application, folder, 'bin/x86_64/release/celsius.wasm');
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }, 900_000);

  it('passes the unit tests of the Rust module', () => {
    const { env } = prepareRust();
    const folder = 'operators/celsius';
    // As `cargo test`, but with the macros that the build before has compiled: they depend on `lto`, and not on these.
    const unoptimized = { CARGO_PROFILE_RELEASE_OPT_LEVEL: '0', CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16' };
    const printed = runTool(folder, 'cargo', ['test', '--release', '--quiet'], { ...env, ...unoptimized });
    expect(printed).toContain('19 passed; 0 failed');
  }, 600_000);

  it('builds the Python operator as its README says', () => {
    const folder = 'operators/bounds-py';
    mkdirSync(join(application, folder, 'bin/x86_64/release'), { recursive: true });
    const readme = readFileSync(join(application, folder, 'README.md'), 'utf8');
    const command = /`(componentize-py .* componentize .*)`/.exec(readme)?.[1] ?? '';
    runTool(folder, 'sh', ['-c', command]);
  }, 300_000);

  it('builds the JavaScript operator by its script and passes its unit tests', () => {
    const folder = 'operators/even-js';
    runTool(folder, 'npm', ['run', '--silent', 'build']);
    expect(runTool(folder, 'npm', ['test', '--silent', '--', '--test-reporter', 'tap'])).toMatch(
      /^# pass 5$/m,
    );
  }, 120_000);

  it('runs the graph with all operators, whose logs and errors come through', () => {
    const { code, stdout, stderr } = workspace.run(
      'run',
      join(application, 'graph.dataflow.yaml'),
      '--input',
      join(application, 'data'),
    );
    expect(code).toBe(0);
    expect(stderr).toContain('bounds-py/filter] passes 0.0 to 100.0');
    expect(stderr).not.toContain('OPERATOR_TRAP');
    // 451 °F is out of bounds; the others are averages of one each.
    expect(stdout).toContain('5 messages in, 4 messages out, 0 errors');
    expect(stdout).toMatch(/\{"temperature":\{"count":1,"sum":20\.3,"value":20\.3\}\}/);
  }, 120_000);

  it('passes the test case of every operator', () => {
    const outcome = workspace.run('test', join(application, 'tests'));
    expect(lastLine(outcome), outcome.stdout).toBe('7 passed, 0 failed');
  }, 120_000);
});

/** The project of one operator alone. */
function createAlone(name: string, language: string, type: string): string {
  create('new', 'operator', name, '--language', language, '--type', type, '--no-graph');
  return workspace.path(`operators/${name}`);
}

/** Runs unit tests in `cwd`, several at a time. Returns what they printed; fails with it when they fail. */
async function runTests(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd }).catch((error: unknown) => {
    const { stdout: told = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${told}\n${stderr}`, { cause: error });
  });
  return stdout;
}

const types = ['map', 'filter', 'branch', 'accumulate', 'delay'];

const noPytest = missingPytest();
describe.skipIf(noPytest !== undefined)(`Python operators (${noPytest ?? 'with pytest'})`, () => {
  it.concurrent.each(types)('of type %s pass their unit tests', async (type) => {
    const folder = createAlone(`py-${type}`, 'python', type);
    expect(await runTests(pytestPython, ['-m', 'pytest', '-q'], folder)).toMatch(/1\d passed/);
  });
});

describe('JavaScript operators', () => {
  it.concurrent.each(types)('of type %s pass their unit tests', async (type) => {
    const folder = createAlone(`js-${type}`, 'javascript', type);
    const told = await runTests(process.execPath, ['--test', '--test-reporter', 'tap'], folder);
    expect(told).toMatch(/^# fail 0$/m);
    expect(told).not.toMatch(/^# pass 0$/m);
  });
});
