import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Verdict, type VerdictCode } from '../../../../src/schema/codecs/codec.js';
import { numericCodec } from '../../../../src/schema/codecs/numeric.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { query, testDatabaseUrl } from '../../../support/database.js';
import { decimalSpellings, oddSpellings, scientificSpellings } from '../../../support/number-spellings.js';
import { drawSpellings, mutated, padded } from '../../../support/spellings.js';

const factory = numericCodec;
const ddls = ['numeric', 'numeric(5,2)', 'numeric(12,2)', 'numeric(3)', 'numeric(20,20)', 'numeric(1000,500)'];

test.each(ddls)('%s: stores what Postgres stores', async (ddl) => {
  const number = fc.oneof(decimalSpellings(4), decimalSpellings(25), scientificSpellings(8, 20));
  const nearLimit = fc
    .tuple(
      fc.nat({ max: 12 }),
      fc.constantFrom('', '.'),
      fc.nat({ max: 24 }),
      fc.constantFrom('', '4', '5', '49', '50'),
    )
    .map(([whole, point, fraction, last]) => `${'9'.repeat(whole)}${point}${'9'.repeat(fraction)}${last}`);
  const spelling = fc.oneof(
    number,
    number,
    nearLimit,
    padded(number),
    mutated(number),
    oddSpellings,
    mutated(oddSpellings),
  );
  const answer = await checkCodec({
    url: await testDatabaseUrl(),
    factory,
    ddl,
    spellings: drawSpellings(spelling, 2000),
  });
  expect(answer.disagreements).toEqual([]);
});

const taken = [
  '0',
  '-0',
  '0.00',
  '000.000',
  '1',
  '-1.5',
  '+2.25',
  '1.',
  '.5',
  '007.10',
  ' 3.14 ',
  '1e5',
  '1.5E-3',
  '2e-07',
  'NaN',
  '12345678901234567890',
  '0.00000000000000000001',
  '10000',
  '9999',
  '100000000',
  '0.0001',
  '1.10',
  '-99999999.99990000',
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
  '1__0',
  '_1',
  '1_',
  '$5',
  '5%',
  '0xyz',
  '-NaN',
  '1\u00a0',
  '٣',
];

test('decides the usual spellings and mistakes', async () => {
  const url = await testDatabaseUrl();
  const answer = await checkCodec({ url, factory, ddl: 'numeric', spellings: [...taken, ...wrong] });
  expect([...answer.verdicts]).toEqual([
    ...taken.map((spelling) => [spelling, Verdict.accepted]),
    ...wrong.map((spelling) => [spelling, Verdict.invalid]),
  ]);
  expect(answer.disagreements).toEqual([]);
});

const digits = '1234567890'.repeat(100);

const limits: [ddl: string, expected: Record<string, VerdictCode>][] = [
  [
    'numeric',
    {
      [digits]: Verdict.accepted,
      [`-${digits}.${digits}`]: Verdict.accepted,
      [`0.${digits}`]: Verdict.accepted,
      [`1${'0'.repeat(131_071)}`]: Verdict.accepted,
      ['9'.repeat(131_072)]: Verdict.accepted,
      [`1${'0'.repeat(131_072)}`]: Verdict.outOfRange,
      [`0.${'0'.repeat(16_382)}1`]: Verdict.accepted,
      [`0.${'0'.repeat(16_383)}1`]: Verdict.undecided,
      '1e131071': Verdict.accepted,
      '1e131072': Verdict.outOfRange,
      '1e99999999999999999999': Verdict.outOfRange,
      '0e1000000': Verdict.undecided,
      '1e-16383': Verdict.accepted,
      '1e-16384': Verdict.undecided,
      '0x1F': Verdict.undecided,
      '1_000.000_1': Verdict.undecided,
      '1e 5': Verdict.undecided,
      Infinity: Verdict.undecided,
      '-inf': Verdict.undecided,
    },
  ],
  [
    'numeric(5,2)',
    {
      '999.99': Verdict.accepted,
      '-999.99': Verdict.accepted,
      '999.994': Verdict.accepted,
      '999.9949999999': Verdict.accepted,
      '999.995': Verdict.outOfRange,
      '1000': Verdict.outOfRange,
      '-1000.00': Verdict.outOfRange,
      '00000000999.990000000': Verdict.accepted,
      '1e3': Verdict.outOfRange,
      '99999e-2': Verdict.accepted,
      '0.004': Verdict.accepted,
      '0.005': Verdict.accepted,
      '-0.005': Verdict.accepted,
      '1e-20': Verdict.accepted,
      NaN: Verdict.accepted,
      Infinity: Verdict.outOfRange,
    },
  ],
  [
    'numeric(1,1)',
    {
      '0': Verdict.accepted,
      '0.9': Verdict.accepted,
      '0.94': Verdict.accepted,
      '0.95': Verdict.outOfRange,
      '1': Verdict.outOfRange,
    },
  ],
];

describe('limits', () => {
  test.each(limits)('%s', (ddl, expected) => holds(ddl, expected));
});

test('scales that are negative or above the precision', async (context) => {
  const [server] = await query(await testDatabaseUrl(), `select current_setting('server_version_num')::int as version`);
  context.skip(Number(server['version']) < 150_000, 'Postgres has such scales since 15');
  const scaled: [ddl: string, expected: Record<string, VerdictCode>][] = [
    [
      'numeric(2,-3)',
      {
        '99000': Verdict.accepted,
        '99499': Verdict.accepted,
        '99500': Verdict.outOfRange,
        '499': Verdict.accepted,
        '500': Verdict.accepted,
        '0': Verdict.accepted,
      },
    ],
    [
      'numeric(2,4)',
      {
        '0.0099': Verdict.accepted,
        '0.00994': Verdict.accepted,
        '0.00995': Verdict.outOfRange,
        '0.01': Verdict.outOfRange,
        '0': Verdict.accepted,
        '0.00001': Verdict.accepted,
      },
    ],
  ];
  for (const [ddl, expected] of scaled) await holds(ddl, expected);
});

async function holds(ddl: string, expected: Record<string, VerdictCode>): Promise<void> {
  const spellings = Object.keys(expected);
  const answer = await checkCodec({ url: await testDatabaseUrl(), factory, ddl, spellings });
  expect(answer.disagreements).toEqual([]);
  expect(Object.fromEntries(answer.verdicts)).toEqual(expected);
}
