// The Test Explorer inside VS Code: the samples' cases are found, run, judged, debugged and covered by the real command line, run process
// and components. What VS Code is told of a run is written down by a run that passes everything on.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { exploreTests, type TestExploration } from '../../src/host/tests/exploreTests.ts';
import type { GraphCoverage } from '../../src/protocol/testRuns.ts';
import { OpenText, poll } from './openText.ts';

const graph = 'graph-simple.dataflow.yaml';

interface Told {
  readonly what: 'enqueued' | 'started' | 'passed' | 'failed' | 'errored' | 'skipped';
  readonly label: string;
  readonly messages: readonly vscode.TestMessage[];
}

/** A controller that writes down what its runs are told. */
class RecordedController {
  readonly real: vscode.TestController = vscode.tests.createTestController('recorded', 'Recorded');
  readonly told: Told[] = [];
  readonly coverage: vscode.FileCoverage[] = [];
  ends = 0;

  /** The controller for the code under test. */
  get controller(): vscode.TestController {
    return new Proxy(this.real, {
      get: (target, key) => {
        if (key === 'createTestRun')
          return (request: vscode.TestRunRequest) => this.#record(target.createTestRun(request));
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    });
  }

  outcomes(): string[] {
    return this.told
      .filter(({ what }) => what !== 'enqueued' && what !== 'started')
      .map(({ what, label }) => `${what}: ${label}`)
      .sort();
  }

  #record(run: vscode.TestRun): vscode.TestRun {
    const note =
      (what: Told['what'], tell: (...args: never[]) => void) =>
      (item: vscode.TestItem, ...rest: unknown[]) => {
        const messages = what === 'failed' || what === 'errored' ? [rest[0]].flat() : [];
        this.told.push({ what, label: item.label, messages: messages as vscode.TestMessage[] });
        tell.call(run, ...([item, ...rest] as never[]));
      };
    return new Proxy(run, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        const tell = value as (...args: never[]) => void;
        switch (key) {
          case 'enqueued':
          case 'started':
          case 'passed':
          case 'failed':
          case 'errored':
          case 'skipped':
            return note(key, tell);
          case 'addCoverage':
            return (file: vscode.FileCoverage) => {
              this.coverage.push(file);
              target.addCoverage(file);
            };
          case 'end':
            return () => {
              this.ends += 1;
              target.end();
            };
          default:
            return tell.bind(target);
        }
      },
    });
  }
}

function labels(items: vscode.TestItemCollection): unknown[] {
  const found: unknown[] = [];
  items.forEach(({ label, children }) => found.push(children.size > 0 ? [label, labels(children)] : label));
  return found;
}

function findItem(items: vscode.TestItemCollection, label: string): vscode.TestItem | undefined {
  let found: vscode.TestItem | undefined;
  items.forEach((item) => {
    found ??= item.label === label ? item : findItem(item.children, label);
  });
  return found;
}

const { Run, Debug, Coverage } = vscode.TestRunProfileKind;
const conversion = 'converts temperatures to degrees Celsius';
const windows = 'makes one message of all messages in a time window';

describe('the Test Explorer', () => {
  let recorded: RecordedController;
  let exploration: TestExploration;
  let covered: GraphCoverage[];
  const cancellation = new vscode.CancellationTokenSource();
  const run = (kind: vscode.TestRunProfileKind, ...names: string[]): Promise<void> => {
    const include = names.map((name) => {
      const item = findItem(recorded.real.items, name);
      assert.ok(item, name);
      return item;
    });
    const request = new vscode.TestRunRequest(names.length > 0 ? include : undefined);
    return exploration.run(kind, request, cancellation.token);
  };

  before(async () => {
    recorded = new RecordedController();
    covered = [];
    const extension = vscode.extensions.getExtension('dataflow-graphs.dataflow-graphs');
    assert.ok(extension);
    exploration = exploreTests({
      controller: recorded.controller,
      cliPath: vscode.Uri.joinPath(extension.extensionUri, 'dist/cli.mjs').fsPath,
      coverages: { show: (coverage) => void covered.push(coverage) },
    });
    await exploration.find();
  });

  afterEach(() => {
    recorded.told.length = 0;
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  });

  after(() => {
    exploration.dispose();
    recorded.real.dispose();
  });

  it('shows the test cases of the workspace by folder, under their names', () => {
    assert.deepEqual(labels(recorded.real.items).at(0), [
      'tests',
      [
        ['conversion', [conversion]],
        ['factory-property', ['carries the factory in the payload and in a user property']],
        ['malformed', ['goes on after messages that cannot be read']],
        ['out-of-bounds', ['drops what is out of bounds or no temperature']],
        ['window-summary', [windows]],
      ],
    ]);
  });

  it('runs every case of a folder', async () => {
    await run(Run, 'tests');
    assert.deepEqual(recorded.outcomes(), [
      'passed: carries the factory in the payload and in a user property',
      `passed: ${conversion}`,
      'passed: drops what is out of bounds or no temperature',
      'passed: goes on after messages that cannot be read',
      `passed: ${windows}`,
    ]);
  });

  it('shows what came out differently, at its place in the expected file', async () => {
    const expected = await OpenText.open('tests/window-summary/expected.json');
    await expected.replace('\\"sum\\":36.1', '\\"sum\\":36.2');
    await expected.document.save();
    try {
      await run(Run, windows);
      const [failed] = recorded.told.filter(({ what }) => what === 'failed');
      const [message] = failed?.messages ?? [];
      assert.ok(message, recorded.outcomes().join('\n'));
      assert.match(message.expectedOutput ?? '', /"sum": 36\.2/);
      assert.match(message.actualOutput ?? '', /"sum": 36\.1/);
      assert.equal(message.location?.uri.fsPath, expected.uri.fsPath);
      assert.equal(message.location.range.start.line, 2);
    } finally {
      await expected.replace('\\"sum\\":36.2', '\\"sum\\":36.1');
      await expected.document.save();
      await expected.close();
    }
  });

  it('takes a new name over while it is being written', async () => {
    const text = await OpenText.open('tests/conversion/conversion.test.yaml');
    await text.replace(conversion, 'another name');
    await poll(
      () => Promise.resolve(findItem(recorded.real.items, 'another name')),
      (item) => item !== undefined,
    );
    await text.close();
    await poll(
      () => Promise.resolve(findItem(recorded.real.items, conversion)),
      (item) => item !== undefined,
    );
  });

  it('debugs a case: stops at a breakpoint, goes on and judges it', async () => {
    const text = await OpenText.open(graph);
    const { line } = text.at('- operationType: filter');
    const breakpoint = new vscode.SourceBreakpoint(
      new vscode.Location(text.uri, new vscode.Position(line, 0)),
      true,
      undefined,
      '1',
    );
    vscode.debug.addBreakpoints([breakpoint]);
    const started = new Promise<vscode.DebugSession>((resolve) => {
      const subscription = vscode.debug.onDidStartDebugSession((session) => {
        subscription.dispose();
        resolve(session);
      });
    });
    const ended = run(Debug, conversion);
    const session = await started;
    const threads = await poll(
      async () => {
        const answer = (await session.customRequest('threads')) as { threads: { id: number }[] };
        return answer.threads;
      },
      (found) => found.length > 1,
    );
    const threadId = threads.at(-1)?.id ?? 0;
    const { stackFrames } = (await session.customRequest('stackTrace', { threadId })) as {
      stackFrames: { line: number }[];
    };
    assert.equal(stackFrames[0]?.line, line + 1);
    await session.customRequest('continue', { threadId });
    await ended;
    assert.deepEqual(recorded.outcomes(), [`passed: ${conversion}`]);
    await text.close();
  });

  it('ends the session of a case that is cancelled', async () => {
    const text = await OpenText.open(graph);
    const { line } = text.at('- operationType: filter');
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(text.uri, new vscode.Position(line, 0))),
    ]);
    const stop = new vscode.CancellationTokenSource();
    const started = new Promise<vscode.DebugSession>((resolve) => {
      const subscription = vscode.debug.onDidStartDebugSession((session) => {
        subscription.dispose();
        resolve(session);
      });
    });
    const item = findItem(recorded.real.items, conversion);
    assert.ok(item);
    const ended = exploration.run(Debug, new vscode.TestRunRequest([item]), stop.token);
    await started;
    stop.cancel();
    await ended;
    assert.deepEqual(recorded.outcomes(), [`skipped: ${conversion}`]);
    await text.close();
  });

  it('finds unit tests of operators and runs them with their toolchains', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const write = (path: string, text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(folder.uri, 'operators/unit-tested', path),
        new TextEncoder().encode(text),
      );
    await write('Cargo.toml', '[package]\nname = "unit-tested"\nversion = "0.1.0"\nedition = "2021"\n');
    await write('src/lib.rs', '#[test]\nfn good() {}\n\n#[test]\nfn bad() {\n    assert_eq!(1 + 1, 3);\n}\n');
    await write(
      'tests/test_it.py',
      'def test_good():\n    assert True\n\n\ndef test_bad():\n    assert 1 + 1 == 3\n',
    );
    await exploration.refresh();
    const operators = findItem(recorded.real.items, 'Operators');
    const operator = operators && findItem(operators.children, 'unit-tested');
    assert.ok(operator);
    // Where a toolchain is missing the item says so, and has nothing to run.
    const isToldMissing = (operator.description ?? '').includes('not found');
    await run(Run, 'unit-tested');
    const outcomes = recorded.outcomes();
    if (!isToldMissing)
      assert.deepEqual(outcomes, ['failed: bad', 'failed: test_bad', 'passed: good', 'passed: test_good']);
    const failures = recorded.told.filter(({ what }) => what === 'failed');
    for (const { label, messages } of failures) {
      assert.equal(messages[0]?.location?.range.start.line, 5, label);
      assert.equal(messages[0].expectedOutput, '3', label);
    }
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, 'operators/unit-tested'), {
      recursive: true,
    });
    await exploration.find();
  });

  it('counts how often operations, connections and arms were passed', async () => {
    await run(Coverage, windows, conversion);
    const files = recorded.coverage.map(({ uri }) => vscode.workspace.asRelativePath(uri)).sort();
    assert.deepEqual(files, ['graph-complex.dataflow.yaml', graph]);
    const complex = recorded.coverage.find(({ uri }) => uri.path.endsWith('complex.dataflow.yaml'));
    assert.ok(complex?.branchCoverage);
    assert.equal(complex.branchCoverage.total % 2, 0);
    assert.ok(complex.branchCoverage.covered > 0);
    const details = exploration.detailsOf(complex) as vscode.StatementCoverage[];
    const text = await vscode.workspace.openTextDocument(complex.uri);
    const branch = details.find(({ branches }) => branches.length > 0);
    assert.ok(branch?.location instanceof vscode.Range);
    assert.match(text.getText(branch.location), /operationType: branch/);
    assert.deepEqual(
      branch.branches.map(({ label }) => label),
      ['arm "False"', 'arm "True"'],
    );
    assert.equal(covered.length, 1);
  });

  it('runs a case again when its messages change', async () => {
    const stop = new vscode.CancellationTokenSource();
    const item = findItem(recorded.real.items, conversion);
    assert.ok(item);
    const request = new vscode.TestRunRequest([item], undefined, undefined, true);
    await exploration.run(Run, request, stop.token);
    const input = vscode.Uri.joinPath(item.uri ?? vscode.Uri.file('/'), '../input/1.json');
    const content = await vscode.workspace.fs.readFile(input);
    const other = new TextEncoder().encode('{"temperature":{"value":1,"unit":"C"}}');
    await vscode.workspace.fs.writeFile(input, other);
    await poll(
      () => Promise.resolve(recorded.outcomes()),
      (outcomes) => outcomes.includes(`failed: ${conversion}`),
    );
    await vscode.workspace.fs.writeFile(input, content);
    await poll(
      () => Promise.resolve(recorded.outcomes()),
      (outcomes) => outcomes.includes(`passed: ${conversion}`),
    );
    stop.cancel();
  });
});
