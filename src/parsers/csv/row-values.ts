import type { CsvDialect } from './dialect.js';
import { quotedFields } from './quoted-fields.js';

/** The values of csv-parse's rows, a row at a time: NULL or not, trimmed or not, which depends on their quotes. */
export class RowValues {
  readonly #dialect: CsvDialect;
  readonly #quote: Buffer;
  readonly #nulls: readonly string[];
  #row: readonly string[] = [];
  #quoted: readonly boolean[] = [];

  constructor(dialect: CsvDialect) {
    this.#dialect = dialect;
    this.#quote = Buffer.from(dialect.quote);
    // Few, so comparing is quicker than the hash of every value.
    this.#nulls = dialect.nulls.map((text) => Buffer.from(text).toString('latin1'));
  }

  /**
   * Turns to a row.
   *
   * @param record - Its original bytes without the line end.
   * @returns What is wrong with its quotes, or null.
   */
  start(row: readonly string[], record: Buffer): 'textAfterQuote' | 'blankBeforeQuote' | null {
    this.#row = row;
    this.#quoted = [];
    if (this.#quote.length === 0 || !this.#hasDoubt(row)) return null;
    if (!record.includes(this.#quote)) return null;
    const quoted = quotedFields(record, this.#dialect);
    if (typeof quoted === 'string') return quoted;
    // Quotes on which csv-parse and we disagree are not to be trusted.
    if (quoted.length !== row.length) return 'textAfterQuote';
    this.#quoted = quoted;
    return null;
  }

  /** The value of a field, a character a byte. */
  valueAt(index: number): string | null {
    if (this.#quoted[index]) return this.#row[index];
    const value = this.#dialect.trim ? this.#row[index].replace(/^[ \t]+|[ \t]+$/g, '') : this.#row[index];
    return this.#isNull(value) ? null : value;
  }

  #hasDoubt(row: readonly string[]): boolean {
    for (const value of row) if (this.#isInDoubt(value)) return true;
    return false;
  }

  /** Whether it matters if the value was quoted. A quote within is what csv-parse leaves of text after a closing one. */
  #isInDoubt(value: string): boolean {
    return this.#dialect.trim || this.#isNull(value) || value.charCodeAt(0) === this.#quote[0];
  }

  #isNull(value: string): boolean {
    return value === '' || (this.#nulls.length > 0 && this.#nulls.includes(value));
  }
}
