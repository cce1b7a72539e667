// All breakpoints of a session: keeps what the client asked for, turns it into rules for the run, tells the client what became of
// it, and does it again after a restart. Knows nothing about how a run stops.
import { BreakpointEvent } from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { AppError } from '../base/errors.ts';
import type { RefusedRule, StopMoment, StopPlace, StopRule, StopSettings } from '../protocol/debugging.ts';
import type { LoadedRun, SourcePlace } from '../protocol/runProcess.ts';
import type { ClientLink } from './clientLink.ts';
import { clientPlaceOf } from './clientLink.ts';
import { defaultFailures } from './exceptionFilters.ts';

/** Where a breakpoint comes to stand; several places when one text is used more than once. */
export type Resolved =
  | { readonly stops: readonly { at: StopPlace; when: StopMoment }[]; readonly place?: SourcePlace }
  | { readonly reason: string };

/** A breakpoint as it was asked for. Conditions and texts are empty when there is none. */
export interface WantedBreakpoint {
  readonly resolve: (run: LoadedRun) => Resolved;
  readonly condition?: string | undefined;
  readonly hitCount?: string | undefined;
  readonly log?: string | undefined;
}

interface KnownBreakpoint {
  readonly id: number;
  readonly wanted: WantedBreakpoint;
  rules: readonly StopRule[];
  shown: Dap.Breakpoint;
}

export interface BreakpointPorts {
  readonly link: ClientLink;
  readonly run: () => LoadedRun;
  readonly apply: (settings: StopSettings) => Promise<readonly RefusedRule[]>;
}

const noStops = 'A run without debugging stops nowhere. Start it with debugging.';

export class Breakpoints {
  readonly #ports: BreakpointPorts;
  readonly #groups: Map<string, readonly KnownBreakpoint[]> = new Map<string, readonly KnownBreakpoint[]>();
  #failures: StopSettings['failures'] = defaultFailures;
  #lastId = 0;
  #lastRule = 0;
  /** Without debugging there is nothing to apply. */
  isOff = false;

  constructor(ports: BreakpointPorts) {
    this.#ports = ports;
  }

  /** Replaces the breakpoints of one file (by its path), or one of the other kinds. */
  async replace(group: string, wanted: readonly WantedBreakpoint[]): Promise<Dap.Breakpoint[]> {
    const known = wanted.map((each): KnownBreakpoint => {
      this.#lastId += 1;
      return { id: this.#lastId, wanted: each, rules: [], shown: { verified: false } };
    });
    this.#groups.set(group, known);
    for (const each of known) this.#resolve(each);
    this.#mark(await this.#apply());
    return known.map(({ shown }) => shown);
  }

  /** Errors: EXPRESSION_INVALID, by a condition; the filters with conditions are out of force then. */
  async setFailures(failures: StopSettings['failures']): Promise<void> {
    this.#failures = failures;
    try {
      await this.#apply();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'EXPRESSION_INVALID') throw error;
      this.#failures = failures.filter(({ condition }) => condition === undefined);
      await this.#apply();
      throw error;
    }
  }

  /** Finds all places again, in a run that was loaded anew, and tells the client what has changed. */
  async renew(): Promise<void> {
    const before = this.#all().map(({ shown }) => JSON.stringify(shown));
    for (const each of this.#all()) this.#resolve(each);
    this.#mark(await this.#apply());
    for (const [index, each] of this.#all().entries())
      if (JSON.stringify(each.shown) !== before[index]) this.#tell(each);
  }

  /** Of a rule that stopped the run, or wrote a line. */
  breakpointOf(rule: number): { readonly id: number; readonly stops: readonly StopRule[] } | undefined {
    const known = this.#find(rule);
    return known && { id: known.id, stops: known.rules };
  }

  /** The rule cannot be worked out. Returns where the breakpoint stands, for the message about it. */
  fail({ id, message }: RefusedRule): void {
    const known = this.#find(id);
    if (!known || known.shown.message === message) return;
    known.shown = { ...known.shown, message };
    this.#tell(known);
  }

  /** Stops nowhere any more; what the client asked for is kept. */
  async suspend(): Promise<void> {
    if (!this.isOff) await this.#ports.apply({ rules: [], failures: [] });
  }

  async #apply(): Promise<readonly RefusedRule[]> {
    if (this.isOff) return [];
    const rules = this.#all().flatMap((each) => each.rules);
    return this.#ports.apply({ rules, failures: this.#failures });
  }

  #resolve(known: KnownBreakpoint): void {
    const { id, wanted } = known;
    const resolved: Resolved = this.isOff ? { reason: noStops } : wanted.resolve(this.#ports.run());
    if ('reason' in resolved) {
      known.rules = [];
      known.shown = {
        id,
        verified: false,
        message: resolved.reason,
        ...(this.isOff && { reason: 'failed' }),
      };
      return;
    }
    const { link } = this.#ports;
    const options = {
      ...(isGiven(wanted.condition) && { condition: wanted.condition }),
      ...(isGiven(wanted.hitCount) && { hitCount: wanted.hitCount }),
      ...(isGiven(wanted.log) && { log: wanted.log }),
    };
    known.rules = resolved.stops.map((stop) => {
      this.#lastRule += 1;
      return { id: this.#lastRule, ...stop, ...options };
    });
    known.shown = { id, verified: true, ...(resolved.place && clientPlaceOf(link, resolved.place)) };
  }

  #mark(refused: readonly RefusedRule[]): void {
    for (const { id, message } of refused) {
      const known = this.#find(id);
      if (known) known.shown = { ...known.shown, verified: false, message };
    }
  }

  #tell({ shown }: KnownBreakpoint): void {
    this.#ports.link.send(new BreakpointEvent('changed', shown));
  }

  #find(rule: number): KnownBreakpoint | undefined {
    return this.#all().find(({ rules }) => rules.some(({ id }) => id === rule));
  }

  #all(): KnownBreakpoint[] {
    return [...this.#groups.values()].flat();
  }
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
