// A client of the debug adapter that writes down what is said, with everything that differs from run to run made stable. Events are
// written when a test waits for them, because whether they come before or after an answer is nobody's promise.
import { join, resolve } from 'node:path';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { GraphDebugSession } from '../../src/debug/graphDebugSession.ts';
import { makeRunStarter } from '../../src/debug/runClient.ts';
import { systemTime } from '../../src/runtime/engine/systemTime.ts';
import { defaultCacheFolder } from '../../src/runtime/run/cacheFolder.ts';
import { describeBody } from './describeDap.ts';

const root = resolve(import.meta.dirname, '../..');
const EVENT_TIMEOUT_MS = 15_000;

/** Modules of the samples, as a launch names them. */
export const sampleModules: Readonly<Record<string, string>> = Object.fromEntries(
  ['temperature', 'enrichment', 'window', 'collection'].map((name) => [
    `${name}:1.0.0`,
    join(root, `samples/thermostats/operators/${name}/bin/x86_64/release/${name}.wasm`),
  ]),
);
export const lineGraph: string = join(root, 'test/fixtures/debug/line.dataflow.yaml');
export const windowGraph: string = join(root, 'samples/thermostats/graph-complex.dataflow.yaml');
export const samplesFolder: string = join(root, 'samples/thermostats');

/** The line of `lineGraph` (from 1) that an operation or connection begins in. */
export const lines = { source: 20, convert: 22, bounds: 25, enrich: 28, sink: 31, toBounds: 39 } as const;

export class DebugTranscript {
  readonly #lines: string[] = [];
  readonly #events: Dap.Event[] = [];
  readonly #session: GraphDebugSession;
  readonly #answers = new Map<number, (response: Dap.Response) => void>();
  #wake: () => void = () => undefined;
  #seq = 0;
  /** Of the last stop that was waited for. */
  thread = 1;
  /** Top frame of the last stack that was asked for. */
  frame = 0;

  constructor() {
    const modulePath = join(root, 'dist/runProcess.mjs');
    this.#session = new GraphDebugSession({
      startRun: makeRunStarter({ modulePath, clock: systemTime }),
      clock: systemTime,
    });
    this.#session.onDidSendMessage((message) => this.#receive(message as Dap.ProtocolMessage));
  }

  get text(): string {
    return `${this.#lines.map(stabilize).join('\n')}\n`;
  }

  title(text: string): void {
    this.#lines.push('', `# ${text}`);
  }

  /** Asks and writes down question and answer. Failures are answers too. */
  async ask(command: string, args?: unknown): Promise<Dap.Response> {
    const response = await this.askSilently(command, args);
    this.#lines.push(`> ${command}${args === undefined ? '' : ` ${JSON.stringify(args)}`}`);
    this.#lines.push(...describeResponse(response).map((line) => `  ${line}`));
    return response;
  }

  askSilently(command: string, args?: unknown): Promise<Dap.Response> {
    this.#seq += 1;
    const seq = this.#seq;
    const answered = new Promise<Dap.Response>((answer) => this.#answers.set(seq, answer));
    this.#session.handleMessage({ seq, type: 'request', command, arguments: args } as Dap.Request);
    return answered;
  }

  /** Waits for an event and writes down all up to it. */
  async until(event: string): Promise<Dap.Event> {
    const deadline = Date.now() + EVENT_TIMEOUT_MS;
    for (;;) {
      const index = this.#events.findIndex((each) => each.event === event);
      if (index >= 0) {
        const seen = this.#events.splice(0, index + 1);
        for (const line of joinOutputs(seen)) this.#lines.push(line);
        const found = seen[index]!;
        if (event === 'stopped') this.thread = (found.body as { threadId: number }).threadId;
        return found;
      }
      if (Date.now() > deadline)
        throw new Error(`no ${event} came; there were: ${JSON.stringify(this.#events)}\n${this.text}`);
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, 200);
        this.#wake = () => {
          clearTimeout(timer);
          wake();
        };
      });
    }
  }

  /**
   * Starts a session up to the point where it waits for its configuration; `configure` says the rest. For a client that
   * says what it can do, what it is told until then is written down too.
   */
  async launch(
    args: object,
    configure?: () => Promise<void>,
    client?: Partial<Dap.InitializeRequestArguments>,
  ): Promise<void> {
    await this.askSilently('initialize', { adapterID: 'dataflow-graph', pathFormat: 'path', ...client });
    const launched = this.askSilently('launch', {
      program: lineGraph,
      modules: sampleModules,
      stateStore: join(samplesFolder, 'statestore.json'),
      clock: 'virtual',
      ...args,
    });
    const first = await Promise.race([launched, this.#whenSent('initialized')]);
    if (first) return this.#note(first);
    if (client) await this.until('initialized');
    this.#events.length = 0;
    await configure?.();
    await this.ask('configurationDone');
    this.#note(await launched);
  }

  publish(payload: string, topic = 'sensors/hall'): Promise<Dap.Response> {
    return this.ask('evaluate', { expression: `publish ${topic} ${payload}`, context: 'repl' });
  }

  /** The stack of the stopped message. */
  async stack(): Promise<void> {
    const { body } = (await this.ask('stackTrace', { threadId: this.thread })) as Dap.StackTraceResponse;
    this.frame = body.stackFrames[0]?.id ?? 0;
  }

  /** A scope of the top frame, with the members of those variables that `open` names. Returns the scope's reference. */
  async scope(name: string, ...open: string[]): Promise<number> {
    const { body } = (await this.askSilently('scopes', { frameId: this.frame })) as Dap.ScopesResponse;
    const reference = body.scopes.find((scope) => scope.name === name)?.variablesReference ?? 0;
    this.#lines.push(`> scope "${name}" of ${body.scopes.map((scope) => scope.name).join(', ')}`);
    await this.#open(reference, open, 1);
    return reference;
  }

  /** The reference of a member, for changes to it; asked without writing it down. */
  async member(reference: number, ...path: string[]): Promise<number> {
    let found = reference;
    for (const name of path) {
      const variables = await this.#variables(found);
      found = variables.find((variable) => variable.name === name)?.variablesReference ?? 0;
    }
    return found;
  }

  async end(): Promise<void> {
    await this.askSilently('disconnect', {});
    this.#session.dispose();
  }

  async #open(reference: number, open: readonly string[], depth: number): Promise<void> {
    for (const variable of await this.#variables(reference)) {
      this.#lines.push(`${'  '.repeat(depth)}${describeVariable(variable)}`);
      if (open.includes(variable.name) && variable.variablesReference > 0)
        await this.#open(variable.variablesReference, open, depth + 1);
    }
  }

  async #variables(variablesReference: number): Promise<Dap.Variable[]> {
    const { body } = (await this.askSilently('variables', { variablesReference })) as Dap.VariablesResponse;
    return body.variables;
  }

  #note(response: Dap.Response): void {
    this.#lines.push(`> ${response.command}`, ...describeResponse(response).map((line) => `  ${line}`));
  }

  async #whenSent(event: string): Promise<undefined> {
    while (!this.#events.some((each) => each.event === event))
      await new Promise<void>((wake) => (this.#wake = wake));
  }

  #receive(message: Dap.ProtocolMessage): void {
    if (message.type === 'response') {
      const response = message as Dap.Response;
      this.#answers.get(response.request_seq)?.(response);
    } else {
      const event = message as Dap.Event;
      // The one comes by time, the other repeats what `runInfo` answers.
      if (!['dataflowGraph/counted', 'dataflowGraph/loaded'].includes(event.event)) this.#events.push(event);
    }
    this.#wake();
  }
}

function describeResponse(response: Dap.Response): string[] {
  if (response.success) return describeBody(response.command, response.body);
  const { error } = response.body as { error: Dap.Message };
  return [`failed: ${error.variables?.['text'] ?? ''}`];
}

export function describeVariable(variable: Dap.Variable): string {
  const { name, value, type, evaluateName, presentationHint } = variable;
  const notes = [
    ...(type === undefined ? [] : [type]),
    ...(evaluateName === undefined ? [] : [`as ${evaluateName}`]),
    ...(presentationHint?.attributes ?? []),
    ...(variable.variablesReference > 0 ? ['has members'] : []),
    ...(variable.memoryReference === undefined ? [] : ['has memory']),
  ];
  return `${name} = ${JSON.stringify(value)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

// Lines that come together are sent together, but how many do is a matter of time.
function joinOutputs(events: readonly Dap.Event[]): string[] {
  return events.flatMap((event) => {
    if (event.event !== 'output') return [`* ${event.event} ${JSON.stringify(shorten(event.body))}`];
    const { category = '', output, line } = event.body as Dap.OutputEvent['body'];
    const place = line === undefined ? '' : ` at line ${String(line)}`;
    return output
      .trimEnd()
      .split('\n')
      .map((text) => `* output to ${category}${place}: ${text}`);
  });
}

function shorten(body: unknown): unknown {
  return body ?? {};
}

function stabilize(line: string): string {
  return line
    .replaceAll(defaultCacheFolder(process.env), '<cache>')
    .replaceAll(root, '<root>')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
    .replace(/\b\d+(\.\d+)? (µs|ms|s)\b/g, '<duration>')
    .replace(/("durationUs":)[\d.]+/g, '$1<duration>');
}
