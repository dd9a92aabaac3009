import fc from 'fast-check';
import { expect, test } from 'vitest';

import { writeDigits } from '../../../src/batch/write-digits.js';

function written(value: number): string {
  const target = Buffer.alloc(20, 0x7e);
  return target.toString('latin1', 1, writeDigits(target, 1, value));
}

test.each([0, 9, 10, 999_999_999, 1_000_000_000, 1_000_000_001, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER])(
  'writes %d',
  (value) => {
    expect(written(value)).toBe(String(value));
  },
);

test('writes any whole number', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (value) => written(value) === String(value)));
});
