import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import { findEither, fourTimes } from '../find-either.js';
import type { ByteDialect } from './byte-dialect.js';
import { CR, LF } from './dialect.js';

/** What became of one attempt to scan a record. A number from 0 up is the record's count of fields instead. */
export const Scan = {
  /** The record does not end within the bytes that are there. */
  incomplete: -1,
  /** Something other than a delimiter or line end follows a closing quote. */
  textAfterQuote: -2,
} as const;

/**
 * Finds the fields of CSV records in a batch's block and notes their spans in the batch's next free record: RFC
 * 4180, but LF and CRLF both end a record, and a quote inside an unquoted field is an ordinary byte. The block
 * must have an LF after its last byte, at `limit`: the loops run against it instead of checking for the end.
 */
export class RecordScanner {
  /** Where scanning stands in the block. After a record: on the byte after its line end. */
  position = 0;
  /** Line feeds passed inside quoted fields of the record scanned last. */
  quotedLineFeeds = 0;
  /** Where the record scanned last ends, its line end left out; after a failure, where the scan stopped. */
  reached = 0;

  readonly #delimiter: number;
  readonly #quote: number;
  readonly #backslash: boolean;
  readonly #trim: boolean;
  readonly #nulls: readonly Buffer[];
  readonly #delimiters: number;
  readonly #quotes: number;
  #batch!: Batch;
  #words!: Int32Array;
  #limit = 0;

  constructor(dialect: ByteDialect) {
    this.#delimiter = dialect.delimiter;
    this.#quote = dialect.quote;
    this.#backslash = dialect.backslash;
    this.#trim = dialect.trim;
    this.#nulls = dialect.nulls;
    this.#delimiters = fourTimes(dialect.delimiter);
    this.#quotes = fourTimes(dialect.quote);
  }

  /** Turns to a block: `batch.bytes` holds data up to `limit`, and an LF at `limit`. */
  start(batch: Batch, position: number, limit: number): void {
    this.#batch = batch;
    this.#words = new Int32Array(batch.bytes.buffer, 0, batch.bytes.length >> 2);
    this.position = position;
    this.#limit = limit;
  }

  /**
   * Scans the record at `position` into the slot of record `batch.recordCount`. Fields past the batch's width are
   * counted, not noted.
   *
   * @param atEnd - No bytes follow the block: its end also ends a record.
   * @returns The number of fields, or one of {@link Scan} (then `position` has not moved).
   */
  // eslint-disable-next-line complexity, max-lines-per-function -- hot loop: one call and one set of locals a record; a call a field costs a third more
  scan(atEnd: boolean): number {
    const batch = this.#batch;
    const { bytes, spans, forms, width } = batch;
    const words = this.#words;
    const delimiter = this.#delimiter;
    const delimiters = this.#delimiters;
    const quote = this.#quote;
    const trim = this.#trim;
    const hasNulls = this.#nulls.length > 0;
    const firstField = batch.recordCount * width;
    const recordStart = this.position;
    let position = recordStart;
    let count = 0;
    this.quotedLineFeeds = 0;
    for (;;) {
      if (trim) position = this.#skipBlanks(position);
      let byte = bytes[position];
      let start = position;
      let end: number;
      let form: number = FieldForm.plain;
      if (byte === quote) {
        start++;
        end = this.#closingQuote(start);
        if (end < 0) return this.#giveUp(this.#limit, Scan.incomplete);
        form = this.#formOfQuoted;
        position = trim ? this.#skipBlanks(end + 1) : end + 1;
        if (bytes[position] === CR && bytes[position + 1] === LF && position < this.#limit) position++;
        byte = bytes[position];
        if (byte !== delimiter && byte !== LF) return this.#giveUp(position, Scan.textAfterQuote);
      } else {
        position = findEither(words, position, delimiters, LINE_FEEDS);
        byte = bytes[position];
        end = byte === LF && position > start && bytes[position - 1] === CR ? position - 1 : position;
        if (trim) end = this.#dropBlanks(start, end);
        if (end === start || (hasNulls && this.#isNull(start, end))) start = NULL_START;
      }
      if (count < width) {
        const field = firstField + count;
        spans[2 * field] = start;
        spans[2 * field + 1] = end;
        forms[field] = form;
      }
      count++;
      if (byte === LF) break;
      position++;
    }
    if (position >= this.#limit && !atEnd) return this.#giveUp(this.#limit, Scan.incomplete);
    this.reached = position > recordStart && bytes[position - 1] === CR ? position - 1 : position;
    this.position = position + 1;
    return count;
  }

  #formOfQuoted: number = FieldForm.plain;

  /** The index of the quote that closes the field that begins at `position`, or -1 if it is not in the block. */
  #closingQuote(position: number): number {
    const { bytes } = this.#batch;
    const limit = this.#limit;
    this.#formOfQuoted = FieldForm.plain;
    if (this.#backslash) return this.#closingQuotePastBackslashes(position);
    for (let at = position; ; at++) {
      at = findEither(this.#words, at, this.#quotes, LINE_FEEDS);
      if (at >= limit) return -1;
      if (bytes[at] === LF) {
        this.quotedLineFeeds++;
      } else {
        if (at + 1 >= limit || bytes[at + 1] !== this.#quote) return at;
        this.#formOfQuoted = FieldForm.doubledQuotes;
        at++;
      }
    }
  }

  /** The same where a backslash stands before the quotes and backslashes of a value. */
  #closingQuotePastBackslashes(position: number): number {
    const { bytes } = this.#batch;
    const quote = this.#quote;
    for (let at = position; at < this.#limit; at++) {
      const byte = bytes[at];
      if (byte === quote) return at;
      if (byte === LF) this.quotedLineFeeds++;
      const next = bytes[at + 1];
      if (byte !== BACKSLASH || (next !== quote && next !== BACKSLASH)) continue;
      this.#formOfQuoted = FieldForm.backslashEscapes;
      at++;
    }
    return -1;
  }

  #skipBlanks(position: number): number {
    let at = position;
    while (this.#isBlank(at)) at++;
    return at;
  }

  #dropBlanks(start: number, end: number): number {
    let at = end;
    while (at > start && this.#isBlank(at - 1)) at--;
    return at;
  }

  /** A delimiter that is a tab or a space is none. */
  #isBlank(at: number): boolean {
    const byte = this.#batch.bytes[at];
    return (byte === SPACE || byte === TAB) && byte !== this.#delimiter;
  }

  #isNull(start: number, end: number): boolean {
    const { bytes } = this.#batch;
    for (const text of this.#nulls) {
      if (text.length === end - start && bytes.compare(text, 0, text.length, start, end) === 0) return true;
    }
    return false;
  }

  #giveUp(reached: number, outcome: number): number {
    this.reached = reached;
    return outcome;
  }
}

const LINE_FEEDS = fourTimes(LF);
const TAB = 0x09;
const SPACE = 0x20;
const BACKSLASH = 0x5c;
