import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { escapeValue } from '../../../src/report/escape.js';

describe('escapeValue', () => {
  test.each([
    ['', ''],
    ['12,50', '12,50'],
    ['Jürgen 中 😀', 'Jürgen 中 😀'],
    ['\u001b]0;owned\u0007', String.raw`\x1b]0;owned\x07`],
    ['a\rb\nc\td\0', String.raw`a\rb\nc\td\x00`],
    ['\u202egnp.exe\u2066', String.raw`\u202egnp.exe\u2066`],
    ['\u009b31m', String.raw`\x9b31m`],
    ['12\u00a0500', String.raw`12\xa0500`],
    ['12\u202f500', String.raw`12\u202f500`],
    ['\u2028', String.raw`\u2028`],
  ])('shows %j as %s', (text, shown) => {
    expect(escapeValue(Buffer.from(text))).toBe(shown);
  });

  test('shows bytes that are not UTF-8 one by one, and the text around them', () => {
    expect(escapeValue(Buffer.from('caf\xe9 \x1b[2J', 'latin1'))).toBe(String.raw`caf\xe9 \x1b[2J`);
    expect(escapeValue(Buffer.from([0xe2, 0x82, 0xc3, 0xa9]))).toBe(String.raw`\xe2\x82é`);
  });

  test.each(['x', 'é', '€', '😀'])('cuts after 60 characters of %s', (character) => {
    expect(escapeValue(Buffer.from(character.repeat(60)))).toBe(character.repeat(60));
    expect(escapeValue(Buffer.from(character.repeat(61)))).toBe(`${character.repeat(60)}…`);
    expect(escapeValue(Buffer.from(character.repeat(5_000)))).toBe(`${character.repeat(60)}…`);
  });

  test('cuts broken text too', () => {
    expect(escapeValue(Buffer.alloc(1_000, 0xff))).toBe(`${String.raw`\xff`.repeat(60)}…`);
  });

  test('no byte is dangerous in what is shown', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 80 }));
    const property = fc.property(bytes, (value) => {
      const shown = escapeValue(typeof value === 'string' ? Buffer.from(value) : Buffer.from(value));
      return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(shown) && shown.length <= 60 * 10 + 1;
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
