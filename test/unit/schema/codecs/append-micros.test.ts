import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendMicros } from '../../../../src/schema/codecs/append-micros.js';

test('counts microseconds exactly, however many', () => {
  const days = fc.integer({ min: -2_451_545, max: 106_000_000 });
  const seconds = fc.integer({ min: -57_600, max: 144_000 });
  const micros = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(days, seconds, micros, (day, second, micro) => {
      const output = { bytes: Buffer.alloc(14), offset: 1 };
      appendMicros(output, day, second, micro);
      const expected = (BigInt(day) * 86_400n + BigInt(second)) * 1_000_000n + BigInt(micro);
      expect(output.bytes.readInt32BE(1)).toBe(8);
      expect(output.bytes.readBigInt64BE(5)).toBe(expected);
      expect(output.offset).toBe(13);
    }),
    { numRuns: 2000 },
  );
});

test.each([0, -1, 1, 2 ** 32 - 1, 2 ** 32, -(2 ** 32), 2 ** 31, -(2 ** 31) - 1])('counts %d microseconds', (count) => {
  const output = { bytes: Buffer.alloc(12), offset: 0 };
  const seconds = Math.floor(count / 1e6);
  appendMicros(output, 0, seconds, count - seconds * 1e6);
  expect(output.bytes.readBigInt64BE(4)).toBe(BigInt(count));
});
