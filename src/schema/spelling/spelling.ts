/** How a file spells the values of a column, where that is not PostgreSQL's own way. */
export interface Spelling {
  /** An example of it, for messages: `1.234.567,89`. */
  readonly form: string;
  /** For a value that is not spelled so: what was expected, with the flags that say it. */
  readonly hint: string;
  /**
   * Rewrites the value in `bytes[start..end)` as PostgreSQL spells it. Called once a field from one place at a time;
   * allocates nothing and never throws.
   *
   * @param target - At least `end - start + SPELLING_GROWTH` bytes long; written from 0.
   * @returns How many bytes were written, or one of {@link Unwritten}.
   */
  readonly respell: (bytes: Buffer, start: number, end: number, target: Buffer) => number;
}

/** What a spelling answers when it has written nothing. */
export const Unwritten = {
  /** The value is right as it is, or of a kind that the spelling says nothing of (`NaN`, `infinity`). */
  asItIs: -1,
  /** The value is not spelled so, and read in another way it might mean something else. */
  refused: -2,
} as const;

/** The most bytes by which a value gets longer. */
export const SPELLING_GROWTH = 8;
