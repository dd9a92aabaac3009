import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldForm } from '../../../../src/batch/batch.js';
import type { InferredType } from '../../../../src/schema/infer/inferred-type.js';
import { TypeInference } from '../../../../src/schema/infer/type-inference.js';
import type { ColumnFacts } from '../../../../src/schema/profile/column-facts.js';
import { Profile } from '../../../../src/schema/profile/profile.js';
import { batchOf } from '../../../support/batches.js';

type Value = string | null;

/** The facts of a column, its values in batches of a size. */
function factsOf(values: readonly Value[], batchSize = 1000): ColumnFacts {
  const profile = new Profile(1);
  for (const batch of batchesOf(values, batchSize)) profile.observe(batch);
  return profile.facts()[0];
}

/** Batches as a parser makes them: each goes on with the lines where the one before ended. */
function* batchesOf(values: readonly Value[], size: number) {
  let firstLine = 2;
  for (let at = 0; at < values.length; at += size) {
    const part = values.slice(at, at + size);
    yield { ...batchOf(part.map((value) => [value])), firstLine };
    firstLine += part.reduce((sum, value) => sum + linesOf(value), 0);
  }
}

function linesOf(value: Value): number {
  return (value ?? '').split('\n').length;
}

/** What the facts must be, by the plainest means. */
function oracle(values: readonly Value[]) {
  const inference = new TypeInference(1);
  for (const batch of batchesOf(values, 1)) inference.observe(batch);
  const [type] = inference.types();
  const texts = values.filter((value) => value !== null);
  const compare = comparisonFor(type);
  const lengths = texts.map((text) => [...text].length);
  const longest = Math.max(...lengths);
  const longestAt = values.findIndex((value) => value !== null && [...value].length === longest);
  const line = 2 + values.slice(0, longestAt).reduce((sum, value) => sum + linesOf(value), 0);
  return {
    type,
    values: texts.length,
    nulls: values.length - texts.length,
    empties: texts.filter((text) => text === '').length,
    distinct: new Set(texts).size,
    distinctIsExact: true,
    min: texts.reduce<Value>((least, text) => (least === null || compare(text, least) < 0 ? text : least), null),
    max: texts.reduce<Value>((most, text) => (most === null || compare(text, most) > 0 ? text : most), null),
    longest: texts.length === 0 ? null : { characters: longest, line },
  };
}

function comparisonFor(type: InferredType): (a: string, b: string) => number {
  if (['integer', 'bigint', 'numeric'].includes(type)) return (a, b) => sign(scaled(a) - scaled(b));
  if (['date', 'timestamp', 'timestamptz'].includes(type)) return (a, b) => sign(micros(a) - micros(b));
  return (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A decimal number times 10^500. */
function scaled(text: string): bigint {
  const [, minus, whole, fraction = '', exponent = '0'] =
    /^\s*(-?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?\s*$/.exec(text) ?? [];
  const digits = BigInt(`${whole}${fraction}`) * 10n ** BigInt(500 + Number(exponent) - fraction.length);
  return minus === '-' ? -digits : digits;
}

function micros(text: string): bigint {
  const [, day, clock = '00:00:00', fraction = '', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?)?(Z|[-+]\d\d:\d\d)?$/.exec(text) ?? [];
  return BigInt(Date.parse(`${day}T${clock}${zone}`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

const moment = fc.date({
  min: new Date('0001-01-02T00:00:00Z'),
  max: new Date('9999-12-30T00:00:00Z'),
  noInvalidDate: true,
});

const kinds = {
  integers: fc.oneof(fc.integer().map(String), fc.integer({ min: -20, max: 20 }).map(String)),
  bigints: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    fc.bigInt({ min: 2n ** 62n, max: 2n ** 62n + 9n }).map(String),
  ),
  numerics: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.stringMatching(/^-?(0|[1-9][0-9]{0,20})\.[0-9]{1,20}$/),
    fc.stringMatching(/^ ?-?1234567890123\.456789[0-9] ?$/),
    fc.constantFrom('0', '-0', '0.0', '-0.00', '0.00001', '10000', '9999.9999', '0.0001', '1.0', '1.00', '1e-05'),
  ),
  dates: moment.map((date) => date.toISOString().slice(0, 10)),
  timestamps: moment.map((date) => `${date.toISOString().slice(0, -1)}123`),
  zoned: fc
    .tuple(moment, fc.constantFrom('Z', '+02:00', '-11:30'))
    .map(([date, zone]) => date.toISOString().slice(0, 19) + zone),
  booleans: fc.constantFrom('true', 'false', 't', 'f', 'TRUE'),
  uuids: fc.uuid(),
  texts: fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', 'a', 'ab', 'abcdef', 'abcdefg', 'abcdefgh', 'a"b', 'x,y', '1\n2', '__proto__', 'é', '😀', '\0'),
  ),
};

describe('against an oracle', () => {
  const columns = fc.oneof(
    ...Object.values(kinds).map((kind) => fc.array(fc.option(kind, { freq: 8 }), { maxLength: 40 })),
    fc.array(fc.option(fc.oneof(...Object.values(kinds))), { maxLength: 8 }),
    fc.array(fc.oneof(kinds.integers, kinds.bigints, kinds.numerics), { maxLength: 20 }),
    fc.array(fc.oneof(kinds.dates, kinds.timestamps), { maxLength: 20 }),
    fc
      .tuple(fc.array(kinds.numerics, { maxLength: 9 }), fc.array(kinds.texts, { maxLength: 9 }))
      .map(([a, b]) => [...a, ...b]),
  );

  test('counts, type, extremes, longest and distinct values of any column', () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 1, max: 9 }), (values, batchSize) => {
        expect(factsOf(values, batchSize)).toMatchObject(oracle(values));
      }),
      { numRuns: 1500 },
    );
  });

  test('the order of the values changes neither type, counts nor distinct values', () => {
    const shuffled = columns.chain((values) =>
      fc.tuple(fc.constant(values), fc.shuffledSubarray<Value>(values, { minLength: values.length })),
    );
    fc.assert(
      fc.property(shuffled, ([values, other]) => {
        const { type, values: count, nulls, empties, distinct } = factsOf(values);
        expect(factsOf(other)).toMatchObject({ type, values: count, nulls, empties, distinct });
      }),
    );
  });
});

test('a column without a value', () => {
  expect(factsOf([null, null])).toEqual({
    type: 'text',
    values: 0,
    nulls: 2,
    empties: 0,
    distinct: 0,
    distinctIsExact: true,
    min: null,
    max: null,
    longest: null,
    examples: [],
    ruledOut: [],
    mostly: null,
    histogram: null,
  });
});

test('each column has facts of its own', () => {
  const profile = new Profile(2);
  profile.observe(
    batchOf([
      ['1', 'x'],
      ['2', null],
    ]),
  );
  expect(profile.facts().map(({ type, values, nulls, max }) => [type, values, nulls, max])).toEqual([
    ['integer', 2, 0, '2'],
    ['text', 1, 1, 'x'],
  ]);
});

test('a file that spells numbers and dates its own way', () => {
  const profile = new Profile(2, { decimal: 0x2c, thousands: 0x2e, dateOrder: 'dmy' });
  profile.observe(
    batchOf([
      ['9,5', '02/01/2024'],
      ['1.234,5', '01/03/2024'],
      ['10,0', '03/01/2023'],
    ]),
  );
  expect(profile.facts()).toMatchObject([
    { type: 'numeric', min: '9,5', max: '1.234,5', histogram: { counts: [2, 0, 0, 0, 0, 0, 0, 1] } },
    { type: 'date', min: '03/01/2023', max: '01/03/2024' },
  ]);
});

describe('evidence', () => {
  test('the first value that ruled out each type', () => {
    const { type, ruledOut } = factsOf(['1', '2', '3000000000', '4', '12.5', '7', '12,50', 'x']);
    expect(type).toBe('text');
    expect(ruledOut).toEqual([
      { type: 'integer', line: 4, value: '3000000000' },
      { type: 'bigint', line: 6, value: '12.5' },
      { type: 'numeric', line: 8, value: '12,50' },
    ]);
  });

  test('a text column most of whose values are numbers', () => {
    const values = [...Array.from({ length: 99 }, (_, index) => String(index)), 'N/A'];
    expect(factsOf(values).mostly).toEqual({ type: 'integer', share: 0.99, line: 101, value: 'N/A' });
    expect(factsOf(values.toReversed()).mostly).toEqual({ type: 'integer', share: 0.99, line: 2, value: 'N/A' });
    expect(factsOf(values.toReversed()).ruledOut).toEqual([]);
  });

  test('the narrowest of the types that most values have', () => {
    const days = ['n/a', '2024-01-01', '2024-01-02', '2024-01-03'];
    expect(factsOf(days).mostly).toMatchObject({ type: 'date', share: 0.75, line: 2 });
    expect(factsOf(['a', 'b', '1']).mostly).toBeNull();
    expect(factsOf(['1', '2']).mostly).toBeNull();
  });

  test('a value that needs unescaping makes text', () => {
    const profile = new Profile(1);
    const batch = batchOf([['1'], ['2']]);
    batch.forms[1] = FieldForm.doubledQuotes;
    profile.observe(batch);
    expect(profile.facts()[0]).toMatchObject({
      type: 'text',
      min: '1',
      max: '2',
      ruledOut: [{ type: 'integer', line: 2, value: '2' }],
    });
  });
});

describe('examples', () => {
  test('all, where there are few; no empty one', () => {
    expect(factsOf(['a', '', 'b', 'a']).examples).toEqual(['a', 'b']);
  });

  test('five different ones from all over the column', () => {
    const { examples } = factsOf(Array.from({ length: 20_000 }, (_, index) => String(index).padStart(5, '0')));
    const places = examples.map(Number);
    expect(places).toHaveLength(5);
    for (const [index, place] of places.entries()) expect(Math.abs(place - 4000 * index)).toBeLessThan(1000);
  });

  test('a long value is cut, also within a character', () => {
    const [example] = factsOf([`a${'😀'.repeat(1000)}`]).examples;
    expect(example).toBe(`a${'😀'.repeat(31)}…`);
  });
});

describe('histogram', () => {
  test('numbers in eight bins from the least to the greatest', () => {
    const numbers = Array.from({ length: 80 }, (_, index) => String(index / 10));
    expect(factsOf(numbers).histogram).toEqual({
      kind: 'range',
      from: '0',
      to: '7.9',
      counts: [10, 10, 10, 10, 10, 10, 10, 10],
    });
  });

  test('a bin for each of few whole numbers or days', () => {
    expect(factsOf(['1', '2', '2', '3']).histogram).toMatchObject({ counts: [1, 2, 1] });
    expect(factsOf(['2024-01-01', '2024-01-03']).histogram).toMatchObject({ kind: 'range', counts: [1, 0, 1] });
    expect(factsOf(['0.5', '0.5']).histogram).toMatchObject({ counts: [2] });
  });

  test('times by when they are', () => {
    const histogram = factsOf(['2024-01-01T00:00Z', '2024-01-01T08:00Z', '2024-01-01T10:00+02:00']).histogram;
    expect(histogram).toMatchObject({ from: '2024-01-01T00:00Z', counts: [1, 0, 0, 0, 0, 0, 0, 2] });
  });

  test('few texts by how often they occur, exactly, also when the sample is small', () => {
    const values = Array.from({ length: 30_000 }, (_, index) => (index % 3 === 0 ? 'open' : 'paid'));
    expect(factsOf(values).histogram).toEqual({
      kind: 'frequency',
      values: [
        { value: 'paid', count: 20_000 },
        { value: 'open', count: 10_000 },
      ],
    });
  });

  test('other texts by length', () => {
    const values = Array.from({ length: 40 }, (_, index) => 'é'.repeat(1 + index));
    expect(factsOf(values).histogram).toEqual({ kind: 'length', from: 1, to: 40, counts: [5, 5, 5, 5, 5, 5, 5, 5] });
  });

  test('none of uuids', () => {
    expect(factsOf(['c6e5747a-652a-09af-a7e0-8fa0748e41ea']).histogram).toBeNull();
  });

  test('of numbers too far apart for a double', () => {
    expect(factsOf(['1e+999', '-1e+999']).histogram).toBeNull();
  });
});

describe('hostile values', () => {
  test('of a megabyte: what is kept of them is bounded, what is counted is exact', () => {
    const megabyte = 'é'.repeat(500_000);
    const facts = factsOf([megabyte, `${megabyte}x`, 'z']);
    expect(facts).toMatchObject({ distinct: 3, longest: { characters: 500_001, line: 3 }, min: 'z' });
    expect(facts.max).toBe(`${'é'.repeat(200)}…`);
    expect(JSON.stringify(facts).length).toBeLessThan(3000);
  });

  test('that are not UTF-8', () => {
    const profile = new Profile(1);
    const batch = batchOf([['abc']]);
    batch.bytes = Buffer.from([0xff, 0x80, 0x61, 0x0a]);
    profile.observe(batch);
    expect(profile.facts()[0]).toMatchObject({
      type: 'text',
      min: '\ufffd\ufffda',
      longest: { characters: 2, line: 1 },
    });
  });
});
