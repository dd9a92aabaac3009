import { DateTime } from 'luxon';
import type { DateFormatFacts } from '../../schema/transform/date-format.js';
import type { LocalMoment } from './iso-text.js';

/** Reads a text as a moment; null: it is not written so, or there is no such day or time. */
export type DatePattern = (text: string) => LocalMoment | null;

/** Reads by a format in the tokens of Luxon, of which facts are known, with the names that English has. */
export function formatPattern(format: string, { hasDate, hasTime, hasZone }: DateFormatFacts): DatePattern {
  const parser = DateTime.buildFormatParser(format, { locale: 'en-US' });
  const hasFraction = /s[.,]u/.test(format);
  return (text) => {
    const read = DateTime.fromFormatParser(text, parser, { locale: 'en-US', zone: 'utc', setZone: true });
    if (!read.isValid) return null;
    const { millisecond, offset } = read;
    const local = read.toMillis() + offset * MINUTE;
    return {
      local: local - millisecond,
      fraction: hasFraction ? fractionIn(text) : millisecond === 0 ? '' : String(millisecond).padStart(3, '0'),
      offset: hasZone ? offset : null,
      hasDate,
      hasTime,
    };
  };
}

/** Luxon has milliseconds, and cuts off what is less. */
function fractionIn(text: string): string {
  return /.*\d[.,](\d+)/s.exec(text)?.[1] ?? '';
}

/** Reads ISO 8601, and a blank in place of its T. */
export function isoPattern(text: string): LocalMoment | null {
  const match = ISO.exec(text) as (string | undefined)[] | null;
  if (match === null) return null;
  const [, date = '', clock, fraction = '', zone] = match;
  const local = Date.parse(`${date}T${clock ?? '00:00'}Z`);
  const isReal =
    !Number.isNaN(local) && new Date(local).toISOString().startsWith(date) && clock?.startsWith('24') !== true;
  if (!isReal) return null;
  return {
    local,
    fraction,
    offset: zone === undefined ? null : offsetOf(zone),
    hasDate: true,
    hasTime: clock !== undefined,
  };
}

const ISO =
  /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s?(Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)?)?\s*$/i;

function offsetOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}

const MINUTE = 60_000;
