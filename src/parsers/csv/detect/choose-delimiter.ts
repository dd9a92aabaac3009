import { chooseReading, MARGIN, SURELY_UNIFORM } from './choose-reading.js';
import { detectHeader } from './detect-header.js';
import type { GivenDialect } from './given-dialect.js';
import type { Rating } from './rate-reading.js';
import { prepareSamples, type PreparedSamples, type Sample } from './windows.js';

/** The delimiter that was chosen, and what it makes of the samples. */
export interface DelimiterChoice {
  /** Itself, also where it has several characters, for which a byte stands in the rating. */
  readonly delimiter: string;
  readonly prepared: PreparedSamples;
  readonly best: Rating;
  /** A delimiter that fits as well. */
  readonly rival: string | null;
}

/**
 * Chooses the delimiter and the quoting of samples: what {@link chooseReading} finds among delimiters of one byte, or a
 * delimiter of several characters.
 */
export function chooseDelimiter(samples: readonly Sample[], given: GivenDialect): DelimiterChoice {
  const single = chooseWith(samples, given);
  if (given.delimiter !== null) return single;
  const long = LONG.filter((delimiter) => samples[0]?.bytes.includes(delimiter))
    .map((delimiter) => chooseWith(samples, { ...given, delimiter }))
    .filter(({ best }) => fitsSurely(best))
    .toSorted((a, b) => b.best.score - a.best.score);
  return long.length === 0 ? single : prefer(long[0], single);
}

/**
 * Delimiters of several characters that are in use. No comma, semicolon or tab is doubled: between those are the empty
 * columns of spreadsheets.
 */
const LONG = ['::', '||', '^^', '~~', '~|~', '|~|', '^|^'];

function chooseWith(samples: readonly Sample[], given: GivenDialect): DelimiterChoice {
  const prepared = prepareSamples(samples, given);
  const { best, rival } = chooseReading(prepared);
  const delimiter = given.delimiter ?? best.reading.delimiter;
  return { delimiter, prepared, best, rival: rival?.reading.delimiter ?? null };
}

function fitsSurely({ width, uniform, records }: Rating): boolean {
  const rows = records.filter((record) => record.width === width);
  return width >= 2 && uniform >= SURELY_UNIFORM && rows.length >= 2;
}

function prefer(long: DelimiterChoice, single: DelimiterChoice): DelimiterChoice {
  if (single.best.width < 2) return preferToOneColumn(long, single);
  if (long.best.fitsFirstLine !== single.best.fitsFirstLine) return long.best.fitsFirstLine ? long : single;
  if (long.delimiter.includes(single.delimiter)) return preferToPart(long, single);
  const lead = long.best.score - single.best.score;
  if (Math.abs(lead) < MARGIN) return { ...long, rival: single.delimiter };
  return lead > 0 ? long : single;
}

/** A first line without the delimiter is a title above a table, or the name of one column: `module` above `Foo::Bar`. */
function preferToOneColumn(long: DelimiterChoice, single: DelimiterChoice): DelimiterChoice {
  const { fitsFirstLine, width } = long.best;
  if (!fitsFirstLine && width === 2) return single;
  return fitsFirstLine && isSure(long) ? long : { ...long, rival: '' };
}

/**
 * The single delimiter is part of the long one: `a::b` cut at each colon has a column that is empty in every record. What
 * counts is how many of the single ones stand in a long one: where all do, they are no delimiters.
 */
function preferToPart(long: DelimiterChoice, single: DelimiterChoice): DelimiterChoice {
  const each = long.delimiter.split(single.delimiter).length - 1;
  const share = ((long.best.width - 1) * each) / (single.best.width - 1);
  if (share <= 0.5 || long.best.uniform < single.best.uniform) return single;
  return share === 1 && isSure(long) ? long : { ...long, rival: single.delimiter };
}

/** A double mark that stands once in each line may be two delimiters with an empty column between, or text. */
function isSure({ delimiter, best: { width, records } }: DelimiterChoice): boolean {
  if (width > 2 || delimiter !== delimiter[0].repeat(2)) return true;
  const rows = records.filter((record) => record.width === width).map(({ fields }) => fields);
  const { hasHeader, column } = detectHeader(rows);
  return hasHeader && column !== null;
}
