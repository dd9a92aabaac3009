/** PostgreSQL itself says what columns must come to. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DateReader } from '../../../src/transforms/dates/date-reader.js';
import { jsonPath } from '../../../src/schema/transform/json-path.js';
import { query, testDatabaseUrl } from '../../support/database.js';
import { columnPlan, makeColumns } from '../../support/made-columns.js';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Pacific/Apia',
  'UTC',
];

test.each(zones)('local times of %s that are there once are those of AT TIME ZONE', async (timezone) => {
  const minutes = fc.sample(fc.integer({ min: 0, max: 65 * 366 * 24 * 60 }), { numRuns: 3000, seed: 7 });
  const texts = minutes.map((minute) =>
    new Date(Date.UTC(1971, 0) + minute * 60_000).toISOString().slice(0, 19).replace('T', ' '),
  );
  const reader = new DateReader({ kind: 'date', formats: ['yyyy-MM-dd HH:mm:ss'], timezone, ambiguous: 'reject' });
  const read = texts.flatMap((text) => reader.read(text).text ?? []);
  expect(read.length).toBeGreaterThan(0.99 * texts.length);
  const wrong = await query(
    await testDatabaseUrl(),
    `select text from unnest($1::text[]) text
     where text::timestamptz <> left(text, 19)::timestamp at time zone $2 or (text::timestamptz at time zone $2)::text <> left(text, 19)`,
    [read, timezone],
  );
  expect(wrong).toEqual([]);
});

test('times that are there twice or never: what comes back from PostgreSQL says so', async () => {
  const [timezone, days] = ['Europe/Berlin', ['2024-03-31', '2024-10-27']];
  const texts = days.flatMap((day) =>
    Array.from(
      { length: 96 },
      (_, n) => `${day} ${String(n >> 2).padStart(2, '0')}:${String((n & 3) * 15).padStart(2, '0')}:00`,
    ),
  );
  const reader = new DateReader({ kind: 'date', formats: [], timezone, ambiguous: 'reject' });
  const rows = await query(
    await testDatabaseUrl(),
    `select (select count(*) from generate_series(-3, 3) h
       where ((t::timestamp at time zone 'UTC') + h * interval '1 hour') at time zone $2 = t::timestamp)::int as times
     from unnest($1::text[]) with ordinality u(t, n) order by n`,
    [texts, timezone],
  );
  const times = { missing: 0, ambiguous: 2, invalid: -1 };
  expect(
    texts.map((text) => {
      const { fault } = reader.read(text);
      return fault === null ? 1 : times[fault];
    }),
  ).toEqual(rows.map((row) => row['times']));
});

test('hashes are those of sha256 in SQL', async () => {
  const values = ['', 'a', 'Ünal 😀', ' x '];
  const { values: hashes } = makeColumns([columnPlan('v', { disguises: [{ kind: 'hash', salt: 'pé' }] })], { values });
  const rows = await query(
    await testDatabaseUrl(),
    `select encode(sha256(convert_to($1 || v, 'UTF8')), 'hex') as hash from unnest($2::text[]) with ordinality u(v, n) order by n`,
    ['pé', values],
  );
  expect(hashes).toEqual(rows.map((row) => row['hash']));
});

const keys = fc.constantFrom('a', 'b', 'é"\\', '');
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 1, -0.5, 'x', 'é"\\\n', '', '}]'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const steps = fc.array(fc.oneof(keys, fc.nat(2)), { minLength: 1, maxLength: 3 });

test.each([true, false])('a path leads to what #>> of jsonb finds (parsed before: %s)', async (isJson) => {
  const samples = fc.sample(fc.tuple(json, steps, fc.constantFrom(0, 1)), { numRuns: 2000, seed: 3 });
  const asked = samples.map(([value, path, indent]) => ({ text: JSON.stringify(value, null, indent), path }));
  const found = asked.map(({ text, path }) => {
    const from = `v${path.map((step) => (typeof step === 'number' ? `[${step}]` : `[${JSON.stringify(step)}]`)).join('')}`;
    return makeColumns([columnPlan('w', { from })], { values: [text], isJson }).values[0];
  });
  const rows = await query(
    await testDatabaseUrl(),
    `select q->>'text' as text, array(select jsonb_array_elements_text(q->'path')) as path,
       case when (q->>'text')::jsonb #>> array(select jsonb_array_elements_text(q->'path')) is null then null
         else (q->>'text')::jsonb #> array(select jsonb_array_elements_text(q->'path')) end as found
     from jsonb_array_elements($1) with ordinality u(q, n) order by n`,
    [JSON.stringify(asked)],
  );
  const wanted = rows.map((row) => row['found']);
  for (const [index, text] of found.entries()) {
    const value = wanted[index];
    if (value === null || text === null || typeof value === 'string')
      expect([asked[index], text]).toEqual([asked[index], value]);
    else expect([asked[index], JSON.parse(text) as unknown]).toEqual([asked[index], value]);
  }
});

test('numbers are as they were written, and the last of two members counts', () => {
  const value = '{"a" : [ 1, 12345678901234567890.10 ], "b":"x", "b" : {"c":1E5}}';
  const at = (from: string) => makeColumns([columnPlan('w', { from })], { values: [value], isJson: true }).values[0];
  expect(['v.a[1]', 'v.b.c', 'v.b', '$.v.a[0]', 'v.a.x', 'v.b[0]'].map(at)).toEqual([
    '12345678901234567890.10',
    '1E5',
    '{"c":1E5}',
    '1',
    null,
    null,
  ]);
});

test('a name with dots comes before a path', () => {
  expect(jsonPath('a.b.c', (name) => name === 'a.b')).toEqual({ root: 'a.b', steps: ['c'] });
  expect(jsonPath('a.b[0]', () => false)).toEqual({ root: 'a', steps: ['b', 0] });
  expect(jsonPath('a[x]', () => false)).toBeNull();
  expect(jsonPath('a..b', () => false)).toBeNull();
});
