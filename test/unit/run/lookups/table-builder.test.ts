import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Releasers } from '../../../../src/run/releasers.js';
import { TableBuilder } from '../../../../src/run/lookups/table-builder.js';
import type { LookupTable } from '../../../../src/transforms/columns/lookup-table.js';
import { openFiles } from '../../../support/open-files.js';

type Entry = readonly [key: string | null, value: string | null];

/** Has a table for as long as `use` takes. */
async function withTable(
  entries: Iterable<Entry>,
  cacheSize: number,
  use: (table: LookupTable) => void,
): Promise<void> {
  const releasers = new Releasers();
  try {
    const builder = new TableBuilder('column code of t.csv', cacheSize, releasers);
    for (const [key, value] of entries) builder.add(key, value);
    use(builder.table());
  } finally {
    expect(await releasers.releaseAll()).toBeNull();
  }
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const entries = fc.uniqueArray(fc.tuple(text, fc.option(text)), { selector: ([key]) => key, maxLength: 200 });

test('a table is the map of its entries, in memory or not, however it is asked', () =>
  fc.assert(
    fc.asyncProperty(entries, fc.integer({ min: 1, max: 50 }), fc.array(text), async (own, cacheSize, others) => {
      const oracle = new Map(own);
      const asked = [...own.map(([key]) => key), ...others, ...own.map(([key]) => key).reverse()];
      await withTable(own, cacheSize, (table) => {
        for (const key of asked) expect(table.get(key)).toBe(oracle.get(key));
      });
    }),
    { numRuns: 60 },
  ));

describe.each([
  ['in memory', 100_000],
  ['in a file', 10],
])('%s', (_, cacheSize) => {
  const many = Array.from({ length: 5000 }, (_entry, index): Entry => [
    `k${index}`,
    index % 7 === 0 ? null : `v${index}`,
  ]);

  test('many entries, long ones among them', async () => {
    const long: Entry[] = [
      ['k'.repeat(40_000), 'short'],
      ['short', 'v'.repeat(200_000)],
      ['é'.repeat(3000), '€'],
      ['__proto__', 'p'],
    ];
    await withTable([...many, ...long], cacheSize, (table) => {
      for (const [key, value] of [...many, ...long]) expect(table.get(key ?? '')).toBe(value);
      for (const key of ['', 'k', 'k5000', 'constructor']) expect(table.get(key)).toBeUndefined();
    });
  });

  test('an entry without a key is none', async () => {
    await withTable([...many, [null, 'x']], cacheSize, (table) => expect(table.get('')).toBeUndefined());
  });

  test('the same entry twice is one, ever so often', async () => {
    const again = Array.from({ length: 20_000 }, (): Entry => ['k1', 'v1']);
    await withTable([...many, ...again], cacheSize, (table) => expect(table.get('k1')).toBe('v1'));
  });

  test.each<[string | null, string, string]>([
    ['w\u001b', '"v4999"', String.raw`"w\x1b"`],
    [null, '"v4999"', 'NULL'],
  ])('a key with two values is an error', async (value, one, other) => {
    const making = withTable([...many, ['k4999', value]], cacheSize, () => undefined);
    await expect(making).rejects.toMatchObject({
      code: 'LOOKUP_FAILED',
      message: `the key "k4999" is twice in column code of t.csv, with ${one} and with ${other}.`,
    });
  });

  test('leaves no file open', async () => {
    const before = openFiles();
    await withTable(many, cacheSize, (table) => expect(table.get('k1')).toBe('v1'));
    await withTable([...many, ['k1', '?']], cacheSize, () => undefined).catch(() => undefined);
    expect(openFiles()).toBe(before);
  });
});

test('long keys that are asked for and not there are not kept without end', async () => {
  const many = Array.from({ length: 20 }, (_, index): Entry => [`k${index}`, 'v']);
  await withTable(many, 10, (table) => {
    for (let index = 0; index < 40; index++) expect(table.get(`${index}${'x'.repeat(1 << 20)}`)).toBeUndefined();
    expect(table.get('k3')).toBe('v');
  });
});

test('so many entries that some of their keys have one hash', async () => {
  const many = Array.from({ length: 200_000 }, (_, index): Entry => [String(index), `v${index}`]);
  await withTable(many, 1000, (table) => {
    const wrong = many.filter(([key, value]) => table.get(key ?? '') !== value);
    expect(wrong).toEqual([]);
  });
});
