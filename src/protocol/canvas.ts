// What the visual editor and the extension say to each other, and what the extension asks the language server for it. Types
// and names only. Every edit carries the version of the text that the person saw; one for a past version is refused.
import type { EdgeNumbers, NodeNumbers } from '../base/describeRun.ts';
import type { Position, Range, TextEdit } from '../base/position.ts';
import type { GestureResult, GraphGesture, MetadataKey } from '../graph/gesture.ts';
import type { Arm, ModuleOperationType, OperationType } from '../graph/model.ts';
import type { ProblemCode, Severity } from '../graph/problem.ts';

/** Counted up with every change that the other side would misunderstand. */
export const CANVAS_PROTOCOL_VERSION = 1;

/** A point on the canvas in its own pixels; the left upper corner of a node. */
export interface CanvasPoint {
  readonly x: number;
  readonly y: number;
}

/** How several nodes lie to each other, in the order of the text: each from the left upper corner of them all. */
export type CanvasShape = readonly CanvasPoint[];

/** Where nodes were put by hand, by the name of the operation. */
export type CanvasPositions = Readonly<Record<string, CanvasPoint>>;

/** One version of the text as a canvas shows it. */
export interface CanvasModel {
  /** Of the text. */
  readonly version: number;
  /** `empty`: no graph yet, only blanks and comments. `broken`: not readable now; the last good graph stays in sight. */
  readonly state: 'readable' | 'empty' | 'broken';
  /** With `broken`: the first thing that cannot be read. */
  readonly breakage?: { readonly message: string; readonly range: Range };
  /** With `readable`, and an empty one with `empty`. */
  readonly graph?: CanvasGraph;
}

/** A graph definition as a canvas shows it. Texts that are no texts, such as a version of 1.0, are as written. Lists keep the order of the text, as indexes in gestures do. */
export interface CanvasGraph {
  readonly metadata: {
    readonly $schema: string;
    readonly name: string;
    readonly version: string;
    readonly description?: string;
    readonly vendor?: string;
  };
  readonly requirements: {
    readonly apiVersion: string;
    readonly runtimeVersion: string;
    readonly features: readonly { readonly name: string; readonly value?: string }[];
  };
  readonly operations: readonly CanvasOperation[];
  readonly connections: readonly CanvasConnection[];
  readonly schemas: readonly { readonly name: string; readonly format: string; readonly schema: string }[];
  readonly problems: readonly CanvasProblem[];
}

export interface CanvasOperation {
  readonly name: string;
  readonly type: OperationType;
  /** Reference as written. */
  readonly module?: string;
  /** Of the entry in the text. */
  readonly range: Range;
  /** Declared in its configuration, in the order of the text; absent without a configuration. */
  readonly parameters?: readonly CanvasParameter[];
}

export interface CanvasParameter {
  readonly key: string;
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly isRequired: boolean;
}

/** `from` and `to` are names of operations, which need not exist. */
export interface CanvasConnection {
  readonly from: string;
  readonly arm?: Arm;
  readonly schemaName?: string;
  readonly to: string;
  readonly range: Range;
}

/** A problem as in the text, with what it is about as far as that is on the canvas. */
export interface CanvasProblem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly operation?: number;
  readonly connection?: number;
  readonly field?: GraphField;
}

/** Texts that are said of a graph as a whole. */
export type GraphField = MetadataKey | 'apiVersion' | 'runtimeVersion';

/** What the workspace offers for a graph; sorted by name. */
export interface CanvasWorkspace {
  readonly modules: readonly CanvasModule[];
}

export interface CanvasModule {
  readonly name: string;
  /** What to write after `module:`; at least one. */
  readonly references: readonly string[];
  readonly origin: 'workspace' | 'cache';
  /** Types that it can run, as its build exports or its source shows; empty when unknown. */
  readonly types: readonly ModuleOperationType[];
  readonly isBuilt: boolean;
  /** Of the built file. */
  readonly sizeBytes?: number;
  readonly digest?: string;
  /** Why the built file cannot be used. */
  readonly damage?: string;
  readonly sourceLanguage?: 'rust' | 'python' | 'javascript';
  /** Parameters its operators are known to read. */
  readonly parameters: readonly {
    readonly name: string;
    readonly description?: string;
    readonly type?: ModuleOperationType;
  }[];
}

/** A way to mend a problem. */
export interface CanvasFix {
  readonly title: string;
  readonly isPreferred: boolean;
}

/** What became of an edit. `refused` carries a sentence for people; `stale`: the text has changed meanwhile. */
export type EditOutcome =
  | { readonly kind: 'done'; readonly created: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'stale' };

/** Commands of VS Code that the canvas may ask for; the host knows their ids. */
export type CanvasCommand = 'run' | 'debug' | 'open-text' | 'problems';

/** What keys and menus of VS Code ask of the canvas that is in front. */
export type CanvasAction =
  | 'arrange'
  | 'fit'
  | 'add'
  | 'find'
  | 'export-svg'
  | 'export-png'
  | 'copy-mermaid'
  | 'toggle-yaml'
  | 'toggle-inspector';

// --- live runs -----------------------------------------------------------------------------------------------------------

/**
 * What changed in a run since the last delta, at most ten times a second and never a whole message. Names that are not
 * on the canvas are left out.
 */
export interface RunDelta {
  /** `begin` clears what an earlier run left; after `end` the last numbers stay, marked as past. */
  readonly phase: 'begin' | 'running' | 'paused' | 'end';
  /** Milliseconds since the run began. */
  readonly elapsedMs: number;
  /** A recorded trace that is shown again, not a live run. */
  readonly isReplay: boolean;
  /** How many faults disturb the run now; absent while there are none. */
  readonly faults?: number;
  readonly nodes: readonly NodeDelta[];
  readonly edges: readonly EdgeDelta[];
}

/** Totals since the run began, by the name of the operation. */
export interface NodeDelta extends NodeNumbers {
  readonly operation: string;
}

export interface EdgeDelta extends EdgeNumbers {
  readonly from: string;
  readonly arm?: Arm;
  readonly to: string;
}

/** How often the parts of the graph were passed in the last test run with coverage. */
export interface CanvasCoverage {
  readonly nodes: readonly { readonly operation: string; readonly count: number }[];
  readonly edges: readonly {
    readonly from: string;
    readonly arm?: Arm;
    readonly to: string;
    readonly count: number;
  }[];
}

/** A breakpoint of VS Code on an operation or a connection. */
export interface CanvasBreakpoint {
  readonly target:
    { readonly operation: string } | { readonly from: string; readonly arm?: Arm; readonly to: string };
  readonly isEnabled: boolean;
}

// --- webview and host ----------------------------------------------------------------------------------------------------

/** All that a canvas needs to begin. */
export interface CanvasStart {
  readonly model: CanvasModel | undefined;
  readonly workspace: CanvasWorkspace;
  readonly positions: CanvasPositions;
  /** File name for titles and pictures. */
  readonly fileName: string;
  /** False for files that cannot be written. */
  readonly canEdit: boolean;
  /** Which of the commands exist here and now. */
  readonly commands: readonly CanvasCommand[];
  /** Where scripts and styles that are loaded on demand lie, ending in "/". */
  readonly baseUri: string;
  readonly breakpoints: readonly CanvasBreakpoint[];
}

/** What the host answers the webview. */
export interface CanvasHostMethods {
  /** First of all, and again after a reload. */
  start: { params: undefined; result: CanvasStart };
  /** `at`: where to put what is new, in the given shape or beside each other. */
  edit: {
    params: {
      readonly version: number;
      readonly gesture: GraphGesture;
      readonly at?: CanvasPoint;
      readonly shape?: CanvasShape;
    };
    result: EditOutcome;
  };
  /** Edits of the YAML pane, as typed. */
  editText: {
    params: { readonly version: number; readonly edits: readonly TextEdit[] };
    result: EditOutcome;
  };
  /** Ways to mend the problem at this place of `problems`. */
  fixes: {
    params: { readonly version: number; readonly problem: number };
    result: readonly CanvasFix[];
  };
  applyFix: {
    params: { readonly version: number; readonly problem: number; readonly fix: number };
    result: EditOutcome;
  };
  /** Puts operations, with what connects and configures them, on the clipboard as YAML; pasting it gives the same shape. */
  copy: {
    params: {
      readonly version: number;
      readonly operations: readonly number[];
      readonly shape: CanvasShape;
    };
    result: { readonly count: number };
  };
  /** Pastes from the clipboard. */
  paste: { params: { readonly version: number; readonly at: CanvasPoint }; result: EditOutcome };
  /** `mermaid`, for example. */
  copyText: { params: { readonly text: string; readonly what: string }; result: undefined };
  /** Asks where to save and saves; `base64` for PNG. False when the person thought better of it. */
  savePicture: {
    params: { readonly format: 'svg' | 'png'; readonly content: string };
    result: boolean;
  };
  /** The whole text, which `textChanged` follows from then on. */
  openYamlPane: { params: undefined; result: { readonly version: number; readonly text: string } };
}

/** What the webview tells the host. */
export interface CanvasHostEvents {
  /** Nodes that were put somewhere by hand. */
  positionsChanged: { readonly positions: CanvasPositions };
  /** Nodes that are laid out by themselves again; all when undefined. */
  positionsForgotten: { readonly operations?: readonly string[] };
  closeYamlPane: undefined;
  /** Shows a place in the text beside the canvas. */
  revealText: { readonly range: Range };
  explainProblem: { readonly code: ProblemCode };
  openModuleSource: { readonly operation: number; readonly version: number };
  runCommand: { readonly command: CanvasCommand };
  toggleBreakpoint: { readonly range: Range };
  /** A fault is to be chosen for an operation, by its name. */
  disturbNode: { readonly operation: string };
  /** Coverage is not to be shown any more, on no canvas. */
  clearCoverage: undefined;
  /** Ends the replay that goes on; its last numbers stay, as past. */
  stopReplay: undefined;
  /** A past run is not to be shown any more. */
  clearRun: undefined;
  /** Names of what is selected, for other views. */
  selectionChanged: { readonly operations: readonly string[] };
  /** Something went wrong inside the webview. */
  failed: { readonly message: string };
}

/** The webview answers no requests. */
export type CanvasViewMethods = Record<never, never>;

/** What the host tells the webview. */
export interface CanvasViewEvents {
  modelChanged: CanvasModel;
  workspaceChanged: CanvasWorkspace;
  positionsChanged: CanvasPositions;
  /** Only while the YAML pane is open. `edits` turn the text of version `since` into the one of `version`. */
  textChanged: { readonly since: number; readonly version: number; readonly edits: readonly TextEdit[] };
  runChanged: RunDelta;
  breakpointsChanged: readonly CanvasBreakpoint[];
  /** Null: there is none to show. */
  coverageChanged: CanvasCoverage | null;
  /** Select and show, for example from the text. */
  select: { readonly operations: readonly string[] };
  act: CanvasAction;
  commandsChanged: readonly CanvasCommand[];
  /** Whether the file can be written from now on. */
  canEditChanged: boolean;
}

// --- host and language server --------------------------------------------------------------------------------------------

/** Notification to the server: whether somebody looks at the canvas of a text. */
export const watchCanvasNotification = 'dataflowGraph/canvas/watch';
export interface WatchCanvasParams {
  readonly uri: string;
  readonly isWatched: boolean;
}

/** Notification from the server after each change of a watched text, soon after the last keystroke. */
export const canvasModelNotification = 'dataflowGraph/canvas/model';
export interface CanvasModelParams {
  readonly uri: string;
  readonly model: CanvasModel;
}

/** Notification from the server when modules are others, and when watching begins. */
export const canvasWorkspaceNotification = 'dataflowGraph/canvas/workspace';

/** Request to the server. Gives null when the text is not open, or not at this version. */
export const gestureRequest = 'dataflowGraph/canvas/gesture';
export interface GestureParams {
  readonly uri: string;
  readonly version: number;
  readonly gesture: GraphGesture;
}
export type GestureAnswer = GestureResult | null;

/** Request to the server: fixes of the problem at a place of `CanvasGraph.problems`; null as above. */
export const fixesRequest = 'dataflowGraph/canvas/fixes';
export interface FixesParams {
  readonly uri: string;
  readonly version: number;
  readonly problem: number;
}
export type FixesAnswer = readonly (CanvasFix & { readonly edits: readonly TextEdit[] })[] | null;

/** Request to the server: operations as YAML that can be pasted; null as above. */
export const copyRequest = 'dataflowGraph/canvas/copy';
export interface CopyParams {
  readonly uri: string;
  readonly version: number;
  readonly operations: readonly number[];
}
export type CopyAnswer = { readonly text: string; readonly count: number } | null;

/** Request to the server: where the operation's source is; null as above, or when there is none. */
export const sourceRequest = 'dataflowGraph/canvas/source';
export interface SourceParams {
  readonly uri: string;
  readonly version: number;
  readonly operation: number;
}
export type SourceAnswer = { readonly uri: string; readonly position: Position } | null;
