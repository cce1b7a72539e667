// The recording that a served run replays: what the run is made of, what goes in, and what it is compared with. Knows nothing about
// who asks.
import { AppError } from '../../base/errors.ts';
import type { ReplayFed, ReplayRequest, ReplayVerdict, RunLaunch } from '../../protocol/runProcess.ts';
import { systemTime } from '../engine/systemTime.ts';
import { feedRecording } from '../run/feedRecording.ts';
import {
  describeChangedModules,
  describeLosses,
  openRecording,
  type Recording,
} from '../run/openRecording.ts';
import type { RunSession } from '../run/openSession.ts';
import { readRepeated } from '../run/repeatedInput.ts';
import type { StartOptions } from '../run/run.ts';
import { compareTraces } from '../trace/compareTraces.ts';
import { describeDivergence } from '../trace/describeDivergence.ts';
import { readTraceFile } from '../trace/readTraceFile.ts';
import type { TraceReader } from '../trace/traceReader.ts';

export class ReplayDesk {
  #request: ReplayRequest | undefined;
  #recording: Recording | undefined;
  #beside: TraceReader | undefined;
  #repeated: ReturnType<typeof readRepeated> | undefined;
  #messages = 0;
  #feeding: AbortController | undefined;

  /** The run that is loaded next replays it. Errors: TRACE_UNREADABLE, TRACE_NOT_REPLAYABLE. */
  open(request: ReplayRequest): { readonly program: string } {
    this.#recording = openRecording(request.trace);
    this.#request = request;
    return { program: this.#recording.recorded.file };
  }

  /** The run that is loaded next has messages of its own, and repeats what else came into that of `trace`, if any. Errors: TRACE_UNREADABLE. */
  repeat(trace: string | undefined): void {
    this.#beside = trace === undefined ? undefined : readTraceFile(trace);
  }

  /** Undefined for a run that replays nothing. */
  get recording(): Recording | undefined {
    return this.#recording;
  }

  /** Reads what else is to be repeated; faults that the launch names are in force in place of recorded ones. */
  prepare({ faults }: Pick<RunLaunch, 'faults'>): void {
    const reader = this.#recording?.reader ?? this.#beside;
    if (!reader) return;
    this.#repeated = readRepeated(reader, { from: this.#request?.from, hasOwnFaults: faults !== undefined });
  }

  /** How its run is started; nothing for a run that repeats nothing. */
  get startOptions(): Pick<StartOptions, 'repeated' | 'isFed'> {
    return this.#repeated ? { repeated: this.#repeated, isFed: this.#recording !== undefined } : {};
  }

  /** What is other in this replay from the start: sentences. */
  describeOdds(spec: RunSession['spec']): string[] {
    const recording = this.#recording;
    if (!recording) return [];
    return [...describeLosses(recording), ...describeChangedModules(spec, recording.recorded)];
  }

  /** Resolves when the run has taken everything. Errors: TRACE_NOT_REPLAYABLE; RUN_ENDED, without a recording. */
  async feed({ run, spec }: Pick<RunSession, 'run' | 'spec'>): Promise<ReplayFed> {
    const { reader } = this.#must();
    const { from, speed } = this.#request ?? {};
    this.#feeding = new AbortController();
    const { count, finish } = await feedRecording(reader, run, spec, {
      ...(from !== undefined && { from }),
      ...(speed !== undefined && { speed }),
      time: systemTime,
      signal: this.#feeding.signal,
    });
    this.#messages = count;
    return { messages: count, finish };
  }

  /** Compares the trace of a replay that has ended. Errors: TRACE_UNREADABLE; RUN_ENDED, without a recording. */
  compare(tracePath: string): ReplayVerdict {
    const { reader } = this.#must();
    const { comparedHops, differing, first } = compareTraces(
      reader.hops(),
      readTraceFile(tracePath).hops(),
      this.#request?.from,
    );
    const hop = first?.recorded ?? first?.replayed;
    return {
      messages: this.#messages,
      comparedHops,
      differing,
      ...(first && { first: { node: hop?.node ?? '', lines: describeDivergence(first) } }),
      problems: [
        ...reader.problems.map(({ message }) => message),
        ...(this.#repeated?.answers.describeUnanswered() ?? []),
      ],
    };
  }

  /** Hands nothing more over. */
  stop(): void {
    this.#feeding?.abort();
  }

  #must(): Recording {
    if (this.#recording) return this.#recording;
    throw new AppError('RUN_ENDED', 'This run replays no recording.');
  }
}
