// Destinations and sources of a DataflowGraph resource whose endpoints are not MQTT: OpenTelemetry with a real receiver, Kafka named.
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { OtlpReceiver } from '../../helpers/otlpReceiver.ts';
import { chain, Workspace } from '../cli/commandLine.ts';
import { ExportedRun } from './exportedRun.ts';

const workspace = new Workspace();
const receivers: OtlpReceiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});
afterAll(() => workspace.dispose());

function endpoint(name: string, type: string): string {
  const header = `apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowEndpoint`;
  return `${header}\nmetadata:\n  name: ${name}\nspec:\n  endpointType: ${type}\n`;
}

function resource(source: string, destination: string): string {
  return `apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
metadata:
  name: deployed
  namespace: azure-iot-operations
spec:
  nodes:
    - nodeType: Source
      name: in
      sourceSettings:
        endpointRef: ${source}
        dataSources: [sensors]
    - nodeType: Graph
      name: graph
      graphSettings:
        registryEndpointRef: registry
        artifact: inner:1.0.0
    - nodeType: Destination
      name: out
      destinationSettings:
        endpointRef: ${destination}
        dataDestination: telemetry/out
  nodeConnections:
    - { from: { name: in }, to: { name: graph } }
    - { from: { name: graph }, to: { name: out } }
`;
}

workspace.write('inner.yaml', chain({ name: 'm', type: 'map', module: 'faulty:1.0.0' }));
workspace.write(
  'endpoints.yaml',
  `${endpoint('collector', 'OpenTelemetry')}---\n${endpoint('bus', 'Kafka')}`,
);

describe('an OpenTelemetry destination', () => {
  const payload = JSON.stringify({
    metrics: [
      { name: 'parts', type: 'u64_counter', value: 3, attributes: [{ key: 'line', value: 'a' }] },
      { name: 'level', type: 'f64_gauge', value: 72.5, description: 'of oil' },
      { name: 'balance', type: 'i64_up_down_counter', value: -2 },
      { name: 'size', type: 'f64_histogram', value: 2.5 },
    ],
    logs: [
      {
        value: 'ready',
        level: 'warn',
        timestamp: 1_754_851_200_000_000_000,
        attributes: [{ key: 'device', value: 'd1' }],
      },
    ],
  });

  it('sends metrics and logs of messages to the receiver of the run, and publishes them, too', async () => {
    const receiver = await OtlpReceiver.start();
    receivers.push(receiver);
    const file = workspace.write('deployed.yaml', resource('default', 'collector'));
    const run = await ExportedRun.open(workspace, file, { otlp: { endpoint: receiver.url } });
    await run.send(payload, [], 'sensors');
    await run.send(payload, [], 'sensors');
    await run.end();
    expect(receiver.point('parts', { line: 'a' })?.value).toBe(6);
    expect(receiver.metrics.get('parts')).toMatchObject({ kind: 'sum', isMonotonic: true });
    expect(receiver.point('level', {})?.value).toBe(72.5);
    expect(receiver.metrics.get('level')?.kind).toBe('gauge');
    expect(receiver.point('balance', {})?.value).toBe(-4);
    expect(receiver.metrics.get('balance')).toMatchObject({ kind: 'sum', isMonotonic: false });
    expect(receiver.point('size', {})?.histogram).toMatchObject({ count: 2, sum: 5 });
    expect(receiver.logs).toHaveLength(2);
    expect(receiver.logs[0]).toMatchObject({
      body: 'ready',
      severity: 13,
      severityText: 'WARN',
      timeNs: 1_754_851_200_000_000_000n,
      attributes: { device: 'd1' },
    });
    expect(run.outputs.map(({ topic }) => topic)).toEqual(['telemetry/out', 'telemetry/out']);
    expect(run.warnings).toEqual([]);
  });

  it('drops what its endpoint would drop, and tells each reason once, also without a receiver', async () => {
    const file = workspace.write('deployed.yaml', resource('default', 'collector'));
    const run = await ExportedRun.open(workspace, file, {});
    for (const text of ['x', 'x', '{"logs":[{"value":"a","level":"loud"}]}', payload])
      await run.send(text, [], 'sensors');
    await run.end();
    expect(run.outputs.map((message) => Buffer.from(message.payload).toString())).toEqual([payload]);
    expect(run.warnings).toEqual([
      expect.stringMatching(/^destination "out" drops messages, .*: the payload is not JSON: /),
      expect.stringMatching(
        /^destination "out" drops messages, .*: logs\[0\]\.level is "loud"; possible are trace, /,
      ),
    ]);
  });

  it('is one by the DataflowEndpoint in the same file, too', async () => {
    const text = `${endpoint('mine', 'OpenTelemetry')}---\n${resource('default', 'mine')}`;
    const run = await ExportedRun.open(workspace, workspace.write('deployed.yaml', text), {});
    await run.send('x', [], 'sensors');
    await run.end();
    expect(run.outputs).toEqual([]);
  });
});

describe('a Kafka endpoint', () => {
  it('is named as not there, with the place, and the broker of the run stands in', async () => {
    const file = workspace.write('deployed.yaml', resource('bus', 'bus'));
    const run = await ExportedRun.open(workspace, file, {});
    expect(run.session.spec.warnings).toEqual([
      `${file}:11:22: the endpoint "bus" of source "in" is of type Kafka, which is not available locally. This run reads "sensors" from its MQTT broker instead.`,
      `${file}:21:22: the endpoint "bus" of destination "out" is of type Kafka, which is not available locally. This run publishes to "telemetry/out" on its MQTT broker instead.`,
    ]);
    await run.send('x', [], 'sensors');
    await run.end();
    expect(run.outputs.map(({ topic }) => topic)).toEqual(['telemetry/out']);
  });
});
