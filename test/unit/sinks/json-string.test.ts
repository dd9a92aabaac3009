import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { appendJsonString, JSON_GROWTH } from '../../../src/sinks/json-string.js';

function written(value: Buffer): string {
  const target = Buffer.alloc(JSON_GROWTH * value.length + 6, 0x7e);
  const output = { bytes: target, offset: 2 };
  const around = Buffer.concat([Buffer.from('x"'), value, Buffer.from([0x80, 0x22])]);
  appendJsonString(around, 2, 2 + value.length, output);
  const end = output.offset;
  const outside = Buffer.concat([target.subarray(0, 2), target.subarray(end)]);
  if (!outside.every((byte) => byte === 0x7e)) throw new Error('wrote outside of its place');
  return target.toString('utf8', 2, end);
}

function decoded(value: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(value);
}

const interestingBytes = fc.oneof(
  fc.constantFrom(0x22, 0x5c, 0x00, 0x0a, 0x1f, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0xff),
  fc.integer({ min: 0, max: 255 }),
);
const interestingValues = fc.array(interestingBytes, { maxLength: 40 }).map((bytes) => Buffer.from(bytes));

describe('appendJsonString', () => {
  test.each([
    ['', '""'],
    ['plain', '"plain"'],
    ['a "b" \\', String.raw`"a \"b\" \\"`],
    ['\b\f\n\r\t\0\u001b\u007f', String.raw`"\b\f\n\r\t\u0000\u001b\u007f"`],
    ['\u0085\u009b', String.raw`"\u0085\u009b"`],
    ['é € 😀 \u2028', '"é € 😀 \u2028"'],
  ])('writes %j as %s', (text, expected) => {
    expect(written(Buffer.from(text))).toBe(expected);
  });

  test('replaces what is not UTF-8 as the Encoding Standard does', () => {
    const bytes = Buffer.from([
      0x61, 0xc0, 0xaf, 0xe2, 0x82, 0x62, 0xf0, 0x9f, 0x98, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0xc3,
    ]);
    expect(JSON.parse(written(bytes))).toBe(decoded(bytes));
  });

  test('any bytes come back through JSON.parse as TextDecoder reads them', () => {
    const anyBytes = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
    const anyText = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => Buffer.from(text));
    const property = fc.property(fc.oneof(anyBytes, anyText, interestingValues), (value) => {
      return JSON.parse(written(value)) === decoded(value);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
