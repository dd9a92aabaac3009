import { SluiceError } from '../../errors/sluice-error.js';
import type { CsvDialect } from './dialect.js';

/**
 * Makes sure that the marks of a dialect can be told from each other and from line ends.
 *
 * @throws SluiceError USAGE naming the flags that contradict each other.
 */
export function assertDialectSound(dialect: CsvDialect): void {
  for (const { holds, message, hint } of faultsOf(dialect)) {
    if (holds) throw new SluiceError('USAGE', message, { hint });
  }
}

/** csv-parse's own buffers hold no longer marks in all cases. */
const MAX_MARK_BYTES = 16;

function faultsOf({
  delimiter,
  quote,
  escape,
  comment,
}: CsvDialect): { holds: boolean; message: string; hint: string }[] {
  const marks = [delimiter, quote, escape, comment];
  const noQuote = 'Pass --quote none if the file has no quotes.';
  return [
    {
      holds: marks.some((mark) => /[\r\n]/.test(mark)),
      message: '--delimiter, --quote, --escape and --comment take no line end.',
      hint: 'Lines end in LF, CRLF or CR; they need no flag.',
    },
    {
      holds: marks.some((mark) => Buffer.byteLength(mark) > MAX_MARK_BYTES),
      message: `--delimiter, --quote, --escape and --comment take no more than ${MAX_MARK_BYTES} bytes.`,
      hint: 'A shorter part that stands in each of them may do.',
    },
    {
      holds: overlaps(delimiter, quote),
      message: '--delimiter and --quote are the same, or one begins with the other.',
      hint: noQuote,
    },
    {
      holds: quote !== '' && (escape === '' || escape === delimiter || (escape !== quote && overlaps(escape, quote))),
      message: '--escape is the delimiter, or is too like the quote.',
      hint: 'Pass --escape quote where quotes are doubled, or --escape backslash.',
    },
    {
      holds: repeatsItself(quote),
      message: '--quote ends as it begins, so that two quotes in a row could be read in several ways.',
      hint: noQuote,
    },
  ];
}

function overlaps(one: string, other: string): boolean {
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one));
}

function repeatsItself(mark: string): boolean {
  return Array.from(mark).some((_, index) => index > 0 && mark.startsWith(mark.slice(index)));
}
