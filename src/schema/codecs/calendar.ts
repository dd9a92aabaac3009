/** The proleptic Gregorian calendar as Postgres counts it: days since 2000-01-01. */

/** Whether there is such a day, in a year after Christ. */
export function isDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= MONTH_DAYS[month] || (day === 29 && month === FEBRUARY && isLeapYear(year));
}

/**
 * The days from 2000-01-01 to a date that exists.
 *
 * @param year - From 1 to 999,999.
 * @param month - From 1.
 * @param day - From 1.
 */
export function daysSince2000(year: number, month: number, day: number): number {
  const years = month > FEBRUARY ? year : year - 1;
  const leapDays = ((years / 4) | 0) - ((years / 100) | 0) + ((years / 400) | 0);
  return 365 * year + leapDays + DAYS_BEFORE_MONTH[month] + day - DAYS_TO_2000;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const FEBRUARY = 2;

/** By month, from 1; February of a common year. */
const MONTH_DAYS = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** The days of a common year before each month, from 1. */
const DAYS_BEFORE_MONTH = Uint16Array.of(0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334);

/** What the sum above gives for 2000-01-01, counted from zero. */
const DAYS_TO_2000 = 365 * 2000 + 484 + 1;
