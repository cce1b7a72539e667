// What people do while debugging, by hand and from end to end: conditions and log points typed into the editor, a message published
// from the view, changed at a stop, and followed to the sink's topic and into the trace; a module that takes over from another.
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DebugBar } from './harness/debugBar.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { debugWithData } from './harness/launchFiles.ts';
import { publishFromView, showPublish, showTopics, topicRow } from './harness/publishing.ts';
import { messageRows, showTrace } from './harness/traceView.ts';
import { waitUntil } from './harness/waitUntil.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = 'graph-simple.dataflow.yaml';

const fahrenheit = (value: number): string => JSON.stringify({ temperature: { value, unit: 'F' } });

newestVscode('debugging by hand', (vscode) => {
  it('follows a message from the publish view through a change and a step to its topic and the trace', async () => {
    const workbench = await vscode.open({ copyOf: samples });
    const debug = new DebugBar(workbench);
    await workbench.editor.open(simple);
    await debug.toggleBreakpoint('operationType: m|ap');
    await debug.start();
    const publish = await showPublish(workbench);
    await publishFromView(publish, 'sensors/hall', fahrenheit(104));
    await debug.waitForFrame('message 1 at module-temperature/map');
    await debug.waitForVariable('payload', '104');
    await debug.change('payload', fahrenheit(122));
    await debug.stepOver();
    await debug.waitForFrame('message 1 at module-temperature/filter');
    await debug.waitForVariable('payload', '50');
    await debug.continue();
    await showTopics(workbench);
    await topicRow(workbench, '"value":50').waitFor();
    const trace = await showTrace(workbench);
    await messageRows(trace).filter({ hasText: 'emitted · sink' }).first().click();
    await trace.locator('.answer', { hasText: 'Went out at sink' }).waitFor();
    await trace.locator('.hops [role="option"]', { hasText: 'map' }).first().click();
    await trace.locator('.compared', { hasText: '122' }).waitFor();
    await debug.stop();
    expect(workbench.breaches()).toEqual([]);
  });

  it('stops only where a typed condition holds, and logs what a log point asks for', async () => {
    const workbench = await vscode.open({ copyOf: samples });
    const debug = new DebugBar(workbench);
    await workbench.editor.open(simple);
    await debug.addConditionalBreakpoint('operationType: m|ap', 'payload.temperature.value > 100');
    await debug.addLogPoint('operationType: fil|ter', 'got {payload.temperature.value} degrees of {topic}');
    await debug.start();
    const publish = await showPublish(workbench);
    await publishFromView(publish, 'sensors/hall', fahrenheit(50));
    await publishFromView(publish, 'sensors/hall', fahrenheit(212));
    await debug.waitForFrame('message 2 at module-temperature/map');
    await debug.continue();
    const lines = await debug.waitForOutput('got 100 degrees of sensors/hall');
    expect(lines.filter((line) => line.startsWith('got '))).toHaveLength(2);
    expect(lines.join('\n')).toContain('got 10 degrees of sensors/hall');
    await debug.stop();
  });

  it('compares two modules, and lets the one that is chosen take over', async () => {
    const faulty = join(process.cwd(), 'test/fixtures/components/faulty.wasm');
    const same = '${workspaceFolder}/operators/temperature/bin/x86_64/release/temperature.wasm';
    const launch = debugWithData('graph-simple', {
      inputs: undefined,
      compare: { 'module-temperature/map': faulty, 'module-temperature/filter': same },
    });
    const workbench = await vscode.open({
      copyOf: samples,
      files: { '.vscode/launch.json': JSON.stringify(launch) },
    });
    const debug = new DebugBar(workbench);
    await workbench.editor.open(simple);
    await debug.start();
    await publishFromView(await showPublish(workbench), 'sensors/hall', fahrenheit(50));
    await debug.waitForOutput('output payload');
    await workbench.palette.run('Data Flow Graphs: Take Over the Compared Module');
    await workbench.palette.choose('faulty.wasm');
    await debug.waitForOutput('faulty.wasm has taken over.');
    await publishFromView(await showPublish(workbench), 'sensors/hall', fahrenheit(51));
    await showTopics(workbench);
    // It gives back what it gets.
    await topicRow(workbench, '"value":51').waitFor();
    await debug.stop();
    const lines = await debug.waitForOutput('"module-temperature/filter" compared with');
    expect(lines.join('\n')).toContain('2 calls, 0 differ');
    expect(workbench.breaches()).toEqual([]);
  });

  it('runs in two windows at once, and ends with the window', async () => {
    const first = await vscode.open({ copyOf: samples });
    const second = await vscode.open({ copyOf: samples });
    const ports: number[] = [];
    for (const workbench of [first, second]) {
      const debug = new DebugBar(workbench);
      await workbench.editor.open(simple);
      await debug.start();
      ports.push(Number(await debug.brokerPort()));
    }
    const [ended = 0, going = 0] = ports;
    expect(ended).not.toBe(going);
    // As a person closes it: with what a page does before it goes.
    await first.page.close({ runBeforeUnload: true });
    await waitUntil(
      'the broker of the closed window to end',
      () => isListening(ended),
      (is) => !is,
    );
    expect(await isListening(going)).toBe(true);
  });
});

/** Whether something answers on this port of this machine. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
