import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CodecFactory, Verdict } from '../../../../src/schema/codecs/codec.js';
import { int2Codec, int4Codec, int8Codec } from '../../../../src/schema/codecs/integer.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import { drawSpellings, mutated, padded } from '../../../support/spellings.js';

const types: [ddl: string, factory: CodecFactory, bits: bigint][] = [
  ['smallint', int2Codec, 16n],
  ['integer', int4Codec, 32n],
  ['bigint', int8Codec, 64n],
];

const plain = fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }).map(String);
const short = fc.bigInt({ min: -100_000n, max: 100_000n }).map(String);
const signed = fc
  .tuple(fc.constantFrom('', '+', '-'), fc.constantFrom('', '0', '000000000000'), fc.nat())
  .map((parts) => parts.join(''));
const literal = fc.constantFrom(
  '0x1F',
  '-0b101',
  '0o17',
  '1_000',
  '0x_ff',
  '1__0',
  '_1',
  '0x',
  '0b2',
  '1_',
  '0_0',
  '00x1',
);
const valid = fc.oneof(plain, short, signed);

describe.each(types)('%s', (ddl, factory, bits) => {
  const max = 2n ** (bits - 1n) - 1n;

  test('stores what Postgres stores', async () => {
    const nearLimit = fc.bigInt({ min: -3n, max: 3n }).map((offset) => String(max + offset));
    const spelling = fc.oneof(valid, padded(valid), mutated(valid), nearLimit, literal, mutated(literal));
    const answer = await checkCodec({
      url: await testDatabaseUrl(),
      factory,
      ddl,
      spellings: drawSpellings(spelling),
    });
    expect(answer.disagreements).toEqual([]);
  });

  test('decides the limits and the usual mistakes', async () => {
    const taken = [
      '0',
      '-0',
      '+7',
      ' 7 ',
      '\t7\n',
      '007',
      String(max),
      String(-max),
      String(-max - 1n),
      `000000000000000000000${max}`,
    ];
    const beyond = [String(max + 1n), String(-max - 2n), '99999999999999999999', '-100000000000000000000000000000000'];
    const wrong = [
      '',
      ' ',
      '-',
      '+',
      '--1',
      '1.5',
      '1.0',
      '1e3',
      '12,50',
      '1 2',
      '- 1',
      'abc',
      'N/A',
      'null',
      '12abc',
      '0x',
      '1__0',
      '1_',
      '$5',
      '5%',
      '٣',
      '1\u00a0',
    ];
    const url = await testDatabaseUrl();
    const answer = await checkCodec({ url, factory, ddl, spellings: [...taken, ...beyond, ...wrong] });
    const expected = [
      ...taken.map((spelling) => [spelling, Verdict.accepted]),
      ...beyond.map((spelling) => [spelling, Verdict.outOfRange]),
      ...wrong.map((spelling) => [spelling, Verdict.invalid]),
    ];
    expect([...answer.verdicts]).toEqual(expected);
    expect(answer.disagreements).toEqual([]);
  });

  test('leaves the literals of Postgres 16 to Postgres', async () => {
    const spellings = ['0x1F', '-0b101', '0o17', '1_000', ' 0X_fF '];
    const answer = await checkCodec({ url: await testDatabaseUrl(), factory, ddl, spellings });
    expect(answer.undecided).toEqual(spellings);
  });
});
