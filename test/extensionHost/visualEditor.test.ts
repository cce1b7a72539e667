// Visual editors as VS Code knows them: when they open, and what they share with the text. What is in them is drawn by a page
// that this process cannot see; test/e2e/visualEditor.test.ts looks at it.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { poll } from './openText.ts';

const viewType = 'dataflowGraph.visualEditor';

let uri: vscode.Uri;
beforeEach(() => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  uri = vscode.Uri.joinPath(folder.uri, 'graph-complex.dataflow.yaml');
});
afterEach(async () => {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
});

const activeInput = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;

async function waitForVisualEditor(): Promise<vscode.TabInputCustom> {
  const input = await poll(
    () => Promise.resolve(activeInput()),
    (each) => each instanceof vscode.TabInputCustom,
  );
  return input as vscode.TabInputCustom;
}

function open(target: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand('dataflowGraph.openVisualEditor', target);
}

describe('a visual editor', () => {
  it('is no default: a graph opens as text', async () => {
    await vscode.commands.executeCommand('vscode.open', uri);
    assert.ok(activeInput() instanceof vscode.TabInputText);
  });

  it('opens from the text, and leads back to it', async () => {
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('dataflowGraph.openVisualEditor');
    const input = await waitForVisualEditor();
    assert.deepEqual([input.viewType, input.uri.toString()], [viewType, uri.toString()]);
    await vscode.commands.executeCommand('dataflowGraph.openAsText');
    await poll(
      () => Promise.resolve(activeInput()),
      (each) => each instanceof vscode.TabInputText,
    );
  });

  it("undoes and saves with VS Code's own document", async () => {
    await open(uri);
    await waitForVisualEditor();
    const document = await vscode.workspace.openTextDocument(uri);
    const before = document.getText();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), '# seen\n');
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await vscode.commands.executeCommand('redo');
    assert.equal(document.getText(), `# seen\n${before}`);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.isDirty, false);
  });

  it('makes an empty YAML file one of ours, and leaves other YAML what it is', async () => {
    const files = { 'empty.yaml': '', 'values.yaml': 'replicas: 2\n' };
    for (const [name, text] of Object.entries(files)) {
      const file = vscode.Uri.joinPath(uri, '..', name);
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
      await open(file);
      await waitForVisualEditor();
    }
    const languageOf = (name: string): string | undefined =>
      vscode.workspace.textDocuments.find((each) => each.uri.path.endsWith(`/${name}`))?.languageId;
    await poll(
      () => Promise.resolve(languageOf('empty.yaml')),
      (language) => language === 'dataflow-graph',
    );
    assert.equal(languageOf('values.yaml'), 'yaml');
  });
});
