// The unit tests of the workspace's operators as items of the Test Explorer, by operator. Runs nothing but the question which
// toolchains there are.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../base/disposable.ts';
import { findPythonTests } from './pythonTests.ts';
import { findRustTests, placeInCrate } from './rustTests.ts';
import type { Toolchain, Toolchains } from './toolchains.ts';
import type { UnitTest } from './unitTest.ts';

const patterns = ['**/operators/*/{src,tests}/**/*.rs', '**/operators/*/**/{test_*,*_test}.py'];
const excluded = '**/{node_modules,target,.venv,venv,__pycache__}/**';
/** Sources of operators are no longer, in characters. */
const MAX_TEXT = 2_000_000;
const rootId = 'operators';

/** A unit test with its item. */
export interface OperatorTest extends UnitTest {
  readonly item: vscode.TestItem;
  readonly toolchain: Toolchain;
  /** Folder of the operator. */
  readonly folder: vscode.Uri;
  /** What one call of the toolchain runs: arguments of cargo for the tests of a crate, or a file of pytest. */
  readonly target: readonly string[];
}

interface FoundFile {
  readonly uri: vscode.Uri;
  readonly folder: vscode.Uri;
  readonly toolchain: Toolchain;
  readonly target: readonly string[];
  readonly tests: readonly UnitTest[];
}

export class OperatorItems implements Disposable {
  readonly #controller: vscode.TestController;
  readonly #toolchains: Toolchains;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #tests: Map<string, OperatorTest> = new Map<string, OperatorTest>();
  #timer: NodeJS.Timeout | undefined;

  constructor(controller: vscode.TestController, toolchains: Toolchains) {
    this.#controller = controller;
    this.#toolchains = toolchains;
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#findSoon()));
    for (const pattern of patterns) {
      const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(pattern));
      const look = (): void => this.#findSoon();
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
        this.#store.add(event(look));
    }
  }

  of(item: vscode.TestItem): OperatorTest | undefined {
    return this.#tests.get(item.id);
  }

  /** The test with this id of its runner, in the operator in `folder`. */
  named(folder: vscode.Uri, target: readonly string[], id: string): OperatorTest | undefined {
    return this.#tests.get(itemId(folder, target, id));
  }

  async find(): Promise<void> {
    const found = await Promise.all(
      patterns.map((pattern) => vscode.workspace.findFiles(pattern, excluded, 5_000)),
    );
    const files = (await Promise.all(found.flat().map(readFile))).flatMap((file) => file ?? []);
    const missing = new Map<Toolchain, string | undefined>();
    for (const toolchain of new Set(files.map((file) => file.toolchain)))
      missing.set(
        toolchain,
        vscode.workspace.isTrusted ? await this.#toolchains.whatIsMissing(toolchain) : undefined,
      );
    this.#tests.clear();
    const { items } = this.#controller;
    if (files.length === 0) return items.delete(rootId);
    const root = items.get(rootId) ?? this.#controller.createTestItem(rootId, 'Operators');
    root.sortText = '~'; // Behind the test cases.
    root.children.replace(this.#operators(files, missing, root.children));
    items.add(root);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #findSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.find(), 500);
  }

  #operators(
    files: readonly FoundFile[],
    missing: ReadonlyMap<Toolchain, string | undefined>,
    known: vscode.TestItemCollection,
  ): vscode.TestItem[] {
    const folders = new Map(files.map((file) => [file.folder.toString(), file.folder]));
    return [...folders].sort().map(([key, folder]) => {
      const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
      const id = `operator ${key}`;
      const item = known.get(id) ?? this.#controller.createTestItem(id, name, folder);
      const own = files.filter((file) => file.folder.toString() === key);
      const [explanation] = own.flatMap(({ toolchain }) => missing.get(toolchain) ?? []);
      // Screen readers hear it in place of the label.
      item.description = explanation === undefined ? '' : `the tests of ${name} cannot run: ${explanation}`;
      // A test that nothing can run would only fail: it is not offered.
      const runnable = own.filter(({ toolchain }) => missing.get(toolchain) === undefined);
      item.children.replace(runnable.flatMap((file) => this.#testsOf(file, item.children)));
      return item;
    });
  }

  #testsOf(file: FoundFile, known: vscode.TestItemCollection): vscode.TestItem[] {
    const { folder, target, toolchain, uri } = file;
    return file.tests.map((test) => {
      const id = itemId(folder, target, test.id);
      const label = toolchain === 'pytest' ? test.id.split('::').slice(1).join('.') : test.id;
      const item = known.get(id) ?? this.#controller.createTestItem(id, label, uri);
      item.range = new vscode.Range(test.line, 0, test.line, 0);
      item.sortText = `${uri.path} ${String(test.line).padStart(7, '0')}`;
      this.#tests.set(id, { ...test, item, toolchain, folder, target });
      return item;
    });
  }
}

function itemId(folder: vscode.Uri, target: readonly string[], id: string): string {
  return JSON.stringify([folder.toString(), ...target, id]);
}

/** Undefined for files without tests. */
async function readFile(uri: vscode.Uri): Promise<FoundFile | undefined> {
  const found = /^(?<folder>.*\/operators\/[^/]+)\/(?<path>.+)$/.exec(uri.path)?.groups;
  if (!found) return undefined;
  const { folder: folderPath = '', path = '' } = found;
  const folder = uri.with({ path: folderPath });
  const bytes = await Promise.resolve(vscode.workspace.fs.readFile(uri)).catch(() => undefined);
  if (!bytes || bytes.length > MAX_TEXT) return undefined;
  const text = new TextDecoder().decode(bytes);
  if (path.endsWith('.py')) {
    const tests = findPythonTests(text, path);
    return tests.length > 0 ? { uri, folder, toolchain: 'pytest', target: [path], tests } : undefined;
  }
  const place = placeInCrate(path);
  const tests = place ? findRustTests(text, place.modulePath) : [];
  return place && tests.length > 0
    ? { uri, folder, toolchain: 'cargo', target: place.target, tests }
    : undefined;
}
