/** A date, a time or both, as the clocks of their place show them. */
export interface LocalMoment {
  /** The milliseconds since 1970 that it would be if it were UTC, without what `fraction` says. */
  readonly local: number;
  /** The digits of the fraction of a second; empty: it has none. */
  readonly fraction: string;
  /** Minutes east of UTC; null: it is not known. */
  readonly offset: number | null;
  readonly hasDate: boolean;
  readonly hasTime: boolean;
}

/**
 * A moment in ISO 8601, as PostgreSQL reads it whatever its settings.
 *
 * @returns Null for a year that has no such spelling: one before 1 or after 9999.
 */
export function isoText({ local, fraction, offset, hasDate, hasTime }: LocalMoment): string | null {
  const date = new Date(local);
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return null;
  const iso = date.toISOString();
  const day = iso.slice(0, 10);
  if (!hasTime && offset === null) return day;
  const clock = `${iso.slice(11, 19)}${fraction === '' ? '' : `.${fraction}`}`;
  if (!hasDate) return clock;
  return `${day} ${clock}${offset === null ? '' : offsetText(offset)}`;
}

/** `+02:00`; before there were zones, places had offsets of seconds too: `+00:09:21`. */
function offsetText(minutes: number): string {
  const seconds = Math.round(Math.abs(minutes) * 60);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[2] === 0 ? parts.slice(0, 2) : parts;
  return `${minutes < 0 ? '-' : '+'}${shown.map((part) => String(part).padStart(2, '0')).join(':')}`;
}
