import { describe, expect, test } from 'vitest';
import type { Batch } from '../../../../src/batch/batch.js';
import type { RejectedRecord } from '../../../../src/batch/faults.js';
import type { ColumnType } from '../../../../src/schema/codecs/codec.js';
import { codecFor } from '../../../../src/schema/codecs/registry.js';
import type { EncodedColumn } from '../../../../src/transforms/encode/encoded-column.js';
import { Encoder } from '../../../../src/transforms/encode/encoder.js';
import { batchOf } from '../../../support/batches.js';
import { rejectedRecord } from '../../../support/rejected.js';

type Row = readonly (string | null)[];

function column(
  name: string,
  field: number,
  over: Partial<EncodedColumn> = {},
  type: Partial<ColumnType> = {},
): EncodedColumn {
  const full = { name: 'int4', builtIn: true, typmod: -1, display: 'integer', labels: [], ...type };
  const codec = codecFor(full, { timeZone: 'UTC', dateOrder: 'MDY' });
  return { name, field, type: full, nullable: true, codec, ...over };
}

const id = column('id', 0, { nullable: false });
const note = column('note', 1, {}, { name: 'text', display: 'text' });
const day = column('day', 1, {}, { name: 'date', display: 'date' });

/** Encodes batches with one encoder; images and rejects as text. */
function encode(columns: readonly EncodedColumn[], ...batches: (Batch | readonly Row[])[]) {
  const rejects: { line: number; raw: string; faults: string[] }[] = [];
  const add = ({ place, raw, faults }: RejectedRecord): void => {
    const worded = faults.map(({ kind, value }) => `${kind.column ?? ''} ${kind.code} ${value?.toString() ?? 'null'}`);
    rejects.push({ line: place.line, raw: raw.toString(), faults: worded });
  };
  const released: Batch[] = [];
  const encoder = new Encoder({ columns, rejects: { add }, releaseBatch: (batch) => released.push(batch) });
  const images = batches.map((one) => {
    const encoded = encoder.encode('bytes' in one ? one : batchOf(one));
    const result = { format: encoded.format, image: Buffer.from(encoded.image), records: encoded.batch.recordCount };
    encoded.release();
    return result;
  });
  return { images, rejects, released };
}

/** A row's binary image by hand: the count of fields, then each with its length. */
function binaryRow(...fields: (string | number | null)[]): Buffer {
  const parts = fields.map((field) => {
    const value = typeof field === 'number' ? int4(field) : Buffer.from(field ?? '');
    return Buffer.concat([int4(field === null ? -1 : value.length), value]);
  });
  return Buffer.concat([Buffer.from([0, fields.length]), ...parts]);
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

describe('binary', () => {
  test('the layout of rows', () => {
    const { images, rejects, released } = encode(
      [id, note],
      [
        ['1', 'a'],
        ['-2', null],
        ['3', ''],
      ],
    );
    expect(images).toEqual([
      {
        format: 'binary',
        records: 3,
        image: Buffer.concat([binaryRow(1, 'a'), binaryRow(-2, null), binaryRow(3, '')]),
      },
    ]);
    expect([rejects, released.length]).toEqual([[], 1]);
  });

  test('columns in their own order, and only those', () => {
    const columns = [column('c', 2), column('a', 0)];
    expect(encode(columns, [['1', 'left out', '3']]).images[0].image).toEqual(binaryRow(3, 1));
  });

  test('doubled quotes are undone before any codec reads', () => {
    const json = column('j', 1, {}, { name: 'json', display: 'json' });
    expect(encode([id, json], [['1', '{"a":""}']]).images[0].image).toEqual(binaryRow(1, '{"a":""}'));
    expect(
      encode(
        [id, note],
        [
          ['1', 'say "x"'],
          ['2', '"'],
        ],
      ).images[0].image,
    ).toEqual(Buffer.concat([binaryRow(1, 'say "x"'), binaryRow(2, '"')]));
  });

  test('a value longer than any buffer', () => {
    const long = 'x"'.repeat(1_000_000);
    const [{ image }] = encode([id, note], [['1', long]]).images;
    expect(image.equals(binaryRow(1, long))).toBe(true);
  });
});

describe('text', () => {
  test('from the value on that only Postgres can judge, with the rows before it', () => {
    const { images } = encode(
      [id, day],
      [
        ['1', '2024-01-02'],
        ['2', 'Jan 5 2024'],
        ['3', null],
      ],
    );
    expect(images).toEqual([
      { format: 'text', records: 3, image: Buffer.from('1\t2024-01-02\n2\tJan 5 2024\n3\t\\N\n') },
    ]);
  });

  test('the next batch is binary again', () => {
    const { images } = encode([id, day], [['1', 'now']], [['2', null]]);
    expect(images.map(({ format }) => format)).toEqual(['text', 'binary']);
  });

  test('always, when a column has no codec; what must be escaped is', () => {
    const range = column('r', 1, { codec: null }, { name: 'int4range', display: 'int4range' });
    const { images } = encode(
      [id, range],
      [
        ['1', 'a\tb\nc\rd\\e'],
        ['2', ''],
        ['3', '\\N'],
        ['4', null],
      ],
    );
    expect(images[0].image.toString()).toBe('1\ta\\tb\\nc\\rd\\\\e\n2\t\n3\t\\\\N\n4\t\\N\n');
  });

  test('what is surely wrong is a reject here too, before and after the turn', () => {
    const { images, rejects } = encode(
      [id, day],
      [
        ['x', null],
        ['1', 'now'],
        ['y', 'now'],
        [null, 'now'],
        ['2', null],
      ],
    );
    expect(images[0].image.toString()).toBe('1\tnow\n2\t\\N\n');
    expect(rejects.map(({ line, faults }) => [line, faults])).toEqual([
      [1, ['id invalid x']],
      [3, ['id invalid y']],
      [4, ['id not_null null']],
    ]);
  });
});

describe('rejects', () => {
  test('leave the batch; rows and places close up', () => {
    const { images, rejects } = encode(
      [id, note],
      [
        ['a', '1'],
        ['2', 'two'],
        ['b', '3'],
        ['c', '4'],
        ['5', 'five'],
      ],
    );
    expect(images[0]).toEqual({
      format: 'binary',
      records: 2,
      image: Buffer.concat([binaryRow(2, 'two'), binaryRow(5, 'five')]),
    });
    expect(rejects.map(({ line, raw }) => [line, raw])).toEqual([
      [1, 'a,1'],
      [3, 'b,3'],
      [4, 'c,4'],
    ]);
  });

  test('name every fault of the record, each with its own value', () => {
    const columns = [id, column('a', 1), column('b', 2), column('c', 3, { nullable: false })];
    const { rejects } = encode(columns, [['x', 'say "y"', 'z "z"', null]]);
    expect(rejects[0].faults).toEqual(['id invalid x', 'a invalid say "y"', 'b invalid z "z"', 'c not_null null']);
  });

  test('of the parser come in between, in the order of the input', () => {
    const batch = batchOf([
      ['1', 'a'],
      ['x', 'b'],
      ['3', 'c'],
      ['y', 'd'],
    ]);
    for (let record = 0; record < 4; record++) batch.places[4 * record + 2] = 2 * record + 1;
    const parsed = [0, 2, 4, 8].map((ordinal) =>
      rejectedRecord(ordinal + 2, { raw: Buffer.from(`malformed ${ordinal}`) }),
    );
    batch.rejected.push(...parsed.map((one) => ({ ...one, place: { ...one.place, ordinal: one.place.line - 1 } })));
    expect(encode([id, note], batch).rejects.map(({ raw }) => raw)).toEqual([
      'malformed 0',
      'malformed 2',
      'x,b',
      'malformed 4',
      'y,d',
      'malformed 8',
    ]);
  });
});

describe('a batch with unsafe bytes', () => {
  test('only the fields that have them are rejected', () => {
    const batch = batchOf([
      ['1', 'fine'],
      ['2', 'bad?'],
      ['3', 'nul?'],
      ['4', 'né'],
    ]);
    batch.bytes[batch.bytes.indexOf('?')] = 0xff;
    batch.bytes[batch.bytes.indexOf('?')] = 0;
    const { images, rejects } = encode([id, note], batch);
    expect(images[0].image).toEqual(Buffer.concat([binaryRow(1, 'fine'), binaryRow(4, 'né')]));
    expect(rejects.map(({ faults }) => faults)).toEqual([['note invalid_utf8 bad\ufffd'], ['note nul_byte nul\0']]);
  });

  test('a column that is not loaded may hold anything', () => {
    const batch = batchOf([['1', 'bad?']]);
    batch.bytes[batch.bytes.indexOf('?')] = 0xff;
    expect(encode([id], batch).images[0].image).toEqual(binaryRow(1));
  });
});
