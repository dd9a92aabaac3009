import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { isBinary } from '../../../../src/sources/encoding/is-binary.js';
import { moments, seededBytes } from '../../../support/seeded.js';

test('random bytes are binary, whatever they begin with', () => {
  const samples = Array.from({ length: 500 }, (_, seed) => seededBytes(300, seed));
  expect(samples.filter((bytes) => !isBinary(bytes))).toEqual([]);
  expect(samples.filter((bytes) => !isBinary(Buffer.concat([Buffer.from('id\n1\n'), bytes])))).toEqual([]);
});

test('a program is', async () => {
  const bytes = await readFile(process.execPath);
  expect(isBinary(bytes.subarray(0, 128 * 1024))).toBe(true);
});

test.each(['windows-1251', 'koi8-r', 'shift_jis', 'gb18030'])('a text in %s is not', (encoding) => {
  expect(isBinary(iconv.encode('id,name\n1,Привет\n2,Ольга\n'.repeat(50), encoding))).toBe(false);
});

test('a text whose delimiters are control characters is not, though some of its bytes are no UTF-8', () => {
  const rows = moments(200, 1).map((number) => `${number}\x01caf\xe9\x01open\x02\n`);
  expect(isBinary(Buffer.from(rows.join(''), 'latin1'))).toBe(false);
});
