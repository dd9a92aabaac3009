import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boolCodec } from '../../../../src/schema/codecs/bool.js';
import { type Codec, type CodecFactory, imageBound, Verdict } from '../../../../src/schema/codecs/codec.js';
import { dateCodec } from '../../../../src/schema/codecs/date.js';
import { int4Codec, int8Codec } from '../../../../src/schema/codecs/integer.js';
import { numericCodec } from '../../../../src/schema/codecs/numeric.js';
import { textCodec } from '../../../../src/schema/codecs/text.js';
import { timestampCodec, timestamptzCodec } from '../../../../src/schema/codecs/timestamp.js';
import { uuidCodec } from '../../../../src/schema/codecs/uuid.js';
import type { InferredType } from '../../../../src/schema/infer/inferred-type.js';
import { TypeInference } from '../../../../src/schema/infer/type-inference.js';
import { batchOf } from '../../../support/batches.js';

/** The type of a column of these values, each in a batch of its own. */
function typeOf(...values: readonly (string | null)[]): InferredType {
  const inference = new TypeInference(1);
  for (const value of values) inference.observe(batchOf([[value]]));
  return inference.types()[0];
}

describe('one value', () => {
  test.each<[InferredType, string[]]>([
    ['integer', ['0', '-0', '7', '1', '-17', '2147483647', '-2147483648', ' 12 ', '\t5']],
    ['bigint', ['2147483648', '-2147483649', '9223372036854775807', '-9223372036854775808']],
    ['numeric', ['9223372036854775808', '-9223372036854775809', '12345678901234567890123456789', '9'.repeat(1000)]],
    [
      'numeric',
      ['0.5', '-0.50', '.5', '-.5', '100.00', ' 1.5', '1e-05', '-1E+20', '1.5e10', '1.7976931348623157e+308'],
    ],
    ['numeric', ['5e-324', '0.1e5', '.5E3']],
    ['boolean', ['true', 'FALSE', 'True', 't', 'f', ' true']],
    ['date', ['2024-02-29', '0001-01-01', '9999-12-31', ' 2024-01-01']],
    [
      'timestamp',
      ['2024-02-29T10:30:00', '2024-02-29 10:30', '2024-02-29 23:59:59.123456', '2024-01-01 00:00:00.123456000'],
    ],
    [
      'timestamptz',
      ['2024-02-29T10:30:00Z', '2024-02-29 10:30+02', '2024-02-29 10:30:00.5-0530', '2024-02-29T10:30:00+05:30'],
    ],
    ['timestamptz', ['2024-02-29 10:30:00 UTC', '2024-02-29 10:30:00 +00:00', '2024-02-29 10:30:00UTC']],
    ['uuid', ['c6e5747a-652a-09af-a7e0-8fa0748e41ea', 'C6E5747A-652A-09AF-A7E0-8FA0748E41EA']],
    ['text', ['', ' ', 'x', 'NaN', 'Infinity', 'null', 'N/A', '-', '.', '-.', 'e', 'é', '\u0660', '"', '1"']],
    ['text', ['007', '00', '-007', '00.5', '+5', '+49 30 1234', '1_000', '0x1F', '1,000', '1.000,5', '5.', '$5', '5%']],
    [
      'text',
      ['12E3', '1e5', '1e', '1e+', '1e+1000', '1e+5x', '1.5e', '1.5.1', '1-2', '- 1', '--1', '1 2', '9'.repeat(1001)],
    ],
    ['text', ['tr', 'fals', 'tree', 'T', 'F', 'yes', 'no', 'on', 'off', 'y', 'truee']],
    [
      'text',
      [
        '2023-02-29',
        '2024-13-01',
        '0000-01-01',
        '2024-1-1',
        '01/02/2024',
        '2024/01/02',
        '20240-01-01',
        '2024-01-01 BC',
      ],
    ],
    [
      'text',
      ['2024-01-01T', '2024-01-01 10', '2024-01-01 10:', '2024-01-01 10:3', '2024-01-01 25:00', '2024-01-01 10:30:00.'],
    ],
    [
      'text',
      ['2024-01-01 10:30:60', '2024-01-01 10:30:00.1234567', '2024-01-01x10:30', '2024-01-01 10:30 PM', 'now', 'today'],
    ],
    [
      'text',
      [
        '2024-01-01 10:30 CET',
        '2024-01-01Z',
        '2024-01-01 10:30+',
        '2024-01-01 10:30+1',
        '2024-01-01 10:30+99',
        '2024-01-01 10:30+01:0',
      ],
    ],
    [
      'text',
      [
        'c6e5747a652a09afa7e08fa0748e41ea',
        'c6e5747a-652a-09af-a7e0-8fa0748e41eg',
        '{c6e5747a-652a-09af-a7e0-8fa0748e41ea}',
      ],
    ],
    ['text', ['c6e5-747a-652a-09af-a7e08fa0748e41ea', ' c6e5747a-652a-09af-a7e0-8fa0748e41ea']],
  ])('%s: %j', (type, values) => {
    expect(values.map((value) => typeOf(value))).toEqual(values.map(() => type));
  });
});

describe('a column', () => {
  test.each<[InferredType, (string | null)[]]>([
    ['text', []],
    ['text', [null, null]],
    ['integer', [null, '1', null]],
    ['integer', ['0', '1', '1']],
    ['bigint', ['1', '3000000000', '2']],
    ['numeric', ['1', '3000000000', '0.5']],
    ['numeric', ['9223372036854775808', '1']],
    ['timestamp', ['2024-01-01', '2024-01-01 10:00']],
    ['timestamp', ['2024-01-01 10:00', '2024-01-01']],
    ['text', ['2024-01-01', '2024-01-01T10:00Z']],
    ['text', ['2024-01-01T10:00', '2024-01-01T10:00Z']],
    ['boolean', ['t', 'FALSE', null, 'false']],
    ['text', ['true', '0']],
    ['text', ['1', '2', 'true']],
    ['text', ['1', '']],
    ['text', ['1', '02', '3']],
    ['text', ['2024-01-01', '20240102']],
    ['text', ['1', '"']],
  ])('is %s: %j', (type, values) => {
    expect(typeOf(...values)).toBe(type);
  });

  test('has a type of its own', () => {
    const inference = new TypeInference(3);
    inference.observe(
      batchOf([
        ['1', 'a,b', null],
        ['2', 'c"d', '0.5'],
      ]),
    );
    inference.observe(batchOf([['3', null, '7']]));
    expect(inference.types()).toEqual(['integer', 'text', 'numeric']);
  });

  test('does not read beyond the end of its field', () => {
    const inference = new TypeInference(4);
    inference.observe(batchOf([['-', '1', '2024-01-01', '2024-01-01 10:30']]));
    const batch = batchOf([['20240', '5']]);
    batch.bytes = Buffer.from('2024-01-01T10:30:00Z');
    expect(inference.types()).toEqual(['text', 'integer', 'date', 'timestamp']);
    for (const [end, type] of [
      [10, 'date'],
      [16, 'timestamp'],
      [17, 'text'],
      [19, 'timestamp'],
      [20, 'timestamptz'],
      [4, 'integer'],
      [9, 'text'],
    ] as const) {
      const one = { ...batchOf([['x']]), bytes: batch.bytes, spans: Int32Array.of(0, end) };
      const cut = new TypeInference(1);
      cut.observe(one);
      expect(cut.types()).toEqual([type]);
    }
  });
});

const day = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T00:00:00Z'),
  noInvalidDate: true,
});

/** Values that are surely of a type. */
const valuesOf = {
  integer: fc.integer().map(String),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  numeric: fc.oneof(fc.bigInt().map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)),
  boolean: fc.constantFrom('true', 'false', 'TRUE', 'False', 't', 'f'),
  date: day.map((date) => date.toISOString().slice(0, 10)),
  timestamp: day.map((date) => date.toISOString().slice(0, -1)),
  timestamptz: day.map((date) => date.toISOString()),
  uuid: fc.uuid(),
  text: fc.string({ unit: 'binary' }),
} satisfies Record<InferredType, fc.Arbitrary<string>>;

const types = Object.keys(valuesOf) as InferredType[];

/** What a column may be found to be when all its values are of the type: it or a narrower one. */
const narrower: Partial<Record<InferredType, readonly InferredType[]>> = {
  bigint: ['integer', 'bigint'],
  numeric: ['integer', 'bigint', 'numeric'],
  timestamp: ['date', 'timestamp'],
  text: types,
};

const codecs: Record<InferredType, CodecFactory> = {
  integer: int4Codec,
  bigint: int8Codec,
  numeric: numericCodec,
  boolean: boolCodec,
  date: dateCodec,
  timestamp: timestampCodec,
  timestamptz: timestamptzCodec,
  uuid: uuidCodec,
  text: textCodec,
};

function codecOf(type: InferredType): Codec {
  const columnType = { name: '', builtIn: true, typmod: -1, display: '', labels: [] };
  return codecs[type](columnType, { timeZone: 'Europe/Paris', dateOrder: 'DMY' });
}

describe('for any values', () => {
  test.each(types)('all of %s: that type or a narrower one', (type) => {
    fc.assert(
      fc.property(fc.array(fc.option(valuesOf[type]), { minLength: 1 }), (values) => {
        fc.pre(values.some((value) => value !== null));
        expect(narrower[type] ?? [type]).toContain(typeOf(...values));
      }),
    );
  });

  test.each(types)('one text among %s makes text', (type) => {
    fc.assert(
      fc.property(fc.array(valuesOf[type]), fc.array(valuesOf[type]), (before, after) => {
        expect(typeOf(...before, 'n/a', ...after)).toBe('text');
      }),
    );
  });

  const mixed = fc.array(fc.oneof(...Object.values(valuesOf)), { minLength: 1, maxLength: 6 });

  test('the order does not matter, nor does how they are batched', () => {
    const shuffled = mixed.chain((values) =>
      fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
    );
    fc.assert(
      fc.property(shuffled, ([values, other]) => {
        const together = new TypeInference(1);
        together.observe(batchOf(other.map((value) => [value])));
        expect(together.types()).toEqual([typeOf(...values)]);
      }),
    );
  });

  test('the codec of the type accepts every value', () => {
    const spelling = fc.oneof(
      fc.stringMatching(/^[ \t]?[-+]?[0-9]{0,20}[.]?[0-9]{0,5}([eE][-+]?[0-9]{1,4})? ?$/),
      fc.stringMatching(
        /^ ?[0-9]{4}-[01][0-9]-[0-3][0-9]([ T][0-2][0-9]:[0-5][0-9](:[0-6][0-9]([.][0-9]{1,9})?)?)?( ?[-+][0-9:]{1,5}|Z| ?UTC)? ?$/,
      ),
      fc.stringMatching(/^ ?[tfTF][rRaA]?[uUlL]?[eEsS]?[eE]? ?$/),
    );
    const output = { bytes: Buffer.alloc(imageBound(1000)), offset: 0 };
    fc.assert(
      fc.property(fc.array(spelling, { minLength: 1, maxLength: 3 }), (values) => {
        const codec = codecOf(typeOf(...values));
        const verdicts = values.map((value) => {
          const bytes = Buffer.from(value);
          output.offset = 0;
          return codec(bytes, 0, bytes.length, output);
        });
        expect(verdicts).toEqual(values.map(() => Verdict.accepted));
      }),
      { numRuns: 2000 },
    );
  });
});
