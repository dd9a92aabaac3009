import type { Batch } from '../../batch/batch.js';
import type { Fault } from '../../batch/faults.js';
import { SOURCE_START } from '../../batch/place.js';
import type { BlockParser } from '../block-assembler.js';
import { afterByteOrderMark } from './byte-order-mark.js';
import { CR, LF } from './characters.js';
import type { JsonParserOptions } from './json-column.js';
import type { JsonFaultKinds } from './json-faults.js';
import type { KeyListener } from './object-scanner.js';
import type { RecordNotes } from './record-notes.js';
import { RecordReader } from './record-reader.js';
import type { TokenScanner } from './token-scanner.js';

/**
 * Finds the records of NDJSON (JSON Lines) in blocks: one object a line, by the grammar of RFC 8259. A line of blanks is
 * no record, and a byte order mark before the first is passed over.
 *
 * A malformed record costs its line and no more, since no line feed can be inside a record.
 */
export class NdjsonBlockParser implements BlockParser {
  readonly #reader: RecordReader;
  readonly #tokens: TokenScanner;
  readonly #kinds: JsonFaultKinds;
  readonly #notes: RecordNotes;
  readonly #maxRecordBytes: number;
  #batch!: Batch;
  #filled = 0;
  #atEnd = false;
  #position = 0;
  /** The rest of a rejected line is still to come; it is passed over. */
  #skippingLine = false;

  /**
   * @param listener - Is told of every value whose key has no column. Default: such keys are faults.
   * @param start - Where the first record begins. Default: at the start of the source.
   */
  constructor(options: JsonParserOptions, listener: KeyListener | null = null, start = SOURCE_START) {
    this.#reader = new RecordReader(options, ' \t\r', listener, start);
    ({ tokens: this.#tokens, kinds: this.#kinds, notes: this.#notes } = this.#reader);
    this.#maxRecordBytes = options.maxRecordBytes;
  }

  get records(): number {
    return this.#notes.records;
  }

  parseBlock(batch: Batch, filled: number, atEnd: boolean): number {
    this.#batch = batch;
    this.#filled = filled;
    this.#atEnd = atEnd;
    // It ends every line, and no token can hold it.
    batch.bytes[filled] = LF;
    this.#reader.start(batch);
    this.#position = this.#skipRestOfLine();
    while (this.#position < filled && this.#parseLine(this.#position));
    return Math.min(this.#position, filled);
  }

  /** Takes one line. False: it takes more bytes than there are. */
  #parseLine(position: number): boolean {
    const start = this.#afterMark(position);
    const first = this.#tokens.skipSpace(start);
    const isBlank = this.#batch.bytes[first] === LF;
    const end = isBlank ? first : this.#recordEnd(first);
    const reached = end < 0 ? ~end : end;
    const isCutOff = reached === this.#filled && !this.#atEnd;
    if (this.#isTooLong(start, reached, isCutOff)) {
      return this.#rejectLine(start, [{ kind: this.#kinds.recordTooLong, value: null }]);
    }
    if (isCutOff) return false;
    if (isBlank) return this.#nextLine(end);
    if (end < 0 || this.#reader.faults.length > 0) return this.#rejectLine(start, this.#faults(start, end));
    this.#reader.keep(start, this.#textEnd(start, end));
    return this.#nextLine(end);
  }

  /** The line feed after the record that begins at `first`, or the complement of where it stops being JSON. */
  #recordEnd(first: number): number {
    const tokens = this.#tokens;
    const { bytes } = this.#batch;
    const end = this.#reader.read(first);
    if (end < 0) return end;
    const lineEnd = tokens.skipSpace(end);
    return bytes[lineEnd] === LF ? lineEnd : tokens.fail(lineEnd, 'end');
  }

  /** What is cut off may end in the CR of its line end: until that is known, it does not count. */
  #isTooLong(start: number, reached: number, isCutOff: boolean): boolean {
    const textEnd = isCutOff ? reached - 1 : this.#textEnd(start, reached);
    return textEnd - start > this.#maxRecordBytes;
  }

  #faults(start: number, end: number): readonly Fault[] {
    if (end >= 0) return this.#reader.faults;
    const expected = this.#batch.bytes[~end] === LF ? 'more' : this.#tokens.expected;
    const span = { start, end: Math.min(this.#filled, start + this.#maxRecordBytes) };
    return [this.#reader.faultAt(span, ~end, this.#kinds.malformed[expected])];
  }

  /** Rejects the line that begins at `start`. False: its end is not here yet, and it is short enough to wait for. */
  #rejectLine(start: number, faults: readonly Fault[]): boolean {
    const lineEnd = this.#batch.bytes.indexOf(LF, start);
    const endIsMissing = lineEnd === this.#filled && !this.#atEnd;
    const longest = start + this.#maxRecordBytes;
    if (endIsMissing && lineEnd - 1 <= longest) return false;
    this.#notes.reject({ start, end: Math.min(this.#textEnd(start, lineEnd), longest) }, faults);
    this.#skippingLine = endIsMissing;
    return this.#nextLine(lineEnd);
  }

  #nextLine(lineEnd: number): true {
    this.#position = lineEnd + 1;
    this.#notes.line++;
    return true;
  }

  #textEnd(start: number, lineEnd: number): number {
    const { bytes } = this.#batch;
    return bytes[lineEnd] === LF && lineEnd > start && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
  }

  /** The start of a line, after the byte order mark if it is the first one. */
  #afterMark(start: number): number {
    return start > 0 ? start : Math.max(0, afterByteOrderMark(this.#batch, this.#filled));
  }

  /** Where parsing begins in this block: 0, or after the rest of a line that was rejected in an earlier block. */
  #skipRestOfLine(): number {
    if (!this.#skippingLine) return 0;
    const lineEnd = this.#batch.bytes.indexOf(LF);
    this.#skippingLine = lineEnd === this.#filled;
    return lineEnd + 1;
  }
}
