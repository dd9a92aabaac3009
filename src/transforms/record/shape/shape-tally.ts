/** The most names that are told apart: more than any table has columns. Hostile input must not fill the memory. */
const MOST_NAMES = 4096;

/** Keeps which fields steps make of values of JSON, and what these values begin with. */
export class ShapeTally {
  /** There are more names than are told apart: those beyond are not kept. */
  hasMore = false;
  /** For each name, in the order in which they came first: the first bytes of its values. */
  readonly found = new Map<string, Set<number>>();

  /**
   * Notes a value.
   *
   * @param name - Of the field that has it afterwards.
   * @param first - Its first byte, which tells its type.
   */
  note(name: string, first: number): void {
    const known = this.found.get(name);
    if (known !== undefined) known.add(first);
    else if (this.found.size >= MOST_NAMES) this.hasMore = true;
    else this.found.set(name, new Set([first]));
  }
}
