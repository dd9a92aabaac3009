/** What is to be let go of at a run's end, in the opposite order of its taking. */
export class Releasers {
  readonly #releases: (() => Promise<unknown>)[] = [];

  /** Adds something to let go of. */
  defer(release: () => Promise<unknown>): void {
    this.#releases.push(release);
  }

  /** Lets go of everything, even when some of it fails. Resolves to the first failure, or null. */
  async releaseAll(): Promise<{ readonly error: unknown } | null> {
    let first: { readonly error: unknown } | null = null;
    for (const release of this.#releases.splice(0).reverse()) {
      try {
        await release();
      } catch (error) {
        first ??= { error };
      }
    }
    return first;
  }
}
