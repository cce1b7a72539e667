// What went wrong in a case as VS Code shows it: each difference at its place in the expected file, with both outputs side by side.
import * as vscode from 'vscode';
import type { CaseVerdict } from '../../protocol/caseVerdict.ts';
import type { CaseEnded } from '../../protocol/testRuns.ts';
import { toRange } from '../editor/convert.ts';
import type { CaseItem } from './caseItems.ts';

/** One message for each difference. */
export function differenceMessages(
  { differences, moreDifferences, expectedFile }: Omit<CaseVerdict, 'status'>,
  { item, uri }: Pick<CaseItem, 'item' | 'uri'>,
): vscode.TestMessage[] {
  const messages = differences.map(({ message, range, expectedOutput, actualOutput }) => {
    const told =
      expectedOutput !== undefined && actualOutput !== undefined
        ? vscode.TestMessage.diff(message, expectedOutput, actualOutput)
        : new vscode.TestMessage(message);
    // VS Code shows a difference for texts only; what is missing differs from an empty one.
    told.expectedOutput = expectedOutput ?? '';
    told.actualOutput = actualOutput ?? '';
    told.location =
      range && expectedFile !== undefined
        ? new vscode.Location(vscode.Uri.file(expectedFile), toRange(range))
        : placeOf(item, uri);
    return told;
  });
  if (moreDifferences > 0) {
    const more = new vscode.TestMessage(`There are ${String(moreDifferences)} more differences.`);
    more.location = placeOf(item, uri);
    messages.push(more);
  }
  return messages;
}

/** Why there was nothing to judge. */
export function errorMessages({ error, faults }: CaseEnded, { item, uri }: CaseItem): vscode.TestMessage[] {
  if (faults.length > 0)
    return faults.map(({ file, range, message }) => {
      const told = new vscode.TestMessage(message);
      told.location = new vscode.Location(vscode.Uri.file(file), toRange(range));
      return told;
    });
  const told = new vscode.TestMessage(error ? `${error.message} [${error.code}]` : 'The case did not run.');
  told.location = placeOf(item, uri);
  return [told];
}

function placeOf({ range }: vscode.TestItem, uri: vscode.Uri): vscode.Location {
  return new vscode.Location(uri, range ?? new vscode.Range(0, 0, 0, 0));
}
