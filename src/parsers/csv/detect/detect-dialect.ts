import { displaySource } from '../../../batch/display-source.js';
import { SluiceError } from '../../../errors/sluice-error.js';
import { chooseDelimiter } from './choose-delimiter.js';
import { columnShapes } from './column-shapes.js';
import { detectComment, withoutComments } from './detect-comment.js';
import { detectHeader } from './detect-header.js';
import { detectPreamble } from './detect-preamble.js';
import { describeDialect, pinsOf, spellFlag, type DialectFact } from './dialect-facts.js';
import type { DetectedPart, GivenDialect } from './given-dialect.js';
import { rateReading, type Rating } from './rate-reading.js';
import type { Reading } from './survey.js';
import type { PreparedSamples, Sample } from './windows.js';

/** What detection looks at. */
export interface DetectOptions {
  /** The source's name, for messages. */
  readonly source: string;
  /**
   * The head of the source, and for one that can be sought some other places. Of the head 64 KiB are looked at, of each
   * other 16 KiB.
   */
  readonly samples: readonly Sample[];
  readonly given: GivenDialect;
}

/** The dialect of a source, and how it came about. */
export interface DetectedDialect {
  readonly dialect: DetectedPart;
  /** Each part by the name of its flag, the given ones too. */
  readonly facts: readonly DialectFact[];
  /** What differs from a plain CSV file without a flag having said so, to be told: `delimiter ";"`. Often nothing. */
  readonly findings: readonly string[];
  /** The flags, ready for a shell, that settle all of it. */
  readonly pins: readonly string[];
}

/**
 * Finds out how a CSV source is written, as far as flags have not said it: line ends, delimiter, quote and escape by how
 * uniform the records become and how many values look whole; then comments, lines before the header, and the header.
 * Takes some 10 ms; the same bytes and flags always give the same answer.
 *
 * @throws SluiceError DIALECT_AMBIGUOUS when two readings fit equally well.
 */
export function detectDialect({ source, samples, given: asGiven }: DetectOptions): DetectedDialect {
  const given = completed(asGiven);
  const { delimiter, prepared, best, rival } = chooseDelimiter(samples, given);
  if (rival !== null) throw ambiguous(source, [delimiterFlag(delimiter), delimiterFlag(rival)]);
  const comment = given.comment ?? detectComment(prepared.windows, best);
  const rating = comment === '' ? best : rateReading(withoutComments(prepared.windows, comment), best.reading);
  // Lines that are to be skipped anyway are not in the windows.
  const skipLines = given.skipLines === null ? detectPreamble(rating) : 0;
  if (mayBeOneColumn(rating, skipLines, prepared)) {
    throw ambiguous(source, [spellFlag('skip-lines', skipLines), delimiterFlag('')]);
  }
  const header = detectHeader(rowsFrom(rating, skipLines));
  const dialect: DetectedPart = {
    ...marksOf({ ...rating.reading, delimiter }, given),
    comment,
    lineEnd: prepared.lineEnd,
    skipLines: given.skipLines ?? skipLines,
    headerLines: given.headerLines ?? (header.hasHeader ? 1 : 0),
  };
  return { dialect, ...describeDialect({ dialect, given, header }), pins: pinsOf(dialect) };
}

function delimiterFlag(delimiter: string): string {
  return spellFlag('delimiter', delimiter);
}

/** The marks themselves: for a long quote or escape another byte stands in the reading. */
function marksOf(reading: Reading, given: GivenDialect): Reading {
  const quote = given.quote ?? reading.quote;
  const escape = given.escape ?? (reading.escape === reading.quote ? quote : reading.escape);
  return { delimiter: reading.delimiter, quote, escape };
}

/** A quote as escape is given only with the same quote. */
function completed(given: GivenDialect): GivenDialect {
  const isQuote = given.escape === '"' || given.escape === "'";
  return given.quote === null && isQuote ? { ...given, quote: given.escape } : given;
}

/** The fields of the records from a line of the head on, which are of the usual width. */
function rowsFrom({ records, width }: Rating, line: number): (readonly { text: string; quoted: boolean }[])[] {
  const rows = records.filter((record) => !record.inHead || record.line >= line);
  const [first, ...others] = rows;
  if (first === undefined) return [];
  return [first, ...others.filter((record) => record.width === width)].map(({ fields }) => fields);
}

/**
 * A first line without the delimiter, above lines of text that all have it once: a title above a table, or the name of a
 * single column of such texts.
 */
function mayBeOneColumn({ records, width }: Rating, skipLines: number, { marks }: PreparedSamples): boolean {
  if (marks.delimiter !== null || skipLines !== 1 || width !== 2 || records.length < 2) return false;
  const rows = records.slice(1).filter((record) => record.width === width);
  const hasQuotes = rows.some(({ fields }) => fields.some((field) => field.quoted));
  return (
    !hasQuotes &&
    columnShapes(
      rows.map(({ fields }) => fields),
      width,
    ).every((shape) => shape === null)
  );
}

function ambiguous(source: string, [one, other]: readonly string[]): SluiceError {
  const message = `${displaySource(source)} can be read in two ways that fit equally well: as with ${one}, or as with ${other}.`;
  return new SluiceError('DIALECT_AMBIGUOUS', message, { hint: `Say which it is: pass ${one} or ${other}.` });
}
