// What creating applications and operators takes from outside: where templates are, and how a graph gets another operation.
// Shapes only.
import type { ModuleOperationType } from '../../graph/model.ts';
import type { TemplateParameter } from './operatorKinds.ts';

/** An operation for a graph. */
export interface AddedOperation {
  readonly type: ModuleOperationType;
  readonly module: string;
  readonly parameters: readonly TemplateParameter[];
  /** Name of the operation behind which it comes; without it, it comes before the first sink. */
  readonly after?: string;
}

export interface Scaffolding {
  /** Folder of the templates. */
  readonly templates: string;
  /** Folder of the WIT package `wasm-graph:processor`. */
  readonly wit: string;
  /** `text` of a graph with the operation, every other byte as it was; or why that cannot be, as a sentence. */
  readonly extendGraph: (
    text: string,
    operation: AddedOperation,
  ) => { readonly text: string; readonly operation: string } | { readonly refusal: string };
}

/** What was created. Paths are absolute. */
export interface Creation {
  readonly files: readonly string[];
  /** Where to begin reading. */
  readonly mainFile: string;
  /** The graph that has the operator now, with the operation's name there. */
  readonly graph?: { readonly file: string; readonly operation: string };
}
