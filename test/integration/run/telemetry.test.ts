// Traces and metrics of real runs at a receiver that decodes OTLP by itself: trees, links, labels, traces that go on through the broker,
// and receivers that are down, refuse or never answer.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { context, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeRunStarter, type RunListener } from '../../../src/debug/runClient.ts';
import type { UserProperty } from '../../../src/protocol/message.ts';
import { systemTime } from '../../../src/runtime/engine/systemTime.ts';
import { OtlpReceiver, type ReceivedSpan } from '../../helpers/otlpReceiver.ts';
import { chain, component, Workspace } from '../cli/commandLine.ts';
import { CommandRun } from './commandRun.ts';
import { ExportedRun } from './exportedRun.ts';

const workspace = new Workspace();
const receivers: OtlpReceiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});
afterAll(() => workspace.dispose());

const complex = resolve('samples/thermostats/graph-complex.dataflow.yaml');
const windows = resolve('samples/thermostats/data-windows');
const faulty = workspace.write('faulty.yaml', chain({ name: 'm', type: 'map', module: 'faulty:1.0.0' }));

const ignore = (): void => undefined;
const silentEvents: RunListener['events'] = {
  preparing: ignore,
  moduleUpdated: ignore,
  logs: ignore,
  health: ignore,
  counted: ignore,
  longCall: ignore,
  failed: ignore,
  stopped: ignore,
  resumed: ignore,
  ruleFailed: ignore,
  logPoint: ignore,
};

async function receive(behaviour?: OtlpReceiver['behaviour']): Promise<OtlpReceiver> {
  const receiver = await OtlpReceiver.start(behaviour);
  receivers.push(receiver);
  return receiver;
}

function byMessage(spans: readonly ReceivedSpan[]): ReceivedSpan[][] {
  const groups = new Map<unknown, ReceivedSpan[]>();
  for (const span of spans) {
    const message = span.attributes['dataflow.message'];
    groups.set(message, [...(groups.get(message) ?? []), span]);
  }
  return [...groups.values()];
}

async function sendWindows(run: ExportedRun): Promise<number> {
  const files = readdirSync(windows).sort();
  for (const file of files) {
    const { topic, payload, userProperties } = JSON.parse(readFileSync(join(windows, file), 'utf8')) as {
      topic: string;
      payload: unknown;
      userProperties?: UserProperty[] | Record<string, string>;
    };
    const properties = Array.isArray(userProperties) ? userProperties : Object.entries(userProperties ?? {});
    await run.send(typeof payload === 'string' ? payload : JSON.stringify(payload), properties, topic);
  }
  return files.length;
}

describe('the windows sample', () => {
  let receiver: OtlpReceiver;
  let sent = 0;
  let run: ExportedRun;

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    run = await ExportedRun.open(workspace, complex, {
      otlp: { endpoint: `${receiver.url}/base/`, headers: { 'X-Key': 'k' } },
    });
    sent = await sendWindows(run);
    await run.end();
  }, 60_000);
  afterAll(() => receiver.close());

  it('makes one span of every hop, and says nothing in the log', () => {
    const hops = receiver.spans.map((span) => span.attributes['dataflow.hop']);
    expect(hops.toSorted((a, b) => Number(a) - Number(b))).toEqual(hops.map((_, index) => index + 1));
    expect(new Set(receiver.spans.map(({ spanId }) => spanId)).size).toBe(receiver.spans.length);
    expect(run.warnings).toEqual([]);
  });

  it('makes one tree of each message, with a trace of its own', () => {
    const groups = byMessage(receiver.spans);
    expect(groups.length).toBeGreaterThan(sent);
    for (const spans of groups) {
      expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
      const ids = new Set(spans.map(({ spanId }) => spanId));
      const roots = spans.filter(({ parentSpanId }) => !ids.has(parentSpanId));
      expect(roots.map(({ parentSpanId }) => parentSpanId)).toEqual(['']);
    }
    expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(groups.length);
  });

  it('links what a window gives out to every message that went in, where it went in', () => {
    const byId = new Map(receiver.spans.map((span) => [span.spanId, span]));
    const absorbed = receiver.spans.filter((span) => span.attributes['dataflow.verdict'] === 'absorbed');
    const linked = receiver.spans.flatMap((span) =>
      span.links.map((link) => ({ from: span, to: byId.get(link.spanId), link })),
    );
    expect(linked).toHaveLength(absorbed.length);
    for (const { from, to, link } of linked) {
      expect(from.name.startsWith('accumulate ')).toBe(true);
      expect(to?.traceId).toBe(link.traceId);
      expect(to?.attributes).toMatchObject({
        'dataflow.verdict': 'absorbed',
        'dataflow.node': from.attributes['dataflow.node'],
      });
    }
  });

  it('names node, type, verdict, arm, module and topics', () => {
    const source = receiver.spans.find(({ name }) => name === 'source source');
    expect(source).toMatchObject({
      kind: 5,
      attributes: {
        'dataflow.operation.type': 'source',
        'dataflow.verdict': 'passed',
        'messaging.system': 'mqtt',
        'messaging.operation.name': 'receive',
        'messaging.destination.name': expect.stringMatching(/^sensors\//) as string,
      },
    });
    const sink = receiver.spans.find(({ name }) => name === 'sink sink');
    expect(sink).toMatchObject({
      kind: 4,
      attributes: {
        'dataflow.verdict': 'emitted',
        'messaging.destination.template': 'output/${outputTopic}',
      },
    });
    const branch = receiver.spans.find(({ name }) => name === 'branch module-temperature/branch');
    expect(branch?.attributes).toMatchObject({
      'dataflow.module': 'temperature:1.0.0',
      'dataflow.arm': expect.stringMatching(/^(?:True|False)$/) as string,
    });
    const dropped = receiver.spans.find((span) => span.attributes['dataflow.verdict'] === 'dropped');
    expect(dropped?.attributes['dataflow.reason']).toBe('the filter returned false');
  });

  it('counts and times every node, under the graph as service', () => {
    expect(receiver.resource).toMatchObject({
      'service.name': 'graph-complex',
      'telemetry.sdk.name': 'opentelemetry',
    });
    expect(receiver.point('messaging.client.consumed.messages', { 'dataflow.node': 'source' })?.value).toBe(
      sent,
    );
    expect(receiver.point('messaging.client.sent.messages', { 'dataflow.node': 'sink' })?.value).toBe(
      run.outputs.length,
    );
    expect(
      receiver.point('dataflow.node.handled.messages', {
        'dataflow.node': 'module-humidity/filter',
        'dataflow.verdict': 'dropped',
      })?.value,
    ).toBe(1);
    const durations = receiver.metrics.get('messaging.process.duration');
    expect(durations).toMatchObject({ kind: 'histogram', unit: 's', temporality: 2 });
    for (const { attributes, histogram } of durations?.points ?? []) {
      const calls = receiver.spans.filter(
        (span) =>
          span.attributes['dataflow.node'] === attributes['dataflow.node'] && span.endNs > span.startNs,
      );
      expect(histogram?.count).toBe(calls.length);
      expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(calls.length);
      expect(histogram?.counts).toHaveLength((histogram?.bounds.length ?? 0) + 1);
    }
  });

  it('puts the path of each signal behind that of the address, with the headers given', () => {
    expect(new Set(receiver.requests.map(({ path }) => path))).toEqual(
      new Set(['/base/v1/traces', '/base/v1/metrics']),
    );
    expect(receiver.requests.every(({ headers }) => headers['x-key'] === 'k')).toBe(true);
  });
});

describe('an operator', () => {
  it('has its counters and histograms exported with labels, its lines as events, and its errors as status', async () => {
    const receiver = await receive();
    const run = await ExportedRun.open(workspace, faulty, { otlp: { endpoint: receiver.url } });
    for (const word of ['metric', 'metric', 'log', 'trap']) await run.send(word);
    await run.end();
    const labels = { 'dataflow.node': 'm', module: 'faulty' };
    expect(receiver.metrics.get('faulty_count')).toMatchObject({
      kind: 'sum',
      isMonotonic: true,
      temporality: 2,
    });
    expect(receiver.point('faulty_count', labels)?.value).toBe(2);
    const size = receiver.point('faulty_size', labels)?.histogram;
    expect(size).toMatchObject({ count: 2, sum: 5, min: 2.5, max: 2.5 });
    const at = size?.counts.indexOf(2) ?? -1;
    expect(size?.bounds[at - 1]).toBeLessThan(2.5);
    expect(size?.bounds[at]).toBeGreaterThanOrEqual(2.5);
    const spans = receiver.spans.filter(({ name }) => name === 'map m');
    expect(spans[2]?.events.map(({ attributes }) => attributes['log.body'])).toContain(
      'a line of level error',
    );
    expect(spans[3]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'OPERATOR_TRAP', 'dataflow.verdict': 'error' },
    });
    expect(spans[0]?.status.code).toBe(0);
  });
});

describe('a trace', () => {
  const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  it('goes on from the message that comes in to the one that goes out', async () => {
    const receiver = await receive();
    const run = await ExportedRun.open(workspace, faulty, { otlp: { endpoint: receiver.url } });
    await run.send('x', [
      ['traceparent', parent],
      ['tracestate', 'vendor=a'],
      ['own', '1'],
    ]);
    await run.end();
    const [source, , sink] = receiver.spans;
    expect(source).toMatchObject({ parentSpanId: '00f067aa0ba902b7', traceState: 'vendor=a' });
    expect(new Set(receiver.spans.map(({ traceId }) => traceId))).toEqual(
      new Set(['4bf92f3577b34da6a3ce929d0e0e4736']),
    );
    const properties = run.outputs[0]?.userProperties ?? [];
    expect(properties.filter(([key]) => !key.startsWith('__'))).toEqual([
      ['own', '1'],
      ['traceparent', `00-4bf92f3577b34da6a3ce929d0e0e4736-${sink?.spanId ?? ''}-01`],
      ['tracestate', 'vendor=a'],
    ]);
  });

  it('goes on to whoever executes a command, unless the operator names another', async () => {
    const receiver = await receive();
    const askTwice = async (properties: Readonly<Record<string, string>>): Promise<unknown[]> => {
      const run = await CommandRun.open(workspace, { otlp: { endpoint: receiver.url }, properties });
      const requests = await run.respondWith('rpc/+/request', { __stat: '200' }, 'done');
      await run.ask('x');
      await run.ask('y');
      await run.session.run.finish('flush');
      await run.close();
      return requests.map((request) => request.properties?.userProperties?.['traceparent']);
    };
    const parents = await askTwice({});
    const called = receiver.spans.filter(({ name }) => name === 'map caller/map');
    expect(called).toHaveLength(2);
    expect(parents).toEqual(called.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`));
    expect(await askTwice({ userData: `traceparent=${parent}` })).toEqual([parent, parent]);
  });

  it('begins here otherwise, and others of OpenTelemetry can read it', async () => {
    const receiver = await receive();
    const run = await ExportedRun.open(workspace, faulty, { otlp: { endpoint: receiver.url } });
    await run.send('x', [['traceparent', 'nonsense']]);
    await run.end();
    const carrier = Object.fromEntries(run.outputs[0]?.userProperties ?? []);
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const read = trace.getSpanContext(propagation.extract(context.active(), carrier));
    const sink = receiver.spans.find(({ name }) => name === 'sink sink');
    expect(read).toMatchObject({
      traceId: sink?.traceId,
      spanId: sink?.spanId,
      traceFlags: 1,
      isRemote: true,
    });
  });

  it('that its beginner does not record is passed on and not exported', async () => {
    const receiver = await receive();
    const run = await ExportedRun.open(workspace, faulty, { otlp: { endpoint: receiver.url } });
    await run.send('x', [['traceparent', parent.replace(/01$/, '00')]]);
    await run.end();
    expect(receiver.spans).toEqual([]);
    expect(receiver.point('dataflow.node.received.messages', { 'dataflow.node': 'm' })?.value).toBe(1);
    expect(Object.fromEntries(run.outputs[0]?.userProperties ?? [])['traceparent']).toMatch(
      /^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[\da-f]{16}-00$/,
    );
  });

  it('is left alone in runs that are not exported', async () => {
    const run = await ExportedRun.open(workspace, faulty, {});
    await run.send('x', [['traceparent', parent]]);
    await run.send('y');
    await run.end();
    const own = run.outputs.map(({ userProperties }) =>
      userProperties.filter(([key]) => !key.startsWith('__')),
    );
    expect(own).toEqual([[['traceparent', parent]], []]);
  });
});

describe('the command line', () => {
  it('sends nothing unless asked, takes the environment only by that word, and headers of its own', async () => {
    const receiver = await receive();
    const input = workspace.writeInput('one', ['x']);
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-from=environment',
      OTEL_SERVICE_NAME: 'mine',
    };
    const run = async (...flags: string[]): Promise<string[]> => {
      const before = receiver.requests.length;
      const module = ['--module', `faulty:1.0.0=${component('faulty')}`];
      const child = workspace.startWith(environment, 'run', faulty, '--input', input, ...module, ...flags);
      child.stdout.resume();
      child.stderr.resume();
      await once(child, 'close');
      return receiver.requests
        .slice(before)
        .map(({ headers }) => String(headers['x-from'] ?? headers['x-own']));
    };
    expect(await run()).toEqual([]);
    expect(await run('--otlp', 'env')).toEqual(['environment', 'environment']);
    expect(receiver.resource['service.name']).toBe('mine');
    expect(await run('--otlp', receiver.url, '--otlp-header', 'x-own=a=b')).toEqual(['a=b', 'a=b']);
    expect(receiver.resource['service.name']).toBe('chain');
  });

  it.each([
    [['--otlp', 'localhost:4318'], 'is not the address of an OTLP receiver'],
    [['--otlp-header', 'a=b'], '--otlp-header needs an address'],
    [['--otlp', 'env', '--otlp-header', 'a=b'], '--otlp-header needs an address'],
    [['--otlp', 'http://a', '--otlp-header', 'ab'], '"ab" is not name=value'],
  ])('refuses %j', (flags, message) => {
    const outcome = workspace.run('run', faulty, ...flags);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(message);
  });
});

describe('a debugged run', () => {
  it('is exported as its launch says', async () => {
    const receiver = await receive();
    const run = makeRunStarter({ modulePath: resolve('dist/runProcess.mjs'), clock: systemTime })({
      events: silentEvents,
      onLost: (error) => expect.fail(error.message),
    });
    const launch = { program: faulty, isDebugged: true, modules: { 'faulty:1.0.0': component('faulty') } };
    await run.request('load', {
      ...launch,
      cacheFolder: workspace.path('cache'),
      trace: { otlp: { endpoint: receiver.url } },
    });
    await run.request('start', null);
    await run.request('publish', { topic: 'sensors/a', payload: Buffer.from('x') });
    await run.request('finish', { pending: 'flush' });
    run.dispose();
    await run.ended;
    expect(receiver.spans.map(({ name }) => name)).toEqual(['source source', 'map m', 'sink sink']);
  });
});

describe('a receiver', () => {
  it.each(['refuse', 'hang', 'down'] as const)(
    'that does %s loses no message and costs few lines',
    async (how) => {
      const receiver = await receive(how === 'down' ? 'take' : how);
      const endpoint = receiver.url;
      if (how === 'down') await receivers.pop()?.close();
      const run = await ExportedRun.open(workspace, faulty, {
        otlp: { endpoint: endpoint.replace('//', '//user:secret@') },
      });
      for (let index = 0; index < 2000; index += 1) await run.send(String(index));
      await run.end();
      expect(run.outputs.map(({ payload }) => Buffer.from(payload).toString())).toEqual(
        Array.from({ length: 2000 }, (_, index) => String(index)),
      );
      const nothing = `: nothing at ${endpoint} has answered. Check the address, or start a receiver there`;
      expect(run.warnings.at(-1)).toBe(
        `OpenTelemetry: 6000 of 6000 spans of this run were not delivered${how === 'refuse' ? '' : nothing}`,
      );
      expect(run.warnings.length).toBeLessThanOrEqual(2);
      if (how === 'refuse')
        expect(run.warnings[0]).toMatch(
          /^OpenTelemetry: http:\/\/127\.0\.0\.1:\d+\/v1\/(?:traces|metrics) does not take traces and metrics of this run: HTTP status 403, Forbidden\. The run goes on without it/,
        );
      expect(run.warnings.join()).not.toContain('secret');
    },
  );
});
