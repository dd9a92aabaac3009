import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DistinctCount, EXACT_LIMIT } from '../../../../src/schema/profile/distinct-count.js';
import { viewed } from '../../../../src/schema/profile/viewed-bytes.js';

function countOf(values: Iterable<string>): DistinctCount {
  const count = new DistinctCount();
  for (const value of values) {
    const { bytes, view } = viewed(Buffer.from(value));
    count.add(view, 0, bytes.length);
  }
  return count;
}

function* numbered(spell: (index: number) => string, count: number): Generator<string> {
  for (let index = 0; index < count; index++) yield spell(index);
}

const spellings: Record<string, (index: number) => string> = {
  'whole numbers': String,
  prices: (index) => (index / 100).toFixed(2),
  times: (index) => new Date(1_600_000_000_000 + 1000 * index).toISOString(),
  hex: (index) => (Math.imul(index, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0'),
  'mail addresses': (index) => `user${index}@example.com`,
  'a long common start': (index) => `${'x'.repeat(61)}${index}`,
  'a long common end': (index) => `${index}${'x'.repeat(61)}`,
  'runs of one byte': (index) => '\0'.repeat(index % 300) + String(Math.floor(index / 300)),
};

test.each(Object.keys(spellings))('within three percent of the truth: %s', (name) => {
  for (const size of [10, 1000, 3000, 30_000, 100_000]) {
    const count = countOf(numbered(spellings[name], size));
    expect(Math.abs(count.count() / size - 1)).toBeLessThan(0.03);
    expect(count.isExact).toBe(size <= EXACT_LIMIT);
    if (count.isExact) expect(count.count()).toBe(size);
  }
});

test('the order does not matter, nor how often a value occurs', () => {
  const values = [...numbered(String, 5000)];
  const expected = countOf(values).count();
  expect(countOf(values.toReversed()).count()).toBe(expected);
  expect(countOf([...values, ...values]).count()).toBe(expected);
});

test('exact up to its limit, for any values', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 200 }), (values) => {
      const count = countOf(values);
      expect(count.count()).toBe(new Set(values.map((value) => Buffer.from(value).toString('hex'))).size);
      for (const value of values) {
        const same = values.filter((other) => Buffer.from(other).equals(Buffer.from(value)));
        expect(count.occurrences(Buffer.from(value))).toBe(same.length);
      }
    }),
  );
});

test('says of a value whether it may be new', () => {
  const count = new DistinctCount();
  const { view } = viewed(Buffer.from('abab'));
  expect([count.add(view, 0, 2), count.add(view, 2, 4), count.add(view, 0, 3)]).toEqual([true, false, true]);
  expect(count.occurrences(Buffer.from('zz'))).toBe(0);
});
