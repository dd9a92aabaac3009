import { columnShapes } from './column-shapes.js';
import type { PreparedSamples } from './windows.js';
import { rateReading, type Rating } from './rate-reading.js';
import type { Window } from './window.js';

/** The reading that was chosen, and any that fits as well. */
export interface Choice {
  readonly best: Rating;
  readonly rival: Rating | null;
}

/** Delimiters that are seldom anything else, the most usual one first. */
const COMMON = [',', '\t', ';', '|', '\x01', '\x1f'];

/** Delimiters that text is full of: they count only where the others fail and something else speaks for them. */
const RARE = [':', ' ', '^', '~', '#', '!', '*', '&'];

/**
 * Chooses the delimiter and the quoting that cut most records into the same number of fields, and most values whole. A
 * file in which no delimiter does so has one column.
 */
export function chooseReading({ windows, marks }: PreparedSamples): Choice {
  if (marks.delimiter !== null) return { best: chooseQuoting(windows, marks.delimiter, marks), rival: null };
  const ratingsOf = (delimiters: readonly string[]): Rating[] =>
    delimiters
      .filter((delimiter) => delimiter !== marks.quote && isPresent(windows, delimiter))
      .map((delimiter) => chooseQuoting(windows, delimiter, marks));
  const common = byScore(ratingsOf(COMMON).filter(fits));
  if (common.length > 0)
    return { best: common[0], rival: common.slice(1).find((other) => rivals(other, common[0])) ?? null };
  const single = chooseQuoting(windows, '', marks);
  const rare = single.whole >= SHAPED ? [] : byScore(ratingsOf(RARE).filter(fitsSurely));
  if (rare.length > 0) return { best: rare[0], rival: null };
  return { best: isPresent(windows, ',') ? single : chooseQuoting(windows, ',', marks), rival: null };
}

/** So many lines must agree on their number of fields; fewer do where the first line is one of them. */
const UNIFORM = 0.75;
const UNIFORM_FROM_THE_FIRST = 0.3;

/** So many, where nothing else speaks for a reading. */
export const SURELY_UNIFORM = 0.95;

/** Of so many lines each is a number, a time or the like: then they are not to be cut. */
const SHAPED = 0.9;

/** Scores that differ by less don't tell which reading is right. */
export const MARGIN = 0.1;

function isPresent(windows: readonly Window[], mark: string): boolean {
  return windows.some(({ bytes }) => bytes.includes(mark));
}

function byScore(ratings: readonly Rating[]): Rating[] {
  return ratings.toSorted((a, b) => b.score - a.score);
}

function fits(rating: Rating): boolean {
  return rating.width >= 2 && rating.uniform >= (rating.fitsFirstLine ? UNIFORM_FROM_THE_FIRST : UNIFORM);
}

function fitsSurely({ width, uniform, records }: Rating): boolean {
  const rows = records.slice(1).filter((record) => record.width === width);
  const shapes = columnShapes(
    rows.map((record) => record.fields),
    width,
  );
  return width >= 2 && uniform >= SURELY_UNIFORM && rows.length > 0 && shapes.some((shape) => shape !== null);
}

/** One that does not fit the first line is no rival of one that does. */
function rivals(other: Rating, best: Rating): boolean {
  const isAsGood = other.fitsFirstLine || !best.fitsFirstLine;
  return isAsGood && other.uniform >= SURELY_UNIFORM && best.score - other.score < MARGIN;
}

/**
 * The quoting that fits a delimiter best: double quotes that are doubled within, unless there is a reason for another.
 */
function chooseQuoting(
  windows: readonly Window[],
  delimiter: string,
  { quote, escape }: PreparedSamples['marks'],
): Rating {
  const rate = (mark: string, before: string): Rating =>
    rateReading(windows, { delimiter, quote: mark, escape: before });
  const chooseEscape = (mark: string): Rating => {
    const doubled = rate(mark, escape ?? mark);
    if (escape !== null || mark === '' || !isPresent(windows, `\\${mark}`)) return doubled;
    const escaped = rate(mark, '\\');
    return escaped.malformed < doubled.malformed || escaped.uniform > doubled.uniform ? escaped : doubled;
  };
  if (quote !== null) return chooseEscape(quote);
  const double = chooseEscape('"');
  if (double.quoted === 0 && delimiter !== "'" && isPresent(windows, "'")) {
    const single = chooseEscape("'");
    if (single.malformed === 0 && 2 * single.quoted >= single.records.length) return single;
  }
  if (double.malformed <= double.quoted) return double;
  const none = rate('', '');
  return none.uniform > double.uniform ? none : double;
}
