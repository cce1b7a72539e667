// A name in a tree, as the readers of each format find it. Knows nothing about where else it is named.
import type { YamlNode, YamlScalar } from '../../graph/yamlTree.ts';

/** What a name names. `configuration` is a key of a Graph node's configuration, the name of a parameter of that graph. */
export type NamedKind =
  'operation' | 'schema' | 'parameter' | 'module' | 'node' | 'artifact' | 'configuration';

/** One place where a name stands, as the collectors find it. */
export interface FoundName {
  readonly kind: NamedKind;
  /** Without `suffix`. */
  readonly name: string;
  /** What follows the name in the same text and is not part of it: `.output.true`. */
  readonly suffix: string;
  readonly role: 'definition' | 'reference';
  /** Names of one kind are only compared where `scope` is the same; empty but for parameters. */
  readonly scope: string;
  /** The item of the list in which the name stands, such as the operation or the connection. */
  readonly item: YamlNode;
  /** The whole text in which the name stands. For a key this is a scalar made of it. */
  readonly scalar: YamlScalar;
  /** Whether the name is only part of what its alias stands for, as in an alias of a whole map. */
  readonly isInAlias: boolean;
}

/** Takes the names of a tree, one after the other. */
export type ReportName = (found: FoundName) => void;
