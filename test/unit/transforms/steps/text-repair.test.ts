import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Batch, FieldForm, NULL_START, rawRecord } from '../../../../src/batch/batch.js';
import { type Repair, TextRepair } from '../../../../src/transforms/steps/text-repair.js';
import { batchOf } from '../../../support/batches.js';

/** A batch of one column: each value between line feeds, whatever its bytes. */
function batchOfBytes(...values: readonly Buffer[]): Batch {
  const batch = batchOf(values.map(() => ['x']));
  const parts: Buffer[] = [];
  let at = 0;
  for (const [index, value] of values.entries()) {
    batch.spans.set([at, at + value.length], 2 * index);
    batch.places.set([at, at + value.length], 4 * index);
    parts.push(value, Buffer.from('\n'));
    at += value.length + 1;
  }
  batch.bytes = Buffer.concat(parts);
  batch.usedBytes = batch.bytes.length;
  return batch;
}

function valuesOf({ spans, bytes, recordCount, width }: Batch): (string | null)[] {
  return Array.from({ length: recordCount * width }, (_, field) =>
    spans[2 * field] === NULL_START ? null : bytes.toString('utf8', spans[2 * field], spans[2 * field + 1]),
  );
}

describe('bad bytes', () => {
  const cases: [Repair, string[]][] = [
    ['replace', ['fine', 'a\ufffdb', '\ufffd', 'é\ufffd', '\ufffd\ufffd']],
    ['strip', ['fine', 'ab', '', 'é', '']],
  ];
  test.each(cases)('%s', (repair, expected) => {
    const values = ['fine', 'a\xffb', '\0', '\xc3\xa9\xe2\x82', '\xff\xfe'].map((text) => Buffer.from(text, 'latin1'));
    const one = new TextRepair(repair, 1);
    expect(valuesOf(one.step(batchOfBytes(...values)))).toEqual(expected);
    expect([...one.repaired]).toEqual([4]);
  });

  test('are counted by field, over batches', () => {
    const repair = new TextRepair('replace', 2);
    for (let count = 0; count < 3; count++) {
      const batch = batchOf([
        ['a?', 'b'],
        ['c?', null],
      ]);
      for (let at = batch.bytes.indexOf('?'); at >= 0; at = batch.bytes.indexOf('?')) batch.bytes[at] = 0;
      expect(valuesOf(repair.step(batch))).toEqual(['a\ufffd', 'b', 'c\ufffd', null]);
    }
    expect([...repair.repaired]).toEqual([6, 0]);
  });

  test('stay in fields that do not matter, and in the original bytes', () => {
    const batch = batchOf([['a?', 'b']]);
    batch.bytes[1] = 0xff;
    const before = Buffer.from(rawRecord(batch, 0));
    expect(new TextRepair('strip', 2, [1]).step(batch).bytes).toBe(batch.bytes);
    const repaired = new TextRepair('strip', 2, [0]).step(batch);
    expect(valuesOf(repaired)).toEqual(['a', 'b']);
    expect(rawRecord(repaired, 0)).toEqual(before);
  });

  test('behind doubled quotes and JSON escapes', () => {
    const doubled = batchOf([['say "?"']]);
    doubled.bytes[doubled.bytes.indexOf('?')] = 0xff;
    expect(valuesOf(new TextRepair('replace', 1).step(doubled))).toEqual(['say "\ufffd"']);
    const escaped = batchOfBytes(Buffer.from('a\\u0000\\n'), Buffer.from('b\\n'));
    escaped.forms.fill(FieldForm.jsonEscapes);
    const repair = new TextRepair('strip', 1);
    expect(valuesOf(repair.step(escaped))).toEqual(['a\n', 'b\\n']);
    expect([...escaped.forms]).toEqual([FieldForm.plain, FieldForm.jsonEscapes]);
    expect([...repair.repaired]).toEqual([1]);
  });
});

test('a sound batch is not touched', () => {
  const batch = batchOf([['né', null]]);
  const { bytes } = batch;
  expect(new TextRepair('replace', 2).step(batch).bytes).toBe(bytes);
});

test('any bytes are read as the Encoding Standard reads them', () => {
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 0x80, 0xc3, 0xe2, 0x82, 0xed, 0xa0, 0xf0, 0x9f, 0x98, 0xf4));
  const values = fc.array(
    fc
      .uint8Array({ maxLength: 12 })
      .chain((bytes) => fc.array(byte, { maxLength: 12 }).map((more) => Buffer.from([...bytes, ...more]))),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(values, (given) => {
      const decoded = given.map((bytes) =>
        new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll('\0', '\ufffd'),
      );
      expect(valuesOf(new TextRepair('replace', 1).step(batchOfBytes(...given)))).toEqual(decoded);
    }),
  );
});
