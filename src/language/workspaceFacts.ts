// What language features know about the workspace around a file, as plain data that someone else collects. Knows no file
// system and no editor.
import type { Range } from '../base/position.ts';
import type { ModuleInterface } from '../graph/checkModules.ts';
import type { ModuleOperationType } from '../graph/model.ts';

/** A place in a file; `uri` is a `file:` URI. */
export interface FilePlace {
  readonly uri: string;
  readonly range: Range;
}

/** Everything known. Lists are sorted by name. */
export interface WorkspaceFacts {
  readonly modules: readonly KnownModule[];
  readonly graphs: readonly KnownGraph[];
  /** Absent when there are none. */
  readonly schemas?: readonly KnownSchema[];
  /** Absent when there are none. */
  readonly misnamedSchemas?: readonly MisnamedSchema[];
}

export const noFacts: WorkspaceFacts = { modules: [], graphs: [] };

/** A module that graphs can refer to: a folder of operator source, a built file, or both. */
export interface KnownModule {
  /** Name without path and tag: `temperature`. */
  readonly name: string;
  /** What to write after `module:`, `temperature:1.0.0`; one per tag seen in graphs, in the cache or in its manifest. */
  readonly references: readonly string[];
  readonly origin: 'workspace' | 'cache';
  /** Absent when it is not built. */
  readonly build?: ModuleBuild;
  /** Absent when there is no source in the workspace. */
  readonly source?: OperatorSource;
  /** Parameters its operators are known to read, from its source and from configurations in the workspace's graphs. */
  readonly parameters: readonly KnownParameter[];
}

/** A built module file. */
export interface ModuleBuild {
  readonly uri: string;
  readonly sizeBytes: number;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** Absent when the file is not a component; `damage` tells why. */
  readonly imports?: readonly ModuleInterface[];
  readonly exports?: readonly ModuleInterface[];
  readonly damage?: string;
}

/** Where operators are written. */
export interface OperatorSource {
  readonly language: 'rust' | 'python' | 'javascript';
  /** The main source file, and its operators as far as they were found. */
  readonly main: FilePlace;
  readonly operators: Readonly<Partial<Record<ModuleOperationType, FilePlace>>>;
}

/** A parameter that operators of a module read. */
export interface KnownParameter {
  readonly name: string;
  readonly description?: string;
  /** Operator that reads it; absent when unknown. */
  readonly operator?: ModuleOperationType;
  /** Where that is known from. */
  readonly place?: FilePlace;
}

/** A message schema that runs find in the registry: a file of a folder `schemas`. */
export interface KnownSchema {
  /** `aio-sr://plant/reading:1`. */
  readonly reference: string;
  readonly uri: string;
  /** Absent when the file cannot be read as a schema. */
  readonly format?: 'json' | 'delta';
  /** Its first lines; absent when the file is too large or cannot be read. */
  readonly head?: string;
}

/** A file of a folder `schemas` whose name does not say which schema it is, so that runs do not find it. */
export interface MisnamedSchema {
  readonly uri: string;
  /** By the folder it is in. */
  readonly namespace: string;
}

/** A graph definition of the workspace. */
export interface KnownGraph {
  readonly uri: string;
  /** `metadata.name` and `metadata.version`. */
  readonly name: string;
  readonly version: string;
  /** Parameters its configurations declare, as `operation` and `name`. */
  readonly parameters: readonly (KnownParameter & {
    readonly operation: string;
    readonly isRequired: boolean;
    readonly default?: string;
  })[];
}
