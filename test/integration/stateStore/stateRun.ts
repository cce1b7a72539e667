// A real run in its own process, whose operator does to the state store what messages tell it to, and clients of its broker.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import type { RunLaunch } from '../../../src/protocol/runProcess.ts';
import { RunProcess } from '../serve/runProcess.ts';
import { OutsideClient } from './outsideClient.ts';

const program = resolve('test/fixtures/debug/faulty.dataflow.yaml');
const modules = { 'faulty:1.0.0': resolve('test/fixtures/components/faulty.wasm') };

// One for all runs of a file, so that the operator is prepared once.
const cache = mkdtempSync(join(tmpdir(), 'state-run-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

export class StateRun {
  readonly process: RunProcess;
  readonly url: string;
  readonly #clients: OutsideClient[] = [];

  private constructor(process: RunProcess, url: string) {
    this.process = process;
    this.url = url;
  }

  static async start(
    launch: Partial<RunLaunch> = {},
    begin: (process: RunProcess, url: string) => Promise<unknown> = (process) =>
      process.peer.request('start', null),
  ): Promise<StateRun> {
    const process = new RunProcess(cache);
    const { url = '' } = await process.peer.request('load', {
      program,
      modules,
      isDebugged: false,
      clock: 'wall',
      ...launch,
    });
    await begin(process, url);
    return new StateRun(process, url);
  }

  async client(id: string): Promise<OutsideClient> {
    const client = await OutsideClient.connect(this.url, id);
    this.#clients.push(client);
    return client;
  }

  /** Hands the operator a message. */
  async operate(words: string): Promise<void> {
    await this.process.peer.request('publish', { topic: 'sensors/a', payload: Buffer.from(words) });
  }

  /** Everything that was logged so far. */
  get logs(): string[] {
    return this.process.told('logs').flatMap((lines) => lines.map(({ message }) => message));
  }

  dispose(): void {
    for (const client of this.#clients) client.mqtt.end(true);
    this.process.dispose();
  }
}
