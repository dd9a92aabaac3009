import { expect, test } from 'vitest';
import { carriedColumns } from '../../../../src/run/landing/carried-columns.js';
import { Encoder } from '../../../../src/transforms/encode/encoder.js';
import { carriedField, ORDER_STRIDE, type CarriedValue } from '../../../../src/transforms/lineage/carried-field.js';
import { batchOf } from '../../../support/batches.js';

function valuesOf(value: CarriedValue, input = 1): string[] {
  const field = carriedField(value, input);
  const batch = { ...batchOf([['a\nb'], ['ü'], ['']]), firstLine: 41, firstOrdinal: 99_999, byteOffset: 2 ** 40 };
  return [0, 1, 2].map((record) => {
    const length = field.fill(batch, record);
    return field.bytes.toString('utf8', 0, length);
  });
}

test.each<[CarriedValue, string[]]>([
  ['line', ['41', '43', '44']],
  ['offset', [0, 6, 9].map((offset) => `${2 ** 40 + offset}`)],
  ['raw', ['"a\nb"', 'ü', '""'].map((raw) => `\\x${Buffer.from(raw).toString('hex')}`)],
  ['order', ['99999', '100000', '100001'].map((ordinal) => `1${ordinal.padStart(12, '0')}`)],
])('%s', (value, expected) => {
  expect(valuesOf(value)).toEqual(expected);
});

test('the order goes by the input first, up to a million of them', () => {
  expect(valuesOf('order', 1_000_000)[0]).toBe(`${1_000_000n * BigInt(ORDER_STRIDE) + 99_999n}`);
  expect(BigInt(valuesOf('order', 1_000_000)[0]) < 2n ** 63n).toBe(true);
});

test('original bytes of any length have room in the image, and need be no text', () => {
  const batch = batchOf([['x'], ['y'.repeat(3_000_000)], ['\\"'], ['z']]);
  batch.bytes[batch.places[0]] = 0xff;
  const raw = [0, 1, 2, 3].map((record) =>
    Buffer.from(batch.bytes.subarray(batch.places[4 * record], batch.places[4 * record + 1])),
  );
  const columns = carriedColumns([{ name: 'raw', value: 'raw' }], 1);
  const encoder = new Encoder({ columns, rejects: { add: () => undefined }, releaseBatch: () => undefined });
  const { image, format } = encoder.encode(batch);
  expect(format).toBe('binary');
  let at = 0;
  for (const bytes of raw) {
    expect([image.readInt16BE(at), image.readInt32BE(at + 2)]).toEqual([1, bytes.length]);
    expect(image.subarray(at + 6, at + 6 + bytes.length).equals(bytes)).toBe(true);
    at += 6 + bytes.length;
  }
  expect(at).toBe(image.length);
});
