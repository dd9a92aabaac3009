import { dropBlanks, skipBlanks } from '../codecs/blanks.js';
import { boolCodec } from '../codecs/bool.js';
import { type CodecFactory, type CopyOutput, imageBound, Verdict } from '../codecs/codec.js';
import { dateCodec } from '../codecs/date.js';
import { int4Codec, int8Codec } from '../codecs/integer.js';
import { numericCodec } from '../codecs/numeric.js';
import { timestampCodec, timestamptzCodec } from '../codecs/timestamp.js';
import { uuidCodec } from '../codecs/uuid.js';
import { dateSpelling } from '../spelling/date-spelling.js';
import { isPlainNumber, numberSpelling } from '../spelling/number-spelling.js';
import { Respeller } from '../spelling/respeller.js';
import type { Spelling } from '../spelling/spelling.js';
import { plainSpelling, type ValueSpelling } from '../spelling/spelling-for.js';
import type { InferredType } from './inferred-type.js';
import { isIsoDate, isIsoTimestamp, isZonedTimestamp } from './iso-shapes.js';
import { isDecimal, isWholeNumber } from './number-shapes.js';
import { encodeShortInteger, type ShortEncoder, shortDecimalEncoder } from './short-numbers.js';
import { encodeShortDate, encodeZuluTime } from './short-times.js';
import { isHyphenated, isTruthWord } from './word-shapes.js';

/** A type that all values of a column have so far. */
export interface Candidate {
  readonly type: InferredType;
  /** Whether the value in `bytes[start..end)` has the type; if so, its image is in {@link Candidates.image}. */
  readonly fits: (bytes: Buffer, start: number, end: number) => boolean;
  /** What else the column may be once a value does not fit, narrowest first; all values so far fit each of them. */
  readonly wider: readonly Candidate[];
}

/** Where a column starts and where it ends up. */
export interface Candidates {
  /** The candidate of a column of which no value was seen; no value fits. */
  readonly unseen: Candidate;
  /** Every value fits, and has no image. */
  readonly text: Candidate;
  /** The binary COPY image of the value that was last found to fit, with its length word before it. */
  readonly image: Buffer;
}

/**
 * Makes the candidates of one inference.
 *
 * @param values - How the file spells numbers and dates; default: as PostgreSQL does. Nobody knows the century of a
 * year of two digits, so it makes no date here.
 */
export function createCandidates(values: ValueSpelling = plainSpelling): Candidates {
  const output = { bytes: Buffer.allocUnsafe(imageBound(MAX_LENGTH)), offset: 0 };
  const text: Candidate = { type: 'text', fits: () => true, wider: [] };
  const boolean: Candidate = { type: 'boolean', fits: fitterOf(isTruthWord, boolCodec, output), wider: [text] };
  const uuid: Candidate = { type: 'uuid', fits: fitterOf(isHyphenated, uuidCodec, output), wider: [text] };
  const numbers = numberCandidates(text, values, output);
  const wider = [...numbers, boolean, ...timeCandidates(text, values, output), uuid, text];
  return { unseen: { type: 'text', fits: () => false, wider }, text, image: output.bytes };
}

/** The narrowest type that a column may have once the value in `bytes[start..end)` does not fit the one it had. */
export function widen(candidate: Candidate, bytes: Buffer, start: number, end: number): Candidate {
  return candidate.wider.find((wider) => wider.fits(bytes, start, end)) ?? candidate;
}

function numberCandidates(text: Candidate, values: ValueSpelling, output: CopyOutput): Candidate[] {
  const spelling = isPlainNumber(values) ? null : numberSpelling(values);
  const anyWhole = fitterOf(isWholeNumber, int4Codec, output);
  const anyDecimal = fitterOf(isDecimal, numericCodec, output);
  const numeric: Candidate = {
    type: 'numeric',
    fits: spelled(shortOr(shortDecimalEncoder(), anyDecimal, output), spelling),
    wider: [text],
  };
  const bigint: Candidate = {
    type: 'bigint',
    fits: spelled(fitterOf(isWholeNumber, int8Codec, output), spelling),
    wider: [numeric, text],
  };
  const integer: Candidate = {
    type: 'integer',
    fits: spelled(shortOr(encodeShortInteger, anyWhole, output), spelling),
    wider: [bigint, numeric, text],
  };
  return [integer, bigint, numeric];
}

function timeCandidates(text: Candidate, { dateOrder }: ValueSpelling, output: CopyOutput): Candidate[] {
  const spelling = dateOrder === null ? null : dateSpelling(dateOrder, false);
  const anyDate = fitterOf(isIsoDate, dateCodec, output);
  const anyZoned = fitterOf(isZonedTimestamp, timestamptzCodec, output);
  const timestamp: Candidate = {
    type: 'timestamp',
    fits: spelled(fitterOf(isIsoTimestamp, timestampCodec, output), spelling),
    wider: [text],
  };
  const date: Candidate = {
    type: 'date',
    fits: spelled(shortOr(encodeShortDate, anyDate, output), spelling),
    wider: [timestamp, text],
  };
  const zoned: Candidate = {
    type: 'timestamptz',
    fits: spelled(shortOr(encodeZuluTime, anyZoned, output), spelling),
    wider: [text],
  };
  return [date, timestamp, zoned];
}

/** Whether a value without blanks around it is spelled as a type's values are. */
type Shape = (bytes: Buffer, start: number, end: number) => boolean;

/** No number or time is longer; what is, is text. */
const MAX_LENGTH = 1000;

/** What has the shape must have the limits too, which the codec knows: so a load refuses nothing that fits here. */
function fitterOf(isShaped: Shape, codecOf: CodecFactory, output: CopyOutput): Candidate['fits'] {
  const codec = codecOf(ANY_OF_TYPE, ISO_SESSION);
  return (bytes, start, end) => {
    if (end - start > MAX_LENGTH) return false;
    if (!isShaped(bytes, skipBlanks(bytes, start, end), dropBlanks(bytes, start, end))) return false;
    output.offset = 0;
    return codec(bytes, start, end, output) === Verdict.accepted;
  };
}

/** Most numbers and times are of the short spellings. */
function shortOr(encodeShort: ShortEncoder, fits: Candidate['fits'], output: CopyOutput): Candidate['fits'] {
  return (bytes, start, end) => {
    output.offset = 0;
    return encodeShort(bytes, start, end, output) || fits(bytes, start, end);
  };
}

/** A spelling is undone before the value is looked at. */
function spelled(fits: Candidate['fits'], spelling: Spelling | null): Candidate['fits'] {
  if (spelling === null) return fits;
  const respeller = new Respeller(spelling);
  return (bytes, start, end) =>
    end - start <= MAX_LENGTH &&
    respeller.read(bytes, start, end) &&
    fits(respeller.bytes, respeller.start, respeller.end);
}

/** No modifier limits the values; of the rest, these codecs need nothing. */
const ANY_OF_TYPE = { name: '', builtIn: true, typmod: -1, display: '', labels: [] };

/** Of no influence on the shapes, which are the same in every session. */
const ISO_SESSION = { timeZone: 'UTC', dateOrder: 'MDY' } as const;
