// Composition root of the process that holds a run for a debug adapter or a view: broker, engine and trace live here, so that no
// flood of messages and no operator that hangs is felt by who looks at them. Ends with the program that started it.
import { defaultCacheFolder } from './runtime/run/cacheFolder.ts';
import type { TemplateSource } from './base/messageTemplate.ts';
import { systemTime } from './runtime/engine/systemTime.ts';
import { connectRpc } from './protocol/rpc.ts';
import {
  RUN_PROCESS_PROTOCOL,
  type RunProcessEvents,
  type RunProcessMethods,
} from './protocol/runProcess.ts';
import { RunServer } from './runtime/serve/runServer.ts';
import { fillInput } from './testing/fillInput.ts';
import { defaultInputTopic, type InputMessage } from './testing/inputMessages.ts';
import { toPattern } from './testing/inputPattern.ts';
import { openCase } from './testing/openCase.ts';
import { readInput } from './testing/readInput.ts';

if (!process.send) throw new Error('this program is started by another one, with a channel to it');
const send = process.send.bind(process);

const source: TemplateSource = { nowMs: systemTime.epochMs, random: Math.random };
const server = new RunServer({
  workerUrl: (name) => new URL(`./${name}.mjs`, import.meta.url),
  cacheFolder: defaultCacheFolder(process.env),
  notify: (event, value) => peer.notify(event, value),
  openCase,
  readMessages: async (folder, topic) =>
    (await read(folder, topic)).map((message, index) => fillInput(message, index, source)),
  readPatterns: async (folder, topic) => (await read(folder, topic)).map(toPattern),
});

function read(folder: string, topic = defaultInputTopic): Promise<InputMessage[]> {
  return readInput(folder, topic, (message) =>
    peer.notify('logs', [{ level: 'warn', context: 'dataflow-graph', message }]),
  );
}

const peer = connectRpc<RunProcessMethods, Record<never, never>, Record<never, never>, RunProcessEvents>(
  {
    post: (value) => void send(value),
    listen: (listener) => void process.on('message', listener),
  },
  RUN_PROCESS_PROTOCOL,
  { methods: server.methods, events: {} },
);

process.on('disconnect', () => {
  // Nobody is left to tell what goes wrong while closing.
  void server
    .close()
    .catch(() => undefined)
    .finally(() => process.exit());
});
