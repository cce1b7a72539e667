// Quick fixes for the problems at a place, all of a kind at once, and comments that suppress. Knows no rule and no editor.
import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver-types';
import type { Range, TextEdit } from '../../base/position.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import type { Problem, ProblemCode } from '../../graph/problem.ts';
import { toDiagnostic, type DiagnosticOptions } from '../diagnostics/diagnose.ts';
import { tellProblems } from '../diagnostics/tellProblems.ts';
import { comparePositions } from '../navigation/rangeOrder.ts';
import type { KnownModule } from '../workspaceFacts.ts';
import { combineFixes } from './combineFixes.ts';
import { FileFixes } from './fileFixes.ts';

/** Kind of the action that does all safe fixes of a file. */
export const fixAllKind: CodeActionKind = `${CodeActionKind.SourceFixAll}.dataflow-graph`;

/** What is asked, with the options of `diagnose`, so that actions are for the same problems. */
export interface CodeActionRequest extends DiagnosticOptions {
  /** Version of the text, which the edits are for; null when there is none. */
  readonly version: number | null;
  readonly range: Range;
  /** Kinds that are wanted, with those below them; every kind without it. */
  readonly only?: readonly CodeActionKind[] | undefined;
  /** Modules to refer to. */
  readonly modules?: readonly KnownModule[] | undefined;
}

/** Actions for the problems that touch the range: the preferred fixes first, suppressions last. */
export function codeActions(file: GraphFile, request: CodeActionRequest): CodeAction[] {
  const fixes = new FileFixes(file, request.modules ?? []);
  if (!fixes.canEdit) return [];
  const problems = tellProblems(file, request);
  const workshop = new Workshop(fixes, request);
  const actions: CodeAction[] = [];
  if (isWanted(request, CodeActionKind.QuickFix)) actions.push(...quickFixes(workshop, problems));
  if (isWanted(request, fixAllKind)) {
    const edits = workshop.combine(problems);
    if (edits.length > 0)
      actions.push({ title: 'Fix all that is sure', kind: fixAllKind, edit: workshop.toEdit(edits) });
  }
  return actions;
}

function quickFixes(workshop: Workshop, problems: readonly Problem[]): CodeAction[] {
  const { range } = workshop.request;
  const here = problems.filter((problem) => doTouch(problem.range, range));
  const fixes = here.flatMap((problem) =>
    workshop.fixes
      .propose(problem)
      .map((fix) => workshop.toAction(fix.title, fix.edits, problem, fix.isPreferred)),
  );
  const codes = new Set(here.map(({ code }) => code));
  const ofKind = [...codes].flatMap((code) => workshop.fixKind(code, problems));
  const suppressed = here.flatMap((problem) => workshop.suppress(problem));
  const rank = (action: CodeAction): number => (action.isPreferred ? 0 : 1);
  return [...fixes.sort((a, b) => rank(a) - rank(b)), ...ofKind, ...suppressed];
}

function isWanted({ only }: CodeActionRequest, kind: string): boolean {
  return !only || only.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`));
}

function doTouch(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}

/** Makes actions for one request. */
class Workshop {
  readonly request: CodeActionRequest;
  readonly fixes: FileFixes;

  constructor(fixes: FileFixes, request: CodeActionRequest) {
    this.request = request;
    this.fixes = fixes;
  }

  /** The safe fixes of `problems` that go together. */
  combine(problems: readonly Problem[]): TextEdit[] {
    return combineFixes(this.fixes.proposeMany(problems).filter(({ isSafe }) => isSafe));
  }

  /** One action for all problems of a code, when more than one of them has a fix that is meant. */
  fixKind(code: ProblemCode, problems: readonly Problem[]): CodeAction[] {
    const same = problems.filter((problem) => problem.code === code);
    const fixes = same.length < 2 ? [] : this.fixes.proposeMany(same);
    if (fixes.length < 2) return [];
    const title = `Fix all of this kind (${code})`;
    const edit = this.toEdit(combineFixes(fixes));
    const diagnostics = same.map((problem) => this.#diagnosticOf(problem));
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics, edit }];
  }

  suppress(problem: Problem): CodeAction[] {
    const edit = this.fixes.suppress(problem);
    return edit ? [this.toAction(`Suppress ${problem.code} on this line`, [edit], problem, false)] : [];
  }

  toAction(title: string, edits: readonly TextEdit[], problem: Problem, isPreferred: boolean): CodeAction {
    return {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [this.#diagnosticOf(problem)],
      ...(isPreferred && { isPreferred }),
      edit: this.toEdit(edits),
    };
  }

  toEdit(edits: readonly TextEdit[]): NonNullable<CodeAction['edit']> {
    const { uri, version } = this.request;
    return { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] };
  }

  #diagnosticOf(problem: Problem): Diagnostic {
    return toDiagnostic(problem, this.request);
  }
}
