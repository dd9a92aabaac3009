import type { SessionSettings } from './codec.js';

/**
 * A point of time while it is read: the readers (`readDate`, `readClock`, `readZone`) take the text from `at` on,
 * set what they read and move `at` past it. A codec makes one and uses it for all its fields.
 */
export interface Moment {
  /** Offset of the next byte to read. */
  at: number;
  /** The date as read. */
  year: number;
  month: number;
  day: number;
  /** The date, as days since 2000-01-01. */
  days: number;
  /** The time of day as read. */
  hour: number;
  minute: number;
  second: number;
  /** The time of day, as whole seconds: from 0 to 86,400. */
  seconds: number;
  /** The rest of the time of day: from 0 to 1,000,000, as a fraction may round up. */
  micros: number;
  /** The zone, as seconds east of UTC, or {@link NO_ZONE}. */
  offset: number;
  /** How a date that doesn't begin with the year is read. */
  readonly dateOrder: SessionSettings['dateOrder'];
  /** Whether the words `UTC`, `GMT` and `Z` surely mean UTC. */
  readonly knowsUtc: boolean;
}

/** The `offset` of a moment without a zone. */
export const NO_ZONE = -(2 ** 30);

/**
 * Makes a moment for a codec to read into.
 *
 * @param session - Its settings decide what is ambiguous. A session zone such as `GMT+3` gives `GMT` a meaning of
 *   its own (since PostgreSQL 18); such a zone always has a digit.
 */
export function createMoment({ dateOrder, timeZone }: SessionSettings): Moment {
  return {
    at: 0,
    year: 0,
    month: 0,
    day: 0,
    days: 0,
    hour: 0,
    minute: 0,
    second: 0,
    seconds: 0,
    micros: 0,
    offset: NO_ZONE,
    dateOrder,
    knowsUtc: !/\d/.test(timeZone),
  };
}
