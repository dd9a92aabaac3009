import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Verdict } from '../../../../src/schema/codecs/codec.js';
import { uuidCodec } from '../../../../src/schema/codecs/uuid.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import { drawSpellings, mutated } from '../../../support/spellings.js';

const usual = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';
const taken = [
  usual,
  usual.toUpperCase(),
  usual.replaceAll('-', ''),
  `{${usual}}`,
  'a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11',
  '{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];
const wrong = [
  '',
  '{',
  '{}',
  'null',
  usual.slice(1),
  `${usual}0`,
  `${usual}-`,
  `-${usual}`,
  ` ${usual}`,
  `{${usual}`,
  `${usual}}`,
  `{{${usual}}}`,
  `(${usual})`,
  usual.replace('-', '--'),
  usual.replace('a', 'g'),
  usual.replace('-', ''),
  'a0-eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
].filter((spelling) => spelling !== usual.replace('-', ''));

test('stores what Postgres stores', async () => {
  const hyphens = fc.array(fc.boolean(), { minLength: 7, maxLength: 7 });
  const grouped = fc.tuple(fc.uuid(), hyphens, fc.boolean()).map(([uuid, after, upper]) => {
    const groups = uuid.replaceAll('-', '').match(/.{4}/g) ?? [];
    const text = groups.map((group, index) => (after[index] ? `${group}-` : group)).join('');
    return upper ? text.toUpperCase() : text;
  });
  const valid = fc.oneof(
    fc.uuid(),
    grouped,
    grouped.map((text) => `{${text}}`),
  );
  const answer = await checkCodec({
    url: await testDatabaseUrl(),
    factory: uuidCodec,
    ddl: 'uuid',
    spellings: drawSpellings(fc.oneof(valid, mutated(valid, '-{}0aFg é'))),
  });
  expect(answer.disagreements).toEqual([]);
  expect(answer.undecided).toEqual([]);
});

test('decides every usual spelling', async () => {
  const url = await testDatabaseUrl();
  const answer = await checkCodec({ url, factory: uuidCodec, ddl: 'uuid', spellings: [...taken, ...wrong] });
  expect(answer.disagreements).toEqual([]);
  expect([...answer.verdicts]).toEqual([
    ...taken.map((spelling) => [spelling, Verdict.accepted]),
    ...wrong.map((spelling) => [spelling, Verdict.invalid]),
  ]);
});
