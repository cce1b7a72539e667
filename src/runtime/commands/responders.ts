// Answers commands on a run's broker by rules of the workspace, in the place of executors that are not there. Speaks as an executor
// does, so that outside clients get answers, too. Knows nothing about operators.
import type { Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import { clockFromMs, clockToMs, formatClock, parseClock } from '../../base/hybridLogicalClock.ts';
import type { LogLevel } from '../../base/logger.ts';
import type { BusMessage, UserProperty } from '../../protocol/message.ts';
import type { MessageBus } from '../broker/messageBus.ts';
import type { ExpressionScope } from '../debugger/expression.ts';
import { readPayload } from '../debugger/messageScope.ts';
import type { ResponderRule, RuleAnswer } from './responderRules.ts';

export interface RespondersPorts {
  readonly rules: readonly ResponderRule[];
  readonly bus: Pick<MessageBus, 'subscribe' | 'publish'>;
  readonly startTimer: (callback: () => void, delayMs: number) => Disposable;
  /** Milliseconds since the Unix epoch. */
  readonly epochMs: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly log: (level: LogLevel, message: string) => void;
  /**
   * Present where time is virtual, so that delays pass at once: told of each request what will become of it, `undefined` that nobody
   * answers.
   */
  readonly expect?: (correlationData: Uint8Array, delayMs: number | undefined) => void;
}

const CLIENT_ID = 'responders';

export class Responders implements Disposable {
  readonly #ports: RespondersPorts;
  /** How many requests each rule has taken. */
  readonly #taken: Map<ResponderRule, number> = new Map<ResponderRule, number>();
  readonly #timers: Set<Disposable> = new Set<Disposable>();
  #subscription: Disposable | undefined;

  constructor(ports: RespondersPorts) {
    this.#ports = ports;
  }

  /** Answers from now on. Errors: of `MessageBus.subscribe`. */
  async begin(): Promise<void> {
    const filters = [...new Set(this.#ports.rules.map(({ filter }) => filter))];
    if (filters.length === 0) return;
    this.#subscription = await this.#ports.bus.subscribe(filters, (request) => this.#take(request));
  }

  dispose(): void {
    this.#subscription?.dispose();
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
  }

  #take(request: BusMessage): void {
    const { responseTopic, correlationData, topic } = request;
    // No request: an answer, or whatever else the filters let through.
    if (responseTopic === undefined || responseTopic === topic) return;
    const found = this.#find(request);
    if (!found) return;
    const { rule, scope, seq } = found;
    const delayMs = rule.answer ? rule.delayMs : undefined;
    const { expect } = this.#ports;
    if (expect && correlationData) expect(correlationData, delayMs);
    if (delayMs === undefined) return;
    const answer = this.#answer(rule, scope, seq, this.#timeOf(request, delayMs));
    const message = toMessage(request, responseTopic, answer);
    if (delayMs === 0 || expect) this.#publish(message, rule);
    else this.#after(delayMs, () => this.#publish(message, rule));
  }

  #find(
    request: BusMessage,
  ): { readonly rule: ResponderRule; readonly scope: ExpressionScope; readonly seq: number } | undefined {
    for (const rule of this.#ports.rules) {
      const tokens = rule.match(request.topic);
      if (!tokens) continue;
      const seq = this.#taken.get(rule) ?? 0;
      const scope = describeRequest(request, tokens, seq);
      if (!this.#test(rule, scope)) continue;
      this.#taken.set(rule, seq + 1);
      return { rule, scope, seq };
    }
    return undefined;
  }

  #test(rule: ResponderRule, scope: ExpressionScope): boolean {
    try {
      return rule.test(scope);
    } catch (error) {
      this.#ports.log('warn', `${rule.place}: the rule is passed over: ${describeError(error)}`);
      return false;
    }
  }

  #answer(rule: ResponderRule, scope: ExpressionScope, seq: number, nowMs: number): RuleAnswer {
    const marks: UserProperty[] = [
      ['__srcId', CLIENT_ID],
      ['__protVer', '1.0'],
      ['__ts', formatClock(clockFromMs(Math.floor(nowMs), 0n, CLIENT_ID))],
    ];
    try {
      const answer = rule.answer?.(scope, seq, { nowMs: () => nowMs, random: this.#ports.random });
      if (answer) return { ...answer, userProperties: [...answer.userProperties, ...marks] };
    } catch (error) {
      this.#ports.log('error', `${rule.place}: its reply cannot be made: ${describeError(error)}`);
    }
    const message = `the reply of ${rule.place} cannot be made`;
    return { payload: new Uint8Array(), userProperties: [['__stat', '500'], ['__stMsg', message], ...marks] };
  }

  // Virtual time is that of the request.
  #timeOf({ userProperties }: BusMessage, delayMs: number): number {
    if (!this.#ports.expect) return this.#ports.epochMs() + delayMs;
    const clock = parseClock(userProperties.find(([key]) => key === '__ts')?.[1] ?? '');
    return (clock ? clockToMs(clock) : 0) + delayMs;
  }

  #publish(message: BusMessage, rule: ResponderRule): void {
    this.#ports.bus
      .publish(message)
      .catch((error: unknown) =>
        this.#ports.log('warn', `${rule.place}: its answer cannot be published: ${describeError(error)}`),
      );
  }

  #after(delayMs: number, act: () => void): void {
    const timer = this.#ports.startTimer(() => {
      this.#timers.delete(timer);
      act();
    }, delayMs);
    this.#timers.add(timer);
  }
}

function toMessage(
  { correlationData }: BusMessage,
  topic: string,
  { payload, contentType, userProperties }: RuleAnswer,
): BusMessage {
  return {
    topic,
    payload,
    qos: 1,
    retain: false,
    isText: true,
    userProperties,
    ...(contentType !== undefined && { contentType }),
    ...(correlationData && { correlationData }),
  };
}

function describeRequest(
  { topic, payload, contentType, userProperties }: BusMessage,
  tokens: Readonly<Record<string, string>>,
  seq: number,
): ExpressionScope {
  const userData = userProperties.filter(([key]) => !key.startsWith('__') && key !== '$partition');
  return {
    topic,
    tokens,
    payload: readPayload(payload),
    contentType: contentType ?? '',
    userData: Object.fromEntries(userData),
    seq: BigInt(seq),
  };
}
