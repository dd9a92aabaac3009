import { createRequire } from 'node:module';
import type { Options, Parser } from 'csv-parse';
import type { CsvDialect } from './dialect.js';

/**
 * Called for each row.
 *
 * @param row - The fields as csv-parse reads them, a character for each byte.
 * @param end - Bytes read up to the end of the row, its line end too.
 */
export type OnRow = (row: readonly string[], end: number, reader: RowReader) => void;

/**
 * csv-parse, told to be as the byte parser is: a quote inside an unquoted field is text, a row may have any number of
 * fields, blank lines are no rows. Text after a closing quote is let through as well, with the quotes in the field.
 *
 * `write` calls `onRow` before it returns: rows are taken at `push`, so that a row costs no stream and its end can be
 * read from `info`. The last {@link LOOKAHEAD} bytes may wait for more; nothing is ever told of the end.
 */
export class RowReader {
  readonly #parser: Parser;
  readonly #onRow: OnRow;
  readonly #primerBytes: number;
  #isPrimed = false;

  /** @param width - Rows of so many fields are cheap; csv-parse makes an error, unused here, for any other. */
  constructor(dialect: CsvDialect, width: number, onRow: OnRow) {
    this.#onRow = onRow;
    // Loaded when it is needed: all files that the byte parser reads start 50 ms earlier.
    const { Parser: CsvParser } = require('csv-parse') as typeof import('csv-parse');
    this.#parser = new CsvParser(optionsOf(dialect));
    this.#parser.push = (row: string[] | null) => this.#take(row);
    const primer = Buffer.from(`x${dialect.delimiter.repeat(width - 1)}\n`);
    this.#primerBytes = primer.length;
    this.write(primer);
  }

  /** Reads on. */
  write(bytes: Buffer): void {
    this.#parser.write(bytes);
  }

  #take(row: string[] | null): boolean {
    if (this.#isPrimed && row !== null) this.#onRow(row, this.#parser.info.bytes - this.#primerBytes, this);
    this.#isPrimed = true;
    return true;
  }
}

const require = createRequire(import.meta.url);

/** More bytes than csv-parse ever holds back: its limits are those of `assertDialectSound`. */
export const LOOKAHEAD = 64;

function optionsOf(dialect: CsvDialect): Options {
  const { delimiter, quote, escape, lineEnd } = dialect;
  return {
    // A character a byte: what is no UTF-8 stays what it is, and is judged where all fields are.
    encoding: 'latin1',
    // A line end comes before a delimiter, so as a delimiter it never comes.
    delimiter: asBytes(delimiter === '' ? '\n' : delimiter),
    quote: quote === '' ? null : asBytes(quote),
    escape: quote === '' ? null : asBytes(escape),
    record_delimiter: lineEnd === 'cr' ? ['\r\n', '\r', '\n'] : ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  };
}

/** Text as csv-parse sees its bytes. */
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
