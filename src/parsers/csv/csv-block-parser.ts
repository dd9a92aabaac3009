import { NULL_START, PLACE_SIZE, type Batch } from '../../batch/batch.js';
import { ensureRecordRoom } from '../../batch/record-room.js';
import type { FaultKind } from '../../batch/faults.js';
import type { RecordStart } from '../../batch/place.js';
import type { BlockParser } from '../block-assembler.js';
import type { ByteDialect } from './byte-dialect.js';
import { CR, LF, type CsvDialect } from './dialect.js';
import { parseFaultKinds, type ParseFaultKinds } from './parse-faults.js';
import { RecordScanner, Scan } from './record-scanner.js';

/** What the CSV parser must be told. */
export interface CsvParserOptions {
  readonly dialect: Pick<CsvDialect, 'comment' | 'ragged' | 'maxRecordBytes'>;
  /** Fields due in each record: no more than a batch has room for. */
  readonly width: number;
  /** The ordinal of the first record, and the physical line of the first byte. */
  readonly start: Pick<RecordStart, 'ordinal' | 'line'>;
}

/**
 * Finds CSV records in blocks. It knows nothing of headers: it is given the bytes after one.
 *
 * A malformed record (its quotes, its number of fields, its length) costs one line: the line that it began on is
 * rejected and reading resumes on the next. So a stray quote can't swallow the good records after it; the price
 * is that each further line of a record that is bad and truly has several is judged as a record of its own.
 */
export class CsvBlockParser implements BlockParser {
  readonly #scanner: RecordScanner;
  readonly #kinds: ParseFaultKinds;
  readonly #width: number;
  readonly #ragged: CsvDialect['ragged'];
  readonly #comment: Buffer;
  readonly #maxRecordBytes: number;
  #batch!: Batch;
  #filled = 0;
  #atEnd = false;
  #line: number;
  #records: number;
  /** The rest of a rejected line or a comment is still to come; it is passed over. */
  #skippingLine = false;

  /** @param bytes - The dialect's bytes, which `byteDialectOf` tells. */
  constructor(bytes: ByteDialect, { dialect, width, start }: CsvParserOptions) {
    this.#scanner = new RecordScanner(bytes);
    this.#kinds = parseFaultKinds(width, dialect.maxRecordBytes);
    this.#width = width;
    this.#ragged = dialect.ragged;
    this.#comment = Buffer.from(dialect.comment);
    this.#maxRecordBytes = dialect.maxRecordBytes;
    this.#line = start.line;
    this.#records = start.ordinal - 1;
  }

  get records(): number {
    return this.#records;
  }

  parseBlock(batch: Batch, filled: number, atEnd: boolean): number {
    this.#batch = batch;
    this.#filled = filled;
    this.#atEnd = atEnd;
    batch.bytes[filled] = LF;
    batch.firstOrdinal = this.#records + 1;
    batch.firstLine = this.#line;
    const scanner = this.#scanner;
    scanner.start(batch, this.#skipRestOfLine(), filled);
    while (scanner.position < filled && this.#parseRecord(scanner.position));
    return Math.min(scanner.position, filled);
  }

  /** Takes one record, good or bad, or one line that is none. False: it takes more bytes than there are. */
  #parseRecord(start: number): boolean {
    if (this.#skipBlankLine(start) || this.#skipComment(start)) return true;
    ensureRecordRoom(this.#batch);
    const outcome = this.#scanner.scan(this.#atEnd);
    const fault = this.#faultOf(outcome, start);
    if (fault !== null) return this.#rejectLine(fault, start);
    if (outcome === Scan.incomplete) return false;
    if (outcome < this.#width) this.#padRecord(outcome);
    this.#noteRecord(start);
    return true;
  }

  /** Fields that a short record lacks are NULL. */
  #padRecord(count: number): void {
    const { spans, recordCount, width } = this.#batch;
    const firstField = recordCount * width;
    for (let column = count; column < this.#width; column++) spans[2 * (firstField + column)] = NULL_START;
  }

  #noteRecord(start: number): void {
    const batch = this.#batch;
    const { places } = batch;
    const at = PLACE_SIZE * batch.recordCount++;
    places[at] = start;
    places[at + 1] = this.#scanner.reached;
    places[at + 2] = ++this.#records - batch.firstOrdinal;
    places[at + 3] = this.#line - batch.firstLine;
    this.#line += 1 + this.#scanner.quotedLineFeeds;
  }

  #faultOf(outcome: number, start: number): FaultKind | null {
    // What an incomplete record ends in may be the CR of its line end: until that is known, it does not count.
    const slack = outcome === Scan.incomplete && !this.#atEnd ? 1 : 0;
    if (this.#scanner.reached - start - slack > this.#maxRecordBytes) return this.#kinds.recordTooLong;
    if (outcome === this.#width) return null;
    if (outcome === Scan.textAfterQuote) return this.#kinds.textAfterQuote;
    if (outcome === Scan.incomplete) return this.#atEnd ? this.#kinds.unclosedQuote : null;
    const mended = outcome < this.#width ? 'pad' : 'truncate';
    return this.#ragged === mended ? null : this.#kinds.wrongWidth(outcome);
  }

  /** Rejects the line that begins at `start`. False: its end is not here yet, and it is short enough to wait for. */
  #rejectLine(fault: FaultKind, start: number): boolean {
    const batch = this.#batch;
    const lineEnd = batch.bytes.indexOf(LF, start);
    const endIsMissing = lineEnd === this.#filled && !this.#atEnd;
    const longest = start + this.#maxRecordBytes;
    if (endIsMissing && lineEnd - 1 <= longest) return false;
    const textEnd = lineEnd > start && batch.bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    batch.rejected.push({
      place: {
        source: batch.source,
        ordinal: ++this.#records,
        line: this.#line++,
        byteOffset: batch.byteOffset + start,
      },
      raw: batch.bytes.subarray(start, Math.min(textEnd, longest)),
      faults: [{ kind: fault, value: null }],
    });
    this.#skippingLine = endIsMissing;
    this.#scanner.position = lineEnd + 1;
    return true;
  }

  #skipBlankLine(start: number): boolean {
    const { bytes } = this.#batch;
    const lineEnd = bytes[start] === CR && (start + 1 < this.#filled || this.#atEnd) ? start + 1 : start;
    if (bytes[lineEnd] !== LF) return false;
    this.#scanner.position = lineEnd + 1;
    this.#line++;
    return true;
  }

  #skipComment(start: number): boolean {
    const { bytes } = this.#batch;
    const { length } = this.#comment;
    if (length === 0 || start + length > this.#filled) return false;
    if (this.#comment.compare(bytes, start, start + length) !== 0) return false;
    const lineEnd = bytes.indexOf(LF, start);
    this.#skippingLine = lineEnd === this.#filled && !this.#atEnd;
    this.#scanner.position = lineEnd + 1;
    this.#line++;
    return true;
  }

  /** Where parsing begins in this block: 0, or after the rest of a line that was passed over in an earlier block. */
  #skipRestOfLine(): number {
    if (!this.#skippingLine) return 0;
    const lineEnd = this.#batch.bytes.indexOf(LF);
    this.#skippingLine = lineEnd === this.#filled;
    return lineEnd + 1;
  }
}
