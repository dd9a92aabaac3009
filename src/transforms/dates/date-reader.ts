import type { ColumnChange } from '../../schema/transform/column-plan.js';
import { dateFormatFacts, type DateFormatFacts } from '../../schema/transform/date-format.js';
import { formatPattern, isoPattern, type DatePattern } from './date-pattern.js';
import { isoText, type LocalMoment } from './iso-text.js';
import { ZoneClock, type LocalOffset } from './zone-clock.js';

/** Why a text is no date, time or both: none of the formats; a local time that is there twice; or never. */
export type DateFault = 'invalid' | 'ambiguous' | 'missing';

/** The change of a column that reads dates and times. */
export type DateChange = Extract<ColumnChange, { readonly kind: 'date' }>;

/** Reads dates and times as a file writes them. Those read before are remembered, up to a bound. */
export class DateReader {
  readonly #patterns: readonly DatePattern[];
  readonly #clock: ZoneClock | null;
  readonly #ambiguous: DateChange['ambiguous'];
  readonly #daysAreTimes: boolean;
  readonly #known = new Map<string, DateOutcome>();

  /**
   * @param daysAreTimes - A date alone is the beginning of the day in the zone: PostgreSQL takes that of the session's for a
   *   `timestamptz`. Default: it stays a date
   * @throws Error for a format or a zone that is none: the plan has been checked for such.
   */
  constructor({ formats, timezone, ambiguous }: DateChange, daysAreTimes = false) {
    this.#patterns =
      formats.length === 0 ? [isoPattern] : formats.map((format) => formatPattern(format, factsOf(format)));
    this.#clock = timezone === null ? null : new ZoneClock(timezone);
    this.#ambiguous = ambiguous;
    this.#daysAreTimes = daysAreTimes;
  }

  /** The text in ISO 8601, or what is wrong with it. */
  read(text: string): DateOutcome {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const outcome = this.#read(text);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    // The text may be a slice of a whole block, which must not stay for it.
    if (text.length <= MAX_KEPT_LENGTH) this.#known.set(Buffer.from(text).toString(), outcome);
    return outcome;
  }

  #read(text: string): DateOutcome {
    for (const pattern of this.#patterns) {
      const moment = pattern(text);
      if (moment !== null) return this.#inZone(moment);
    }
    return INVALID;
  }

  #inZone(moment: LocalMoment): DateOutcome {
    const { hasDate, hasTime, offset, local } = moment;
    const isTime = hasDate && (hasTime || this.#daysAreTimes);
    if (this.#clock === null || !isTime || offset !== null) return textOf(moment);
    const found = this.#clock.offsetOf(local);
    if (found.kind === 'one') return textOf({ ...moment, offset: found.minutes });
    // A day begins once, and with the first moment that it has.
    if (!hasTime) return textOf({ ...moment, ...meantBy(found, local, found.kind === 'ambiguous') });
    if (this.#ambiguous === 'reject') return { text: null, fault: found.kind };
    return textOf({ ...moment, ...meantBy(found, local, this.#ambiguous === 'earlier') });
  }
}

/** A time that the clock never showed is moved by as much as the clock was: back, or on. */
function meantBy(
  found: Exclude<LocalOffset, { readonly kind: 'one' }>,
  local: number,
  isEarlier: boolean,
): Pick<LocalMoment, 'local' | 'offset'> {
  if (found.kind === 'ambiguous') return { local, offset: isEarlier ? found.earlier : found.later };
  const gap = (found.after - found.before) * MINUTE;
  return isEarlier ? { local: local - gap, offset: found.before } : { local: local + gap, offset: found.after };
}

/** What becomes of a text. */
export type DateOutcome =
  { readonly text: string; readonly fault: null } | { readonly text: null; readonly fault: DateFault };

const INVALID: DateOutcome = { text: null, fault: 'invalid' };

function textOf(moment: LocalMoment): DateOutcome {
  const text = isoText(moment);
  return text === null ? INVALID : { text, fault: null };
}

function factsOf(format: string): DateFormatFacts {
  const facts = dateFormatFacts(format);
  if (typeof facts === 'string') throw new Error(`The format ${format}: ${facts}.`);
  return facts;
}

const MINUTE = 60_000;
const MAX_KNOWN = 10_000;
/** No date that is written this long comes again. */
const MAX_KEPT_LENGTH = 64;
