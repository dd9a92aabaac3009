import type { Batch } from '../../batch/batch.js';
import type { Fault } from '../../batch/faults.js';
import { ensureRecordRoom } from '../../batch/record-room.js';
import type { BlockParser } from '../block-assembler.js';
import { CR, LF, OPENING_BRACE } from './characters.js';
import type { JsonParserOptions } from './json-column.js';
import { jsonFaultKinds, type JsonFaultKinds } from './json-faults.js';
import { KeyTree } from './key-tree.js';
import { ObjectScanner, type KeyListener } from './object-scanner.js';
import { RecordNotes } from './record-notes.js';
import { showPlace } from './show-place.js';
import { TokenScanner } from './token-scanner.js';

/**
 * Finds the records of NDJSON (JSON Lines) in blocks: one object a line, by the grammar of RFC 8259. A line of blanks is
 * no record, and a byte order mark before the first is passed over.
 *
 * A malformed record costs its line and no more, since no line feed can be inside a record.
 */
export class NdjsonBlockParser implements BlockParser {
  readonly #tokens: TokenScanner;
  readonly #scanner: ObjectScanner;
  readonly #kinds: JsonFaultKinds;
  readonly #notes = new RecordNotes(1);
  readonly #listener: KeyListener | null;
  readonly #maxRecordBytes: number;
  #batch!: Batch;
  #filled = 0;
  #atEnd = false;
  #position = 0;
  /** The rest of a rejected line is still to come; it is passed over. */
  #skippingLine = false;

  /** @param listener - Is told of every value whose key has no column. Default: such keys are faults. */
  constructor(options: JsonParserOptions, listener: KeyListener | null = null) {
    this.#tokens = new TokenScanner(' \t\r', options.maxDepth);
    this.#kinds = jsonFaultKinds(options);
    this.#listener = listener;
    this.#maxRecordBytes = options.maxRecordBytes;
    const keys = new KeyTree(options);
    this.#scanner = new ObjectScanner({ ...options, tokens: this.#tokens, keys, kinds: this.#kinds, listener });
  }

  /** Records seen so far, good and rejected. */
  get records(): number {
    return this.#notes.records;
  }

  parseBlock(batch: Batch, filled: number, atEnd: boolean): number {
    this.#batch = batch;
    this.#filled = filled;
    this.#atEnd = atEnd;
    // It ends every line, and no token can hold it.
    batch.bytes[filled] = LF;
    this.#notes.start(batch);
    this.#scanner.start(batch);
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
    if (end < 0 || this.#scanner.faults.length > 0) return this.#rejectLine(start, this.#faults(start, end));
    this.#notes.keep(start, this.#textEnd(start, end));
    this.#listener?.recordEnd();
    return this.#nextLine(end);
  }

  /** The line feed after the record that begins at `first`, or the complement of where it stops being JSON. */
  #recordEnd(first: number): number {
    const tokens = this.#tokens;
    const { bytes } = this.#batch;
    const isObject = bytes[first] === OPENING_BRACE;
    if (isObject) ensureRecordRoom(this.#batch);
    const end = isObject ? this.#scanner.scan(first) : this.#notAnObject(first);
    if (end < 0) return end;
    const lineEnd = tokens.skipSpace(end);
    return bytes[lineEnd] === LF ? lineEnd : tokens.fail(lineEnd, 'end');
  }

  #notAnObject(first: number): number {
    this.#scanner.faults = [{ kind: this.#kinds.notAnObject, value: null }];
    return this.#tokens.valueEnd(first, 0);
  }

  /** What is cut off may end in the CR of its line end: until that is known, it does not count. */
  #isTooLong(start: number, reached: number, isCutOff: boolean): boolean {
    const textEnd = isCutOff ? reached - 1 : this.#textEnd(start, reached);
    return textEnd - start > this.#maxRecordBytes;
  }

  #faults(start: number, end: number): readonly Fault[] {
    const { faults } = this.#scanner;
    if (end >= 0) return faults;
    const { bytes } = this.#batch;
    const expected = bytes[~end] === LF ? 'more' : this.#tokens.expected;
    const record = bytes.subarray(start, Math.min(this.#filled, start + this.#maxRecordBytes));
    const value = showPlace(record, ~end - start, this.#notes.line);
    return [{ kind: this.#kinds.malformed[expected], value }];
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
    const { bytes, byteOffset } = this.#batch;
    const isFirst = byteOffset + start === 0 && this.#filled >= BYTE_ORDER_MARK.length;
    return isFirst && BYTE_ORDER_MARK.compare(bytes, 0, BYTE_ORDER_MARK.length) === 0 ? BYTE_ORDER_MARK.length : start;
  }

  /** Where parsing begins in this block: 0, or after the rest of a line that was rejected in an earlier block. */
  #skipRestOfLine(): number {
    if (!this.#skippingLine) return 0;
    const lineEnd = this.#batch.bytes.indexOf(LF);
    this.#skippingLine = lineEnd === this.#filled;
    return lineEnd + 1;
  }
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
