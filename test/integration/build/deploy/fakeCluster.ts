// As much of a Kubernetes API server as kubectl asks for to apply, show and delete our resources: on loopback, with objects in
// memory and every request written down. Knows nothing about what is tested.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeDryRun, describePatching } from './openApi.ts';

const group = 'connectivity.iotoperations.azure.com';
const version = 'v1';
const kinds = { dataflowgraphs: 'DataflowGraph', registryendpoints: 'RegistryEndpoint' };

type Json = Record<string, unknown>;

export interface FakeCluster {
  readonly url: string;
  /** `METHOD path` of every request that changes or reads a resource. */
  readonly requests: readonly string[];
  /** By path. */
  readonly objects: ReadonlyMap<string, Json>;
  close(): Promise<void>;
}

export async function startFakeCluster(): Promise<FakeCluster> {
  const requests: string[] = [];
  const objects = new Map<string, Json>();
  const server = createServer((request, response) => {
    void answer(request, response, requests, objects);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    objects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The text of a kubeconfig whose contexts all lead to the cluster at `url`. */
export function kubeconfigFor(url: string, contexts: readonly string[], current?: string): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'fake', cluster: { server: url } }],
    users: [{ name: 'nobody', user: {} }],
    contexts: contexts.map((name) => ({ name, context: { cluster: 'fake', user: 'nobody' } })),
  };
  return JSON.stringify({ ...config, ...(current !== undefined && { 'current-context': current }) });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  requests: string[],
  objects: Map<string, Json>,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts).toString('utf8');
  const { method = '' } = request;
  const url = new URL(request.url ?? '/', 'http://cluster');
  const reply = (status: number, value: unknown): void => {
    const isText = typeof value === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
    response.end(isText ? value : JSON.stringify(value));
  };
  const found = discovery(url.pathname);
  if (found) return reply(200, found);
  if (url.pathname === `/openapi/v3/apis/${group}/${version}`)
    return reply(200, describePatching(group, version, kinds));
  // In JSON it cannot be had: kubectl that asks for it reads protobuf alone.
  if (url.pathname === '/openapi/v2')
    return void response
      .writeHead(200, { 'content-type': 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf' })
      .end(describeDryRun(group, version, kinds));
  requests.push(`${method} ${url.pathname}`);
  if (url.pathname.endsWith('/pods')) return reply(200, pods());
  if (url.pathname.endsWith('/log')) return reply(200, log);
  return serveObject(method, url, body, objects, reply);
}

/** More than comes through a pipe at once. */
const log = Array.from({ length: 10_000 }, (_, line) => `converted ${String(line)} readings\n`).join('');

function serveObject(
  method: string,
  { pathname, searchParams }: URL,
  body: string,
  objects: Map<string, Json>,
  reply: (status: number, value: unknown) => void,
): void {
  const absent = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'NotFound',
    code: 404,
    message: 'not found',
  };
  const known = objects.get(pathname);
  const isDryRun = searchParams.get('dryRun') !== null;
  if (method === 'POST') {
    const object = JSON.parse(body) as Json & { metadata: { name: string } };
    const created = { ...object, status: { provisioningState: 'Succeeded' } };
    if (!isDryRun) objects.set(`${pathname}/${object.metadata.name}`, created);
    return reply(201, created);
  }
  if (!known) return reply(404, absent);
  if (method === 'PATCH') {
    const patched = merge(known, JSON.parse(body) as Json);
    if (!isDryRun) objects.set(pathname, patched);
    return reply(200, patched);
  }
  if (method === 'DELETE') objects.delete(pathname);
  return reply(200, method === 'DELETE' ? { kind: 'Status', apiVersion: 'v1', status: 'Success' } : known);
}

/** RFC 7386. */
function merge(target: Json, patch: Json): Json {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const old = merged.get(key);
    if (value === null) merged.delete(key);
    else merged.set(key, isMap(value) ? merge(isMap(old) ? old : {}, value) : value);
  }
  return Object.fromEntries(merged);
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pods(): Json {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'aio-dataflow-0', namespace: 'azure-iot-operations' },
    spec: { containers: [{ name: 'dataflow' }] },
    status: { phase: 'Running' },
  };
  return { apiVersion: 'v1', kind: 'PodList', metadata: {}, items: [pod] };
}

function discovery(path: string): Json | undefined {
  const groupVersion = `${group}/${version}`;
  const verbs = ['create', 'delete', 'get', 'list', 'patch'];
  switch (path) {
    case '/api':
      return { kind: 'APIVersions', versions: ['v1'] };
    case '/api/v1':
      return {
        kind: 'APIResourceList',
        groupVersion: 'v1',
        resources: [{ name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs }],
      };
    case '/apis': {
      const versions = [{ groupVersion, version }];
      return {
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: [{ name: group, versions, preferredVersion: versions[0] }],
      };
    }
    case `/apis/${groupVersion}`:
      return {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion,
        resources: Object.entries(kinds).map(([name, kind]) => ({
          name,
          singularName: kind.toLowerCase(),
          namespaced: true,
          kind,
          verbs,
        })),
      };
    case '/openapi/v3':
      return {
        paths: { [`apis/${groupVersion}`]: { serverRelativeURL: `/openapi/v3/apis/${groupVersion}` } },
      };
    case '/version':
      return { major: '1', minor: '30', gitVersion: 'v1.30.0' };
    default:
      return undefined;
  }
}
