import { ExpressionFailure } from './expression-failure.js';

/**
 * Bounds what one record may cost: the elements that macros such as `map` go through, and the lengths of the lists and texts
 * that they make of each. Without it, `list.map(x, list.map(y, …))` over large lists, or a text that is doubled again and
 * again, would have no end.
 */
export class StepBudget {
  #left = MAX_STEPS;

  /** To be called before each record. */
  reset(): void {
    this.#left = MAX_STEPS;
  }

  /** Whether it has become too much. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /**
   * Counts what was done for one element.
   *
   * @param made - What was made of it.
   */
  spend(made: unknown): void {
    this.#left -= 1 + sizeOf(made);
  }

  /**
   * Fails when it has become too much.
   *
   * @throws ExpressionFailure
   */
  assertLeft(): void {
    if (this.isSpent) throw new ExpressionFailure(`more than ${MAX_STEPS.toLocaleString('en')} steps for one record`);
  }
}

const MAX_STEPS = 1_000_000;
const CHARACTERS_A_STEP = 64;

function sizeOf(made: unknown): number {
  if (typeof made === 'string') return Math.floor(made.length / CHARACTERS_A_STEP);
  return Array.isArray(made) ? made.length : 0;
}
