// What a person can do to a graph in one go, as plain data: one gesture is one undo step. Knows neither text nor canvas.
// Operations and connections are named by their place in the lists of the GraphDefinition that the person saw.
import type { TextEdit } from '../base/position.ts';
import type { Arm, OperationType } from './model.ts';

/** Place in `GraphDefinition.operations`, counted from 0. */
export type OperationIndex = number;
/** Place in `GraphDefinition.connections`, counted from 0. */
export type ConnectionIndex = number;

/** One end of a connection to be: an operation, and which way out when it is a branch. */
export interface ConnectionStart {
  readonly operation: OperationIndex;
  readonly arm?: Arm | undefined;
}

/** What a new operation is connected to. */
export type NewOperationPlace =
  /** Nothing. */
  | { readonly kind: 'free' }
  /** Behind an operation; the new one must not be a source. */
  | { readonly kind: 'behind'; readonly from: ConnectionStart }
  /** Before an operation; the new one must not be a sink. A new branch gets one arm connected. */
  | { readonly kind: 'before'; readonly to: OperationIndex }
  /** Into a connection, which then ends at the new operation; a new branch goes on by both arms. */
  | { readonly kind: 'between'; readonly connection: ConnectionIndex };

/** Texts of `metadata`. */
export type MetadataKey = 'name' | 'version' | 'description' | 'vendor' | '$schema';

/** What may be said of one parameter. A text of undefined removes the key; what is left out stays. */
export interface ParameterChanges {
  /** New key in the map of parameters. */
  readonly key?: string;
  readonly name?: string;
  readonly description?: string | undefined;
  readonly default?: string | undefined;
  readonly isRequired?: boolean;
}

/** One thing that a person does to a graph. */
export type GraphGesture =
  | {
      readonly kind: 'add-operation';
      readonly type: OperationType;
      /** A proposal, made unique by a number; without it one is made of type and module. */
      readonly name?: string;
      /** Only for types that run an operator. */
      readonly module?: string;
      readonly place: NewOperationPlace;
    }
  | {
      /** Operations go with their connections and configurations. */
      readonly kind: 'remove';
      readonly operations: readonly OperationIndex[];
      readonly connections: readonly ConnectionIndex[];
      /** Whether what came into a removed operation is connected to what it led to. */
      readonly doesBridge?: boolean;
    }
  | {
      /** Puts an operation that nothing is connected to into a connection; a branch goes on by both arms. */
      readonly kind: 'insert-operation';
      readonly operation: OperationIndex;
      readonly connection: ConnectionIndex;
    }
  | { readonly kind: 'rename-operation'; readonly operation: OperationIndex; readonly name: string }
  | { readonly kind: 'set-type'; readonly operation: OperationIndex; readonly type: OperationType }
  /** Undefined removes the reference. */
  | {
      readonly kind: 'set-module';
      readonly operation: OperationIndex;
      readonly module: string | undefined;
    }
  | { readonly kind: 'connect'; readonly from: ConnectionStart; readonly to: OperationIndex }
  | {
      /** Moves the ends that are given. Taking another arm is a new start at the same operation. */
      readonly kind: 'reconnect';
      readonly connection: ConnectionIndex;
      readonly from?: ConnectionStart;
      readonly to?: OperationIndex;
    }
  /** `schema` names an entry of `schemas`; undefined removes it. */
  | {
      readonly kind: 'set-connection-schema';
      readonly connection: ConnectionIndex;
      readonly schema: string | undefined;
    }
  /** Adds the parameter when there is none of this key, with the configuration when there is none. */
  | {
      readonly kind: 'set-parameter';
      readonly operation: OperationIndex;
      readonly key: string;
      readonly changes: ParameterChanges;
    }
  /** The last parameter takes the configuration with it. */
  | { readonly kind: 'remove-parameter'; readonly operation: OperationIndex; readonly key: string }
  /** Undefined removes `description` or `vendor`; the others are required. */
  | { readonly kind: 'set-metadata'; readonly key: MetadataKey; readonly value: string | undefined }
  | {
      readonly kind: 'set-requirement';
      readonly key: 'apiVersion' | 'runtimeVersion';
      readonly value: string;
    }
  | { readonly kind: 'set-feature'; readonly name: string; readonly isWanted: boolean }
  /** Adds the schema when none has this name. `newName` renames it with its uses. */
  | {
      readonly kind: 'set-schema';
      readonly name: string;
      readonly newName?: string;
      readonly format?: string;
      readonly schema?: string;
    }
  /** Connections that name it lose it. */
  | { readonly kind: 'remove-schema'; readonly name: string }
  /** `text` is YAML with operations, connections and configurations, as copying gives; names are made unique. */
  | { readonly kind: 'paste'; readonly text: string }
  /** The same as copying and pasting in one go, with everything that is written in their entries. */
  | { readonly kind: 'duplicate'; readonly operations: readonly OperationIndex[] };

/** What became of a gesture. */
export type GestureResult =
  | {
      readonly kind: 'edits';
      /** They do not overlap, stand in the order of the text and refer to the text that was examined. */
      readonly edits: readonly TextEdit[];
      /** Names of the operations that are new, in the order of the text. */
      readonly created: readonly string[];
      /** Names that were changed, for what is kept by name outside the text. */
      readonly renamed?: { readonly from: string; readonly to: string };
    }
  /** Why it cannot be done, as a sentence for people that says what to do instead. */
  | { readonly kind: 'refused'; readonly message: string };
