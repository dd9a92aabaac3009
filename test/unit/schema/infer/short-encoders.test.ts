import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CodecFactory, imageBound, Verdict } from '../../../../src/schema/codecs/codec.js';
import { dateCodec } from '../../../../src/schema/codecs/date.js';
import { int4Codec } from '../../../../src/schema/codecs/integer.js';
import { numericCodec } from '../../../../src/schema/codecs/numeric.js';
import { timestamptzCodec } from '../../../../src/schema/codecs/timestamp.js';
import { isIsoDate, isZonedTimestamp } from '../../../../src/schema/infer/iso-shapes.js';
import { isDecimal, isWholeNumber } from '../../../../src/schema/infer/number-shapes.js';
import {
  encodeShortInteger,
  type ShortEncoder,
  shortDecimalEncoder,
} from '../../../../src/schema/infer/short-numbers.js';
import { encodeShortDate, encodeZuluTime } from '../../../../src/schema/infer/short-times.js';

interface Kind {
  readonly encode: ShortEncoder;
  readonly codec: CodecFactory;
  readonly isShaped: (bytes: Buffer, start: number, end: number) => boolean;
  /** Most of what is generated is spelled so, or almost. */
  readonly spelling: RegExp;
  /** Surely among the short ones. */
  readonly common: readonly string[];
}

const kinds: Record<string, Kind> = {
  integer: {
    encode: encodeShortInteger,
    codec: int4Codec,
    isShaped: isWholeNumber,
    spelling: /^[-+ ]?[0-9]{0,11}[ .]?$/,
    common: ['0', '7', '10', '999999999'],
  },
  numeric: {
    encode: shortDecimalEncoder(),
    codec: numericCodec,
    isShaped: isDecimal,
    spelling: /^[-+ ]?[0-9]{0,10}([.,][0-9]{0,9})?[ e]?$/,
    common: ['0', '-0.5', '12.50', '999999999.99999999', '0.00000001'],
  },
  date: {
    encode: encodeShortDate,
    codec: dateCodec,
    isShaped: isIsoDate,
    spelling: /^ ?[0-2][0-9]{3}[-/][01][0-9]-[0-3][0-9] ?$/,
    common: ['2024-02-29', '0001-01-01', '9999-12-31'],
  },
  timestamptz: {
    encode: encodeZuluTime,
    codec: timestamptzCodec,
    isShaped: isZonedTimestamp,
    spelling: /^ ?[0-2][0-9]{3}-[01][0-9]-[0-3][0-9][T t][0-2][0-9]:[0-6][0-9][:.][0-6][0-9][Zz]?$/,
    common: ['2024-02-29T23:59:59Z', '0001-01-01 00:00:00Z'],
  },
};

const anyType = { name: '', builtIn: true, typmod: -1, display: '', labels: [] };

test.each(Object.keys(kinds))('%s: a short spelling has the shape, and the image that the codec makes', (name) => {
  const { encode, codec, isShaped, spelling, common } = kinds[name];
  const byCodec = codec(anyType, { timeZone: 'UTC', dateOrder: 'MDY' });
  const spellings = fc.oneof(fc.stringMatching(spelling), fc.constantFrom(...common), fc.string({ maxLength: 20 }));
  fc.assert(
    fc.property(spellings, fc.string({ maxLength: 3 }), (value, around) => {
      const bytes = Buffer.from(`${around}${value}${around}`);
      const start = Buffer.byteLength(around);
      const end = bytes.length - start;
      const short = { bytes: Buffer.alloc(imageBound(64)), offset: 0 };
      const whole = { bytes: Buffer.alloc(imageBound(64)), offset: 0 };
      const isShort = encode(bytes, start, end, short);
      if (common.includes(value)) expect(isShort).toBe(true);
      if (!isShort) return;
      expect(isShaped(bytes, start, end)).toBe(true);
      expect(byCodec(bytes, start, end, whole)).toBe(Verdict.accepted);
      expect(short.bytes.subarray(0, short.offset)).toEqual(whole.bytes.subarray(0, whole.offset));
    }),
    { numRuns: 1000 },
  );
});
