// The recording that a served run replays: what the run is made of, what goes in, and what it is compared with. Knows nothing about
// who asks.
import { AppError } from '../../base/errors.ts';
import type { ReplayFed, ReplayRequest, ReplayVerdict, RunLaunch } from '../../protocol/runProcess.ts';
import type { StepChanges } from '../../protocol/trace.ts';
import { systemTime } from '../engine/systemTime.ts';
import { feedRecording } from '../run/feedRecording.ts';
import {
  describeChangedModules,
  describeLosses,
  openRecording,
  type Recording,
} from '../run/openRecording.ts';
import type { RunSession } from '../run/openSession.ts';
import { RecordedAnswers } from '../run/recordedAnswers.ts';
import { readRecordedChanges } from '../run/recordedChanges.ts';
import type { StartOptions } from '../run/run.ts';
import { compareTraces } from '../trace/compareTraces.ts';
import { describeDivergence } from '../trace/describeDivergence.ts';
import { readTraceFile } from '../trace/readTraceFile.ts';

export class ReplayDesk {
  #request: ReplayRequest | undefined;
  #recording: Recording | undefined;
  #answers: RecordedAnswers | undefined;
  #changes: readonly StepChanges[] = [];
  #messages = 0;
  #feeding: AbortController | undefined;

  /** The run that is loaded next replays it. Errors: TRACE_UNREADABLE, TRACE_NOT_REPLAYABLE. */
  open(request: ReplayRequest): { readonly program: string } {
    this.#recording = openRecording(request.trace);
    this.#answers = new RecordedAnswers(this.#recording.reader, request.from);
    this.#request = request;
    return { program: this.#recording.recorded.file };
  }

  /** Undefined for a run that replays nothing. */
  get recording(): Recording | undefined {
    return this.#recording;
  }

  /** Reads what else is to be repeated; faults that the launch names are in force in place of recorded ones. */
  prepare({ faults }: Pick<RunLaunch, 'faults'>): void {
    if (!this.#recording) return;
    const choice = { from: this.#request?.from, hasOwnFaults: faults !== undefined };
    this.#changes = readRecordedChanges(this.#recording.reader, choice);
  }

  /** How its run is started; nothing for a run that replays nothing. */
  get startOptions(): Pick<StartOptions, 'replay'> {
    return this.#answers ? { replay: { answers: this.#answers, changes: this.#changes } } : {};
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
        ...(this.#answers?.describeUnanswered() ?? []),
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
