import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { bytesAfter } from '../../../src/sources/bytes-after.js';

test.each([
  [0, ['abc', 'd', 'ef'], []],
  [1, ['bc', 'd', 'ef'], []],
  [3, ['d', 'ef'], ['abc']],
  [5, ['f'], ['abc', 'd']],
  [6, [], ['abc', 'd', 'ef']],
  [7, [], ['abc', 'd', 'ef']],
])('all but %i bytes; chunks of which nothing is left are given back', async (count, rest, recycled) => {
  const chunks = Readable.from(['abc', 'd', 'ef'].map((text) => Buffer.from(text)));
  const given: string[] = [];
  const kept: string[] = [];
  for await (const chunk of bytesAfter(count, chunks, (dropped) => given.push(dropped.toString()))) {
    kept.push(chunk.toString());
  }
  expect([kept, given]).toEqual([rest, recycled]);
});
