// Decides where a run stops: asks the rules and the step under way before and after every hop, and keeps what is told about the
// stop. Whoever drives the scheduler asks it and holds the run. Knows nothing about threads or services.
import { AppError } from '../../base/errors.ts';
import { formatClock } from '../../base/hybridLogicalClock.ts';
import type {
  DebugEvent,
  EvaluatedValue,
  RefusedRule,
  ResumeMode,
  StopPoint,
  StopReport,
  StopSettings,
} from '../../protocol/debugging.ts';
import type { NextStep } from '../scheduler/nextStep.ts';
import type { Hop } from '../trace/hop.ts';
import { describeHop, describeMessage } from './describeHop.ts';
import { describeValue, Expression, type ExpressionScope } from './expression.ts';
import { messageScope } from './messageScope.ts';
import { Stepper } from './stepper.ts';
import { type Findings, StopRules } from './stopRules.ts';

export interface DebuggerPorts {
  /** Names of the nodes, by index. */
  readonly nodes: readonly string[];
  readonly tell: (event: DebugEvent) => void;
}

export class Debugger {
  readonly #ports: DebuggerPorts;
  readonly #rules: StopRules = new StopRules();
  readonly #stepper: Stepper = new Stepper();
  #pause: 'pause' | 'entry' | undefined;
  #stop: StopReport | undefined;
  /** Before this the run has stopped already. */
  #passed: object | undefined;
  /** A stop that the last hop asks for. */
  #due: StopReport | undefined;
  /** The last hop of a step, where it ends unless the message moves on elsewhere. */
  #end: StopReport | undefined;

  constructor(ports: DebuggerPorts) {
    this.#ports = ports;
  }

  /** Where the run stands; undefined while it runs. */
  get stop(): StopReport | undefined {
    return this.#stop;
  }

  setStops(settings: StopSettings): readonly RefusedRule[] {
    return this.#rules.set(settings);
  }

  /** Forgets all rules, the step and the pause that are under way. */
  forget(): void {
    this.#rules.set({ rules: [], failures: [] });
    this.#stepper.end();
    this.#pause = this.#due = this.#end = undefined;
  }

  /** Stops before the next hop; `stopsIdle` at once when nothing moves. */
  pause(reason: 'pause' | 'entry'): void {
    if (!this.#stop) this.#pause = reason;
  }

  /** Errors: RUN_NOT_STOPPED. */
  resume(mode: ResumeMode): void {
    const { at } = this.mustStand();
    this.#stepper.begin(mode, at && { message: at.message, verdict: at.hop?.verdict });
    this.#stop = undefined;
    this.#ports.tell({ kind: 'resumed', value: at ? { message: at.message } : {} });
  }

  /** Errors: RUN_NOT_STOPPED. */
  mustStand(): StopReport {
    if (this.#stop) return this.#stop;
    throw new AppError('RUN_NOT_STOPPED', 'The run is not stopped. Pause it, or set a breakpoint, first.');
  }

  /** The stopped message is another now, which has not been stopped at. */
  replaceStopped(next: NextStep): StopPoint {
    const at = describeNext(next);
    this.#passed = next.identity;
    this.#stop = { ...this.mustStand(), at };
    return at;
  }

  /** Whether the run stops before `next` (undefined: no message is about to be worked on). */
  stopsBefore(next: NextStep | undefined): boolean {
    const end = this.#end;
    this.#end = undefined;
    if (next && this.#stepper.endsBefore(next) && next.identity !== this.#passed)
      return this.#hold({ reason: 'step', rules: [] }, next);
    if (end) return this.#hold(end, next);
    if (!next || next.identity === this.#passed) return false;
    if (this.#pause) return this.#hold({ reason: this.#pause, rules: [] }, next);
    if (this.#rules.isEmpty) return false;
    const { node, item } = next;
    const { topic } = item.message;
    const scope = (): ExpressionScope => this.#scopeOf(describeNext(next));
    const findings = this.#rules.ask({ moment: 'before', node, connection: item.connection, topic, scope });
    this.#tell(findings, node);
    if (findings.stops.length === 0) return false;
    const isTopic = findings.stops.every((rule) => rule.at.kind === 'topic');
    const rules = findings.stops.map((rule) => rule.id);
    return this.#hold({ reason: isTopic ? 'topic breakpoint' : 'breakpoint', rules }, next);
  }

  /** Notes a hop that was just recorded. */
  noteHop(hop: Hop, number: number): void {
    const judgement = this.#stepper.judge(hop);
    const found = this.#judgeHop(hop, number);
    if (judgement === 'no' && !found) return;
    const at = describePast(hop, number, this.#ports.nodes);
    if (judgement === 'unless-more') this.#end = { reason: 'step', rules: [], at };
    if (found) this.#due ??= { ...found, at };
    else if (judgement === 'now') this.#due ??= { reason: 'step', rules: [], at };
  }

  /** Whether the run stops after what was just done. */
  stopsAfter(): boolean {
    const due = this.#due;
    this.#due = undefined;
    return due !== undefined && this.#hold(due, undefined);
  }

  /** Nothing moves: whether the run stops here, because it was to pause or a step has come to its end. */
  stopsIdle(): boolean {
    if (this.#stop) return true;
    const end = this.#end;
    this.#end = undefined;
    if (end) return this.#hold(end, undefined);
    return this.#pause !== undefined && this.#hold({ reason: this.#pause, rules: [] }, undefined);
  }

  /** Errors: EXPRESSION_INVALID, EXPRESSION_FAILED. */
  evaluate(expression: string): EvaluatedValue {
    const at = this.#stop?.at;
    return describeValue(new Expression(expression).evaluate(at ? this.#scopeOf(at) : {}));
  }

  // Nearly every hop goes by unremarked, so what is told of one is made only for a stop.
  #judgeHop(hop: Hop, number: number): StopReport | undefined {
    if (this.#rules.isEmpty) return undefined;
    const { node, connection, input } = hop;
    const scope = (): ExpressionScope => this.#scopeOf(describePast(hop, number, this.#ports.nodes));
    const topic = input?.topic ?? '';
    const findings = this.#rules.ask({ moment: 'after', node, connection, topic, scope, hop });
    this.#tell(findings, node);
    const { stops, failure } = findings;
    const rules = stops.map((rule) => rule.id);
    if (failure) return { reason: 'exception', rules, failure };
    if (stops.length === 0) return undefined;
    const isData = stops.every((rule) => rule.at.kind === 'state');
    return { reason: isData ? 'data breakpoint' : 'breakpoint', rules };
  }

  #hold(report: StopReport, next: NextStep | undefined): true {
    // After a hop the run stands there, though something else comes next.
    this.#stop = report.at || !next ? report : { ...report, at: describeNext(next) };
    if (next && !report.at) this.#passed = next.identity;
    this.#pause = undefined;
    this.#due = undefined;
    this.#end = undefined;
    this.#stepper.end();
    this.#ports.tell({ kind: 'stopped', value: this.#stop });
    return true;
  }

  #tell({ lines, failed }: Findings, node: number): void {
    for (const line of lines) this.#ports.tell({ kind: 'logPoint', value: { ...line, node } });
    for (const rule of failed) this.#ports.tell({ kind: 'ruleFailed', value: rule });
  }

  #scopeOf(at: StopPoint): ExpressionScope {
    return messageScope({ ...at, node: this.#ports.nodes[at.node] ?? '' });
  }
}

function describeNext({ node, item, window }: NextStep): StopPoint {
  return {
    moment: 'before',
    node,
    message: item.id,
    connection: item.connection,
    cause: item.cause,
    ...(item.cause === 0 && item.replayOf && { replayOf: item.replayOf }),
    time: formatClock(item.time),
    input: describeMessage(item.message),
    ...(window && { window: window.map((each) => each.id) }),
  };
}

function describePast(hop: Hop, number: number, nodes: readonly string[]): StopPoint {
  const record = describeHop(hop, number, nodes);
  const { message, cause, replayOf, connection, time, input, parents } = record;
  return {
    moment: 'after',
    node: hop.node,
    message,
    connection,
    cause,
    ...(replayOf && { replayOf }),
    time,
    // Every hop of a run has one; only a trace may lack it.
    input: input ?? { topic: '', userProperties: [], timestamp: time, payloadSize: 0 },
    ...(parents && { window: parents }),
    hop: record,
  };
}
