import { expect, test } from 'vitest';
import { ValueSample } from '../../../../src/schema/profile/value-sample.js';

/** The sample of the numbers from 0 below `count`. */
function sampleOf(count: number, size: number): number[] {
  const sample = new ValueSample(size);
  for (let index = 0; index < count;) {
    const bytes = Buffer.from(`<${index}>`);
    index = sample.take(bytes, 1, bytes.length - 1);
  }
  return sample.values().map(({ start }) => Number(start.toString()));
}

test('takes all there are, in order, while there is room', () => {
  expect(sampleOf(5, 10)).toEqual([0, 1, 2, 3, 4]);
  expect(sampleOf(10, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(sampleOf(0, 10)).toEqual([]);
});

test('then some from all over, each place with the same chance', () => {
  const sample = sampleOf(100_000, 1000);
  expect(sample).toHaveLength(1000);
  expect(sample).toEqual([...new Set(sample)].sort((a, b) => a - b));
  for (let tenth = 0; tenth < 10; tenth++) {
    const count = sample.filter((index) => Math.floor(index / 10_000) === tenth).length;
    // Five standard deviations of what is expected.
    expect(Math.abs(count - 100)).toBeLessThan(5 * 9.5);
  }
});

test('is the same for the same values', () => {
  expect(sampleOf(5000, 50)).toEqual(sampleOf(5000, 50));
});

test('keeps the first 128 bytes of a value, and how long it was', () => {
  const sample = new ValueSample(2);
  const bytes = Buffer.from('é'.repeat(100));
  sample.take(bytes, 0, 128);
  sample.take(bytes, 0, 200);
  expect(sample.values()).toEqual([
    { start: bytes.subarray(0, 128), isWhole: true, characters: 64 },
    { start: bytes.subarray(0, 128), isWhole: false, characters: 100 },
  ]);
});
