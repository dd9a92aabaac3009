import { ExpressionFailure } from '../expression-failure.js';
import type { CelFunction } from './cel-function.js';
import { wallClock } from './wall-clock.js';

/** The functions of times. Parts of a time are those of UTC; `localTime` moves it to another zone before. */
export const timeFunctions: readonly CelFunction[] = [
  fn('date(string): timestamp', 'The midnight of a day that is written `2024-01-31`.', dayOf),
  fn('date(timestamp): timestamp', 'The midnight of its day.', (time: Date) => truncated('day', time)),
  part('year(timestamp): int', 'Its year.', (time) => time.getUTCFullYear()),
  part('quarter(timestamp): int', 'Its quarter, 1 to 4.', (time) => Math.floor(time.getUTCMonth() / 3) + 1),
  part('month(timestamp): int', 'Its month, 1 to 12.', (time) => time.getUTCMonth() + 1),
  part('day(timestamp): int', 'Its day of the month, 1 to 31.', (time) => time.getUTCDate()),
  part('hour(timestamp): int', 'Its hour, 0 to 23.', (time) => time.getUTCHours()),
  part('minute(timestamp): int', 'Its minute, 0 to 59.', (time) => time.getUTCMinutes()),
  part('second(timestamp): int', 'Its second, 0 to 59.', (time) => time.getUTCSeconds()),
  part('isoWeekday(timestamp): int', 'Its day of the week, 1 (Monday) to 7.', weekday),
  part('isoWeek(timestamp): int', 'Its week by ISO 8601, 1 to 53.', (time) => isoWeek(time).week),
  part('isoYear(timestamp): int', 'The year that this week is of.', (time) => isoWeek(time).year),
  part('dayOfYear(timestamp): int', 'Its day of the year, 1 to 366.', (time) => daysSince(startOfYear(time), time) + 1),
  part('epoch(timestamp): int', 'The whole seconds since 1970-01-01.', (time) => Math.floor(time.getTime() / 1000)),
  fn(
    'dateTrunc(string, timestamp): timestamp',
    'The start of its `second`, `minute`, `hour`, `day`, `week`, `month`, `quarter` or `year`.',
    truncated,
  ),
  fn('addDays(timestamp, int): timestamp', 'So many days later.', (time: Date, days: bigint) =>
    valid(new Date(time.getTime() + Number(days) * DAY)),
  ),
  fn(
    'addMonths(timestamp, int): timestamp',
    'So many months later; a day that the month does not have becomes its last one.',
    addMonths,
  ),
  part2(
    'daysBetween(timestamp, timestamp): int',
    'The days from the first to the second, by the calendar.',
    (from, to) => daysSince(truncated('day', from), to),
  ),
  fn('localTime(timestamp, string): timestamp', 'What clocks show then in a zone such as `Europe/Paris`.', wallClock),
  fn(
    'formatDate(timestamp, string): string',
    'As a pattern says: `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss`, `SSS` are its parts, all else stays.',
    format,
  ),
];

function fn(signature: string, description: string, handler: CelFunction['handler']): CelFunction {
  return { signature, description, handler };
}

function part(signature: string, description: string, partOf: (time: Date) => number): CelFunction {
  return fn(signature, description, (time: Date) => BigInt(partOf(time)));
}

function part2(signature: string, description: string, partOf: (from: Date, to: Date) => number): CelFunction {
  return fn(signature, description, (from: Date, to: Date) => BigInt(partOf(from, to)));
}

const DAY = 86_400_000;

function dayOf(text: string): Date {
  const time = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(time.getTime()) || time.getUTCDate() !== Number(text.slice(8))) {
    throw new ExpressionFailure('date() takes a day such as 2024-01-31');
  }
  return time;
}

function weekday(time: Date): number {
  return ((time.getUTCDay() + 6) % 7) + 1;
}

/** The year and the week of the Thursday of its week. */
function isoWeek(time: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(time.getTime() + (4 - weekday(time)) * DAY);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor(daysSince(startOfYear(thursday), thursday) / 7) + 1 };
}

function startOfYear(time: Date): Date {
  return truncated('year', time);
}

function daysSince(start: Date, time: Date): number {
  return Math.floor((time.getTime() - start.getTime()) / DAY);
}

function truncated(unit: string, time: Date): Date {
  const length = lengths.get(unit);
  if (length !== undefined) return new Date(Math.floor(time.getTime() / length) * length);
  const year = time.getUTCFullYear();
  const month = time.getUTCMonth();
  switch (unit) {
    case 'week':
      return new Date(truncated('day', time).getTime() - (weekday(time) - 1) * DAY);
    case 'month':
      return monthStart(year, month);
    case 'quarter':
      return monthStart(year, month - (month % 3));
    case 'year':
      return monthStart(year, 0);
    default:
      throw new ExpressionFailure('dateTrunc() takes second, minute, hour, day, week, month, quarter or year');
  }
}

const lengths = new Map([
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', DAY],
]);

/** `Date.UTC` takes the years 0 to 99 for those of the last century. */
function monthStart(year: number, month: number): Date {
  const start = new Date(0);
  start.setUTCFullYear(year, month, 1);
  return start;
}

function addMonths(time: Date, months: bigint): Date {
  const target = new Date(time);
  const month = time.getUTCMonth() + Number(months);
  const last = valid(monthStart(time.getUTCFullYear(), month + 1)).getTime() - DAY;
  target.setUTCFullYear(time.getUTCFullYear(), month, Math.min(time.getUTCDate(), new Date(last).getUTCDate()));
  return valid(target);
}

function valid(time: Date): Date {
  if (Number.isNaN(time.getTime())) throw new ExpressionFailure('the time is out of range');
  return time;
}

function format(time: Date, pattern: string): string {
  return pattern.replace(/yyyy|MM|dd|HH|mm|ss|SSS/g, (token) => {
    const value = tokens.get(token)?.(time) ?? 0;
    return String(value).padStart(token.length, '0');
  });
}

const tokens = new Map<string, (time: Date) => number>([
  ['yyyy', (time) => time.getUTCFullYear()],
  ['MM', (time) => time.getUTCMonth() + 1],
  ['dd', (time) => time.getUTCDate()],
  ['HH', (time) => time.getUTCHours()],
  ['mm', (time) => time.getUTCMinutes()],
  ['ss', (time) => time.getUTCSeconds()],
  ['SSS', (time) => time.getUTCMilliseconds()],
]);
