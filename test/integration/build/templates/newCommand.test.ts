// `dataflow-graph new`: what it refuses, and that nothing is left behind then.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../../cli/commandLine.ts';

let workspace: Workspace;
beforeEach(() => (workspace = new Workspace()));
afterEach(() => workspace.dispose());

/** All paths in the workspace. */
const listing = (): string[] => readdirSync(workspace.folder, { recursive: true, encoding: 'utf8' }).sort();

/** Runs a command that must fail, and tells what it said; nothing may have changed. */
function refused(exitCode: number, ...args: string[]): string {
  const before = listing();
  const { code, stderr, stdout } = workspace.run('new', ...args);
  expect(code, stdout).toBe(exitCode);
  expect(listing()).toEqual(before);
  return stderr;
}

const graphText = (): string => readFileSync(workspace.path('graph.dataflow.yaml'), 'utf8');

describe('dataflow-graph new app', () => {
  it('creates a graph without problems, in the folder it is called in too', () => {
    workspace.write('.git/HEAD', 'ref: refs/heads/main\n');
    expect(workspace.run('new', 'app', '.').code).toBe(0);
    expect(workspace.run('validate', 'graph.dataflow.yaml').stdout).toContain('no problems');
    expect(listing()).toEqual(
      expect.arrayContaining(['.gitignore', '.vscode/launch.json', 'operators/celsius/.cargo/config.toml']),
    );
  });

  it('takes the folder as it is called and names the graph as registries want it', () => {
    expect(workspace.run('new', 'app', 'My Fäctory 2').code).toBe(0);
    const text = readFileSync(workspace.path('My Fäctory 2/graph.dataflow.yaml'), 'utf8');
    expect(text).toContain('\n  name: my-factory-2\n');
  });

  it('overwrites nothing', () => {
    workspace.write('taken/README.md', 'mine');
    expect(refused(1, 'app', 'taken')).toContain('[TARGET_EXISTS]');
    workspace.write('file', '');
    expect(refused(1, 'app', 'file')).toContain('[TARGET_EXISTS]');
  });

  it('says that the folder above is missing', () => {
    expect(refused(1, 'app', 'a/b/c')).toMatch(/create it first\. \[FILE_UNWRITABLE\]/);
  });

  it('wants a name, since nobody can be asked', () => {
    expect(refused(2, 'app')).toContain('Say what the application is called');
  });

  it('refuses a bad name', () => {
    expect(refused(2, 'app', 'CON')).toContain('[NAME_INVALID]');
  });
});

describe('dataflow-graph new operator', () => {
  beforeEach(() => expect(workspace.run('new', 'app', '.').code).toBe(0));

  it('puts the operator into the only graph of the folder', () => {
    expect(workspace.run('new', 'operator', 'label', '--type', 'branch').code).toBe(0);
    expect(graphText()).toContain('module: label:1.0.0');
    expect(workspace.run('validate', 'graph.dataflow.yaml').stdout).toContain('no problems');
  });

  it('leaves every other byte of the graph as it was', () => {
    const odd = graphText().replace('operations:', '# Odd   comment\noperations:   # here');
    workspace.write('graph.dataflow.yaml', odd);
    expect(workspace.run('new', 'operator', 'label', '--type', 'filter').code).toBe(0);
    const lines = new Set(graphText().split('\n'));
    expect(odd.split('\n').filter((line) => !lines.has(line))).toEqual([]);
  });

  it('refuses a bad name with a proposal', () => {
    expect(refused(2, 'operator', 'My-Op')).toMatch(/Take "my-op", for example\. \[NAME_INVALID\]/);
    expect(refused(2, 'operator', 'json', '--language', 'python')).toContain('[NAME_INVALID]');
  });

  it('overwrites neither an operator nor a test case', () => {
    expect(refused(1, 'operator', 'celsius')).toContain('[TARGET_EXISTS]');
    workspace.write('tests/label-map/mine.txt', '');
    expect(refused(1, 'operator', 'label')).toContain('[TARGET_EXISTS]');
  });

  it('creates nothing when the graph cannot get the operator', () => {
    expect(refused(1, 'operator', 'label', '--after', 'nowhere')).toContain('It has "source"');
    workspace.write('graph.dataflow.yaml', `${graphText()}  - [\n`);
    expect(refused(1, 'operator', 'label', '--graph', 'graph.dataflow.yaml')).toContain(
      '[GRAPH_NOT_EXTENDABLE]',
    );
  });

  it('asks which graph when there are several', () => {
    workspace.write('other.yaml', graphText());
    expect(refused(2, 'operator', 'label')).toContain('graph.dataflow.yaml, other.yaml');
    expect(workspace.run('new', 'operator', 'label', '--no-graph').code).toBe(0);
  });

  it('creates no second operator of a type in one module', () => {
    expect(refused(1, 'operator', '--into', 'celsius', '--type', 'map')).toContain('[TARGET_EXISTS]');
  });

  it('says what is wrong with options that do not fit', () => {
    const cases = [
      [['--into', 'nothing'], '[MODULE_NOT_EXTENDABLE]', 1],
      [['label', '--into', 'celsius'], 'names the operator already', 2],
      [['--into', 'celsius', '--language', 'python'], 'takes a Rust module as it is', 2],
      [['label', '--language', 'python', '--sdk', 'wit-bindgen'], '--sdk is for Rust only', 2],
      [['label', '--no-graph', '--after', 'source'], 'there is none', 2],
    ] as const;
    for (const [args, reason, code] of cases) expect(refused(code, 'operator', ...args)).toContain(reason);
  });

  it('adds a type to a module of the SDK, whose own lines stay', () => {
    const library = workspace.path('operators/celsius/src/lib.rs');
    const before = readFileSync(library, 'utf8');
    expect(workspace.run('new', 'operator', '--into', 'celsius', '--type', 'filter').code).toBe(0);
    expect(readFileSync(library, 'utf8')).toBe(before.replace('mod map;\n', 'mod map;\nmod filter;\n'));
    const source = readFileSync(workspace.path('operators/celsius/src/filter.rs'), 'utf8');
    expect(source).toContain('#[filter_operator(init = "init_filter")]');
    expect(source).toContain('"celsius/filter"');
    expect(existsSync(join(workspace.folder, 'operators/celsius/wit'))).toBe(false);
  });
});
