import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CodecFactory, Verdict, type VerdictCode } from '../../../../src/schema/codecs/codec.js';
import { bpcharCodec, nameCodec, textCodec } from '../../../../src/schema/codecs/text.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import { drawSpellings } from '../../../support/spellings.js';

const types: [ddl: string, factory: CodecFactory][] = [
  ['text', textCodec],
  ['varchar', textCodec],
  ['varchar(1)', textCodec],
  ['varchar(5)', textCodec],
  ['char(5)', bpcharCodec],
  ['bpchar', bpcharCodec],
  ['name', nameCodec],
];

/** Text of one to four bytes a character, with spaces at the end often. */
const text = fc
  .tuple(
    fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', 'é', '€', '😀', 'e\u0301', ' ', '\\', '"', ',', '\n', '\t'),
        maxLength: 8,
      }),
      fc.string({ unit: 'binary', maxLength: 70 }),
    ),
    fc.nat({ max: 4 }),
  )
  .map(([start, spaces]) => start.replaceAll('\0', '') + ' '.repeat(spaces));

test.each(types)('%s stores what Postgres stores', async (ddl, factory) => {
  const url = await testDatabaseUrl();
  const answer = await checkCodec({ url, factory, ddl, spellings: drawSpellings(text, 2000) });
  expect(answer.disagreements).toEqual([]);
  if (ddl !== 'name') expect(answer.undecided).toEqual([]);
});

const limits: [ddl: string, factory: CodecFactory, expected: Record<string, VerdictCode>][] = [
  [
    'varchar(3)',
    textCodec,
    {
      '': Verdict.accepted,
      abc: Verdict.accepted,
      abcd: Verdict.tooLong,
      'abc   ': Verdict.accepted,
      'abc  d': Verdict.tooLong,
      'ab\t\t': Verdict.tooLong,
      '€€€': Verdict.accepted,
      '€€€ ': Verdict.accepted,
      '€€€é': Verdict.tooLong,
      '😀😀😀': Verdict.accepted,
      '😀😀😀😀': Verdict.tooLong,
      'e\u0301e\u0301': Verdict.tooLong,
      '      ': Verdict.accepted,
    },
  ],
  [
    'char(3)',
    bpcharCodec,
    { '': Verdict.accepted, a: Verdict.accepted, 'é    ': Verdict.accepted, abcd: Verdict.tooLong },
  ],
  [
    'name',
    nameCodec,
    {
      '': Verdict.accepted,
      ['n'.repeat(63)]: Verdict.accepted,
      ['n'.repeat(64)]: Verdict.undecided,
      ['é'.repeat(32)]: Verdict.undecided,
    },
  ],
];

describe('the limits', () => {
  test.each(limits)('%s', async (ddl, factory, expected) => {
    const url = await testDatabaseUrl();
    const answer = await checkCodec({ url, factory, ddl, spellings: Object.keys(expected) });
    expect(answer.disagreements).toEqual([]);
    expect(Object.fromEntries(answer.verdicts)).toEqual(expected);
  });
});
