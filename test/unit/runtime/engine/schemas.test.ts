// Schemas in a run of a real component: what operators get of the registry, in every case that WIT has, and how the schema of a message
// goes from node to node: by connections that name one, by operators that set one, through windows, concatenates and replays.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MessageSchema } from '../../../../src/graph/messageSchema.ts';
import type { RunPlan } from '../../../../src/graph/runPlan.ts';
import type { EngineStart } from '../../../../src/protocol/engine.ts';
import type { HopRecord } from '../../../../src/protocol/trace.ts';
import { prepareComponent } from '../../../helpers/componentFiles.ts';
import { TestEngine, type TestEngineOptions } from '../../../helpers/testEngine.ts';
import { START_MS } from '../../../helpers/testOperator.ts';
import { planOf } from '../../../helpers/testPlan.ts';

// The first of a file takes a component apart, which takes its time.
beforeAll(async () => void (await prepareComponent('needs-schemas')), 60_000);

const schemas: EngineStart['schemas'] = [
  {
    namespace: 'plant',
    name: 'reading',
    version: '1',
    format: 'json',
    content: '{"title":"Reading"}',
    displayName: 'Reading',
    description: 'One value',
  },
  { namespace: 'default', name: 'table', version: '2.0', format: 'delta', content: '{}' },
  { namespace: 'default', name: 'torn', version: '1', problem: 'torn@1.json:2: this is not valid JSON' },
];

const simple = 'in:source m:map out:sink in>m m>out';

async function started({ start, ...options }: Partial<TestEngineOptions> = {}): Promise<TestEngine> {
  const test = await TestEngine.create({
    graph: simple,
    component: 'needs-schemas',
    ...options,
    start: { schemas, ...start },
  });
  test.engine.startOperators();
  return test;
}

function hopsAt(test: TestEngine, node: string): HopRecord[] {
  return [...test.engine.readHops({ nodes: [node], limit: 100 }).hops];
}

describe('an operator that looks a schema up', () => {
  it('gets all that the registry knows of it', async () => {
    const test = await started();
    test.accept('get reading 1 1000', 'get aio-sr://plant/reading:1 - 1', 'get table 2.0 1000');
    const hash = createHash('sha256').update('{"title":"Reading"}').digest('hex');
    expect(test.texts[0]).toContain('description: Some("One value"), display-name: Some("Reading")');
    expect(test.texts[0]).toContain('format: SchemaFormat::Json');
    expect(test.texts[0]).toContain(`hash: Some("${hash}"), name: "reading", namespace: "plant"`);
    expect(test.texts[0]).toContain('schema-content: "{\\"title\\":\\"Reading\\"}"');
    expect(test.texts[0]).toContain('schema-type: SchemaType::MessageSchema, tags: [], version: "1"');
    expect(test.texts[1]).toBe(test.texts[0]);
    expect(test.texts[2]).toContain('description: None, display-name: None, format: SchemaFormat::Delta');
  });

  it.each([
    ['missing 1 1000', 'SchemaError::NotFound', 'not-found: there is no schema "missing"'],
    [
      'table 1 1000',
      'SchemaError::NotAvailable',
      'not-available: schema "table" has no version "1"; there is 2.0',
    ],
    [
      'a/b/c 1 1000',
      'SchemaError::Request("\\"a/b/c\\" is no schema id; use \\"name\\", \\"namespace/name\\" or \\"aio-sr://namespace/name:version\\"")',
      'request: "a/b/c" is no schema id; use "name", "namespace/name" or "aio-sr://namespace/name:version"',
    ],
    [
      'reading 1 0',
      'SchemaError::Request("schema \\"reading\\" was asked for with a timeout below 1 ms")',
      'request: schema "reading" was asked for with a timeout below 1 ms',
    ],
    [
      'torn 1 1000',
      'SchemaError::Internal("torn@1.json:2: this is not valid JSON")',
      'internal: torn@1.json:2: this is not valid JSON',
    ],
  ])('as %s is told why not, and so is the trace', async (line, seen, traced) => {
    const test = await started();
    test.accept(`get ${line}`);
    expect(test.texts).toEqual([`error: ${seen}`]);
    const [id, version] = line.split(' ');
    expect(hopsAt(test, 'm')[0]?.schemaCalls).toEqual([{ id, version, result: `error: ${traced}` }]);
  });

  it('meets a registry that does not answer, where a fault says so', async () => {
    const test = await started({ start: { faults: [{ node: 'm', kind: 'schemaRegistry', message: 2 }] } });
    test.accept('get reading 1 1000', 'get reading 1 1000', 'get reading 1 1000');
    expect(test.texts[1]).toBe('error: SchemaError::Timeout');
    expect(test.texts[2]).toBe(test.texts[0]);
    const hops = hopsAt(test, 'm');
    expect(hops.map(({ reason }) => reason)).toEqual([
      undefined,
      'fault: the schema registry failed',
      undefined,
    ]);
    expect(hops[1]?.schemaCalls?.[0]?.result).toBe(
      'error: timeout: the registry did not answer; a fault on purpose',
    );
  });

  it('leaves the trace saying which one it got', async () => {
    const test = await started();
    test.accept('get plant/reading 1 1000', 'a');
    const [first, second] = hopsAt(test, 'm');
    expect(first?.schemaCalls).toEqual([
      {
        id: 'plant/reading',
        version: '1',
        result: expect.stringMatching(/^plant\/reading:1, json, sha256 [0-9a-f]{64}$/) as string,
      },
    ]);
    expect(second?.schemaCalls).toBeUndefined();
  });
});

/** `graph` with schemas on connections, by their number in its text. */
function planWith(graph: string, given: Readonly<Record<number, MessageSchema>>): RunPlan {
  const plan = planOf(graph);
  const declare = (edges: RunPlan['nodes'][number]['edges']): RunPlan['nodes'][number]['edges'] =>
    edges.map((edge) => ({ ...edge, ...(given[edge.connection] && { schema: given[edge.connection] }) }));
  return { ...plan, nodes: plan.nodes.map((node) => ({ ...node, edges: declare(node.edges) })) };
}

const raw: MessageSchema = { kind: 'inline', name: 'raw', content: '{"type":"object"}' };
const converted: MessageSchema = { kind: 'inline', name: 'converted', content: '{}' };
const reference: MessageSchema = { kind: 'reference', reference: 'aio-sr://plant/reading:1' };

/** What the map of each message received as its schema. */
function received(test: TestEngine): (string | undefined)[] {
  return test.outputs.map(({ userProperties }) => new Map(userProperties).get('received'));
}

describe('a message', () => {
  const create = (
    given: Readonly<Record<number, MessageSchema>>,
    options: Partial<TestEngineOptions> = {},
  ): Promise<TestEngine> =>
    started({ ...options, start: { plan: planWith(options.graph ?? simple, given), ...options.start } });

  it('has none as it comes in', async () => {
    const test = await create({});
    test.accept('a');
    expect(received(test)).toEqual(['none']);
    expect(hopsAt(test, 'out')[0]?.input?.schema).toBeUndefined();
  });

  it.each([
    ['inline raw {"type":"object"}', raw],
    ['reference aio-sr://plant/reading:1', reference],
  ])('gets that of the connection by which it goes: %s', async (seen, schema) => {
    const test = await create({ 0: schema });
    test.accept('a');
    expect(received(test)).toEqual([seen]);
    expect(hopsAt(test, 'in')[0]?.input?.schema).toBeUndefined();
    expect(hopsAt(test, 'm')[0]?.input?.schema).toEqual(schema);
    // The operator passed it on.
    expect(hopsAt(test, 'out')[0]?.input?.schema).toEqual(schema);
  });

  it('gets that of the next connection in place of one that the graph gave it', async () => {
    const test = await create({ 0: raw, 1: converted });
    test.accept('a', 'b');
    expect(received(test)).toEqual(['inline raw {"type":"object"}', 'inline raw {"type":"object"}']);
    expect(hopsAt(test, 'out').map(({ input }) => input?.schema)).toEqual([converted, converted]);
  });

  it('keeps the one that an operator set', async () => {
    const properties = { m: [['set', 'reference aio-sr://own:3']] as [string, string][] };
    const test = await create({ 0: raw, 1: converted }, { properties });
    test.accept('a');
    expect(hopsAt(test, 'm')[0]?.output?.schema).toEqual({
      kind: 'reference',
      reference: 'aio-sr://own:3',
    });
    expect(hopsAt(test, 'out')[0]?.input?.schema).toEqual({
      kind: 'reference',
      reference: 'aio-sr://own:3',
    });
  });

  it('keeps the one that an operator set, also if another connection says the same', async () => {
    const properties = { m: [['set', 'inline raw {"type":"object"}']] as [string, string][] };
    const graph = 'in:source m:map f:concatenate out:sink in>m m>f f>out';
    const test = await create({ 0: reference, 1: converted, 2: raw }, { graph, properties });
    test.accept('a');
    expect(hopsAt(test, 'f')[0]?.input?.schema).toEqual(raw);
    expect(hopsAt(test, 'out')[0]?.input?.schema).toEqual(raw);
  });

  it('loses it where an operator takes it away', async () => {
    const test = await create({ 0: raw }, { properties: { m: [['set', 'none']] } });
    test.accept('a');
    expect(hopsAt(test, 'out')[0]?.input?.schema).toBeUndefined();
  });

  it('takes it by every way, each with its own', async () => {
    const graph = 'in:source c:concatenate a:map b:map out:sink in>a in>b a>c b>c c>out';
    const test = await create({ 0: raw, 1: reference }, { graph });
    test.accept('x');
    expect(received(test)).toEqual(['inline raw {"type":"object"}', 'reference aio-sr://plant/reading:1']);
    expect(hopsAt(test, 'out').map(({ input }) => input?.schema)).toEqual([raw, reference]);
  });

  it('takes it into a window, whose first message has none, and out of it', async () => {
    const graph = 'in:source w:accumulate out:sink in>w w>out';
    const test = await create({ 0: raw }, { graph });
    const properties: [string, string][] = [['__ts', `${String(START_MS + 10)}:0:d`]];
    test.accept({ payload: 'a', properties }, { payload: 'b', properties });
    await test.finish('flush');
    expect(test.texts).toEqual(['none\ninline raw {"type":"object"}\ninline raw {"type":"object"}']);
    expect(hopsAt(test, 'out')[0]?.input?.schema).toEqual(raw);
  });

  it('has it again in a replay, and the graph goes on with it as before', async () => {
    const test = await create({ 0: raw, 1: converted });
    test.accept('a');
    const [hop] = hopsAt(test, 'm');
    test.engine.replayHop({ hop: hop?.hop ?? 0 });
    test.settle();
    expect(received(test)).toEqual(['inline raw {"type":"object"}', 'inline raw {"type":"object"}']);
    expect(hopsAt(test, 'out').map(({ input }) => input?.schema)).toEqual([converted, converted]);
  });

  it('leaves the run without it: MQTT has no place for it', async () => {
    const test = await create({ 0: raw, 1: reference });
    test.accept('a');
    expect(test.outputs[0]?.userProperties.map(([key]) => key)).toEqual([
      'received',
      '__ts',
      '__protVer',
      '__srcId',
    ]);
  });
});
