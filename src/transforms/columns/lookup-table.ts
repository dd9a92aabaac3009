/** Where the values of a column are looked up. */
export interface LookupTable {
  /** Names it in messages: `column code of countries.csv`. */
  readonly name: string;
  /**
   * What a key has: a text, or null for NULL; undefined: it is not there. Whatever part of the table is not in memory is
   * read on the spot, which takes some microseconds.
   *
   * @throws SluiceError OUTPUT_FAILED when it can't be read.
   */
  get(key: string): string | null | undefined;
}
