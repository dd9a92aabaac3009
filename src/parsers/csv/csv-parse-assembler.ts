import { BatchBuilder, type BuiltRecord } from '../../batch/batch-builder.js';
import type { Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import type { Assembler } from '../assembler.js';
import { ByteWindow } from '../byte-window.js';
import type { CsvAssemblerOptions } from './csv-assembler-options.js';
import { CR, type CsvDialect } from './dialect.js';
import { LineEnds } from './line-ends.js';
import { parseFaultKinds, type ParseFaultKinds } from './parse-faults.js';
import { quotedFields } from './quoted-fields.js';
import { RowReader, LOOKAHEAD } from './row-reader.js';
import { RowValues } from './row-values.js';
import { withoutLineEnd } from './without-line-end.js';

/** Few enough that little is read in vain when a malformed record makes reading begin again. */
const PIECE_BYTES = 8 * 1024;

/**
 * Makes batches of what the byte parser does not cover, by csv-parse. Its records, rejects and places are the byte
 * parser's; a malformed record costs the line that it began on, and csv-parse begins again on the next.
 *
 * What csv-parse has been given stays in a window until its record is complete: for the original bytes, and to be read
 * again. All positions are offsets in the source.
 */
export class CsvParseAssembler implements Assembler {
  readonly #dialect: CsvDialect;
  readonly #width: number;
  readonly #kinds: ParseFaultKinds;
  readonly #values: RowValues;
  readonly #lineEnds: LineEnds;
  readonly #comment: Buffer;
  readonly #builder: BatchBuilder;
  readonly #window: ByteWindow;
  #reader!: RowReader;
  /** Where the reader began. */
  #readerStart!: number;
  /** Up to where the reader has been given bytes. */
  #fed!: number;
  /** The first byte that belongs to no record and no line taken so far. */
  #position: number;
  #line: number;
  #records: number;
  /** The rest of a line that was passed over is still to come. */
  #skippingLine = false;
  #atEnd = false;

  constructor({ dialect, pool, width, start }: CsvAssemblerOptions) {
    this.#dialect = dialect;
    this.#width = width;
    this.#kinds = parseFaultKinds(width, dialect.maxRecordBytes);
    this.#values = new RowValues(dialect);
    this.#lineEnds = new LineEnds(dialect);
    this.#comment = Buffer.from(dialect.comment);
    this.#builder = new BatchBuilder(pool, { encoding: 'latin1' });
    this.#window = new ByteWindow(start.byteOffset);
    this.#line = start.line;
    this.#records = start.ordinal - 1;
    this.#position = start.byteOffset;
    this.#beginAgain();
  }

  get records(): number {
    return this.#records;
  }

  *push(chunk: Buffer): Generator<Batch, void> {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      this.#window.append(chunk.subarray(at, at + PIECE_BYTES));
      this.#read();
      yield* this.#builder.take();
    }
  }

  *end(): Generator<Batch, void> {
    this.#atEnd = true;
    this.#read();
    while (this.#position < this.#window.end) {
      // Line ends make csv-parse let go of what it holds back. Inside quotes they don't: then the quote has no end.
      const reader = this.#reader;
      reader.write(Buffer.alloc(2 * LOOKAHEAD, '\n'));
      this.#skipBlankLines();
      const isOpen = this.#position < this.#window.end && reader === this.#reader;
      if (isOpen) this.#takeLine(this.#tooLong(0) ?? this.#openFault());
      this.#read();
      yield* this.#builder.take();
    }
    yield* this.#builder.takeAll();
  }

  /** Has csv-parse read what has come. */
  #read(): void {
    this.#skipRestOfLine();
    while (this.#fed < this.#window.end) {
      const from = this.#fed;
      this.#fed = Math.min(from + PIECE_BYTES, this.#window.end);
      // A copy, since csv-parse keeps hold of the end of it.
      this.#reader.write(Buffer.from(this.#window.slice(from, this.#fed)));
      this.#skipBlankLines();
      const tooLong = this.#tooLong(LOOKAHEAD);
      if (tooLong !== null) this.#takeLine(tooLong);
    }
    this.#window.discardBefore(this.#position);
  }

  /** Has csv-parse begin at the position. */
  #beginAgain(): void {
    this.#readerStart = this.#fed = this.#position;
    this.#reader = new RowReader(this.#dialect, this.#width, (row, end, reader) => {
      if (reader === this.#reader) this.#takeRow(row, Math.min(this.#readerStart + end, this.#window.end));
    });
  }

  /** Takes the record that csv-parse has found to end at `end`, its line end included. */
  #takeRow(row: readonly string[], end: number): void {
    this.#skipBlankLines();
    const bytes = this.#window.slice(this.#position, end);
    const raw = withoutLineEnd(bytes);
    const fault = this.#faultOf(row, raw);
    if (fault !== null || this.#isComment()) {
      this.#takeLine(fault, end);
      return;
    }
    this.#builder.startRecord(this.#nextRecord(raw));
    for (let index = 0; index < row.length; index++) this.#builder.value(this.#values.valueAt(index));
    this.#builder.endRecord();
    this.#line += this.#lineEnds.countIn(bytes);
    this.#position = end;
  }

  #faultOf(row: readonly string[], raw: Buffer): FaultKind | null {
    if (raw.length > this.#dialect.maxRecordBytes) return this.#kinds.recordTooLong;
    const quotes = this.#values.start(row, raw);
    if (quotes !== null) return this.#kinds[quotes];
    if (row.length === this.#width) return null;
    const mended = row.length < this.#width ? 'pad' : 'truncate';
    return this.#dialect.ragged === mended ? null : this.#kinds.wrongWidth(row.length);
  }

  /** The fault of an unfinished record that is too long already, if a few bytes of it may belong to the next. */
  #tooLong(slack: number): FaultKind | null {
    const length = this.#fed - this.#position - slack;
    return length > this.#dialect.maxRecordBytes ? this.#kinds.recordTooLong : null;
  }

  /** Why no record has an end in what is left. */
  #openFault(): FaultKind {
    const quotes = quotedFields(this.#window.slice(this.#position, this.#window.end), this.#dialect);
    return this.#kinds[typeof quotes === 'string' ? quotes : 'unclosedQuote'];
  }

  /**
   * Takes the line at the position: as a reject, unless it is a comment.
   *
   * @param fault - Null only for a comment.
   * @param readTo - Where csv-parse stands; it begins again if that is not where the line ends.
   */
  #takeLine(fault: FaultKind | null, readTo = -1): void {
    const bytes = this.#window.slice(this.#position, this.#window.end);
    const line = this.#lineIn(bytes);
    if (fault !== null && !this.#isComment()) {
      const length = Math.min(line?.end ?? withoutLineEnd(bytes).length, this.#dialect.maxRecordBytes);
      this.#builder.reject(this.#nextRecord(bytes.subarray(0, length)), [{ kind: fault, value: null }]);
    }
    this.#line++;
    this.#skippingLine = line === null;
    this.#position += line?.next ?? 0;
    if (this.#skippingLine) this.#skipRestOfLine();
    else if (this.#position !== readTo) this.#beginAgain();
  }

  #skipRestOfLine(): void {
    if (!this.#skippingLine) return;
    const bytes = this.#window.slice(this.#position, this.#window.end);
    const line = this.#lineIn(bytes);
    // Of a CR it is not known yet whether an LF belongs to it.
    const held = bytes[bytes.length - 1] === CR && !this.#atEnd ? 1 : 0;
    this.#position += line?.next ?? bytes.length - held;
    this.#skippingLine = line === null && !this.#atEnd;
    if (this.#skippingLine) this.#fed = this.#window.end;
    else this.#beginAgain();
  }

  /** The first line of the bytes up to the window's end; null while its end has not come. */
  #lineIn(bytes: Buffer): { end: number; next: number } | null {
    const line = this.#lineEnds.lineAt(bytes, 0);
    if (line === null || this.#atEnd) return line;
    return line.next === bytes.length && bytes[line.next - 1] === CR ? null : line;
  }

  #skipBlankLines(): void {
    while (this.#window.at(this.#position) <= CR) {
      const two = this.#window.slice(this.#position, this.#position + 2);
      const length = this.#lineEnds.emptyLineAt(two, 0, this.#atEnd);
      if (length === 0) return;
      this.#position += length;
      this.#line++;
    }
  }

  #isComment(): boolean {
    const { length } = this.#comment;
    return length > 0 && this.#window.slice(this.#position, this.#position + length).equals(this.#comment);
  }

  #nextRecord(raw: Buffer): BuiltRecord {
    return { ordinal: ++this.#records, line: this.#line, byteOffset: this.#position, raw };
  }
}
