// When the extension starts, and what VS Code knows of it then.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commandIds } from '../../src/host/ids.ts';

const id = 'dataflow-graphs.dataflow-graphs';

describe('the extension', () => {
  it('is active in a workspace with graphs', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('has registered every command of its manifest', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commandIds).filter((command) => !known.has(command)),
      [],
    );
  });

  it('has given a graph its language', async () => {
    const [uri] = await vscode.workspace.findFiles('graph-simple.dataflow.yaml');
    assert.ok(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.languageId, 'dataflow-graph');
  });
});
