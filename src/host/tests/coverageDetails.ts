// Coverage of graphs as VS Code shows it in their text: operations and connections as statements, arms as branches.
import * as vscode from 'vscode';
import type { GraphCoverage } from '../../protocol/testRuns.ts';
import { type CoveredPart, partsByFile } from './coverageSums.ts';

/** Of one graph's file. */
export class GraphFileCoverage extends vscode.FileCoverage {
  readonly details: readonly vscode.FileCoverageDetail[];

  constructor(uri: vscode.Uri, details: readonly vscode.StatementCoverage[]) {
    const branches = details.flatMap((statement) => statement.branches);
    const count = (all: readonly { readonly executed: number | boolean }[]): vscode.TestCoverageCount =>
      new vscode.TestCoverageCount(all.filter(({ executed }) => Number(executed) > 0).length, all.length);
    super(uri, count(details), branches.length > 0 ? count(branches) : undefined);
    this.details = details;
  }

  /** Reads the files, because VS Code wants to know where their lines end. */
  static async from(coverage: GraphCoverage): Promise<GraphFileCoverage[]> {
    const files = [...partsByFile(coverage)];
    return Promise.all(
      files.map(async ([path, parts]) => {
        const uri = vscode.Uri.file(path);
        const document = await vscode.workspace.openTextDocument(uri);
        return new GraphFileCoverage(
          uri,
          parts.map((part) => statementOf(part, document)),
        );
      }),
    );
  }
}

function statementOf(
  { firstLine, lastLine, count, arms }: CoveredPart,
  document: vscode.TextDocument,
): vscode.StatementCoverage {
  const last = Math.min(lastLine, document.lineCount - 1);
  const { firstNonWhitespaceCharacterIndex: start } = document.lineAt(Math.min(firstLine, last));
  const range = new vscode.Range(firstLine, start, last, document.lineAt(last).range.end.character);
  const branches = arms.map(
    ({ label, line, count: taken }) =>
      new vscode.BranchCoverage(
        taken,
        line === undefined || line >= document.lineCount ? undefined : document.lineAt(line).range,
        label,
      ),
  );
  return new vscode.StatementCoverage(count, range, branches);
}
