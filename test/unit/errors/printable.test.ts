import { describe, expect, test } from 'vitest';
import { printable } from '../../../src/errors/printable.js';

describe('printable', () => {
  test.each([
    ['plain', 'plain'],
    ['Größe 中文 🙂', 'Größe 中文 🙂'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
    ['\0\x7f\x9b', '\\x00\\x7f\\x9b'],
    ['\u202eevil\u2066\u2028', '\\u202eevil\\u2066\\u2028'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('%j is shown as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('long text is cut at a character', () => {
    expect(printable('🙂'.repeat(61))).toBe(`${'🙂'.repeat(60)}…`);
    expect(printable('🙂'.repeat(60))).toBe('🙂'.repeat(60));
    expect(printable('abcdef', 3)).toBe('abc…');
  });
});
