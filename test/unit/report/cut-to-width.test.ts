import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutToWidth } from '../../../src/report/cut-to-width.js';
import { displayWidth } from '../../../src/report/display-width.js';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['猫猫', 4, '猫猫'],
  ['猫猫', 3, '猫…'],
  ['猫猫', 2, '…'],
  ['e\u0301e\u0301e\u0301', 3, 'e\u0301e\u0301e\u0301'],
  ['', 1, ''],
])('%j in %i places: %j', (text, width, expected) => {
  expect(cutToWidth(text, width)).toBe(expected);
});

test('never takes more places than it may, and cuts only what does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 12 }), (text, width) => {
      const cut = cutToWidth(text, width);
      expect(displayWidth(cut)).toBeLessThanOrEqual(width);
      if (displayWidth(text) <= width) expect(cut).toBe(text);
    }),
  );
});
