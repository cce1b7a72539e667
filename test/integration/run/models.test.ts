// Models that operators run (wasi:nn): a real operator, ONNX Runtime in its thread, every error it can be told, and what becomes of
// models when calls end early.
import { readFileSync, truncateSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { chain, component, Workspace } from '../cli/commandLine.ts';
import { addModel, countModel, floats, identityModel, onnxModel } from '../../helpers/onnxModel.ts';
import { ModelRun, type ModelRunOptions, withFeature } from './modelRun.ts';

const workspace = new Workspace();
const runs: ModelRun[] = [];

afterEach(async () => {
  for (const run of runs.splice(0)) await run.close();
  workspace.remove('models/three.onnx');
});
afterAll(() => workspace.dispose());

async function open(options?: ModelRunOptions): Promise<ModelRun> {
  const run = await ModelRun.open(workspace, options);
  runs.push(run);
  return run;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const load = (name: string, model: Uint8Array): string => `load ${name} onnx cpu ${hex(model)}`;
const computeOf = (name: string, ...values: number[]): string =>
  `compute ${name} x=FP32:${String(values.length)}:${hex(floats(...values))}`;
const answerOf = (...values: number[]): string => `y=FP32:${String(values.length)}:${hex(floats(...values))}`;
/** For ever, to all intents. */
const countForEver = `compute count x=I64::ffffffffffffff7f`;

describe('an operator', () => {
  it('loads a model, runs it on messages, and is given what comes of it', async () => {
    const run = await open();
    expect(await run.ask(load('add', addModel(2)), computeOf('add', 1, 2.5))).toEqual([
      'loaded',
      answerOf(3, 4.5),
    ]);
    for (let count = 0; count < 50; count += 1)
      expect(await run.ask(computeOf('add', count))).toEqual([answerOf(count + 2)]);
  });

  it('may load in init, and let go of a graph whose context it keeps', async () => {
    const run = await open({ init: `${load('add', addModel(1))}\ndrop-graph add` });
    expect(await run.ask(computeOf('add', 1))).toEqual([answerOf(2)]);
  });

  it('runs models in virtual time, too', async () => {
    const run = await open({ clock: 'virtual', init: load('add', addModel(1)) });
    expect(await run.ask(computeOf('add', 1))).toEqual([answerOf(2)]);
  });

  it.each([
    'FP16:2:003c00c0',
    'FP32:1:0000803f',
    'FP64:0:',
    'BF16:1:803f',
    'U8:2,1:01ff',
    'I32::01000000',
    'I64:1:0100000000000000',
  ])('makes the tensor %s and reads it again', async (tensor) => {
    const run = await open();
    expect(await run.ask(`tensor ${tensor}`)).toEqual([tensor]);
  });

  it('leaves it to the runtime to see what a model is', async () => {
    const run = await open();
    const order = `load id autodetect cpu ${hex(identityModel('U8'))}`;
    expect(await run.ask(order, 'compute id x=U8:2:0102')).toEqual(['loaded', 'y=U8:2:0102']);
  });
});

describe('a model of the workspace', () => {
  it('is found by its name, in the folder models', async () => {
    workspace.write('models/three.onnx', addModel(3));
    workspace.write('models/readme.txt', 'no model');
    const run = await open();
    expect(await run.ask('named three three', computeOf('three', 1))).toEqual(['loaded', answerOf(4)]);
    expect(await run.ask('named none none')).toEqual([
      `ErrorCode::NotFound: there is no model "none": the workspace's folder models holds "three"`,
    ]);
  });

  it('is not found where there is none', async () => {
    const run = await open();
    expect(await run.ask('named none none')).toEqual([
      'ErrorCode::NotFound: there is no model "none": the workspace\'s folder models holds no models',
    ]);
  });

  it('is not found when its file has gone since', async () => {
    workspace.write('models/three.onnx', addModel(3));
    const run = await open();
    workspace.remove('models/three.onnx');
    const [answer] = await run.ask('named three three');
    expect(answer).toMatch(/^ErrorCode::NotFound: cannot read .*three\.onnx: .*ENOENT/);
  });

  it('has a name and no path', async () => {
    const run = await open();
    const [answer] = await run.ask('named secret ../secret');
    expect(answer).toMatch(/^ErrorCode::Security: "\.\.\/secret" is a path/);
  });

  it('of more than 1 GiB is too large', async () => {
    // Takes no room: it has holes only.
    truncateSync(workspace.write('models/three.onnx', ''), 1024 ** 3 + 1);
    const run = await open();
    const [answer] = await run.ask('named three three');
    expect(answer).toMatch(/^ErrorCode::TooLarge: .*three\.onnx has 1073741825 bytes, more than 1073741824$/);
  });
});

describe('an operator is told', () => {
  let run: ModelRun | undefined;
  afterAll(() => run?.close());

  const x = hex(floats(1));
  const addHex = hex(addModel(1));
  const cast = onnxModel({
    inputs: [{ name: 'x', type: 'FP32', shape: ['n'] }],
    outputs: [{ name: 'y', type: 'STRING', shape: ['n'] }],
    operators: [{ type: 'Cast', inputs: ['x'], outputs: ['y'], attributes: { to: 8 } }],
  });
  const reshape = onnxModel({
    inputs: [
      { name: 'x', type: 'FP32', shape: ['n'] },
      { name: 'shape', type: 'I64', shape: [1] },
    ],
    outputs: [{ name: 'y', type: 'FP32', shape: ['n'] }],
    operators: [{ type: 'Reshape', inputs: ['x', 'shape'], outputs: ['y'] }],
  });
  it.each<[code: string, data: RegExp, lines: string[]]>([
    ['InvalidEncoding', /models are ONNX here, not openvino/, [`load a openvino cpu ${addHex}`]],
    ['InvalidEncoding', /models are ONNX here, not ggml/, [`load a ggml cpu ${addHex}`]],
    ['InvalidEncoding', /protobuf parsing failed/, [`load a onnx cpu ${hex(Buffer.from('no model'))}`]],
    ['UnsupportedOperation', /on the CPU here, not on a GPU/, [`load a onnx gpu ${addHex}`]],
    ['UnsupportedOperation', /on the CPU here, not on a TPU/, [`load a onnx tpu ${addHex}`]],
    ['UnsupportedOperation', /output "y" is string/, [load('a', cast), `compute a x=FP32:1:${x}`]],
    ['InvalidArgument', /one list of bytes, not 0/, ['load a onnx cpu -']],
    ['InvalidArgument', /one list of bytes, not 2/, [`load a onnx cpu ${addHex},${addHex}`]],
    ['InvalidArgument', /no input "z"; it has "x"/, [load('a', addModel(1)), `compute a z=FP32:1:${x}`]],
    ['InvalidArgument', /has 4 bytes, but \[2\]/, [load('a', addModel(1)), `compute a x=FP32:2:${x}`]],
    [
      'RuntimeError',
      /requested shape:\{3\}/,
      [load('a', reshape), `compute a x=FP32:1:${x} shape=I64:1:0300000000000000`],
    ],
  ])('%s: %s', async (code, data, lines) => {
    run ??= await ModelRun.open(workspace);
    const answer = (await run.ask(...lines)).at(-1) ?? '';
    expect(answer).toMatch(new RegExp(`^ErrorCode::${code}: `));
    expect(answer).toMatch(data);
    // Whatever it was, others run.
    expect((await run.ask(load('add', addModel(1)), computeOf('add', 1))).at(-1)).toBe(answerOf(2));
  });

  it('in init, which can then refuse', async () => {
    await expect(open({ init: 'named a none' })).rejects.toMatchObject({ code: 'OPERATOR_INIT_FALSE' });
  });
});

describe('a model that never ends', () => {
  it('is ended with the call at its time limit, and other models go on', async () => {
    const run = await open({
      operatorTimeoutMs: 600,
      init: `${load('count', countModel())}\n${load('add', addModel(1))}`,
    });
    expect(await run.ask('compute count x=I64::0300000000000000')).toEqual(['y=I64::0300000000000000']);
    await run.send(countForEver);
    expect(await run.ask(computeOf('add', 1))).toEqual([answerOf(2)]);
    const failed = (await run.hops()).find(({ error }) => error);
    expect(failed).toMatchObject({ verdict: 'error', error: { code: 'OPERATOR_TIMEOUT' } });
    expect(failed?.error?.message).toContain('ran longer than its limit of 600 ms');
  });

  it('does not take the models of other operators with it', async () => {
    const run = await open({ operations: 2, operatorTimeoutMs: 600, init: load('add', addModel(1)) });
    const toSecond = `say ${computeOf('add', 1)}`;
    expect(await run.ask(toSecond)).toEqual([answerOf(2)]);
    await run.send(load('count', countModel()), countForEver);
    expect(await run.ask(toSecond)).toEqual([answerOf(2)]);
    expect((await run.hops()).map(({ error }) => error?.code)).toEqual([
      undefined,
      'OPERATOR_TIMEOUT',
      undefined,
    ]);
  });

  it('can be ended by hand', async () => {
    const run = await open({ operatorTimeoutMs: 600_000, init: load('count', countModel()) });
    await run.send(countForEver);
    await expect.poll(() => run.session.run.endCall(), { timeout: 10_000 }).toBe(true);
    expect(await run.ask('compute count x=I64::0500000000000000')).toEqual(['y=I64::0500000000000000']);
    const [first] = await run.hops();
    expect(first?.error?.message).toContain('was stopped by hand');
  });

  it('does not keep its run from being closed', async () => {
    const run = await open({ operatorTimeoutMs: 500, init: load('count', countModel()) });
    await run.send(countForEver);
    await run.close();
  });
});

describe('the feature', () => {
  const graph = (text: string): string => workspace.write('plain.yaml', text);
  const input = workspace.writeInput('in', ['tensor U8:1:07']);
  const text = chain({ name: 'model/map', type: 'map', module: 'm' });
  const module = `m=${component('needs-nn')}`;

  it('must be asked for by the graph', () => {
    const outcome = workspace.run('run', graph(text), '--input', input, '--module', module);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/Operation "model\/map" cannot use .*needs-nn\.wasm: it runs models/);
    expect(outcome.stderr).toContain('Add "features: [{ name: wasi-nn }]" to its "moduleRequirements".');
    expect(outcome.stderr).toContain('MODULE_FEATURE_MISSING');
  });

  it('lets it run, with what is in the bundle', () => {
    const outcome = workspace.run('run', graph(withFeature(text)), '--input', input, '--module', module);
    expect(outcome.stdout).toContain('U8:1:07');
    expect(outcome.code).toBe(0);
  });

  it('is told as a problem with its place by validate', () => {
    workspace.write('graphs/operators/m/bin/x86_64/release/m.wasm', readFileSync(component('needs-nn')));
    const { stdout, stderr } = workspace.run('validate', workspace.write('graphs/plain.yaml', text));
    expect(stdout + stderr).toMatch(/plain\.yaml:\d+:\d+: error FEATURE_MISSING/);
    expect(stdout + stderr).not.toContain('MODULE_FEATURE_MISSING');
  });
});

const memoryBytes = (): number =>
  Number(/^(\d+) (\d+)/.exec(readFileSync('/proc/self/statm', 'utf8'))?.[2]) * 4096;

describe.skipIf(process.platform !== 'linux')('on Linux, where memory can be seen', () => {
  it('models that are dropped are gone', { timeout: 120_000 }, async () => {
    const run = await open();
    // 4 MiB of numbers.
    const big = (seed: number): Uint8Array =>
      onnxModel({
        inputs: [{ name: 'x', type: 'FP32', shape: ['n'] }],
        outputs: [{ name: 'y', type: 'FP32', shape: ['n'] }],
        operators: [{ type: 'Add', inputs: ['x', 'c'], outputs: ['y'] }],
        constants: [{ name: 'c', type: 'FP32', shape: [1 << 20], bytes: new Uint8Array(4 << 20).fill(seed) }],
      });
    const order = (seed: number): string[] => [load('big', big(seed)), 'drop big'];
    for (let seed = 0; seed < 5; seed += 1) await run.ask(...order(seed));
    // 40 that stayed would be 160 MiB, twice, in every round; what is only not collected yet comes once.
    const limit = 120 * 1024 * 1024;
    let growth = Infinity;
    for (let round = 0; round < 3 && growth >= limit; round += 1) {
      const before = memoryBytes();
      for (let seed = 5; seed < 45; seed += 1)
        expect(await run.ask(...order(seed))).toEqual(['loaded', 'dropped']);
      growth = memoryBytes() - before;
    }
    expect(growth).toBeLessThan(limit);
  });
});
