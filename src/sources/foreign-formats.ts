import { displaySource } from '../batch/display-source.js';
import { SluiceError } from '../errors/sluice-error.js';

/** Where all of the patterns end: tar says what it is after a name. */
const HEAD_BYTES = 512;

/**
 * Refuses what people take for text, or have at hand instead of it, and says what to do with it.
 *
 * @param name - The source's name.
 * @param head - Its first bytes, decompressed: 512, if it has as many.
 * @throws SluiceError SOURCE_UNREADABLE
 */
export function assertReadable(name: string, head: Buffer): void {
  const text = head.toString('latin1', 0, HEAD_BYTES);
  const found = formats.find(({ pattern }) => pattern.test(text));
  if (found === undefined) return;
  throw new SluiceError('SOURCE_UNREADABLE', `${displaySource(name)} is ${found.what}, not text.`, {
    hint: found.hint,
  });
}

const EXPORT = 'Export it as CSV or NDJSON with the program that made it, and load that.';
const UNPACK = 'Unpack it with its own tool, and load the files.';
const PAGE = 'Is the address that of a page, of an error or of a login? Open it in a browser.';

/** Each begins with bytes that no text begins with; a word alone could be the name of a column. */
const formats: readonly { readonly what: string; readonly pattern: RegExp; readonly hint: string }[] = [
  { what: 'an old Excel workbook', pattern: /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, hint: EXPORT },
  { what: 'a Parquet file', pattern: /^PAR1[^ -~\t\r\n]/, hint: EXPORT },
  { what: 'an Avro file', pattern: /^Obj\x01/, hint: EXPORT },
  { what: 'an Arrow file', pattern: /^ARROW1\0/, hint: EXPORT },
  {
    what: 'an SQLite database',
    pattern: /^SQLite format 3\0/,
    hint: 'Export the table: sqlite3 -csv -header FILE "SELECT * FROM t" | sluice load - --table NAME',
  },
  { what: 'a PostgreSQL dump', pattern: /^PGDMP[^ -~\t\r\n]/, hint: 'Restore it with pg_restore.' },
  { what: 'a PDF document', pattern: /^%PDF-/, hint: EXPORT },
  {
    what: 'a tar archive',
    pattern: /^[^]{257}ustar[\0 ]/,
    hint: 'Unpack the file that is to be loaded: tar -xOf ARCHIVE FILE | sluice load - --table NAME',
  },
  { what: 'a 7-Zip archive', pattern: /^7z\xbc\xaf\x27\x1c/, hint: UNPACK },
  { what: 'a RAR archive', pattern: /^Rar!\x1a\x07/, hint: UNPACK },
  {
    what: 'LZ4 data',
    pattern: /^\x04\x22\x4d\x18/,
    hint: 'Decompress it first: lz4 -dc FILE | sluice load - --table NAME',
  },
  { what: 'lzip data', pattern: /^LZIP\x01/, hint: 'Decompress it first: lzip -dc FILE | sluice load - --table NAME' },
  {
    what: 'data of compress',
    pattern: /^\x1f\x9d/,
    hint: 'Decompress it first: gzip -dc FILE | sluice load - --table NAME',
  },
  { what: 'an HTML page', pattern: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html[\s>])/i, hint: PAGE },
  { what: 'an XML document', pattern: /^(?:\xef\xbb\xbf)?\s*<\?xml\s/i, hint: 'Convert it to CSV or NDJSON first.' },
];
