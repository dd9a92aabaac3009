import { Verdict, type VerdictCode } from './codec.js';
import { readNumber } from './digits.js';
import type { Moment } from './moment.js';

/**
 * Reads the zone at `moment.at`, which must end the field: `Z`, `UTC`, `GMT`, or `+5`, `-03`, `+0530`, `+05:30`.
 *
 * @param bytes - Holds the field.
 * @param end - The byte after the field's last.
 * @param moment - Its `offset` is set.
 * @returns Accepted; out of range: Postgres surely refuses; or undecided: none of these forms.
 */
export function readZone(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  const sign = bytes[moment.at];
  if (sign !== PLUS && sign !== MINUS) return readUtcName(bytes, end, moment);
  moment.at++;
  const minutes = readOffset(bytes, end, moment);
  if (minutes < 0 || moment.at !== end) return Verdict.undecided;
  if (minutes >= MAX_MINUTES) return Verdict.outOfRange;
  moment.offset = (sign === MINUS ? -60 : 60) * minutes;
  return Verdict.accepted;
}

/** Reads hours and minutes as minutes; {@link MAX_MINUTES} when one is too large, -1 for other forms. */
function readOffset(bytes: Buffer, end: number, moment: Moment): number {
  const start = moment.at;
  const number = readNumber(bytes, end, moment);
  const length = moment.at - start;
  const hours = length > 2 ? Math.floor(number / 100) : number;
  const minutes = length > 2 ? number % 100 : readMinutes(bytes, end, moment);
  if (length === 0 || length > 4 || minutes < 0) return -1;
  return minutes > 59 ? MAX_MINUTES : hours * 60 + minutes;
}

/** Reads a colon and two characters to the end, or nothing, which is 0; -1 for other forms. */
function readMinutes(bytes: Buffer, end: number, moment: Moment): number {
  if (moment.at === end) return 0;
  if (bytes[moment.at] !== COLON || moment.at + 3 !== end) return -1;
  moment.at++;
  return readNumber(bytes, end, moment);
}

function readUtcName(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  if (end - moment.at > 3 || !moment.knowsUtc) return Verdict.undecided;
  let name = 0;
  for (let at = moment.at; at < end; at++) name = (name << 8) | bytes[at] | CASE_BIT;
  if (name !== Z && name !== UTC && name !== GMT) return Verdict.undecided;
  moment.offset = 0;
  return Verdict.accepted;
}

/** Postgres refuses an offset of 16 hours or more. */
const MAX_MINUTES = 16 * 60;

const PLUS = 0x2b;
const MINUS = 0x2d;
const COLON = 0x3a;
const CASE_BIT = 0x20;

/** The names as numbers: a lower-case letter a byte. */
const Z = 0x7a;
const UTC = 0x757463;
const GMT = 0x676d74;
