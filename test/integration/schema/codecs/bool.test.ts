import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boolCodec } from '../../../../src/schema/codecs/bool.js';
import { Verdict } from '../../../../src/schema/codecs/codec.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import { drawSpellings, mutated, padded } from '../../../support/spellings.js';

const taken = [
  't',
  'f',
  'true',
  'false',
  'y',
  'n',
  'yes',
  'no',
  'on',
  'off',
  '1',
  '0',
  'T',
  'F',
  'TRUE',
  'False',
  'tr',
  'of',
  ' t ',
];
const wrong = ['', ' ', 'o', '2', '10', 'truee', 'tt', 'N/A', 'null', 'oui', '-1', '1.0', 'é', 'ja', '\u0011', 't f'];

test('stores what Postgres stores', async () => {
  const beginning = fc
    .tuple(fc.constantFrom('true', 'false', 'yes', 'no', 'on', 'off', '1', '0'), fc.nat({ max: 6 }), fc.boolean())
    .map(([word, length, upper]) => (upper ? word.toUpperCase() : word).slice(0, length));
  const spelling = fc.oneof(beginning, padded(beginning), mutated(beginning, ' \ttrufalseyno10TFYON\u0011\u0010é'));
  const answer = await checkCodec({
    url: await testDatabaseUrl(),
    factory: boolCodec,
    ddl: 'boolean',
    spellings: drawSpellings(spelling),
  });
  expect(answer.disagreements).toEqual([]);
  expect(answer.undecided).toEqual([]);
});

test('decides every usual spelling', async () => {
  const url = await testDatabaseUrl();
  const answer = await checkCodec({ url, factory: boolCodec, ddl: 'boolean', spellings: [...taken, ...wrong] });
  expect([...answer.verdicts]).toEqual([
    ...taken.map((spelling) => [spelling, Verdict.accepted]),
    ...wrong.map((spelling) => [spelling, Verdict.invalid]),
  ]);
  expect(answer.disagreements).toEqual([]);
});
