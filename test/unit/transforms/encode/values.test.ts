import { describe, expect, test } from 'vitest';
import type { Batch } from '../../../../src/batch/batch.js';
import type { RejectedRecord } from '../../../../src/batch/faults.js';
import type { ColumnType } from '../../../../src/schema/codecs/codec.js';
import { codecFor } from '../../../../src/schema/codecs/registry.js';
import { spellingFor } from '../../../../src/schema/spelling/spelling-for.js';
import type { EncodedColumn } from '../../../../src/transforms/encode/encoded-column.js';
import { Encoder } from '../../../../src/transforms/encode/encoder.js';
import type { AddedValue } from '../../../../src/schema/added-value.js';
import { addedField } from '../../../../src/transforms/lineage/added-field.js';
import { TextRepair } from '../../../../src/transforms/steps/text-repair.js';
import { batchOf } from '../../../support/batches.js';

const values = { decimal: 0x2c, thousands: 0x2e, dateOrder: 'dmy' } as const;
const lineage = { source: { name: 'x.csv' }, loadedAt: new Date('2024-05-01T10:00:00.123Z') };

function column(name: string, field: EncodedColumn['field'], typeName: string): EncodedColumn {
  const type: ColumnType = { name: typeName, builtIn: true, typmod: -1, display: typeName, labels: [] };
  const codec = codecFor(type, { timeZone: 'UTC', dateOrder: 'MDY' });
  return { name, field, type, nullable: true, codec, spelling: spellingFor(type, values) };
}

function added(name: string, value: AddedValue, typeName: string): EncodedColumn {
  return { ...column(name, addedField(value, lineage), typeName), spelling: null };
}

function encode(columns: readonly EncodedColumn[], batch: Batch) {
  const rejects: string[] = [];
  const add = ({ faults }: RejectedRecord): void => {
    for (const { kind, value } of faults)
      rejects.push(`${value?.toString() ?? ''}: ${kind.message} (${kind.hint ?? ''})`);
  };
  const encoder = new Encoder({ columns, rejects: { add }, releaseBatch: () => undefined });
  const { image, format } = encoder.encode(batch);
  return { image: Buffer.from(image), format, rejects };
}

describe('a spelling', () => {
  const amount = column('amount', 0, 'int4');
  const day = column('day', 1, 'date');

  test('gives the image that the plain spelling gives', () => {
    const plain = [amount, day].map((one) => ({ ...one, spelling: null }));
    const expected = encode(plain, batchOf([['1234567', '2024-12-31']]));
    expect(encode([amount, day], batchOf([['1.234.567', '31/12/2024']]))).toEqual(expected);
    expect(expected.format).toBe('binary');
  });

  test('holds in text, too, from the value on that PostgreSQL must judge', () => {
    const rows = [
      ['1.234', '31.12.2024'],
      ['17', 'now'],
      [null, '31/12/2024\tCET'],
    ];
    const { image, format } = encode([amount, day], batchOf(rows));
    expect([format, image.toString()]).toEqual(['text', '1234\t2024-12-31\n17\tnow\n\\N\t2024-12-31\\tCET\n']);
  });

  test('has its form and its flags in the fault, and the value as it was', () => {
    expect(encode([amount, day], batchOf([['1.23', '12/31/2024']])).rejects).toEqual([
      '1.23: not an int4 in the form 1.234.567,89 (Numbers are read with "," before the fraction and with "." between groups of three digits: see --decimal and --thousands.)',
      '12/31/2024: out of range for a date in the form 31/12/2024 (Dates are read as day, month, year, with /, - or . between: see --date-order.)',
    ]);
  });
});

describe('added columns', () => {
  const columns = [
    added('line', { kind: 'line' }, 'int4'),
    column('id', 0, 'int8'),
    added('file', { kind: 'file' }, 'text'),
    added('note', { kind: 'text', text: 'x'.repeat(3000) }, 'text'),
  ];

  test('in binary', () => {
    const { image } = encode(columns, batchOf([['1'], [null]]));
    const row = (line: number, id: number[]): Buffer =>
      Buffer.concat([
        Buffer.from([0, 4, 0, 0, 0, 4, 0, 0, 0, line, ...id, 0, 0, 0, 5]),
        Buffer.from('x.csv'),
        Buffer.from([0, 0, 0x0b, 0xb8]),
        Buffer.from('x'.repeat(3000)),
      ]);
    const expected = Buffer.concat([row(1, [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1]), row(2, [255, 255, 255, 255])]);
    expect(image.equals(expected)).toBe(true);
  });

  test('in text', () => {
    const withDate = [...columns, column('day', 1, 'date')];
    const { image } = encode(withDate, batchOf([['1', 'now']]));
    expect(image.toString()).toBe(`1\t1\tx.csv\t${'x'.repeat(3000)}\tnow\n`);
  });

  test('many and long ones find room', () => {
    const many = Array.from({ length: 300 }, () => columns[3]);
    expect(encode(many, batchOf([['1'], ['2']])).image.length).toBe(2 * (2 + 300 * 3004));
  });

  test('a record that has them and a fault names the fault only', () => {
    expect(encode(columns, batchOf([['x']])).rejects.map((text) => text.slice(0, 11))).toEqual(['x: not an i']);
  });
});

test('repaired values find room, in binary and in text', () => {
  const bad = 'z'.repeat(50_000);
  for (const last of ['2024-01-02', 'now']) {
    const batch = batchOf([[bad, last]]);
    batch.bytes.fill(0xff, 0, bad.length);
    new TextRepair('replace', 2).step(batch);
    const { image, rejects } = encode([column('t', 0, 'text'), column('d', 1, 'date')], batch);
    expect(rejects).toEqual([]);
    expect(image.includes('\ufffd'.repeat(bad.length))).toBe(true);
  }
});
