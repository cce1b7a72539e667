// The sample of schemas: its test cases, and a run of a resource on it: what the resource says of connections, what is told of
// a reference without a file, what the trace shows, and that a replay gives the same.
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Workspace } from './commandLine.ts';

const sample = resolve('samples/schemas');
const workspace = new Workspace();
afterAll(() => workspace.dispose());

it('passes its test cases', () => {
  const { code, stdout } = workspace.run('test', sample);
  expect(stdout).toContain('2 passed, 0 failed');
  expect(code).toBe(0);
});

it('runs a resource whose connections have schema references', () => {
  cpSync(sample, workspace.path('schemas'), { recursive: true });
  const resource = workspace.write(
    'schemas/resource.yaml',
    `apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
metadata: {name: labelled, namespace: azure-iot-operations}
spec:
  mode: Enabled
  profileRef: default
  nodes:
    - {nodeType: Source, name: readings, sourceSettings: {endpointRef: default, dataSources: ["sensors/#"]}}
    - {nodeType: Graph, name: label, graphSettings: {registryEndpointRef: shelf, artifact: "graph-labelled:1.0.0"}}
    - {nodeType: Destination, name: out, destinationSettings: {endpointRef: default, dataDestination: labelled}}
  nodeConnections:
    - {from: {name: readings, schema: {schemaRef: "aio-sr://plant/pump:1", serializationFormat: Json}}, to: {name: label}}
    - {from: {name: label, schema: {schemaRef: "aio-sr://plant/label:7", serializationFormat: Json}}, to: {name: out}}
`,
  );
  const input = ['--input', workspace.path('schemas/data')];
  const run = workspace.run('run', resource, ...input, '--trace-file', workspace.path('run.trace'));
  expect(run.stderr).toContain(
    'Messages carry the schema reference aio-sr://plant/label:7, but operators that look it up here will not find it: there is no schema',
  );
  expect(run.stderr).not.toContain('reference aio-sr://plant/pump:1');
  expect(run.stderr).toContain('valve: the registry has its schema in other versions only');
  expect(run.stderr).toContain('mixer: the registry has no schema for it');
  expect(run.code).toBe(0);

  const { stdout } = workspace.run('trace', workspace.path('run.trace'), '--message', '1');
  // From the resource, then from the graph's own connection, then from the operator, which no connection takes it from.
  expect(stdout.match(/schema (?:inline \S+|aio-sr:\S+)/g)).toEqual([
    'schema aio-sr://plant/pump:1',
    'schema inline reading',
    'schema aio-sr://plant/pump:1',
    'schema aio-sr://plant/pump:1',
    'schema aio-sr://plant/pump:1',
  ]);
  expect(stdout).toContain('schema plant/pump 1: plant/pump:1, json, sha256 ');

  const replay = workspace.run('replay', workspace.path('run.trace'));
  expect(replay.code).toBe(0);
});
