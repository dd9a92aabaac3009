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

const noQuote = 'Pass --quote none if the file has no quotes.';

function faultsOf(dialect: CsvDialect): { holds: boolean; message: string; hint: string }[] {
  const { delimiter, quote, escape, comment } = dialect;
  const marks = [delimiter, quote, escape, comment];
  return [
    {
      holds: marks.some((mark) => /[\r\n]/.test(mark) || Buffer.byteLength(mark) > MAX_MARK_BYTES),
      message: `--delimiter, --quote, --escape and --comment take up to ${MAX_MARK_BYTES} bytes and no line end.`,
      hint: 'A shorter part that stands in each of them may do.',
    },
    {
      holds: overlaps(delimiter, quote),
      message: '--delimiter and --quote are the same, or one begins with the other.',
      hint: noQuote,
    },
    {
      holds: isEscapeUnclear(dialect),
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

function isEscapeUnclear({ delimiter, quote, escape }: CsvDialect): boolean {
  if (quote === '' || escape === quote) return false;
  return escape === '' || escape === delimiter || overlaps(escape, quote);
}

function overlaps(one: string, other: string): boolean {
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one));
}

function repeatsItself(mark: string): boolean {
  return Array.from(mark).some((_, index) => index > 0 && mark.startsWith(mark.slice(index)));
}
