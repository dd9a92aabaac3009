import type { CsvDialect } from './dialect.js';

/** What quotes do in a record: which of its fields have them; or what is wrong with them. */
export type QuotedFields = readonly boolean[] | 'textAfterQuote' | 'blankBeforeQuote';

/**
 * Tells which fields of a record are quoted, which csv-parse's rows don't: an empty field is NULL, one in quotes is not.
 * Reads quotes as csv-parse does, but has no patience with text after a closing one.
 *
 * @param record - Its bytes, without the line end.
 */
export function quotedFields(record: Buffer, dialect: CsvDialect): QuotedFields {
  const marks = { quote: Buffer.from(dialect.quote), escape: Buffer.from(dialect.escape) };
  const delimiter = Buffer.from(dialect.delimiter);
  const quoted: boolean[] = [];
  for (let at = 0; ;) {
    const isQuoted = startsWith(record, marks.quote, at);
    quoted.push(isQuoted);
    const end = isQuoted ? afterClosingQuote(record, at, marks) : nextDelimiter(record, delimiter, at);
    if (!isQuoted && dialect.trim && startsWith(record, marks.quote, skipBlanks(record, at, end))) {
      return 'blankBeforeQuote';
    }
    if (end === record.length) return quoted;
    if (delimiter.length === 0 || !startsWith(record, delimiter, end)) return 'textAfterQuote';
    at = end + delimiter.length;
  }
}

interface Marks {
  readonly quote: Buffer;
  readonly escape: Buffer;
}

/** The byte after a quoted field that begins at `start`. */
function afterClosingQuote(record: Buffer, start: number, { quote, escape }: Marks): number {
  const isDoubled = quote.equals(escape);
  for (let at = start + quote.length; at < record.length;) {
    if (!isDoubled && startsWith(record, escape, at)) at += escape.length + 1;
    else if (!startsWith(record, quote, at)) at++;
    else if (isDoubled && startsWith(record, quote, at + quote.length)) at += 2 * quote.length;
    else return at + quote.length;
  }
  return record.length;
}

function nextDelimiter(record: Buffer, delimiter: Buffer, at: number): number {
  const found = delimiter.length === 0 ? -1 : record.indexOf(delimiter, at);
  return found === -1 ? record.length : found;
}

function startsWith(bytes: Buffer, mark: Buffer, at: number): boolean {
  return at + mark.length <= bytes.length && mark.compare(bytes, at, at + mark.length) === 0;
}

function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at;
}

const TAB = 0x09;
const SPACE = 0x20;
