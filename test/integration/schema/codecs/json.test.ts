import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CodecFactory, Verdict, type VerdictCode } from '../../../../src/schema/codecs/codec.js';
import { jsonbCodec, jsonCodec } from '../../../../src/schema/codecs/json.js';
import { checkCodec } from '../../../support/codec-oracle.js';
import { testDatabaseUrl } from '../../../support/database.js';
import { drawSpellings, mutated } from '../../../support/spellings.js';

const types: [ddl: string, factory: CodecFactory][] = [
  ['json', jsonCodec],
  ['jsonb', jsonbCodec],
];

const space = fc.constantFrom('', '', '', ' ', '\n', '\t\r', '\v');
const escape = fc.constantFrom(
  '\\u0000',
  '\\ud83d',
  '\\ude00',
  '\\uD83D\\uDE00',
  '\\u00e9',
  '\\n',
  '\\"',
  '\\\\',
  '\\/',
  '\\x',
  '\\u12',
  '"',
  '\t',
  '\u007f',
  'é',
  '😀',
  'a',
);
const string = fc.array(escape, { maxLength: 4 }).map((parts) => `"${parts.join('')}"`);
const number = fc.oneof(
  fc.double().map(String),
  fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      fc.constantFrom('0', '01', '12', ''),
      fc.constantFrom('', '.', '.5', '.00'),
      fc.constantFrom('', 'e', 'e5', 'E+05', 'e-999', 'e9999', 'e400000'),
    )
    .map((parts) => parts.join('')),
);
const scalar = fc.oneof(string, number, fc.constantFrom('true', 'false', 'null', 'nul', 'True', 'truex'));
const { document } = fc.letrec<{ document: string; item: string; member: string }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('item'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    fc.array(tie('member'), { maxLength: 3 }).map((members) => `{${members.join(',')}}`),
  ),
  item: fc.tuple(space, tie('document'), space).map((parts) => parts.join('')),
  member: fc
    .tuple(space, string, space, tie('document'), space)
    .map(([a, name, b, value, c]) => `${a}${name}${b}:${value}${c}`),
}));

describe.each(types)('%s', (ddl, factory) => {
  test('stores what Postgres stores', async () => {
    const valid = fc.json({ depthSize: 'small' });
    const alphabet = '{}[],:"\\ud0 \n\v.-e1truefalsn\'é';
    const spelling = fc.oneof(document, valid, mutated(valid, alphabet), mutated(document, alphabet));
    const answer = await checkCodec({
      url: await testDatabaseUrl(),
      factory,
      ddl,
      spellings: drawSpellings(spelling, 4000),
    });
    expect(answer.disagreements).toEqual([]);
    expect(answer.undecided.filter((text) => !/\d{4}/.test(text))).toEqual([]);
  });

  test('decides the usual spellings and mistakes', async () => {
    const taken = [
      '{}',
      '[]',
      '""',
      '0',
      '-0.5e+10',
      'null',
      ' true ',
      '{"a": [1, {"b": null}], "": "x", "a": 2}',
      `[${'['.repeat(400)}${']'.repeat(400)}]`,
      `"${'long'.repeat(100)}"`,
      '12345678901234567890.12345678901234567890',
    ];
    const wrong = [
      '',
      ' ',
      'hello',
      "{'a': 1}",
      '{a: 1}',
      '[1,]',
      '{"a":1,}',
      '{"a"}',
      '{,}',
      '[,]',
      '[1 2]',
      '[1',
      '{"a":1',
      '"open',
      'NaN',
      'None',
      'TRUE',
      '01',
      '1.',
      '.5',
      '+1',
      '"\t"',
      '1 2',
      '\u00a01',
      '\ufeff1',
      '{"a":1}}',
      ']',
    ];
    const url = await testDatabaseUrl();
    const answer = await checkCodec({ url, factory, ddl, spellings: [...taken, ...wrong] });
    expect(answer.disagreements).toEqual([]);
    expect([...answer.verdicts]).toEqual([
      ...taken.map((spelling) => [spelling, Verdict.accepted]),
      ...wrong.map((spelling) => [spelling, Verdict.invalid]),
    ]);
  });
});

const differences: [spelling: string, json: VerdictCode, jsonb: VerdictCode][] = [
  ['"\\u0000"', Verdict.accepted, Verdict.invalid],
  ['"\\ud800"', Verdict.accepted, Verdict.invalid],
  ['"\\udc00\\ud800"', Verdict.accepted, Verdict.invalid],
  ['"\\ud83d\\ude00"', Verdict.accepted, Verdict.accepted],
  ['"\\\\u0000"', Verdict.accepted, Verdict.accepted],
  ['{"\\u0000": 1}', Verdict.accepted, Verdict.invalid],
  ['1e400000', Verdict.accepted, Verdict.undecided],
  ['1e9999', Verdict.accepted, Verdict.accepted],
  ['9'.repeat(2000), Verdict.accepted, Verdict.undecided],
  ['['.repeat(500) + ']'.repeat(500), Verdict.accepted, Verdict.accepted],
  ['['.repeat(501) + ']'.repeat(501), Verdict.undecided, Verdict.undecided],
];

test.each(types)('%s: what only one of the two takes, and what is left to Postgres', async (ddl, factory) => {
  const url = await testDatabaseUrl();
  const answer = await checkCodec({ url, factory, ddl, spellings: differences.map(([spelling]) => spelling) });
  expect(answer.disagreements).toEqual([]);
  expect([...answer.verdicts]).toEqual(
    differences.map(([spelling, json, jsonb]) => [spelling, ddl === 'json' ? json : jsonb]),
  );
});
