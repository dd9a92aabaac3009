import { copyBytes } from '../../schema/codecs/append.js';
import { ViewCache } from '../view-cache.js';
import type { ConvertedColumn } from './converted-column.js';
import type { FieldReader } from './field-reader.js';
import { OutputChunks } from './output-chunks.js';
import type { RecordWriter } from './record-writer.js';

/** Options of {@link CsvWriter}. */
export interface CsvWriterOptions {
  /** The byte between fields: a comma for CSV, a tab for TSV. */
  readonly delimiter: number;
  /** Whether the names come first. */
  readonly header: boolean;
}

/**
 * Writes CSV by RFC 4180, but with LF as the line end, which is what tools on Unix write; TSV is the same with tabs, so
 * that a value may hold one. Values are quoted only where they must be, and:
 *
 * - NULL is nothing, an empty text is `""`. In a file of one column that would be a blank line, which is no record:
 *   there NULL is `""` too.
 * - a first value that begins with `#` is quoted, for some readers take it for a comment; so is a lone `\.`, which
 *   ends the input of older versions of psql.
 */
export class CsvWriter implements RecordWriter {
  readonly header: Buffer;
  readonly #width: number;
  readonly #delimiter: number;
  /** The delimiter in each byte of a word. */
  readonly #delimiters: number;
  /** 1 for each byte that needs quotes. */
  readonly #special: Uint8Array;

  constructor(columns: readonly ConvertedColumn[], { delimiter, header }: CsvWriterOptions) {
    this.#width = columns.length;
    this.#delimiter = delimiter;
    this.#delimiters = Math.imul(delimiter, 0x01010101);
    this.#special = new Uint8Array(256);
    for (const byte of [delimiter, QUOTE, CR, LF]) this.#special[byte] = 1;
    this.header = header ? this.#headerOf(columns) : Buffer.alloc(0);
  }

  write(fields: FieldReader, record: number, output: OutputChunks): void {
    for (let column = 0; column < this.#width; column++) {
      const hasValue = fields.read(record, column);
      output.reserve(hasValue ? roomFor(fields.end - fields.start) : ROOM_FOR_REST);
      if (hasValue) this.#append(fields, column, output);
      else if (this.#width === 1) appendEmptyText(output);
      output.bytes[output.offset++] = this.#delimiter;
    }
    output.bytes[output.offset - 1] = LF;
  }

  #headerOf(columns: readonly ConvertedColumn[]): Buffer {
    const parts: Buffer[] = [];
    const output = new OutputChunks((chunk) => parts.push(chunk));
    for (const [column, { name }] of columns.entries()) {
      const bytes = Buffer.from(name);
      output.reserve(roomFor(bytes.length));
      this.#append({ bytes, start: 0, end: bytes.length }, column, output);
      output.bytes[output.offset++] = column === columns.length - 1 ? LF : this.#delimiter;
    }
    output.flush();
    return Buffer.concat(parts);
  }

  #append({ bytes, start, end }: Value, column: number, output: OutputChunks): void {
    const mustBeQuoted = start === end || (column === 0 && isTakenOtherwise(bytes, start, end));
    if (mustBeQuoted || !this.#appendPlain(bytes, start, end, output)) appendQuoted(bytes, start, end, output);
  }

  /** Appends a value that needs no quotes. False: it does need them, and nothing has been appended. */
  #appendPlain(bytes: Buffer, start: number, end: number, output: OutputChunks): boolean {
    const source = sourceViews.of(bytes);
    const target = targetViews.of(output.bytes);
    const delimiters = this.#delimiters;
    const special = this.#special;
    let to = output.offset;
    for (let at = start; at < end; at++) {
      // Four bytes at a time, in a third of the time of single ones.
      for (; at + 4 <= end; at += 4) {
        const word = source.getInt32(bytes.byteOffset + at, true);
        if (isUnusual(word, delimiters)) break;
        target.setInt32(output.bytes.byteOffset + to, word, true);
        to += 4;
      }
      if (at === end) break;
      if (special[bytes[at]] === 1) return false;
      output.bytes[to++] = bytes[at];
    }
    output.offset = to;
    return true;
  }
}

type Value = Pick<FieldReader, 'bytes' | 'start' | 'end'>;

/** Room for a value with its quotes doubled, and for {@link ROOM_FOR_REST}. */
function roomFor(bytes: number): number {
  return 2 * bytes + ROOM_FOR_REST;
}

/** Two quotes and a delimiter. */
const ROOM_FOR_REST = 3;

/** Whether some reader takes a first value for a comment, or for the end of the input. */
function isTakenOtherwise(bytes: Buffer, start: number, end: number): boolean {
  return bytes[start] === HASH || (bytes[start] === BACKSLASH && bytes[start + 1] === DOT && end - start === 2);
}

/**
 * Whether one of a word's bytes is a quote, a delimiter, a control character up to CR, or not ASCII: each term sets the high
 * bit of a byte that is (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord).
 */
function isUnusual(word: number, delimiters: number): boolean {
  const controls = word - 0x0e0e0e0e;
  const quotes = (word ^ 0x22222222) - 0x01010101;
  return ((word | controls | quotes | ((word ^ delimiters) - 0x01010101)) & 0x80808080) !== 0;
}

function appendEmptyText(output: OutputChunks): void {
  output.bytes[output.offset++] = QUOTE;
  output.bytes[output.offset++] = QUOTE;
}

function appendQuoted(bytes: Buffer, start: number, end: number, output: OutputChunks): void {
  const target = output.bytes;
  target[output.offset++] = QUOTE;
  for (let from = start; from < end;) {
    const quote = indexOfQuote(bytes, from, end);
    copyBytes(bytes, from, quote, output);
    if (quote < end) {
      target[output.offset++] = QUOTE;
      target[output.offset++] = QUOTE;
    }
    from = quote + 1;
  }
  target[output.offset++] = QUOTE;
}

function indexOfQuote(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== QUOTE) at++;
  return at;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const HASH = 0x23;
const DOT = 0x2e;
const BACKSLASH = 0x5c;
const sourceViews = new ViewCache();
const targetViews = new ViewCache();
