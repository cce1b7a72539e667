// What the extension and the language server say to each other beyond the Language Server Protocol. Types and names only.

/** `initializationOptions` of the `initialize` request. */
export interface ServerOptions {
  /** Where the command line keeps modules too; empty for its default. */
  readonly cacheFolder: string;
  /** Commands the editor can run from a code lens. */
  readonly commands: readonly string[];
  /** Command that explains a problem; it takes the problem's code. */
  readonly explainCommand: string;
}

/** Section `dataflowGraph` of the settings, as far as the server needs it. */
export interface ServerSettings {
  readonly problems?: { readonly severities?: Readonly<Record<string, unknown>> };
  readonly codeLens?: boolean;
}

/** What the workspace holds, for a tree; lists are sorted by name. */
export interface WorkspaceOutline {
  readonly graphs: readonly OutlineGraph[];
  readonly operators: readonly OutlineOperator[];
  readonly modules: readonly OutlineModule[];
}

export interface OutlineGraph {
  readonly uri: string;
  readonly name: string;
  readonly version: string;
}

/** A folder of operator source. */
export interface OutlineOperator {
  /** The main source file. */
  readonly uri: string;
  readonly name: string;
  readonly language: string;
  readonly isBuilt: boolean;
  readonly operators: readonly { readonly type: string; readonly uri: string; readonly line: number }[];
}

/** A built module. */
export interface OutlineModule {
  readonly uri: string;
  readonly name: string;
  readonly references: readonly string[];
  readonly origin: 'workspace' | 'cache';
  readonly sizeBytes: number;
  /** Types of its operators. */
  readonly operators: readonly string[];
  /** Why it cannot be used. */
  readonly damage?: string;
}

/** Request to the server, no parameters; gives the {@link WorkspaceOutline}. */
export const outlineRequest = 'dataflowGraph/workspaceOutline';
/** Notification to the server, no parameters: read the workspace again. */
export const refreshNotification = 'dataflowGraph/refreshWorkspace';
/** Notification from the server, no parameters: the outline is another one now. */
export const outlineChangedNotification = 'dataflowGraph/workspaceOutlineChanged';
