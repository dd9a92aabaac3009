import { type Batch, FieldForm, NULL_START } from '../../batch/batch.js';
import { plainSpelling, type ValueSpelling } from '../spelling/spelling-for.js';
import { type Candidate, type Candidates, createCandidates, widen } from './candidates.js';
import type { InferredType } from './inferred-type.js';

/**
 * Finds the types of a new table's columns from every value of a file: of each column the narrowest type that all its
 * values have, whatever their order. What a type's values look like is stricter than what Postgres reads, so that
 * storing loses nothing that someone may have meant:
 *
 * - integer, bigint, numeric: plain decimal numbers, by size. Leading zeros (`007`) and a plus (`+49 30`) make text. An
 *   exponent makes numeric when it is signed or follows a point, as programs write it (`1e-05`, `1.5E10`); `12E3` is
 *   text, for it may be a code.
 * - boolean: `true` and `false` in any case, and `t` and `f` as Postgres writes them. 0 and 1 are integers.
 * - date: `YYYY-MM-DD`; any other order is text.
 * - timestamp: a date and a time with `T` or a space between; dates among timestamps are timestamps. More than
 *   microseconds are text.
 * - timestamptz: a timestamp with `Z`, `UTC` or an offset. Mixed with some that have none: text.
 * - uuid: 36 characters with hyphens; 32 hex digits are text, for they may be a hash.
 *
 * Spaces around numbers, truth values and times don't count. NULL says nothing: a column that has nothing else, or that
 * has an empty string, is text. A value of any type but text is one that the type's codec accepts.
 *
 * Where the file has its own spelling, all this holds of the values as PostgreSQL would spell them.
 */
export class TypeInference {
  readonly #candidates: Candidates;
  readonly #columns: Candidate[];

  /**
   * @param width - Fields per record.
   * @param values - How the file spells numbers and dates. Default: as PostgreSQL does.
   */
  constructor(width: number, values: ValueSpelling = plainSpelling) {
    this.#candidates = createCandidates(values);
    this.#columns = Array.from({ length: width }, () => this.#candidates.unseen);
  }

  /**
   * Takes the values of a batch into account.
   *
   * @param batch - Nothing of it is kept.
   * @param fields - For each column, the index of its field in a record. Default: the column's own.
   */
  observe(batch: Batch, fields?: readonly number[]): void {
    for (const [column, candidate] of this.#columns.entries()) {
      this.#columns[column] = this.#observeField(batch, fields?.[column] ?? column, candidate);
    }
  }

  /** The type of each column, by all that was observed. */
  types(): InferredType[] {
    return this.#columns.map((column) => column.type);
  }

  /** A column at a time, so that a column that is text already costs nothing. */
  #observeField(batch: Batch, index: number, known: Candidate): Candidate {
    const { text } = this.#candidates;
    const { bytes, spans, forms, width } = batch;
    const fieldsEnd = batch.recordCount * width;
    let candidate = known;
    for (let field = index; field < fieldsEnd && candidate !== text; field += width) {
      const start = spans[2 * field];
      if (start === NULL_START) continue;
      const end = spans[2 * field + 1];
      if (forms[field] !== FieldForm.plain) candidate = text;
      else if (!candidate.fits(bytes, start, end)) candidate = widen(candidate, bytes, start, end);
    }
    return candidate;
  }
}
