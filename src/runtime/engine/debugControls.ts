// What can be done to a run from outside while it runs or stands: stops, steps, edits of the stopped message, the clock. Stands
// between the engine and its scheduler. Knows nothing about threads.
import { AppError } from '../../base/errors.ts';
import { formatClock, parseClock } from '../../base/hybridLogicalClock.ts';
import { isTopicNameValid } from '../../graph/topicFilter.ts';
import type {
  ClockRecord,
  DebugEvent,
  DebugMethods,
  MessageEdit,
  StopPoint,
} from '../../protocol/debugging.ts';
import { Debugger } from '../debugger/debugger.ts';
import { FlowMessage } from '../message/flowMessage.ts';
import type { NextStep } from '../scheduler/nextStep.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { SessionClock } from '../scheduler/sessionClock.ts';
import type { Hop } from '../trace/hop.ts';
import { Payload } from '../trace/payload.ts';

export interface DebugPorts {
  readonly nodes: readonly string[];
  readonly clock: SessionClock;
  readonly tell: (event: DebugEvent) => void;
  /** Has the engine go on with its work. */
  readonly wake: () => void;
}

type Methods = {
  readonly [K in keyof DebugMethods]: (
    params: DebugMethods[K]['params'],
  ) => DebugMethods[K]['result'] | Promise<DebugMethods[K]['result']>;
};

interface Advance {
  readonly untilMs: number;
  readonly resolve: (clock: ClockRecord) => void;
}

export class DebugControls {
  readonly #ports: DebugPorts;
  readonly #debugger: Debugger;
  readonly #scheduler: Scheduler;
  #advance: Advance | undefined;

  constructor(scheduler: Scheduler, ports: DebugPorts) {
    this.#ports = ports;
    this.#scheduler = scheduler;
    this.#debugger = new Debugger(ports);
  }

  readonly methods: Methods = {
    setStops: (settings) => this.#debugger.setStops(settings),
    pause: ({ reason }) => {
      this.#debugger.pause(reason);
      this.#ports.wake();
      return null;
    },
    resume: ({ mode }) => {
      this.#debugger.resume(mode);
      return this.#goOn();
    },
    editStopped: (edit) => this.#editStopped(edit),
    dropStopped: () => {
      this.#mustStandBefore();
      this.#scheduler.dropNext('dropped in the debugger');
      this.#debugger.resume('continue');
      return this.#goOn();
    },
    evaluate: ({ expression }) => this.#debugger.evaluate(expression),
    readClock: () => this.#readClock(),
    advance: ({ durationMs }) => this.#startAdvance(durationMs),
  };

  /** Nothing moves until it is resumed. */
  get isStanding(): boolean {
    return this.#debugger.stop !== undefined;
  }

  /** Forgets every stop and step and goes on, so that the run can come to its end. */
  release(): void {
    this.#debugger.forget();
    if (!this.isStanding) return;
    this.#debugger.resume('continue');
    this.#goOn();
  }

  noteHop(hop: Hop, number: number): void {
    this.#debugger.noteHop(hop, number);
  }

  /** As `Scheduler.step`, but stops where it is to. False also when it stands. */
  step(): boolean {
    const scheduler = this.#scheduler;
    if (this.#debugger.stopsBefore(scheduler.next)) return this.#stand();
    const isBusy = scheduler.step() || this.#stepInTime();
    if (this.#debugger.stopsAfter()) return this.#stand();
    return isBusy || (this.#debugger.stopsIdle() && this.#stand());
  }

  // Nothing else is to be done at this time: it may move on, if somebody wants it to.
  #stepInTime(): boolean {
    const advance = this.#advance;
    if (!advance) return false;
    if (this.#scheduler.completeUntil(advance.untilMs)) return true;
    this.#ports.clock.advanceTo(advance.untilMs);
    this.#endAdvance();
    return false;
  }

  #stand(): false {
    this.#ports.clock.pause();
    this.#endAdvance();
    return false;
  }

  #goOn(): null {
    this.#ports.clock.resume();
    this.#ports.wake();
    return null;
  }

  #mustStandBefore(): StopPoint {
    const { at } = this.#debugger.mustStand();
    if (at?.moment === 'before' && !at.window) return at;
    throw new AppError(
      'RUN_NOT_STOPPED',
      'The run is not stopped before an operation, so no message can be changed or dropped. Step to the next hop first.',
    );
  }

  #editStopped(edit: MessageEdit): StopPoint {
    this.#mustStandBefore();
    const { item } = this.#next();
    this.#scheduler.replaceNext(editMessage(item.message, edit));
    return this.#debugger.replaceStopped(this.#next());
  }

  #next(): NextStep {
    const { next } = this.#scheduler;
    if (!next) throw new Error('the stopped message is gone');
    return next;
  }

  #readClock(): ClockRecord {
    const { clock } = this.#ports;
    const due = this.#scheduler.nextPendingTime;
    return {
      kind: clock.isVirtual ? 'virtual' : 'wall',
      nowMs: clock.nowMs(),
      ...(due && { nextDue: formatClock(due) }),
    };
  }

  #startAdvance(durationMs: number): Promise<ClockRecord> {
    const { clock } = this.#ports;
    if (!clock.isVirtual)
      throw new AppError(
        'CLOCK_NOT_VIRTUAL',
        'This run goes by real time, which cannot be moved. Start it with "clock": "virtual" for that.',
      );
    this.#endAdvance();
    if (this.isStanding) {
      this.#debugger.resume('continue');
      this.#goOn();
    }
    return new Promise((resolve) => {
      this.#advance = { untilMs: clock.nowMs() + durationMs, resolve };
      this.#ports.wake();
    });
  }

  #endAdvance(): void {
    this.#advance?.resolve(this.#readClock());
    this.#advance = undefined;
  }
}

/** Errors: MESSAGE_EDIT_INVALID. */
function editMessage(message: FlowMessage, edit: MessageEdit): FlowMessage {
  const { topic = message.topic, contentType = message.contentType, payload } = edit;
  const timestamp = edit.timestamp === undefined ? message.timestamp : parseClock(edit.timestamp);
  if (!timestamp)
    throw new AppError(
      'MESSAGE_EDIT_INVALID',
      `"${edit.timestamp ?? ''}" is not a time: write <milliseconds>:<counter>:<node id>, as in ${formatClock(message.timestamp)}.`,
    );
  if (!isTopicNameValid(topic))
    throw new AppError(
      'MESSAGE_EDIT_INVALID',
      `"${topic}" is not a topic: it is not empty and has no "+", "#" or null characters.`,
    );
  return new FlowMessage(
    message.kind,
    timestamp,
    topic,
    contentType === '' ? undefined : contentType,
    edit.userProperties ?? message.userProperties,
    payload ? new Payload(payload) : message.payload,
    message.schema,
    message.image,
    message.inputTopic,
  );
}
