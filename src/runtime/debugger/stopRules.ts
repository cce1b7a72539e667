// The rules of a debugged run, ready to be asked at every hop: which of them look here, whether their condition holds, how often
// they have been met. Knows nothing about stepping.
import { AppError } from '../../base/errors.ts';
import { matchesTopicFilter } from '../../graph/topicFilter.ts';
import type {
  FailureKind,
  RefusedRule,
  StopMoment,
  StopRule,
  StopSettings,
} from '../../protocol/debugging.ts';
import type { HopRecord } from '../../protocol/trace.ts';
import { Expression, type ExpressionScope } from './expression.ts';
import { compileHitCount } from './hitCount.ts';
import { LogText } from './logText.ts';

/** What rules are asked about. */
export interface Sight {
  readonly moment: 'before' | 'after';
  readonly node: number;
  readonly connection: number;
  readonly topic: string;
  /** Made only when an expression is to be worked out: it copies the message. */
  readonly scope: () => ExpressionScope;
  /** Only `after`. */
  readonly hop?: SightedHop;
}

/** What rules look at of a hop. */
export interface SightedHop {
  readonly verdict: HopRecord['verdict'];
  readonly reason?: string | undefined;
  readonly error?: HopRecord['error'] | undefined;
  readonly stateCalls?: HopRecord['stateCalls'] | undefined;
}

/** What rules found. */
export interface Findings {
  /** Rules that stop the run. */
  readonly stops: readonly StopRule[];
  readonly failure?: FailureKind;
  readonly lines: readonly { readonly rule: number; readonly text: string }[];
  /** Rules that cannot be worked out, told for the first time. */
  readonly failed: readonly RefusedRule[];
}

interface ReadyRule {
  readonly rule: StopRule;
  readonly looksAt: (sight: Sight) => boolean;
  readonly condition?: Expression | undefined;
  readonly isHit: (count: number) => boolean;
  readonly log?: LogText | undefined;
  readonly counter: { hits: number };
}

interface ReadyFailure {
  readonly kind: FailureKind;
  readonly condition?: Expression | undefined;
}

export class StopRules {
  #rules: readonly ReadyRule[] = [];
  #failures: readonly ReadyFailure[] = [];
  readonly #told = new Set<string>();

  get isEmpty(): boolean {
    return this.#rules.length === 0 && this.#failures.length === 0;
  }

  /** Replaces all rules; those that stay as they were go on counting. Those that are refused do nothing. */
  set({ rules, failures }: StopSettings): RefusedRule[] {
    const before = new Map(this.#rules.map((ready) => [identify(ready.rule), ready.counter]));
    const refused: RefusedRule[] = [];
    this.#told.clear();
    this.#rules = rules.flatMap((rule) => {
      try {
        return [prepare(rule, before.get(identify(rule)) ?? { hits: 0 })];
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused.push({ id: rule.id, message: error.message });
        return [];
      }
    });
    this.#failures = failures.map(({ kind, condition }) => ({
      kind,
      condition: condition === undefined ? undefined : new Expression(condition),
    }));
    return refused;
  }

  ask(sight: Sight): Findings {
    const stops: StopRule[] = [];
    const lines: { rule: number; text: string }[] = [];
    const failed: RefusedRule[] = [];
    let made: ExpressionScope | undefined;
    const scope = (): ExpressionScope => (made ??= sight.scope());
    for (const ready of this.#rules) {
      if (!ready.looksAt(sight)) continue;
      try {
        if (ready.condition?.test(scope()) === false) continue;
        ready.counter.hits += 1;
        if (!ready.isHit(ready.counter.hits)) continue;
        if (ready.log) lines.push({ rule: ready.rule.id, text: ready.log.fill(scope()) });
        else stops.push(ready.rule);
      } catch (error) {
        // A rule that cannot be worked out never stops: nobody could tell why the run stands.
        if (!(error instanceof AppError)) throw error;
        const name = identify(ready.rule);
        if (!this.#told.has(name)) failed.push({ id: ready.rule.id, message: error.message });
        this.#told.add(name);
      }
    }
    const failure = sight.hop && this.#findFailure(sight.hop, scope);
    return { stops, lines, failed, ...(failure && { failure }) };
  }

  #findFailure(hop: SightedHop, scope: Sight['scope']): FailureKind | undefined {
    const kind = failureOf(hop);
    return this.#failures.find((ready) => ready.kind === kind && holds(ready.condition, scope))?.kind;
  }
}

// The condition of a failure that cannot be worked out counts as true: a failure is not to be missed.
function holds(condition: Expression | undefined, scope: Sight['scope']): boolean {
  if (!condition) return true;
  try {
    return condition.test(scope());
  } catch (error) {
    if (error instanceof AppError) return true;
    throw error;
  }
}

function failureOf({ verdict, error, reason = '' }: SightedHop): FailureKind | undefined {
  if (verdict === 'late') return 'late';
  if (verdict === 'dropped') return reason.endsWith('leads nowhere') ? 'unconnected' : 'dropped';
  switch (error?.code) {
    case undefined:
      return undefined;
    case 'OPERATOR_TRAP':
      return 'trap';
    case 'OPERATOR_TIMEOUT':
      return 'timeout';
    case 'OPERATOR_BAD_RESULT':
      return 'badResult';
    default:
      return 'error';
  }
}

function identify({ at, when, condition, hitCount, log }: StopRule): string {
  return JSON.stringify([at, when, condition, hitCount, log]);
}

/** Errors: EXPRESSION_INVALID. */
function prepare(rule: StopRule, counter: { hits: number }): ReadyRule {
  const { condition, hitCount, log } = rule;
  return {
    rule,
    looksAt: whereOf(rule),
    condition: condition === undefined ? undefined : new Expression(condition),
    isHit: hitCount === undefined ? () => true : compileHitCount(hitCount),
    log: log === undefined ? undefined : new LogText(log),
    counter,
  };
}

function whereOf({ at, when }: StopRule): (sight: Sight) => boolean {
  switch (at.kind) {
    case 'node':
      return (sight) => sight.node === at.node && isMoment(sight, when);
    case 'connection':
      return (sight) => sight.moment === 'before' && sight.connection === at.connection;
    case 'topic':
      return (sight) => sight.moment === 'before' && matchesTopicFilter(at.filter, sight.topic);
    case 'state':
      return ({ hop }) =>
        hop?.stateCalls?.some(
          ({ key, method }) =>
            key === at.key && (at.access === 'readWrite' || (method === 'get') === (at.access === 'read')),
        ) === true;
  }
}

function isMoment({ moment, hop }: Sight, when: StopMoment): boolean {
  if (when === 'drop') return hop !== undefined && lostVerdicts.includes(hop.verdict);
  return moment === when;
}

/** How a message ends without being emitted or becoming part of a window. */
const lostVerdicts: readonly HopRecord['verdict'][] = ['dropped', 'late', 'error'];
