// What the Kubernetes resources DataflowGraph and RegistryEndpoint say, as plain data with places. Knows nothing about
// YAML or clusters, and nothing about whether it makes sense.
import type { Range } from '../base/position.ts';
import type { KeyRanges, ModuleReference } from './model.ts';

/** A DataflowGraph resource. Nodes and connections that could not be read are not in the lists. */
export interface DataflowGraphResource {
  /** `metadata.name`; empty when it could not be read. */
  readonly name: string;
  readonly namespace?: string;
  /** `spec.mode`; true unless the text says otherwise. */
  readonly isEnabled: boolean;
  /** `spec.profileRef`. */
  readonly profile?: string;
  readonly nodes: readonly ResourceNode[];
  readonly connections: readonly NodeConnection[];
  /** False when a node or connection could not be read. */
  readonly isComplete: boolean;
  readonly range: Range;
  /** `nodes` is the place of that key itself. */
  readonly ranges: KeyRanges<'name' | 'profile' | 'nodes'>;
}

export type ResourceNode = SourceNode | GraphNode | DestinationNode;

/** Brings messages in from topics of an endpoint. */
export interface SourceNode {
  readonly type: 'Source';
  readonly name: string;
  readonly endpoint: string;
  /** MQTT topic filters. */
  readonly topics: readonly LocatedText[];
  readonly ranges: KeyRanges<'name' | 'endpoint'>;
}

/** Runs a graph definition from a registry. */
export interface GraphNode {
  readonly type: 'Graph';
  readonly name: string;
  readonly registryEndpoint: string;
  /** Absent when it could not be understood. */
  readonly artifact?: ModuleReference;
  /** Parameter values by name, as they stand. */
  readonly configuration: readonly ConfigurationValue[];
  readonly ranges: KeyRanges<'name' | 'registryEndpoint' | 'artifact'>;
}

/** Sends messages out to a topic of an endpoint. */
export interface DestinationNode {
  readonly type: 'Destination';
  readonly name: string;
  readonly endpoint: string;
  /** Topic, perhaps with `${inputTopic}` or `${outputTopic}`. */
  readonly topic: string;
  readonly ranges: KeyRanges<'name' | 'endpoint' | 'topic'>;
}

export interface LocatedText {
  readonly text: string;
  readonly range: Range;
}

export interface ConfigurationValue {
  readonly key: string;
  readonly value: string;
  readonly ranges: KeyRanges<'key' | 'value'>;
}

/** One way between two nodes, by their names. */
export interface NodeConnection {
  readonly from: string;
  /** What stands after `.output.` in the name; `true` or `false` for a branch. */
  readonly output?: string;
  readonly to: string;
  /** `from.schema.schemaRef`. */
  readonly schemaReference?: string;
  readonly ranges: KeyRanges<'from' | 'to' | 'schemaReference'>;
}

/** A RegistryEndpoint resource; texts that could not be read are empty. */
export interface RegistryEndpoint {
  readonly name: string;
  readonly namespace?: string;
  /** Host, perhaps with a path: `ghcr.io/azure-samples/explore-iot-operations`. */
  readonly host: string;
  /** `spec.authentication.method`. */
  readonly authentication: string;
  readonly range: Range;
  readonly ranges: KeyRanges<'name' | 'host' | 'authentication'>;
}

/** What is known of the cluster besides the resource itself; rules that need more than this stay silent. */
export interface DeploymentFacts {
  /** `endpointType` of DataflowEndpoints by name. */
  readonly endpointTypes: ReadonlyMap<string, string>;
  /** `instanceCount` of DataflowProfiles by name. */
  readonly instanceCounts: ReadonlyMap<string, number>;
  /** Artifacts, as referred to, whose graphs hold accumulate or delay operations. */
  readonly statefulArtifacts: ReadonlySet<string>;
}
