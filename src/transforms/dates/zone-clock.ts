import { IANAZone } from 'luxon';

/** What a local time is in a zone: the offset that it has there, or why it has none, or not only one. */
export type LocalOffset =
  | { readonly kind: 'one'; readonly minutes: number }
  /** The clock was set back: it showed this time twice, at first with the first offset. */
  | { readonly kind: 'ambiguous'; readonly earlier: number; readonly later: number }
  /** The clock was set forward and never showed this time. The offsets before and after that. */
  | { readonly kind: 'missing'; readonly before: number; readonly after: number };

/** Tells which instant is meant by what the clocks of a zone show. */
export class ZoneClock {
  readonly #zone: IANAZone;
  /** By the day: the offset of all its times, where there is but one; null where the clocks are changed near it. */
  readonly #days = new Map<number, number | null>();

  /** @param name - A zone of the IANA database that is known to be one. */
  constructor(name: string) {
    this.#zone = IANAZone.create(name);
  }

  /**
   * The offset, in minutes east of UTC, of a local time.
   *
   * @param local - The milliseconds since 1970 that the local time would be if it were UTC.
   */
  offsetOf(local: number): LocalOffset {
    const minutes = this.#ofDay(Math.floor(local / DAY));
    return minutes === null ? this.#nearChange(local) : { kind: 'one', minutes };
  }

  #ofDay(day: number): number | null {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const before = this.#zone.offset((day - 1) * DAY);
    const after = this.#zone.offset((day + 2) * DAY);
    const offset = before === after ? before : null;
    if (this.#days.size >= MAX_DAYS) this.#days.clear();
    this.#days.set(day, offset);
    return offset;
  }

  /** The offsets of the days around are those that the local time may have; it has those that lead back to it. */
  #nearChange(local: number): LocalOffset {
    const before = this.#zone.offset(local - DAY);
    const after = this.#zone.offset(local + DAY);
    const valid = [before, after].filter((minutes) => this.#zone.offset(local - minutes * MINUTE) === minutes);
    if (valid.length === 0) return { kind: 'missing', before, after };
    if (valid.length === 2 && before !== after) return { kind: 'ambiguous', earlier: before, later: after };
    return { kind: 'one', minutes: valid[0] };
  }
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const MAX_DAYS = 10_000;
