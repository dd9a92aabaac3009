import { Verdict, type VerdictCode } from './codec.js';
import { dropBlanks, skipBlanks } from './blanks.js';
import { doubtDate } from './doubt.js';
import { type Moment, NO_ZONE } from './moment.js';
import { readClock } from './read-clock.js';
import { readDate } from './read-date.js';
import { readZone } from './read-zone.js';

/**
 * Reads a whole field as a date, with or without a time of day and a zone: what Postgres takes for a date, a
 * timestamp and a timestamptz alike.
 *
 * @param bytes - Holds the field.
 * @param start - The field's first byte.
 * @param end - The byte after its last.
 * @param moment - Set when the answer is accepted; without a time of day it is midnight.
 * @returns Accepted, out of range, invalid, or undecided.
 */
export function readDateTime(bytes: Buffer, start: number, end: number, moment: Moment): VerdictCode {
  const textEnd = dropBlanks(bytes, start, end);
  moment.at = skipBlanks(bytes, start, textEnd);
  const verdict = readParts(bytes, textEnd, moment);
  return verdict === Verdict.undecided ? doubtDate(bytes.toString('utf8', start, end), moment.dateOrder) : verdict;
}

function readParts(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  moment.seconds = 0;
  moment.micros = 0;
  moment.offset = NO_ZONE;
  const verdict = readDate(bytes, end, moment);
  if (verdict !== Verdict.accepted || moment.at === end) return verdict;
  const separator = bytes[moment.at];
  if ((separator | CASE_BIT) === SMALL_T) moment.at++;
  else moment.at = skipBlanks(bytes, moment.at, end);
  return readClockAndZone(bytes, end, moment);
}

/** Reads a time of day, and a zone if one follows, to the field's end. */
export function readClockAndZone(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  const verdict = readClock(bytes, end, moment);
  if (verdict !== Verdict.accepted || moment.at === end) return verdict;
  moment.at = skipBlanks(bytes, moment.at, end);
  return readZone(bytes, end, moment);
}

const SMALL_T = 0x74;
const CASE_BIT = 0x20;
