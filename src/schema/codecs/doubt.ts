import { type SessionSettings, Verdict, type VerdictCode } from './codec.js';

/**
 * Judges a spelling that the readers don't know: invalid when no version of Postgres could find a whole date in it,
 * else undecided. Postgres takes any word for a time zone that its configuration may define, and skips most
 * punctuation, so what counts is only what is missing: three numbers, or what can stand for them.
 *
 * @param text - The field of a date or timestamp column; off the fast path, so it may be a string.
 * @param dateOrder - The session's.
 */
export function doubtDate(text: string, dateOrder: SessionSettings['dateOrder']): VerdictCode {
  if (NEVER_READ.test(text) || LONE_CLOCK.test(text)) return Verdict.invalid;
  if (DATE_WORD.test(text)) return Verdict.undecided;
  const numbers = text.match(DIGITS) ?? [];
  const compact = numbers.find((digits) => digits.length >= 6);
  if (compact === text.trim()) return hasMonthAndDay(compact) ? Verdict.undecided : Verdict.outOfRange;
  return compact !== undefined || mayBeDate(numbers, text, dateOrder) ? Verdict.undecided : Verdict.invalid;
}

/**
 * Judges a spelling of a time of day that the readers don't know, as {@link doubtDate} does for dates.
 *
 * @param text - The field of a time column.
 */
export function doubtTime(text: string): VerdictCode {
  if (NEVER_READ.test(text)) return Verdict.invalid;
  if (text.includes(':') || DATE_WORD.test(text)) return Verdict.undecided;
  const numbers = text.match(DIGITS) ?? [];
  const compact = numbers.some(({ length }) => length === 4 || length >= 6);
  const labelled = numbers.length > 1 && /[a-z]/i.test(text);
  return compact || labelled ? Verdict.undecided : Verdict.invalid;
}

/** The last four of six or more digits are a month and a day. */
function hasMonthAndDay(digits: string): boolean {
  const month = Number(digits.slice(-4, -2));
  const day = Number(digits.slice(-2));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Whether numbers of up to five digits can be a year, a month and a day; or a year and a day of the year. */
function mayBeDate(numbers: readonly string[], text: string, dateOrder: SessionSettings['dateOrder']): boolean {
  if (numbers.length !== 2) return numbers.length > 2;
  const [first, second] = numbers;
  const startsWithYear = first.length > 2 || dateOrder === 'YMD' || YEAR_LABEL.test(text);
  const isDayOfYear = second.length === 3 && startsWithYear;
  return isDayOfYear || MONTH_NAME.test(text);
}

/** A control character; or a letter that is neither ASCII nor one whose bytes some system's ctype takes for spaces. */
const NEVER_READ = /[\u0001-\u0008\u000e-\u001f\u007f]|(?![a-z\u05c0-\u05ff])\p{L}/iu;

/** `10:30`, also with seconds or AM/PM: nothing else in it can be a date. */
const LONE_CLOCK = /^\s*\d+:[\d:.]*\s*([ap]m)?\s*$/i;

/** Words that stand for a point of time, or mark one number as a date. */
const DATE_WORD = /(?<![a-z])(now|today|tomorrow|yesterday|epoch|infinity|allballs|j|jd|julian)(?![a-z])/i;

/** Up to version 15, Postgres takes `y` before a number for a label. */
const YEAR_LABEL = /(?<![a-z])y(?![a-z])/i;

const MONTH_NAME =
  /(?<![a-z])(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)(?![a-z])/i;

const DIGITS = /\d+/g;
