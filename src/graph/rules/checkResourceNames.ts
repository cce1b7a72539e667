// Rules on names and references in Kubernetes resources: what cluster and registry accept as text. Knows nothing about
// how nodes are connected.
import type { Range } from '../../base/position.ts';
import { parseSchemaReference } from '../messageSchema.ts';
import { makeProblem, type Problem } from '../problem.ts';
import type { DataflowGraphResource, RegistryEndpoint, ResourceNode } from '../resource.ts';

const resourceName = /^[a-z0-9][a-z0-9-]*[a-z0-9]$/;
const plainName = /^[\w-]+$/;
const registryHost = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/i;

/** Names and references of a DataflowGraph resource. */
export function checkResourceNames(resource: DataflowGraphResource): Problem[] {
  const { ranges, name, profile } = resource;
  return [
    ...(ranges.name ? checkResourceName(name, ranges.name) : []),
    ...(ranges.profile && profile !== undefined ? checkProfileName(profile, ranges.profile) : []),
    ...resource.nodes.flatMap(checkNode),
    ...resource.connections.flatMap((connection) => {
      const { schemaReference: text, ranges: places } = connection;
      if (text === undefined || parseSchemaReference(text)) return [];
      const message = `"${text}" is not a schema reference. Write aio-sr://<namespace>/<name>:<version> or aio-sr://<name>:<version>.`;
      return [makeProblem('SCHEMA_REFERENCE', places.schemaReference ?? places.item, message)];
    }),
  ];
}

function checkResourceName(name: string, range: Range): Problem[] {
  if (name === '' || (resourceName.test(name) && name.length >= 3 && name.length <= 63)) return [];
  const message = `"${name}" cannot name a resource. It takes 3 to 63 of a-z, 0-9 and "-", with a letter or digit at both ends.`;
  return [makeProblem('RESOURCE_NAME', range, message)];
}

function checkProfileName(name: string, range: Range): Problem[] {
  if (resourceName.test(name) && name.length >= 3 && name.length <= 39) return [];
  const message = `"${name}" cannot name a data flow profile. It takes 3 to 39 of a-z, 0-9 and "-", with a letter or digit at both ends.`;
  return [makeProblem('PROFILE_NAME', range, message)];
}

function checkNode(node: ResourceNode): Problem[] {
  const problems: Problem[] = [];
  if (!plainName.test(node.name)) {
    const message = `"${node.name}" cannot name a node. Use letters, digits, "_" and "-".`;
    problems.push(makeProblem('NODE_NAME', node.ranges.name ?? node.ranges.item, message));
  }
  if (node.type !== 'Graph') return problems;
  for (const { key, ranges } of node.configuration) {
    if (plainName.test(key)) continue;
    const message = `"${key}" cannot be a configuration key. Use letters, digits, "_" and "-".`;
    problems.push(makeProblem('CONFIGURATION_KEY', ranges.key ?? ranges.item, message));
  }
  if (node.ranges.artifact && !node.artifact) {
    const message =
      'This is not an artifact. Write "name:version" or "path/name:version" in lower case, below the registry endpoint\'s host.';
    problems.push(makeProblem('ARTIFACT_SYNTAX', node.ranges.artifact, message));
  }
  return problems;
}

/** Names and host of a RegistryEndpoint resource. */
export function checkRegistryEndpoint(endpoint: RegistryEndpoint): Problem[] {
  const { ranges, name, host } = endpoint;
  const problems = ranges.name ? checkResourceName(name, ranges.name) : [];
  if (!ranges.host || host === '' || registryHost.test(host)) return problems;
  const bare = host.replace(/^[a-z]+:\/\//i, '').replace(/\/+$/, '');
  const fix =
    bare !== host && registryHost.test(bare)
      ? { title: `Write "${bare}"`, edits: [{ range: ranges.host, newText: JSON.stringify(bare) }] }
      : undefined;
  const message = `"${host}" is not a registry host. Write the host alone, perhaps with a path: no "https://", no "/" at the end.`;
  return [...problems, makeProblem('REGISTRY_HOST', ranges.host, message, { fix })];
}
