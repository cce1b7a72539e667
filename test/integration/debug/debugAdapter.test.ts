// The debug adapter as a program of its own: over standard input and output, as other editors start it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

function frame(seq: number, command: string, args: object): string {
  const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
  return `Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`;
}

it('answers over standard output and ends with its client', async () => {
  const child = spawn(process.execPath, [resolve('dist/debugAdapter.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  const hears = (text: string): Promise<void> =>
    new Promise((heard) => {
      const look = (): void => void (said.includes(text) && heard());
      child.stdout.on('data', look);
      look();
    });
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.write(frame(1, 'initialize', { adapterID: 'dataflow-graph' }));
  await hears('"supportsStepBack":true');
  child.stdin.write(
    frame(2, 'launch', { program: resolve('samples/thermostats/graph-simple.dataflow.yaml') }),
  );
  await hears('"event":"initialized"');
  child.stdin.write(frame(3, 'configurationDone', {}));
  await hears('"command":"launch"');
  expect(said).toContain('debugging \\"graph-simple\\" on mqtt://127.0.0.1:');
  const exited = once(child, 'exit');
  child.stdin.end();
  expect(await exited).toEqual([0, null]);
});
