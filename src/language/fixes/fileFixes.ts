// The fixes for problems of one file, each sought in the document the problem is in. Knows no editor.
import type { TextEdit } from '../../base/position.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import type { Problem } from '../../graph/problem.ts';
import { comparePositions } from '../navigation/rangeOrder.ts';
import type { KnownModule } from '../workspaceFacts.ts';
import { FixContext, type ProposedFix } from './fixContext.ts';
import { proposeFixes, proposeMany } from './proposeFixes.ts';
import { suppress } from './suppress.ts';

export class FileFixes {
  readonly #file: GraphFile;
  readonly #modules: readonly KnownModule[];
  readonly #contexts = new Map<GraphDocument, FixContext>();

  /** `modules` are those to refer to. */
  constructor(file: GraphFile, modules: readonly KnownModule[]) {
    this.#file = file;
    this.#modules = modules;
  }

  /**
   * Whether edits by line and column mean the same to editors as to us. Where lines end with a CR alone, editors and YAML
   * disagree, and editors change it when they open such a file.
   */
  get canEdit(): boolean {
    return !/\r(?!\n)/.test(this.#file.text);
  }

  /** The one that is meant first. */
  propose(problem: Problem): ProposedFix[] {
    const document = this.#documentOf(problem);
    return document ? proposeFixes(this.#contextOf(document), problem) : [];
  }

  /** Those that can be done together. */
  proposeMany(problems: readonly Problem[]): ProposedFix[] {
    return problems.flatMap((problem) => {
      const document = this.#documentOf(problem);
      return proposeMany(document && this.#contextOf(document), problem) ?? [];
    });
  }

  /** A comment that keeps the problem from being told. */
  suppress(problem: Problem): TextEdit | undefined {
    return suppress(this.#file, this.#documentOf(problem), problem);
  }

  #documentOf({ range }: Problem): GraphDocument | undefined {
    const { documents } = this.#file;
    if (documents.length < 2) return documents[0];
    return documents.find(
      (document) =>
        comparePositions(document.range.start, range.start) <= 0 &&
        comparePositions(range.start, document.range.end) <= 0,
    );
  }

  #contextOf(document: GraphDocument): FixContext {
    const known = this.#contexts.get(document);
    const context = known ?? new FixContext(this.#file, document, this.#modules);
    if (!known) this.#contexts.set(document, context);
    return context;
  }
}
