import { dropBlanks, skipBlanks } from '../codecs/blanks.js';
import { boolCodec } from '../codecs/bool.js';
import { type CodecFactory, imageBound, Verdict } from '../codecs/codec.js';
import { dateCodec } from '../codecs/date.js';
import { int4Codec, int8Codec } from '../codecs/integer.js';
import { numericCodec } from '../codecs/numeric.js';
import { timestampCodec, timestamptzCodec } from '../codecs/timestamp.js';
import { uuidCodec } from '../codecs/uuid.js';
import type { InferredType } from './inferred-type.js';
import { isIsoDate, isIsoTimestamp, isZonedTimestamp } from './iso-shapes.js';
import { isDecimal, isWholeNumber } from './number-shapes.js';
import { isHyphenated, isTruthWord } from './word-shapes.js';

/** A type that all values of a column have so far. */
export interface Candidate {
  readonly type: InferredType;
  /** Whether the value in `bytes[start..end)` has the type. */
  readonly fits: (bytes: Buffer, start: number, end: number) => boolean;
  /** What else the column may be once a value does not fit, narrowest first; all values so far fit each of them. */
  readonly wider: readonly Candidate[];
}

/** Where a column starts and where it ends up. */
export interface Candidates {
  /** The candidate of a column of which no value was seen; no value fits. */
  readonly unseen: Candidate;
  /** Every value fits. */
  readonly text: Candidate;
}

/** Makes the candidates of one inference. */
export function createCandidates(): Candidates {
  const text: Candidate = { type: 'text', fits: () => true, wider: [] };
  const numeric: Candidate = { type: 'numeric', fits: fitter(isDecimal, numericCodec), wider: [text] };
  const bigint: Candidate = { type: 'bigint', fits: fitter(isWholeNumber, int8Codec), wider: [numeric, text] };
  const integer: Candidate = {
    type: 'integer',
    fits: fitter(isWholeNumber, int4Codec),
    wider: [bigint, numeric, text],
  };
  const boolean: Candidate = { type: 'boolean', fits: fitter(isTruthWord, boolCodec), wider: [text] };
  const timestamp: Candidate = { type: 'timestamp', fits: fitter(isIsoTimestamp, timestampCodec), wider: [text] };
  const date: Candidate = { type: 'date', fits: fitter(isIsoDate, dateCodec), wider: [timestamp, text] };
  const zoned: Candidate = { type: 'timestamptz', fits: fitter(isZonedTimestamp, timestamptzCodec), wider: [text] };
  const uuid: Candidate = { type: 'uuid', fits: fitter(isHyphenated, uuidCodec), wider: [text] };
  const wider = [integer, bigint, numeric, boolean, date, timestamp, zoned, uuid, text];
  return { unseen: { type: 'text', fits: () => false, wider }, text };
}

/** Whether a value without blanks around it is spelled as a type's values are. */
type Shape = (bytes: Buffer, start: number, end: number) => boolean;

/** No number or time is longer; what is, is text. */
const MAX_LENGTH = 1000;

/** What has the shape must have the limits too, which the codec knows: so a load refuses nothing that fits here. */
function fitter(isShaped: Shape, codecOf: CodecFactory): Candidate['fits'] {
  const codec = codecOf(ANY_OF_TYPE, ISO_SESSION);
  const output = { bytes: Buffer.allocUnsafe(imageBound(MAX_LENGTH)), offset: 0 };
  return (bytes, start, end) => {
    if (end - start > MAX_LENGTH) return false;
    if (!isShaped(bytes, skipBlanks(bytes, start, end), dropBlanks(bytes, start, end))) return false;
    output.offset = 0;
    return codec(bytes, start, end, output) === Verdict.accepted;
  };
}

/** No modifier limits the values; of the rest, these codecs need nothing. */
const ANY_OF_TYPE = { name: '', builtIn: true, typmod: -1, display: '', labels: [] };

/** Of no influence on the shapes, which are the same in every session. */
const ISO_SESSION = { timeZone: 'UTC', dateOrder: 'MDY' } as const;
