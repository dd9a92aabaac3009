import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactNumber, shortNumber } from '../../../../src/transforms/code/exact-number.js';

test('a number that a text has been made of is exact', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(exactNumber(String(value))).toBe(Object.is(value, -0) ? 0 : value);
    }),
  );
});

test('what is not rounded is the same number of any spelling', () => {
  const digits = fc.stringMatching(/^\d{1,15}$/);
  fc.assert(
    fc.property(digits, fc.nat(30), fc.constantFrom('', '-'), (text, shift, sign) => {
      const padded = text.padStart(shift + 1, '0');
      const spelled = `${sign}${padded.slice(0, padded.length - shift)}.${padded.slice(padded.length - shift)}`;
      expect(exactNumber(spelled)).toBe(Number(spelled));
      expect(exactNumber(`${sign}${text}e-${shift}`)).toBe(Number(spelled));
    }),
  );
});

test.each([
  ['9007199254740993', null],
  ['9007199254740992', 9007199254740992],
  ['0.1234567890123456789', null],
  ['1e400', null],
  ['1e-400', null],
  ['1e20', 1e20],
  ['100000000000000000000', 1e20],
  ['12.50', 12.5],
  ['007', 7],
  ['.5', 0.5],
  ['5.', 5],
  ['.', null],
  ['', null],
  ['-', null],
  ['0x10', null],
  [' 5', null],
  ['0.000', 0],
  [`${'0'.repeat(500)}1`, null],
])('%s', (text, expected) => {
  expect(exactNumber(text)).toBe(expected);
});

test('short bytes are read as their text is, or not at all', () => {
  const text = fc.stringMatching(/^-?[\d.e]{0,20}$/);
  fc.assert(
    fc.property(text, fc.boolean(), (written, mayHavePoint) => {
      const value = shortNumber(Buffer.from(`x${written}x`), 1, written.length + 1, mayHavePoint);
      const isShort =
        /^-?\d*(?:\.\d*)?$/.test(written) && /\d/.test(written) && written.replace(/\D/g, '').length <= 15;
      if (isShort && (mayHavePoint || !written.includes('.'))) expect(value).toBe(Number(written));
      else expect(value).toBeNaN();
    }),
  );
});
