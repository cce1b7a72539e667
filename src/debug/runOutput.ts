// Turns what a run tells into lines of the Debug Console, each with the place of the operation it is about. Knows nothing about stops.
import { basename } from 'node:path';
import type { LogLevel } from '../base/logger.ts';
import type { RefusedRule } from '../protocol/debugging.ts';
import type { EngineLog, LongCall, RunCounts } from '../protocol/engine.ts';
import type { LoadedRun, ReplayVerdict, RunProcessEvents } from '../protocol/runProcess.ts';
import { type ClientLink, type ClientPlace, clientPlaceOf } from './clientLink.ts';
import type { LaunchSettings } from './launchArguments.ts';
import type { OutputLine, OutputQueue } from './outputQueue.ts';

export interface RunOutputPorts {
  readonly link: ClientLink;
  readonly queue: OutputQueue;
  /** Undefined until it is loaded. */
  readonly run: () => LoadedRun | undefined;
}

export class RunOutput {
  readonly #ports: RunOutputPorts;

  constructor(ports: RunOutputPorts) {
    this.#ports = ports;
  }

  tell(text: string, category: OutputLine['category'] = 'console'): void {
    this.#ports.queue.tell({ text, category });
  }

  /** Lines of operators and of the run. */
  addLogs(lines: readonly EngineLog[]): void {
    for (const { level, node, context, message } of lines) {
      const origin = [node, context].filter((part) => part !== undefined && part !== '').join(' ');
      this.#ports.queue.add({
        text: `${level} [${origin}] ${message}`,
        category: categoryOf(level),
        place: this.#placeOf(this.#indexOf(node)),
      });
    }
  }

  addLogPoint({ node, text }: RunProcessEvents['logPoint']): void {
    this.#ports.queue.add({ text, category: 'console', place: this.#placeOf(node) });
  }

  tellHealth({ node, health, message }: RunProcessEvents['health']): void {
    this.#ports.queue.tell({
      text: `operation "${node}" is ${health}: ${message}`,
      category: health === 'running' ? 'console' : 'important',
      place: this.#placeOf(this.#indexOf(node)),
    });
  }

  tellLongCall({ node, forMs }: LongCall): void {
    this.#ports.queue.tell({
      text: `operation "${node}" has been working on one message for ${(forMs / 1000).toFixed(1)} s; "kill" ends that`,
      category: 'stderr',
      place: this.#placeOf(this.#indexOf(node)),
    });
  }

  tellFailedRule({ message }: RefusedRule): void {
    this.#ports.queue.tell({ text: `A breakpoint cannot be worked out: ${message}`, category: 'stderr' });
  }

  tellStarted(
    { name, url, sourceTopics }: LoadedRun,
    { run: { isDebugged }, replay }: Pick<LaunchSettings, 'run' | 'replay'>,
  ): void {
    if (replay) return this.tell(`replaying "${name}" from ${basename(replay.trace)}`);
    const how = isDebugged ? 'debugging' : 'running';
    this.tell(`${how} "${name}" on ${url ?? 'a broker without a port'}, reading ${sourceTopics.join(', ')}`);
  }

  tellCounts({ messagesIn, messagesOut, errors, held }: RunCounts): void {
    const parts = [`${String(messagesIn)} in`, `${String(messagesOut)} out`, `${String(errors)} errors`];
    if (held > 0) parts.push(`${String(held)} still held`);
    this.tell(`the run has ended: ${parts.join(', ')}`);
  }

  /** With the place of the operation where it went another way. */
  tellReplay({ messages, comparedHops, differing, first, problems }: ReplayVerdict): void {
    for (const problem of problems) this.tell(problem, 'stderr');
    const what = `${String(messages)} messages, ${String(comparedHops)} hops`;
    if (!first) return this.tell(`the replay went as recorded: ${what}`);
    const lines = first.lines.map((line) => `\n  ${line}`).join('');
    this.#ports.queue.tell({
      text: `the replay went another way: ${what}, ${String(differing)} of them differ; the first:${lines}`,
      category: 'important',
      place: this.#placeOf(this.#indexOf(first.node)),
    });
  }

  #indexOf(node: string | undefined): number | undefined {
    return node === undefined ? undefined : this.#ports.run()?.nodes.findIndex(({ name }) => name === node);
  }

  #placeOf(node: number | undefined): ClientPlace | undefined {
    const place = node === undefined ? undefined : this.#ports.run()?.nodes[node]?.place;
    return place && clientPlaceOf(this.#ports.link, place);
  }
}

function categoryOf(level: LogLevel): OutputLine['category'] {
  return level === 'error' || level === 'critical' || level === 'warn' ? 'stderr' : 'stdout';
}
