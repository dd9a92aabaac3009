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
  const start = ++moment.at;
  const number = readNumber(bytes, end, moment);
  const length = moment.at - start;
  const isCompact = length > 2;
  const hours = isCompact ? Math.floor(number / 100) : number;
  const minutes = isCompact ? number % 100 : readMinutes(bytes, end, moment);
  if (length === 0 || length > 4 || minutes < 0 || moment.at !== end) return Verdict.undecided;
  if (hours > MAX_HOURS || minutes > 59) return Verdict.outOfRange;
  moment.offset = (sign === MINUS ? -60 : 60) * (hours * 60 + minutes);
  return Verdict.accepted;
}

/** Reads a colon and two digits, or nothing, which is 0; -1 when the colon is not followed so. */
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
const MAX_HOURS = 15;

const PLUS = 0x2b;
const MINUS = 0x2d;
const COLON = 0x3a;
const CASE_BIT = 0x20;

/** The names as numbers: a lower-case letter a byte. */
const Z = 0x7a;
const UTC = 0x757463;
const GMT = 0x676d74;
