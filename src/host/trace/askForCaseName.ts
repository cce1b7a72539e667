// Asks what a new test case is to be called. Knows nothing about what is in it.
import * as vscode from 'vscode';
import { caseFileName } from '../../testing/recordedCase.ts';
import { fileExists } from '../fileExists.ts';

export interface NameQuestion {
  readonly title: string;
  /** What it will hold, as sentences. */
  readonly about: string;
  /** The name that is proposed. */
  readonly value: string;
}

/** A name whose folder is not there yet in `tests`; undefined when the person thought better of it. */
export function askForCaseName(
  tests: vscode.Uri,
  { title, about, value }: NameQuestion,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: `${about} It is written to a new folder of this name in ${tests.fsPath}.`,
    value,
    ignoreFocusOut: true,
    validateInput: async (name) => {
      const folder = caseFileName(name);
      if (folder === '') return 'Give it a name with letters or digits.';
      if (await fileExists(vscode.Uri.joinPath(tests, folder)))
        return `There is a folder "${folder}" already. Choose another name.`;
      return undefined;
    },
  });
}
