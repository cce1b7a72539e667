// What is said in a debug session, feature by feature, with the real run process and the samples' components. `npx vitest run
// --project integration test/golden/debug -u` writes the transcripts anew; read what has changed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lineGraph, lines, samplesFolder, windowGraph } from '../../helpers/debugTranscript.ts';
import { begin, compare, endSessionsAfterEachTest } from './transcripts.ts';

const warm = '{"temperature":{"value":72.0,"unit":"F"},"site":"hall"}';
const hot = '{"temperature":{"value":180,"unit":"F"}}';
const broken = '{"temperature":{"value":"warm","unit":"F"}}';

const fixtures = resolve('test/fixtures');
const source = { path: lineGraph };

endSessionsAfterEachTest();

describe('a debug session', () => {
  it('stops at a breakpoint and shows the message', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', { source, breakpoints: [{ line: lines.bounds + 1 }, { line: 3 }] });
      await dap.ask('breakpointLocations', { source, line: 1, endLine: 40 });
    });
    await dap.publish(warm);
    await dap.until('stopped');
    await dap.ask('threads');
    await dap.stack();
    await dap.ask('dataflowGraph/inlineValues');
    await dap.scope('Message', 'payload', 'temperature', 'properties');
    await dap.scope('Node');
    await dap.scope('State Store', 'factory');
    await dap.scope('Provenance');
    await dap.scope('Clock');
    await dap.ask('continue', { threadId: dap.thread });
    await compare(dap, 'breakpoint');
  });

  it('stops by condition, and by number of hits', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', {
        source,
        breakpoints: [
          { line: lines.bounds, condition: 'payload.temperature.value > 30.0' },
          { line: lines.enrich, hitCondition: '2' },
        ],
      });
    });
    for (const payload of [warm, warm, hot]) {
      await dap.publish(payload);
      if (payload === warm) continue;
      await dap.until('stopped');
      await dap.stack();
    }
    await dap.ask('continue', { threadId: dap.thread });
    await dap.until('stopped');
    await dap.stack();
    dap.title('a condition that cannot be read, and one that cannot be worked out');
    await dap.ask('setBreakpoints', {
      source,
      breakpoints: [
        { line: lines.bounds, condition: 'payload.temperature.' },
        { line: lines.convert, condition: 'payload.humidity > 1' },
        { line: lines.enrich, hitCondition: 'often' },
      ],
    });
    await dap.ask('continue', { threadId: dap.thread });
    await dap.publish(warm);
    await dap.until('breakpoint');
    await compare(dap, 'conditions');
  });

  it('writes log points with the place of their operation', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', {
        source,
        breakpoints: [
          { line: lines.convert, logMessage: '{id}: {payload.temperature.value} on {topic}' },
          { line: lines.sink },
        ],
      });
    });
    await dap.publish(warm);
    await dap.until('stopped');
    await compare(dap, 'logPoint');
  });

  it('stops on a connection, after an operation, and when a message is dropped', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', {
        source,
        breakpoints: [
          { line: lines.toBounds + 2 },
          { line: lines.convert, mode: 'after' },
          { line: lines.bounds, mode: 'drop' },
          { line: lines.toBounds, mode: 'after' },
          { line: lines.sink, mode: 'sometimes' },
        ],
      });
    });
    await dap.publish(hot);
    for (let stop = 0; stop < 3; stop += 1) {
      await dap.until('stopped');
      await dap.stack();
      await (stop === 1 ? dap.scope('Message') : dap.scope('Output', 'output'));
      await dap.ask('continue', { threadId: dap.thread });
    }
    await compare(dap, 'modes');
  });

  it('stops by operation, topic and key of the state store', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setFunctionBreakpoints', {
        breakpoints: [
          { name: 'op:convert' },
          { name: 'op:enrich after' },
          { name: 'topic:alarms/#', hitCondition: '1' },
          { name: 'state:factory' },
          { name: 'op:convrt' },
          { name: 'topic:a/#/b' },
          { name: 'main' },
          { name: 'op:' },
        ],
      });
      await dap.ask('dataBreakpointInfo', { name: 'state["factory"]' });
      await dap.ask('dataBreakpointInfo', { name: 'payload' });
      await dap.ask('setDataBreakpoints', {
        breakpoints: [
          { dataId: 'factory', accessType: 'read' },
          { dataId: 'factory', accessType: 'write' },
        ],
      });
    });
    await dap.publish(warm);
    await dap.until('stopped');
    await dap.stack();
    const state = await dap.scope('State Store');
    await dap.ask('dataBreakpointInfo', { name: 'operator-note', variablesReference: state });
    await dap.ask('continue', { threadId: dap.thread });
    await dap.until('stopped');
    await dap.stack();
    await dap.scope('Output', 'stateCalls');
    await compare(dap, 'functionBreakpoints');
  });

  it('stops at failures', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setExceptionBreakpoints', {
        filters: ['trap', 'sometimes'],
        filterOptions: [{ filterId: 'error', condition: 'node == "convert"' }, { filterId: 'dropped' }],
      });
    });
    await dap.publish(broken);
    await dap.until('stopped');
    await dap.stack();
    await dap.ask('exceptionInfo', { threadId: dap.thread });
    await dap.scope('Output', 'error', 'logs');
    await dap.ask('continue', { threadId: dap.thread });
    await dap.publish(hot);
    await dap.until('stopped');
    await dap.ask('exceptionInfo', { threadId: dap.thread });
    dap.title('a condition that cannot be read');
    await dap.ask('setExceptionBreakpoints', {
      filters: ['trap'],
      filterOptions: [{ filterId: 'error', condition: 'node ==' }],
    });
    await compare(dap, 'failures');
  });

  it('stops at traps, and at calls that take too long', async () => {
    const dap = begin();
    const modules = { 'faulty:1.0.0': join(fixtures, 'components/faulty.wasm') };
    const program = join(fixtures, 'debug/faulty.dataflow.yaml');
    await dap.launch({ program, modules, operatorTimeoutMs: 500 }, async () => {
      await dap.ask('setExceptionBreakpoints', { filters: ['trap', 'timeout'] });
    });
    for (const payload of ['trap', 'hang']) {
      await dap.publish(payload);
      await dap.until('stopped');
      await dap.stack();
      await dap.ask('exceptionInfo', { threadId: dap.thread });
      await dap.scope('Output');
      await dap.ask('continue', { threadId: dap.thread });
    }
    await compare(dap, 'traps');
  });

  it('tells of modules that are prepared, where the client shows progress', async () => {
    const dap = begin();
    const cacheFolder = mkdtempSync(join(tmpdir(), 'golden-debug-'));
    onTestFinished(() => rmSync(cacheFolder, { recursive: true, force: true }));
    await dap.launch({ cacheFolder }, undefined, { supportsProgressReporting: true });
    await compare(dap, 'progress');
  });

  it('steps over, into the answer, and out to the end of the message', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', { source, breakpoints: [{ line: lines.convert }] });
    });
    await dap.publish(warm);
    await dap.publish(hot, 'sensors/attic');
    await dap.until('stopped');
    for (const step of ['stepIn', 'next', 'next', 'stepOut']) {
      await dap.ask(step, { threadId: dap.thread });
      await dap.until('stopped');
      await dap.stack();
    }
    await dap.ask('next', { threadId: dap.thread });
    await dap.until('stopped');
    await dap.stack();
    await compare(dap, 'steps');
  });

  it('pauses, and stops on entry', async () => {
    const dap = begin();
    await dap.launch({ stopOnEntry: true });
    await dap.until('stopped');
    await dap.ask('threads');
    await dap.stack();
    await dap.ask('continue', { threadId: dap.thread });
    await dap.ask('next', { threadId: 1 });
    await dap.ask('pause', { threadId: 1 });
    await dap.until('stopped');
    await dap.ask('next', { threadId: 1 });
    await dap.publish(warm);
    await dap.until('stopped');
    await dap.stack();
    await compare(dap, 'pause');
  });

  it('changes the stopped message', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', {
        source,
        breakpoints: [{ line: lines.bounds }, { line: lines.sink }],
      });
    });
    await dap.publish(hot);
    await dap.until('stopped');
    await dap.stack();
    const message = await dap.scope('Message', 'payload', 'temperature');
    const reading = await dap.member(message, 'payload', 'temperature');
    await dap.ask('setVariable', { variablesReference: reading, name: 'value', value: '21.50' });
    await dap.ask('setVariable', { variablesReference: reading, name: 'unit', value: 'C' });
    await dap.ask('setVariable', { variablesReference: reading, name: 'value', value: 'warm' });
    await dap.ask('setVariable', { variablesReference: message, name: 'topic', value: 'sensors/attic' });
    await dap.ask('setVariable', { variablesReference: message, name: 'topic', value: 'a/#' });
    await dap.ask('setVariable', { variablesReference: message, name: 'timestamp', value: 'now' });
    await dap.ask('setExpression', { expression: 'properties["checked"]', value: '"yes"' });
    await dap.ask('setExpression', { expression: 'contentTyp', value: 'x' });
    await dap.ask('setExpression', { expression: '1 + 1', value: 'x' });
    const state = await dap.scope('State Store');
    await dap.ask('setVariable', { variablesReference: state, name: 'factory', value: '{"id":"new"}' });
    await dap.scope('Message', 'payload', 'temperature', 'properties');
    await dap.until('invalidated');
    await dap.ask('continue', { threadId: dap.thread });
    await dap.until('stopped');
    await dap.stack();
    await dap.scope('Message', 'payload', 'properties');
    await compare(dap, 'changes');
  });

  it('evaluates expressions and commands, and completes them', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', { source, breakpoints: [{ line: lines.bounds }] });
    });
    await dap.ask('evaluate', { expression: '1 + 2', context: 'repl' });
    await dap.publish(warm);
    await dap.until('stopped');
    await dap.stack();
    const frameId = dap.frame;
    for (const expression of [
      'topic',
      'payload',
      'payload.temperature.value',
      'payload.temperature.value > 20 && node == "bounds"',
      'payload.missing',
      'payload.',
      '{"a": [1, 2]}',
    ])
      await dap.ask('evaluate', { expression, frameId, context: 'watch' });
    for (const text of ['', 'st', 'state get ', 'publish ', 'payload.temperature.', 'id == 1 && pay'])
      await dap.ask('completions', { text, column: text.length + 1 });
    for (const expression of [
      'help',
      'state get factory',
      'state set line "three"',
      'state get line',
      'state del line',
      'state get line',
      'state',
      'advance soon',
      'trace 1',
      'trace 99',
      'drop',
      'drop',
      'advance 5s',
    ])
      await dap.ask('evaluate', { expression, context: 'repl' });
    await dap.until('continued');
    await dap.ask('evaluate', { expression: 'trace 1', context: 'repl' });
    await compare(dap, 'console');
  });

  it('looks back along the recorded way of a message', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', { source, breakpoints: [{ line: lines.enrich }] });
    });
    await dap.publish(warm);
    await dap.until('stopped');
    for (const step of ['stepBack', 'stepBack', 'next', 'reverseContinue', 'stepBack', 'continue']) {
      const { success } = await dap.ask(step, { threadId: dap.thread });
      if (!success) continue;
      await dap.until('stopped');
      await dap.stack();
      if (step === 'next') {
        await dap.scope('Message');
        await dap.scope('Output', 'output', 'payload');
        await dap.ask('evaluate', { expression: 'payload.site', frameId: dap.frame, context: 'watch' });
        await dap.ask('evaluate', { expression: '1 + 1', frameId: dap.frame, context: 'watch' });
        await dap.ask('setExpression', { expression: 'topic', value: 'x' });
      }
    }
    await compare(dap, 'lookingBack');
  });

  it('reads the bytes of a payload', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', { source, breakpoints: [{ line: lines.source }] });
    });
    await dap.publish('abcdef');
    await dap.until('stopped');
    await dap.stack();
    const args = { expression: 'payload', frameId: dap.frame, context: 'watch' };
    const { body } = (await dap.askSilently('evaluate', args)) as Dap.EvaluateResponse;
    const { memoryReference } = body;
    await dap.ask('readMemory', { memoryReference, count: 4 });
    await dap.ask('readMemory', { memoryReference, offset: 4, count: 10 });
    await dap.ask('readMemory', { memoryReference: 'gone', count: 1 });
    await compare(dap, 'memory');
  });

  it('shows what went into a window', async () => {
    const dap = begin();
    const args = { program: windowGraph, inputs: join(samplesFolder, 'data-windows') };
    await dap.launch(args, async () => {
      await dap.ask('setFunctionBreakpoints', {
        breakpoints: [{ name: 'op:module-collection/accumulate', hitCondition: '> 2' }, { name: 'op:sink' }],
      });
    });
    await dap.until('stopped');
    await dap.stack();
    await dap.scope('Provenance', 'messages in the window');
    await compare(dap, 'window');
  });

  it('runs without debugging', async () => {
    const dap = begin();
    await dap.launch({ noDebug: true }, async () => {
      await dap.ask('setBreakpoints', { source, breakpoints: [{ line: lines.bounds }] });
    });
    await dap.publish(warm);
    await dap.ask('pause', { threadId: 1 });
    await dap.ask('terminate', {});
    await dap.until('terminated');
    await compare(dap, 'noDebug');
  });

  it('restarts on the same port with a fresh trace', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', { source, breakpoints: [{ line: lines.bounds }] });
    });
    const before = await dap.askSilently('dataflowGraph/runInfo');
    await dap.publish(warm);
    await dap.until('stopped');
    await dap.ask('restart', {});
    const after = await dap.askSilently('dataflowGraph/runInfo');
    expect((after.body as { url: string }).url).toBe((before.body as { url: string }).url);
    await dap.ask('evaluate', { expression: 'trace 1', context: 'repl' });
    await dap.publish(warm);
    await dap.until('stopped');
    await dap.stack();
    await compare(dap, 'restart');
  });

  it('ends after finishing what is under way, or at once', async () => {
    const dap = begin();
    await dap.launch({}, async () => {
      await dap.ask('setBreakpoints', { source, breakpoints: [{ line: lines.bounds }] });
    });
    await dap.publish(warm);
    await dap.publish(warm);
    await dap.until('stopped');
    await dap.ask('terminate', {});
    await dap.until('terminated');
    await dap.ask('evaluate', { expression: '1', context: 'repl' });
    await compare(dap, 'terminate');
  });

  it('works off its inputs and ends', async () => {
    const dap = begin();
    await dap.launch({ inputs: { folder: join(samplesFolder, 'data'), atEnd: 'exit' } }, async () => {
      await dap.ask('setExceptionBreakpoints', { filters: [] });
    });
    await dap.until('terminated');
    await compare(dap, 'inputs');
  });

  it('publishes its inputs over and over at a rate', async () => {
    const dap = begin();
    const inputs = { folder: join(samplesFolder, 'data'), count: 40, perSecond: 400, atEnd: 'exit' };
    await dap.launch({ inputs, noDebug: true });
    await dap.until('terminated');
    // In which order messages that overlap are worked on differs from time to time.
    expect(dap.text).toContain('40 messages of');
    expect(dap.text).toContain('the run has ended: 40 in, 20 out, 2 errors');
  });

  it('stops at breakpoints while it works off its inputs', async () => {
    const dap = begin();
    const inputs = { folder: join(samplesFolder, 'data-windows'), atEnd: 'exit' };
    await dap.launch({ program: windowGraph, inputs }, async () => {
      await dap.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'op:sink' }] });
    });
    for (let stop = 0; stop < 4; stop += 1) {
      await dap.until('stopped');
      await dap.ask('continue', { threadId: dap.thread });
    }
    await dap.until('terminated');
    await compare(dap, 'inputsStopped');
  });

  it('says why it cannot be launched', async () => {
    for (const args of [
      { clok: 'virtual' },
      { clock: 'fast' },
      { broker: { port: 99_999 } },
      { program: join(samplesFolder, 'README.yaml') },
      { modules: { 'temperature:1.0.0': join(samplesFolder, 'statestore.json') } },
      { parameters: { 'bounds.upper_bound': 'high' } },
    ]) {
      const dap = begin();
      dap.title(JSON.stringify(Object.keys(args)));
      await dap.launch(args);
      await compare(dap, `launchError-${Object.keys(args).join()}`);
    }
  });

  it('answers views by requests of their own', async () => {
    const dap = begin();
    await dap.launch({});
    // Before there is a message: later an operator may be working on one, or not.
    await dap.ask('dataflowGraph/endCall', null);
    await dap.ask('dataflowGraph/inlineValues');
    const payload = { base64: Buffer.from(warm).toString('base64') };
    await dap.ask('dataflowGraph/publish', { topic: 'sensors/hall', payload });
    await dap.ask('dataflowGraph/publishFolder', { folder: join(samplesFolder, 'data') });
    await dap.ask('dataflowGraph/readLineage', { message: 1 });
    await dap.ask('dataflowGraph/readHops', { limit: 1 });
    await dap.ask('dataflowGraph/readState', {});
    await dap.ask('dataflowGraph/editState', { key: 'a', value: 'b' });
    await dap.ask('dataflowGraph/nothing', {});
    await dap.ask('loadedSources');
    await dap.ask('modules', {});
    await compare(dap, 'customRequests');
  });
});
