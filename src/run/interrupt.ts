/**
 * An interrupt (SIGINT, SIGTERM) as a run meets it: until the commit it stops everything that the run waits for, and
 * is the reason that the run gives for its end. After that it comes too late and changes nothing.
 */
export class Interrupt {
  readonly #signal: AbortSignal;
  readonly #stops: (() => void)[] = [];
  /** The one listener for all: a run may have a thousand things to stop. */
  readonly #stopAll = (): void => this.#stops.splice(0).forEach((stop) => stop());
  #isTooLate = false;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Has `stop` called when the interrupt comes: at once, if it has come before. */
  onInterrupt(stop: () => void): void {
    this.#stops.push(stop);
    if (this.#signal.aborted) this.#stopAll();
    else this.#signal.addEventListener('abort', this.#stopAll, { once: true });
  }

  /** Waits for something that can't be broken off, but no longer than to an interrupt. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.onInterrupt(() => reject(this.#signal.reason as Error));
      work.then(resolve, reject);
    });
  }

  /** What to tell of an error: the interrupt that caused it, if there was one, or else the error itself. */
  causeOf(error: unknown): unknown {
    return this.#signal.aborted && !this.#isTooLate ? this.#signal.reason : error;
  }

  /**
   * Lets no interrupt through from here on.
   *
   * @throws The interrupt, if it has come before.
   */
  close(): void {
    this.#signal.throwIfAborted();
    this.#isTooLate = true;
    this.release();
  }

  /** Forgets the listeners. */
  release(): void {
    this.#signal.removeEventListener('abort', this.#stopAll);
    this.#stops.length = 0;
  }
}
