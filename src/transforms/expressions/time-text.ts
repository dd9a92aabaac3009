/**
 * A time in ISO 8601, as PostgreSQL reads it: with the zone `Z`, or without for a column that has none. Of a time for a column
 * of dates it is the day in UTC.
 */
export function timeText(time: Date, type: string | null): string {
  const iso = time.toISOString();
  const year = time.getUTCFullYear();
  const rest = iso.slice(iso.indexOf('-', 1));
  // There is no year 0: the one before 1 is 1 BC.
  const date = `${String(year > 0 ? year : 1 - year).padStart(4, '0')}${rest.slice(0, DATE_END)}`;
  const era = year > 0 ? '' : ' BC';
  if (type === 'date') return `${date}${era}`;
  return `${date}${rest.slice(DATE_END, type === 'timestamp' ? -1 : undefined)}${era}`;
}

/** The length of `-12-31`. */
const DATE_END = 6;
