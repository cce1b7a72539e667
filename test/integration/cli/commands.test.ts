// The commands as users run them: what they print where, and what they leave behind.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { connectAsync, type IClientPublishOptions, type MqttClient } from 'mqtt';
import { afterAll, describe, expect, it } from 'vitest';
import { chain, component, lastLine, Workspace } from './commandLine.ts';

const workspace = new Workspace();
afterAll(() => workspace.dispose());

const samples = resolve('samples/thermostats');
const complex = [`${samples}/graph-complex.dataflow.yaml`, '--input', `${samples}/data-windows`] as const;

describe('run', () => {
  it('prints outputs and the table of nodes on standard output, and the rest on standard error', () => {
    const outcome = workspace.run('run', ...complex);
    expect(outcome.code).toBe(0);
    expect(lastLine(outcome)).toBe('23 messages in, 4 messages out, 0 errors');
    expect(outcome.stdout.match(/^output\/sensors\/(?:hall|lobby) {2}\{"factory"/gm)).toHaveLength(4);
    expect(outcome.stdout).toMatch(/^module-humidity\/filter +7 +6 +· +1 /m);
    expect(outcome.stdout).not.toContain('\u001b');
    expect(outcome.stderr).toContain('running "graph-complex" on mqtt://127.0.0.1:');
  });

  it('prints the same every time in virtual time', () => {
    const withoutTimes = (text: string): string => text.replaceAll(/ +\d+\.\d$/gm, '');
    const [first, second] = [workspace.run('run', ...complex), workspace.run('run', ...complex)];
    expect(withoutTimes(first.stdout)).toBe(withoutTimes(second.stdout));
  });

  it('prints outputs as JSON lines when asked', () => {
    const { stdout } = workspace.run('run', ...complex, '-o', 'ndjson');
    const outputs = stdout.split('\n').filter((line) => line.startsWith('{'));
    const [first] = outputs.map(
      (line) => JSON.parse(line) as { topic: string; sink: string; userProperties: string[][] },
    );
    expect(outputs).toHaveLength(4);
    expect(first).toMatchObject({ sink: 'sink', topic: 'output/sensors/lobby' });
    expect(first?.userProperties.map(([key]) => key)).toEqual(
      expect.arrayContaining(['__ts', '__protVer', '__srcId']),
    );
  });

  it('runs a DataflowGraph resource with its own topics', () => {
    const resource = `${samples}/dataflow-graph.yaml`;
    const outcome = workspace.run(
      'run',
      resource,
      '--input',
      `${samples}/data`,
      '--input-topic',
      'thermostats/temperature',
    );
    expect(outcome.stderr).toContain('reading thermostats/');
    expect(lastLine(outcome)).toMatch(/^14 messages in, \d+ messages out, 1 errors$/);
  });

  it('takes parameters for one operation, and warns of those that nobody declares', () => {
    const simple = [`${samples}/graph-simple.dataflow.yaml`, '--input', `${samples}/data`] as const;
    const outcome = workspace.run(
      'run',
      ...simple,
      '--param',
      'module-temperature/filter.upper_bound=21',
      '--param',
      'nobody=1',
    );
    expect(outcome.stdout.match(/^output\//gm)).toHaveLength(1);
    expect(outcome.stderr).toContain('parameter "nobody" is not used');
  });
});

interface Live {
  readonly client: MqttClient;
  readonly received: string[];
  readonly end: (signal: NodeJS.Signals) => Promise<{ code: number | null; stdout: string }>;
}

async function startLive(...args: string[]): Promise<Live> {
  const child = workspace.start('run', ...args, '--port', '0');
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const url = await new Promise<string>((found) => {
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      const match = /on (mqtt:\S+?),/.exec(stderr)?.[1];
      if (match !== undefined) found(match);
    });
  });
  const client = await connectAsync(url, { protocolVersion: 5 });
  const received: string[] = [];
  client.on('message', (topic, payload, packet) => {
    received.push(
      `${topic} ${payload.toString()} ${packet.properties?.contentType ?? ''} ${JSON.stringify(packet.properties?.userProperties)}`,
    );
  });
  await client.subscribeAsync('output/#', { qos: 1 });
  const end: Live['end'] = async (signal) => {
    await client.endAsync();
    const exit = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await exit;
    return { code, stdout };
  };
  return { client, received, end };
}

async function until(isDone: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !isDone(); tries += 1) await new Promise((wait) => setTimeout(wait, 25));
}

const faultyGraph = (): string =>
  workspace.write('live.yaml', chain({ name: 'op/map', type: 'map', module: 'op' }));
const qos1: IClientPublishOptions = { qos: 1 };

describe('a live run', () => {
  it('carries properties and content type from client to client, with the marks of the run', async () => {
    const live = await startLive(faultyGraph(), '--module', `op=${component('faulty')}`);
    const properties = { contentType: 'text/plain', userProperties: { room: ['hall', 'lobby'] } };
    await live.client.publishAsync('sensors/a', 'hello', { ...qos1, properties });
    await until(() => live.received.length > 0);
    expect(live.received[0]).toMatch(
      /^output\/sensors\/a hello text\/plain \{"room":\["hall","lobby"\],"__ts":"\d{15}:\d{5}:.+","__protVer":"1.0","__srcId":".+"\}$/,
    );
    expect(await live.end('SIGINT')).toMatchObject({ code: 0 });
  });

  it('keeps its clients and goes on after a trap and a hang', async () => {
    const live = await startLive(faultyGraph(), '--module', `op=${component('faulty')}`, '--timeout', '300');
    for (const payload of ['one', 'trap', 'two', 'hang', 'three'])
      await live.client.publishAsync('sensors', payload, qos1);
    await until(() => live.received.length === 3);
    expect(live.received.map((line) => line.split(' ')[1])).toEqual(['one', 'two', 'three']);
    expect(live.client.connected).toBe(true);
    const { code, stdout } = await live.end('SIGINT');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('5 messages in, 3 messages out, 2 errors');
  });

  it('closes its windows and ends with 0 when it is interrupted', async () => {
    const live = await startLive(`${samples}/graph-complex.dataflow.yaml`);
    await live.client.publishAsync('sensors', '{"temperature":{"value":50,"unit":"F"}}', qos1);
    const { code, stdout } = await live.end('SIGTERM');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^output\/sensors {2}\{"factory".*"value":10/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 messages in, 1 messages out, 0 errors');
  });

  it('holds senders back instead of losing messages when they come too fast', async () => {
    const live = await startLive(faultyGraph(), '--module', `op=${component('faulty')}`, '--trace', 'counts');
    const count = 30_000;
    const sent = Array.from({ length: count }, (_, index) =>
      live.client.publishAsync('sensors', `message ${String(index)}`, qos1),
    );
    await Promise.all(sent);
    await until(() => live.received.length === count);
    expect(new Set(live.received.map((line) => line.split(' ')[2])).size).toBe(count);
    await live.end('SIGINT');
  }, 60_000);
});

describe('trace', () => {
  const file = workspace.path('run.trace');

  it('follows a message through a window, forwards and backwards', () => {
    workspace.run('run', ...complex, '--trace-file', file);
    const { stdout } = workspace.run('trace', file, '--message', '2');
    expect(stdout).toMatch(/message 2 {2}module-temperature\/accumulate {2}absorbed/);
    expect(stdout).toMatch(/module-temperature\/accumulate {2}passed {2}from messages .*\b2\b/);
    expect(stdout).toMatch(/sink {2}emitted/);
  });

  it('filters by node and verdict, and exports what it can read again', () => {
    const dropped = workspace.run(
      'trace',
      file,
      '--node',
      'module-humidity/filter',
      '--verdict',
      'dropped',
    ).stdout;
    expect(dropped.match(/^#/gm)).toHaveLength(1);
    expect(dropped).toContain('the filter returned false');
    const exported = workspace.write('run.ndjson', workspace.run('trace', file, '-o', 'ndjson').stdout);
    expect(workspace.run('trace', exported, '--limit', '1000').stdout).toBe(
      workspace.run('trace', file, '--limit', '1000').stdout,
    );
  });

  it('names the nodes there are when asked for another', () => {
    expect(workspace.run('trace', file, '--node', 'nobody')).toMatchObject({ code: 2 });
  });
});

describe('test', () => {
  // Prepares every module of the samples first.
  it('passes the samples and writes a report', { timeout: 120_000 }, () => {
    const outcome = workspace.run('test', resolve('samples'), '--junit', 'report.xml');
    expect(outcome.code).toBe(0);
    expect(lastLine(outcome)).toMatch(/^\d+ passed, 0 failed$/);
    expect(readFileSync(workspace.path('report.xml'), 'utf8')).toMatch(
      /^<\?xml[\s\S]*<testsuites [^>]*failures="0"/,
    );
  });

  it('shows what is different and exits with 1', () => {
    workspace.write('tests/graph.yaml', chain());
    workspace.write('tests/input/a.json', '{"temperature":20}');
    workspace.write('tests/expected.json', '[{"topic":"sensors","payload":"{\\"temperature\\":21}"}]');
    workspace.write(
      'tests/case.test.yaml',
      'name: fails\ngraph: graph.yaml\ninput: input\nexpected: expected.json\n',
    );
    const outcome = workspace.run('test', 'tests');
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toMatch(/payload\.temperature[\s\S]*21[\s\S]*20/);
    expect(lastLine(outcome)).toBe('0 passed, 1 failed');
  });
});

describe('validate', () => {
  it('tells problems with place, related place and fix, and exits with 1', () => {
    const text = chain({ name: 'op', type: 'map', module: 'op' }).replace(
      '"name": "sink"\n    }\n  ]',
      '"name": "sink"\n    }\n  ], "extra": 1',
    );
    const { code, stdout } = workspace.run('validate', workspace.write('bad.yaml', text));
    expect(code).toBe(1);
    expect(stdout).toMatch(/bad\.yaml:\d+:\d+: error [A-Z_]+: .*extra/);
  });

  it('looks into modules that are there', () => {
    const bytes = readFileSync(component('wrong-interface'));
    workspace.write('built/operators/op/bin/release/op.wasm', bytes);
    const file = workspace.write('built/graph.yaml', chain({ name: 'op', type: 'map', module: 'op' }));
    const { code, stdout } = workspace.run('validate', file);
    expect(code).toBe(1);
    expect(stdout).toContain('MODULE_OPERATOR_MISSING');
  });

  it('leaves out what a comment suppresses', () => {
    const good = readFileSync(`${samples}/graph-simple.dataflow.yaml`, 'utf8');
    const dead = good.replace(
      /\n {2}- from:\n {6}name: module-temperature\/filter\n {4}to:\n {6}name: sink\n/,
      '\n',
    );
    const told = workspace.run('validate', workspace.write('dead.yaml', dead));
    const quiet = workspace.run(
      'validate',
      workspace.write('quiet.yaml', `# dataflow-graph-disable\n${dead}`),
    );
    expect(told.stdout).toContain('OPERATION_DEAD_END');
    expect([quiet.stdout, quiet.code]).toEqual([expect.stringContaining('no problems'), 0]);
  });

  it('prints JSON when asked', () => {
    const { code, stdout } = workspace.run('validate', '--json', `${samples}/graph-simple.dataflow.yaml`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ problems: [], failures: [] }]);
  });
});

describe('inspect', () => {
  it('tells what a module offers and needs', () => {
    const { code, stdout } = workspace.run(
      'inspect',
      `${samples}/operators/enrichment/bin/x86_64/release/enrichment.wasm`,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/operators:\n {2}map\n/);
    expect(stdout).toContain('wasm-graph:processor/state-store@1.1.0');
    expect(stdout).toMatch(/sha256:[0-9a-f]{64}/);
  });

  it('prints the WIT, alone or among the rest', () => {
    const file = `${samples}/operators/temperature/bin/x86_64/release/temperature.wasm`;
    const { code, stdout } = workspace.run('inspect', '--wit', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^package root:component;\n\nworld root \{\n/);
    expect(stdout).toContain('process: func(message: data-model) -> result<data-model, error>;');
    const { wit } = JSON.parse(workspace.run('inspect', '--wit', '--json', file).stdout) as {
      wit: { interfaces: { name: string }[] };
    };
    expect(wit.interfaces[0]?.name).toBe('wasm-graph:processor/map@1.1.0');
    expect(workspace.run('inspect', '--json', file).stdout).not.toContain('"wit"');
  });

  it('says when a module cannot run here', () => {
    expect(workspace.run('inspect', component('needs-rpc')).stdout).not.toContain('cannot use');
    expect(workspace.run('inspect', component('wrong-version')).stdout).toContain(
      'this runtime speaks 1.1.0',
    );
  });
});

describe('help', () => {
  it.each(['', 'run', 'test', 'trace', 'validate', 'inspect'])('is there for "%s"', (command) => {
    const { code, stdout } = workspace.run(...(command ? [command] : []), '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: dataflow-graph`);
  });
});
