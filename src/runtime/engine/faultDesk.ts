// The faults of a run as others see them: checked, told in the log, read and replaced while the run goes on. Knows nothing about how
// they come about.
import { AppError } from '../../base/errors.ts';
import {
  describeFault,
  type Fault,
  findFaultyNodes,
  type PlacedFault,
  readFault,
} from '../../graph/faults.ts';
import type { PlanNode } from '../../graph/runPlan.ts';
import type { EngineLog, NodeProgress } from '../../protocol/engine.ts';
import type { FaultMethods, FaultRecord } from '../../protocol/faults.ts';
import type { CallGuard } from '../component/callGuard.ts';
import { FaultInjector } from '../faults/faultInjector.ts';
import type { SessionClock } from '../scheduler/sessionClock.ts';

export interface FaultDeskPorts {
  readonly nodes: readonly PlanNode[];
  readonly seed: string;
  readonly clock: SessionClock;
  readonly guard: CallGuard;
  /** Wall time only: in virtual time nothing comes and goes anyway while time moves on. */
  readonly breakBroker: (durationMs: number) => void;
  /** Others are in force from now on, while the run goes on. */
  readonly onReplace?: (faults: readonly Fault[]) => void;
  readonly log: (line: EngineLog) => void;
  /** Tells at once what was logged. */
  readonly flush: () => void;
}

/** A call that is delayed can be ended by hand this soon. */
const LOOK_INTERVAL_MS = 50;

export class FaultDesk {
  readonly injector: FaultInjector;
  readonly #ports: FaultDeskPorts;

  constructor(ports: FaultDeskPorts) {
    this.#ports = ports;
    this.injector = new FaultInjector({
      nodes: ports.nodes.map(({ name }) => name),
      seed: ports.seed,
      delayCall: (durationMs) => this.#delayCall(durationMs),
      breakBroker: (durationMs) => this.#breakBroker(durationMs),
    });
  }

  /** How many are in force. */
  get count(): number {
    return this.injector.rules.length;
  }

  /** Puts faults in force that are known to be right, and says so. */
  set(faults: readonly Fault[]): void {
    const before = this.count;
    for (const fault of faults) this.#tell('warn', `fault in force: ${describeFault(fault)}`);
    if (before > 0 && faults.length === 0) this.#tell('info', 'no faults are in force any more');
    this.injector.set(faults);
  }

  /** The faults in force at an operation. */
  describeAt(operation: string): Pick<NodeProgress, 'disturbedBy'> {
    const here = this.injector.rules.flatMap(({ fault: { node, ...rest } }) =>
      node === operation ? describeFault(rest) : [],
    );
    return here.length === 0 ? {} : { disturbedBy: here.join('; ') };
  }

  read(): readonly FaultRecord[] {
    return this.injector.rules.map(({ fault, applied }) => ({ fault, text: describeFault(fault), applied }));
  }

  /** Errors: FAULT_INVALID. */
  replace({ faults }: FaultMethods['setFaults']['params']): readonly FaultRecord[] {
    const checked = checkFaults(faults, this.#ports.nodes);
    this.set(checked);
    this.#ports.onReplace?.(checked);
    this.#ports.flush();
    return this.read();
  }

  // As an operator that computes for so long: its limit holds, and it can be ended.
  #delayCall(durationMs: number): void {
    const { clock, guard } = this.#ports;
    let leftMs = durationMs;
    do {
      const limitMs = Math.min(LOOK_INTERVAL_MS, Math.max(0, guard.remainingMs) + 1);
      const partMs = clock.isVirtual ? leftMs : Math.min(leftMs, limitMs);
      clock.sleep(partMs);
      guard.check();
      leftMs -= partMs;
    } while (leftMs > 0);
  }

  #breakBroker(durationMs: number): void {
    const { clock, breakBroker } = this.#ports;
    this.#tell('warn', `fault: the broker is gone for ${String(durationMs)} ms`);
    if (clock.isVirtual) clock.sleep(durationMs);
    else breakBroker(durationMs);
  }

  #tell(level: 'info' | 'warn', message: string): void {
    this.#ports.log({ level, context: 'faults', message });
  }
}

/** What others ask may be anything. Errors: FAULT_INVALID with every problem. */
function checkFaults(faults: unknown, nodes: readonly PlanNode[]): readonly Fault[] {
  const problems: string[] = [];
  const placed: PlacedFault[] = [];
  if (!Array.isArray(faults)) problems.push('faults: a list of faults is expected.');
  else
    faults.forEach((value: unknown, index) => {
      const read = readFault(value);
      const place = `faults[${String(index)}]`;
      if ('fault' in read) placed.push({ fault: read.fault, place });
      else problems.push(`${place}: ${read.flaw.message}`);
    });
  problems.push(...findFaultyNodes(placed, nodes));
  if (problems.length > 0) throw new AppError('FAULT_INVALID', problems.join('\n'));
  return placed.map(({ fault }) => fault);
}
