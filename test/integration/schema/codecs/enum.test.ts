import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Verdict } from '../../../../src/schema/codecs/codec.js';
import { enumCodec } from '../../../../src/schema/codecs/enum.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import { drawSpellings, mutated } from '../../../support/spellings.js';

const labels = [
  'ok',
  'OK',
  'okay',
  'k',
  ' ',
  'so so',
  'très bien',
  '😀',
  "it's",
  'l'.repeat(63),
  ...Array.from({ length: 200 }, (_, n) => `label ${n}`),
];
const setup = `create type pg_temp.mood as enum (${labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ')})`;

test('takes the labels and nothing else', async () => {
  const label = fc.constantFrom(...labels);
  const answer = await checkCodec({
    url: await testDatabaseUrl(),
    factory: enumCodec,
    ddl: 'pg_temp.mood',
    setup,
    spellings: [...labels, '', 'oK', 'ok ', 'l'.repeat(64), ...drawSpellings(mutated(label))],
  });
  expect(answer.disagreements).toEqual([]);
  const expected = [...answer.verdicts.keys()].map((spelling) => [
    spelling,
    labels.includes(spelling) ? Verdict.accepted : Verdict.notALabel,
  ]);
  expect([...answer.verdicts]).toEqual(expected);
});
