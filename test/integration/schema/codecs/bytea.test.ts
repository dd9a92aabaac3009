import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteaCodec } from '../../../../src/schema/codecs/bytea.js';
import { Verdict } from '../../../../src/schema/codecs/codec.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import { drawSpellings, mutated } from '../../../support/spellings.js';

const taken = [
  '',
  '\\x',
  '\\xDEADbeef',
  '\\xab cd',
  '\\x\n00\t01\r02 ',
  'plain é 😀',
  '\\000\\377',
  'a\\\\b',
  '\\101',
  'x'.repeat(100),
  `\\x${'00'.repeat(100)}`,
];
const wrong = [
  '\\',
  '\\xa',
  '\\xabc',
  '\\xa b',
  '\\xzz',
  '\\Xab',
  ' \\xab',
  '\\xab\vcd',
  '\\1',
  '\\18',
  '\\400',
  '\\08x',
  'a\\',
];

test('stores what Postgres stores', async () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const hex = fc
    .array(fc.tuple(byte, fc.constantFrom('', '', '', ' ', '\n', '\t')), { maxLength: 50 })
    .map((bytes) => `\\x${bytes.map(([value, space]) => value.toString(16).padStart(2, '0') + space).join('')}`);
  const escaped = fc
    .array(
      fc.oneof(
        byte.map((value) => `\\${value.toString(8).padStart(3, '0')}`),
        fc.constantFrom('\\\\', 'a', 'x', '0', 'é', '😀'),
      ),
      { maxLength: 50 },
    )
    .map((parts) => parts.join(''));
  const valid = fc.oneof(hex, escaped);
  const answer = await checkCodec({
    url: await testDatabaseUrl(),
    factory: byteaCodec,
    ddl: 'bytea',
    spellings: drawSpellings(fc.oneof(valid, mutated(valid, '\\x0137 8afg\n\vé'))),
  });
  expect(answer.disagreements).toEqual([]);
  expect(answer.undecided).toEqual([]);
});

test('decides every spelling', async () => {
  const url = await testDatabaseUrl();
  const answer = await checkCodec({ url, factory: byteaCodec, ddl: 'bytea', spellings: [...taken, ...wrong] });
  expect(answer.disagreements).toEqual([]);
  expect([...answer.verdicts]).toEqual([
    ...taken.map((spelling) => [spelling, Verdict.accepted]),
    ...wrong.map((spelling) => [spelling, Verdict.invalid]),
  ]);
});
