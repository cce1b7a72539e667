// How often something happened over the last seconds. Exact to a tenth of a second. Knows no clock.

const STEP_MS = 100;
const WINDOW_MS = 3000;
const STEPS = WINDOW_MS / STEP_MS;

export class RateWindow {
  /** One count for each tenth of a second, over and over. */
  readonly #counts = new Array<number>(STEPS).fill(0);
  #first: number | undefined;
  #last = -Infinity;

  /** One more at `wallMs`. Times may go back a little; those older than the window do not count. */
  add(wallMs: number): void {
    const step = Math.floor(wallMs / STEP_MS);
    this.#first ??= step;
    this.#moveTo(step);
    if (step > this.#last - STEPS) this.#change(step);
  }

  /** Per second, rounded to tenths; over the time since the first one while that is shorter, but at least one second. */
  perSecond(wallMs: number): number {
    if (this.#first === undefined) return 0;
    const step = Math.floor(wallMs / STEP_MS);
    this.#moveTo(step);
    const sum = this.#counts.reduce((total, count) => total + count, 0);
    const steps = Math.min(STEPS, Math.max(1000 / STEP_MS, this.#last - this.#first + 1));
    return Math.round((sum * 10_000) / (steps * STEP_MS)) / 10;
  }

  #moveTo(step: number): void {
    for (let next = Math.max(this.#last + 1, step - STEPS + 1); next <= step; next += 1)
      this.#counts[placeOf(next)] = 0;
    this.#last = Math.max(this.#last, step);
  }

  #change(step: number): void {
    const place = placeOf(step);
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }
}

function placeOf(step: number): number {
  return ((step % STEPS) + STEPS) % STEPS;
}
