// Message schemas that a workspace has for the schema registry of its runs. Shapes only.

/** `delta` is the JSON form of Delta Lake's schema serialization. */
export type SchemaFormat = 'json' | 'delta';

/** A schema as the workspace has it. */
export interface WorkspaceSchema {
  readonly name: string;
  readonly version: string;
  readonly namespace: string;
  readonly format: SchemaFormat;
  readonly content: string;
  readonly description?: string;
  readonly displayName?: string;
}

/** A schema that the workspace has, but in a form that cannot be given out. */
export interface BrokenSchema extends Pick<WorkspaceSchema, 'name' | 'version' | 'namespace'> {
  /** Why, naming the file. */
  readonly problem: string;
}
