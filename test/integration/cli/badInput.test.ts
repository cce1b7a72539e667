// What bad input gets from the command line: a clear error with place, cause and fix, no hang, and no message lost but
// the one at fault. Real components throughout.
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { chain, component, lastLine, type Outcome, Workspace } from './commandLine.ts';

const workspace = new Workspace();
afterAll(() => workspace.dispose());

const graph = workspace.write('graph.yaml', chain({ name: 'op/map', type: 'map', module: 'op' }));
const oneMessage = workspace.writeInput('one', ['hello']);

function runWith(modulePath: string, ...more: string[]): Outcome {
  return workspace.run('run', graph, '--input', oneMessage, '--module', `op=${modulePath}`, ...more);
}

function expectRefusal({ code, stderr }: Outcome, ...parts: (string | RegExp)[]): void {
  expect(code).toBe(1);
  for (const part of parts) expect(stderr).toMatch(part);
}

describe('a module', () => {
  it('that is not there is told with every place that was tried, and the option that names its file', () => {
    expectRefusal(
      workspace.run('run', graph, '--input', oneMessage),
      'op/map',
      /Looked for: .*\.wasm/,
      /Build the operator, or name its file with --module "op=path\/to\/file\.wasm"\./,
      'MODULE_NOT_FOUND',
    );
  });

  it('without the operator says what it offers', () => {
    expectRefusal(
      runWith(component('wrong-interface')),
      'op/map',
      'test:greeter',
      'MODULE_INTERFACE_MISSING',
    );
  });

  it('of another version says which is spoken here', () => {
    expectRefusal(runWith(component('wrong-version')), '2.0.0', '1.1.0', 'MODULE_API_VERSION');
  });

  it('that is a core module says how to make a component', () => {
    expectRefusal(runWith(component('core-module')), 'wasm32-wasip2', 'MODULE_CORE_NOT_COMPONENT');
  });

  it('that runs models, in a graph that does not ask for that, says what to add', () => {
    expectRefusal(runWith(component('needs-nn')), 'features: [{ name: wasi-nn }]', 'MODULE_FEATURE_MISSING');
  });

  const bytes = readFileSync(component('faulty'));
  it.each([
    ['empty', new Uint8Array(), 'MODULE_NOT_WASM'],
    ['text', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0'), 'git lfs pull'],
    ['cut off', bytes.subarray(0, bytes.length - 1000), /MODULE_MALFORMED|MODULE_INTERFACE_MISSING/],
    [
      'a section of 4 GB',
      Buffer.from([...bytes.subarray(0, 8), 7, 0xff, 0xff, 0xff, 0xff, 0x0f]),
      'MODULE_MALFORMED',
    ],
    [
      'noise after the header',
      Buffer.concat([bytes.subarray(0, 8), Buffer.alloc(500, 0xa5)]),
      'MODULE_MALFORMED',
    ],
    [
      'noise inside',
      Buffer.concat([bytes.subarray(0, 20_000), Buffer.alloc(2000, 0x41), bytes.subarray(22_000)]),
      'MODULE_',
    ],
  ])('that is hostile (%s) is refused', (name, content, part) => {
    expectRefusal(runWith(workspace.write(`${name}.wasm`, content)), part, `${name}.wasm`);
  });
});

describe('init', () => {
  const withInit = (value: string): Outcome => {
    const parameters = { init: { default: value } };
    const file = workspace.write(
      `init-${value}.yaml`,
      chain({ name: 'op/map', type: 'map', module: 'op', parameters }),
    );
    return workspace.run(
      'run',
      file,
      '--input',
      oneMessage,
      '--module',
      `op=${component('faulty')}`,
      '--timeout',
      '300',
    );
  };

  it('that returns false stops the start and shows the parameters', () => {
    expectRefusal(withInit('false'), 'op/map', 'init="false"', 'OPERATOR_INIT_FALSE');
  });

  it('that traps stops the start with the function names', () => {
    expectRefusal(withInit('trap'), 'op/map', 'trapped', /faulty/, 'OPERATOR_INIT_FAILED');
  });

  it('that hangs is stopped at its limit', () => {
    expectRefusal(withInit('hang'), 'op/map', '300 ms', 'OPERATOR_INIT_FAILED');
  });

  it('without a required parameter is not even called', () => {
    const parameters = { limit: { required: true } };
    const file = workspace.write(
      'required.yaml',
      chain({ name: 'op/map', type: 'map', module: 'op', parameters }),
    );
    const outcome = workspace.run(
      'run',
      file,
      '--input',
      oneMessage,
      '--module',
      `op=${component('faulty')}`,
    );
    expectRefusal(
      outcome,
      '"limit" of operation "op/map"',
      '--param "op/map.limit=value"',
      'PARAMETER_REQUIRED',
    );
    const given = workspace.run(
      'run',
      file,
      '--input',
      oneMessage,
      '--module',
      `op=${component('faulty')}`,
      '--param',
      'op/map.limit=3',
    );
    expect(given.code).toBe(0);
  });
});

describe('a message at which the operator fails', () => {
  it.each([
    ['error', 'OPERATOR_ERROR'],
    ['trap', 'OPERATOR_TRAP'],
    ['panic', 'OPERATOR_TRAP'],
    ['hang', 'OPERATOR_TIMEOUT'],
    ['recurse', /OPERATOR_TRAP.*\n?.*too deeply/],
    ['bomb', /OPERATOR_TRAP.*the limit is 256 MiB/],
    ['bad-utf8', /OPERATOR_BAD_RESULT.*UTF-8/],
  ])('(%s) is the only one that is lost', (word, part) => {
    const input = workspace.writeInput(`failing-${word}`, ['before', word, 'after', 'last']);
    const outcome = workspace.run(
      'run',
      graph,
      '--input',
      input,
      '--module',
      `op=${component('faulty')}`,
      '--timeout',
      '1500',
    );
    expect(
      outcome.stdout
        .split('\n')
        .slice(0, 3)
        .map((line) => line.split('  ')[1]),
    ).toEqual(['before', 'after', 'last']);
    expect(lastLine(outcome)).toBe('4 messages in, 3 messages out, 1 errors');
    expect(outcome.stderr).toMatch(part);
    expect(outcome.stderr).toContain('op/map');
    expect(outcome.stderr).toContain('message 2');
    expect(outcome.code).toBe(0);
  });

  it('makes the exit code 1 with --strict', () => {
    const input = workspace.writeInput('strict', ['error']);
    expect(
      workspace.run('run', graph, '--input', input, '--module', `op=${component('faulty')}`, '--strict').code,
    ).toBe(1);
  });
});

describe('messages', () => {
  it('of 10 MB pass unharmed', () => {
    const input = workspace.writeInput('big', [Buffer.alloc(10 * 1024 * 1024, 'x')]);
    const outcome = workspace.run(
      'run',
      graph,
      '--input',
      input,
      '--module',
      `op=${component('faulty')}`,
      '-o',
      'ndjson',
    );
    const [first = ''] = outcome.stdout.split('\n');
    expect((JSON.parse(first) as { payload: string }).payload).toBe('x'.repeat(10 * 1024 * 1024));
  });

  it('with a malformed __ts are kept, and the text is shown', () => {
    const message = { userProperties: { __ts: 'yesterday' }, payload: 'hello' };
    workspace.write('ts/a.message.json', JSON.stringify(message));
    const outcome = workspace.run(
      'run',
      graph,
      '--input',
      workspace.path('ts'),
      '--module',
      `op=${component('faulty')}`,
    );
    expect(lastLine(outcome)).toBe('1 messages in, 1 messages out, 0 errors');
    expect(outcome.stderr).toMatch(/warn: .*"sensors".*__ts "yesterday".*time of arrival/);
  });

  it('on topics that no source reads do not come in', () => {
    const outcome = runWith(component('faulty'), '--input-topic', 'elsewhere');
    expect(lastLine(outcome)).toBe('0 messages in, 0 messages out, 0 errors');
  });
});

describe('a port', () => {
  it('that is taken is told with what to do', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    expectRefusal(runWith(component('faulty'), '--port', port), port, 'BROKER_PORT_TAKEN');
    await new Promise((resolve) => server.close(resolve));
  });

  it('of another machine is refused unless it is allowed', () => {
    expectRefusal(runWith(component('faulty'), '--host', '0.0.0.0'), 'BROKER_REFUSED');
  });
});

describe('topics', () => {
  it('by which a graph would feed itself are refused', () => {
    expectRefusal(
      runWith(component('faulty'), '--sink-topic', 'sensors/out'),
      'sensors/out',
      'TOPIC_OVERLAP',
    );
  });
});

describe('files', () => {
  it('that are not there are told by name', () => {
    expectRefusal(workspace.run('run', 'none.yaml'), 'none.yaml', 'FILE_UNREADABLE');
    expectRefusal(workspace.run('run', graph, '--input', 'none'), 'none', 'FILE_UNREADABLE');
    expectRefusal(runWith(component('faulty'), '--state-store', 'none.json'), 'none.json', 'FILE_UNREADABLE');
    expectRefusal(workspace.run('trace', 'none.trace'), 'none.trace', 'TRACE_UNREADABLE');
    expectRefusal(workspace.run('inspect', 'none.wasm'), 'none.wasm', 'FILE_UNREADABLE');
  });

  it('of the workspace that are malformed are told with their line', () => {
    const broken = workspace.write('broken.json', '[\n  { "a": 1 },\n  { "b" }\n]');
    expectRefusal(runWith(component('faulty'), '--state-store', broken), /broken\.json:3/, 'FILE_INVALID');
  });

  it('that cannot be written are told before anything runs', () => {
    const trace = `${graph}/a.trace`;
    const refused = workspace.run('run', graph, '--trace-file', trace);
    expectRefusal(refused, /Cannot write .*a\.trace.* move that file away/, 'FILE_UNWRITABLE');
    expect(refused.stderr).not.toContain('running');
    // What the trace would go into is left as it was.
    workspace.run('run', 'none.yaml', '--trace-file', 'empty.trace');
    expect(existsSync(workspace.path('empty.trace'))).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)(
    'that may not be read are told (skipped as root, who may read all)',
    () => {
      const secret = workspace.write('secret.yaml', 'x');
      chmodSync(secret, 0);
      expectRefusal(workspace.run('run', secret), 'secret.yaml', 'FILE_UNREADABLE');
    },
  );
});

describe('a graph', () => {
  it('that is not YAML is told with line and column', () => {
    const file = workspace.write('broken.yaml', 'metadata:\n  name: "unfinished\noperations: [');
    expectRefusal(workspace.run('run', file), /broken\.yaml:\d+:\d+: error/, 'GRAPH_INVALID');
  });

  it('with a cycle is told with the operations on it', () => {
    const cyclic = chain({ name: 'a', type: 'concatenate' }, { name: 'b', type: 'concatenate' });
    const text = cyclic.replace(
      '"connections": [',
      '"connections": [ { "from": { "name": "b" }, "to": { "name": "a" } },',
    );
    const outcome = workspace.run('run', workspace.write('cyclic.yaml', text));
    expectRefusal(outcome, /cyclic\.yaml:\d+:\d+: error \w*CYCLE/, 'GRAPH_INVALID');
  });

  it('that a resource names but nobody has is told', () => {
    const text = readFileSync('samples/thermostats/dataflow-graph.yaml', 'utf8');
    expectRefusal(
      workspace.run('run', workspace.write('lonely/resource.yaml', text)),
      'graph-simple',
      'ARTIFACT_NOT_FOUND',
    );
  });
});

describe('the command line', () => {
  it.each([
    [['run']],
    [['run', graph, '--clock', 'sundial']],
    [['run', graph, '--repeat', '0']],
    [['run', graph, '--param', 'nonsense']],
    [['run', graph, '--module', 'nonsense']],
    [['dance']],
    [['validate', '--frobnicate', graph]],
  ])('used wrongly (%s) exits with 2 and says how', (args) => {
    const { code, stderr, stdout } = workspace.run(...args);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
    expect(stdout).toBe('');
  });
});
