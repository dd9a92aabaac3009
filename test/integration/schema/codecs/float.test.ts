import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CodecFactory, Verdict, type VerdictCode } from '../../../../src/schema/codecs/codec.js';
import { float4Codec, float8Codec } from '../../../../src/schema/codecs/float.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import { decimalSpellings, oddSpellings, scientificSpellings } from '../../../support/number-spellings.js';
import { drawSpellings, mutated, padded } from '../../../support/spellings.js';

const types: [ddl: string, factory: CodecFactory][] = [
  ['double precision', float8Codec],
  ['real', float4Codec],
];

const wrong = [
  '',
  ' ',
  '.',
  '-',
  'abc',
  'N/A',
  'null',
  '12,50',
  '1 2',
  '--1',
  '1.2.3',
  '1e',
  '1e+',
  '12abc',
  '1_000',
  '$5',
  '5%',
  '0xyz',
  'infinit',
  '1\u00a0',
];

describe.each(types)('%s', (ddl, factory) => {
  test('stores what Postgres stores', async () => {
    const double = fc.double().map(String);
    const float = fc.float().map((value) => String(value));
    const short = fc.float({ noNaN: true }).map((value) => value.toPrecision(8));
    const halfway = fc
      .float({ noNaN: true, min: 1, max: 2 ** 30 })
      .map((value) => String(value + floatStep(value) / 2));
    const number = fc.oneof(
      double,
      float,
      short,
      halfway,
      decimalSpellings(25),
      decimalSpellings(6),
      scientificSpellings(12, 50),
    );
    const extreme = scientificSpellings(20, 420);
    const spelling = fc.oneof(
      number,
      number,
      extreme,
      padded(number),
      mutated(number),
      oddSpellings,
      mutated(oddSpellings),
    );
    const answer = await checkCodec({
      url: await testDatabaseUrl(),
      factory,
      ddl,
      spellings: drawSpellings(spelling, 6000),
    });
    expect(answer.disagreements).toEqual([]);
  });

  test('decides the usual spellings and mistakes', async () => {
    const taken = [
      '0',
      '-0',
      '-0.0',
      '1',
      '1.',
      '.5',
      '-1.5',
      '+2.25',
      '1e5',
      '1E-5',
      '1.5e+10',
      ' 3.14 ',
      '007',
      'NaN',
      'nan',
      'Infinity',
      '-Infinity',
      'inf',
      '-inf',
      '0.1',
      '1234567.891',
      '0.30000000000000004',
      '179769313486231570000',
      '0e999',
    ];
    const url = await testDatabaseUrl();
    const answer = await checkCodec({ url, factory, ddl, spellings: [...taken, ...wrong] });
    expect([...answer.verdicts]).toEqual([
      ...taken.map((spelling) => [spelling, Verdict.accepted]),
      ...wrong.map((spelling) => [spelling, Verdict.invalid]),
    ]);
    expect(answer.disagreements).toEqual([]);
  });

  test('leaves to Postgres what its C library may read', async () => {
    const spellings = ['0x1F', '-0x1.8p3', 'nan(1)', '-nan', '+NaN'];
    const answer = await checkCodec({ url: await testDatabaseUrl(), factory, ddl, spellings });
    expect(answer.undecided).toEqual(spellings);
    expect(answer.disagreements).toEqual([]);
  });
});

const limits: [ddl: string, factory: CodecFactory, expected: Record<string, VerdictCode>][] = [
  [
    'double precision',
    float8Codec,
    {
      '1.7976931348623157e308': Verdict.accepted,
      '1.7976931348623158e308': Verdict.accepted,
      '1.7976931348623159e308': Verdict.outOfRange,
      '1e400': Verdict.outOfRange,
      '-1e400': Verdict.outOfRange,
      '1e99999999999999999999': Verdict.outOfRange,
      '4.9e-324': Verdict.accepted,
      '2.4e-324': Verdict.outOfRange,
      '1e-400': Verdict.outOfRange,
      '2.2250738585072011e-308': Verdict.accepted,
      '9007199254740993': Verdict.accepted,
      '0.500000000000000166533453693773481063544750213623046875': Verdict.accepted,
      [`1${'0'.repeat(308)}`]: Verdict.accepted,
      [`1${'0'.repeat(309)}`]: Verdict.outOfRange,
      [`0.${'0'.repeat(1000)}1e1001`]: Verdict.accepted,
    },
  ],
  [
    'real',
    float4Codec,
    {
      '3.4028235e38': Verdict.accepted,
      '3.4028236e38': Verdict.outOfRange,
      '1e39': Verdict.outOfRange,
      '-1e300': Verdict.outOfRange,
      '1e-46': Verdict.outOfRange,
      '1e-400': Verdict.outOfRange,
      '1e-40': Verdict.undecided,
      '1.1754944e-38': Verdict.accepted,
      '16777217': Verdict.accepted,
      '16777219': Verdict.accepted,
      '12345678.5': Verdict.accepted,
      '36028799166447616.1': Verdict.undecided,
      '16777217.00000000000000000000000001': Verdict.undecided,
      '16777216.99999999999999999999999999': Verdict.undecided,
    },
  ],
];

test.each(limits)('%s: the limits', async (ddl, factory, expected) => {
  const url = await testDatabaseUrl();
  const answer = await checkCodec({ url, factory, ddl, spellings: Object.keys(expected) });
  expect(answer.disagreements).toEqual([]);
  expect(Object.fromEntries(answer.verdicts)).toEqual(expected);
});

/** The distance from a float to the next: half of it away from the float, rounding twice may err. */
function floatStep(value: number): number {
  return 2 ** (Math.floor(Math.log2(value)) - 23);
}
