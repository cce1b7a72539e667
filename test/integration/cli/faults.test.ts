// Faults on the command line, in test cases, and at a broker with clients of its own: real components, real sockets. What no fault took
// away comes out, and the trace names what one touched.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import type { PlacedFault } from '../../../src/graph/faults.ts';
import { startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import { defaultTopics } from '../../../src/runtime/run/composeRun.ts';
import { openSession } from '../../../src/runtime/run/openSession.ts';
import { DEFAULT_SEED } from '../../../src/runtime/run/runSpec.ts';
import { chain, component, lastLine, Workspace } from './commandLine.ts';

const workspace = new Workspace();
const temperature = resolve('samples/thermostats/operators/temperature/bin/x86_64/release/temperature.wasm');
const module = ['--module', `faulty:1.0.0=${component('faulty')}`];

beforeAll(() => {
  workspace.write('graph.yaml', chain({ name: 'm', type: 'map', module: 'faulty:1.0.0' }));
  workspace.writeInput('in', ['a', 'b', 'c', 'd', 'e', 'f']);
});
afterAll(() => workspace.dispose());

it('a run with faults says so, goes on, and its trace names what they touched', () => {
  workspace.write(
    'faults.yaml',
    `faults:
  - { node: m, kind: trap, message: 2 }
  - { node: m, kind: reorder, message: 3 }
  - { node: sink, kind: drop, message: 4 }
`,
  );
  const trace = workspace.path('run.trace');
  const args = ['--input', 'in', '--faults', 'faults.yaml', '--trace-file', trace, '--output', 'ndjson'];
  const ran = workspace.run('run', 'graph.yaml', ...args, ...module);
  const payloads = ran.stdout.split('\n').flatMap((line) => {
    const found = /"payload":"(?<payload>[^"]*)"/.exec(line)?.groups?.['payload'];
    return found === undefined ? [] : [found];
  });
  expect(payloads).toEqual(['a', 'd', 'c', 'f']);
  expect(ran.stderr).toContain('warn: [faults] fault in force: operation "m": a trap at message 2');
  expect(ran.stderr).toContain('fault: trap; trapped: a trap on purpose; it was started anew');
  const shown = workspace.run('trace', trace, '--text', 'fault:');
  expect(shown.stdout).toContain('fault: was overtaken by the next message');
  expect(shown.stdout).toContain('fault: lost on its way here');
});

it('a module that is compared changes nothing, and a difference is an exit code', () => {
  const args = ['--input', 'in', '--output', 'ndjson', '--compare', `m=${temperature}`];
  const ran = workspace.run('run', 'graph.yaml', ...args, ...module);
  const lines = ran.stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as object] : []));
  expect(lines.slice(0, 6).map((line) => 'payload' in line && line.payload)).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
  ]);
  expect(lines[6]).toMatchObject({
    compared: { node: 'm', module: temperature, calls: 6, differing: 6, first: { message: 1 } },
  });
  expect(ran.stderr).toMatch(/warn: \[m compare\] message 1: .*temperature\.wasm differs/);
  expect(ran.code).toBe(1);
});

it('a delay is a timeout beyond the limit of calls', () => {
  workspace.write(
    'slow.yaml',
    'faults:\n  - { node: m, kind: delay, delayMs: 60000, message: 1 }\n  - { node: m, kind: delay, delayMs: 1, message: 2 }\n',
  );
  const args = ['--input', 'in', '--clock', 'wall', '--timeout', '50', '--faults', 'slow.yaml'];
  const ran = workspace.run('run', 'graph.yaml', ...args, ...module);
  expect(ran.stderr).toContain(
    'OPERATOR_TIMEOUT] message 1 (hop 2) was lost here: fault: the call was delayed by 60000 ms; ran longer than its limit of 50 ms',
  );
  expect(lastLine(ran)).toBe('6 messages in, 5 messages out, 1 errors');
});

it('an init that returns false refuses the start', () => {
  workspace.write('init.json', JSON.stringify({ faults: [{ node: 'm', kind: 'initFalse' }] }));
  const ran = workspace.run('run', 'graph.yaml', '--input', 'in', '--faults', 'init.json', ...module);
  expect(ran.stderr).toContain('init of operation "m" returned false: a fault of this run asks for that.');
  expect(ran.code).not.toBe(0);
});

it.each([
  ['  - { node: mm, kind: trap }', /wrong\.yaml:2:5: the graph has no operation "mm"/],
  ['  - { node: m, kind: trapp }', /wrong\.yaml:2:22: "kind" is "trapp".*Did you mean "trap"\?/],
  ['  - { node: source, kind: trap }', /wrong\.yaml:2:5: "source" is a source, which has no operator/],
])('the fault %s is refused with its place', (fault, message) => {
  workspace.write('wrong.yaml', `faults:\n${fault}\n`);
  const ran = workspace.run('run', 'graph.yaml', '--input', 'in', '--faults', 'wrong.yaml', ...module);
  expect(ran.stderr).toMatch(message);
  expect(ran.code).not.toBe(0);
});

it('a test case runs with its faults, the same every time, and names one that cannot be', () => {
  const write = (faults: string): void => {
    workspace.write(
      'case.test.yaml',
      `graph: graph.yaml\ninput: in\nexpected: out.json\nselect: [payload]\n${faults}`,
    );
  };
  write(
    'faults:\n  - { node: m, kind: duplicate, every: 5 }\n  - { node: m, kind: error, probability: 0.4 }\n',
  );
  workspace.write('out.json', '[]');
  const tell = (): string => workspace.run('test', 'case.test.yaml', ...module).stdout.replace(/\d+ ms/g, '');
  const first = tell();
  expect(first).toContain('0 passed, 1 failed');
  expect(tell()).toBe(first);
  write('faults:\n  - { node: mm, kind: drop }\n');
  expect(tell()).toMatch(/case\.test\.yaml:6:5: the graph has no operation "mm"/);
});

it('a broker that is gone cuts off its clients, and nothing is lost', async () => {
  const faults: PlacedFault[] = [
    { fault: { kind: 'brokerGone', durationMs: 400, message: 3 }, place: 'here' },
  ];
  const states: string[] = [];
  const told: string[] = [];
  const session = await openSession(
    {
      file: workspace.path('graph.yaml'),
      topics: defaultTopics,
      overrides: [],
      modules: new Map([['faulty:1.0.0', component('faulty')]]),
      cacheFolder: workspace.path('cache'),
      workerUrl: (name) => pathToFileURL(resolve(`dist/${name}.mjs`)),
      workspaceFiles: {},
      faults,
      logger: silentLogger,
      openBus: () => startEmbeddedBroker({ logger: silentLogger, listen: { port: 0 } }),
      settings: {
        clock: { kind: 'wall' },
        lateItems: 'accept',
        operatorTimeoutMs: 5000,
        seed: DEFAULT_SEED,
        trace: { level: 'payloads' },
      },
    },
    (run, bus) => {
      bus.onStatus(({ state }) => void states.push(state));
      run.logs.event((lines) => void told.push(...lines.map(({ message }) => message)));
    },
  );
  // With a session, which the broker keeps what comes meanwhile for.
  const client = await connectAsync(session.bus.url ?? '', {
    protocolVersion: 5,
    reconnectPeriod: 20,
    clientId: 'outside',
    clean: false,
    properties: { sessionExpiryInterval: 60 },
  });
  client.on('error', () => undefined);
  const seen: string[] = [];
  const all = new Promise<void>((done) => {
    client.on('message', (_topic, payload) => {
      seen.push(payload.toString());
      if (new Set(seen).size === 8) done();
    });
  });
  let closes = 0;
  client.on('close', () => void (closes += 1));
  await client.subscribeAsync('output/#', { qos: 1 });
  for (let number = 0; number < 8; number += 1)
    await client.publishAsync('sensors/a', String(number), { qos: 1 });
  await all;
  expect(states).toEqual(['reconnecting', 'connected']);
  expect(closes).toBeGreaterThan(0);
  expect(told).toContain('fault: the broker is gone for 400 ms');
  const { hops } = await session.run.readHops({ text: 'fault:' });
  expect(hops[0]?.reason).toBe('fault: the broker is gone for 400 ms from here on');
  await client.endAsync();
  await session.run.finish('flush');
  await session.close();
});
