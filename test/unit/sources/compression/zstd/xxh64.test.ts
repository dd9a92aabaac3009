import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Xxh64 } from '../../../../../src/sources/compression/zstd/xxh64.js';

function hashOf(...pieces: Buffer[]): number {
  const hash = new Xxh64();
  for (const piece of pieces) hash.update(piece);
  return hash.digestLow();
}

/** The low halves of published values. */
test.each([
  ['', 0x51d8e999],
  ['a', 0xa98c6e5b],
  ['abc', 0xad770999],
  ['Nobody inspects the spammish repetition', 0x8a378bf1],
])('%j', (text, low) => {
  expect(hashOf(Buffer.from(text))).toBe(low);
});

test('does not depend on the pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 6 }), (arrays) => {
      const pieces = arrays.map((array) => Buffer.from(array));
      expect(hashOf(...pieces)).toBe(hashOf(Buffer.concat(pieces)));
    }),
  );
});
