import fc from 'fast-check';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { RejectedRecord } from '../../../../src/batch/faults.js';
import { RejectFiles } from '../../../../src/sinks/rejects/reject-files.js';
import { rejectPaths } from '../../../../src/sinks/rejects/reject-paths.js';
import { faultKind, rejectedRecord } from '../../../support/rejected.js';
import { tempFolder } from '../../../support/temp-folder.js';

const header = Buffer.from('id,amount');

/** The files of a source in a folder. */
function filesIn(folder: string, head: Buffer | null = header, name = 'orders.csv'): RejectFiles {
  const source = { name };
  const [paths] = rejectPaths(folder, [{ source, extension: 'csv' }]);
  return new RejectFiles({ source, paths, header: head });
}

async function written(rejects: readonly RejectedRecord[]) {
  const files = filesIn(await tempFolder());
  for (const rejected of rejects) files.add(rejected);
  await files.drained();
  const [records, faults] = await files.close();
  const lines = (await readFile(faults, 'utf8')).split('\n');
  expect(lines.pop()).toBe('');
  return { records: await readFile(records), lines, objects: lines.map((line) => JSON.parse(line) as object) };
}

describe('RejectFiles', () => {
  test('writes the header, the records as they were, and an object a fault', async () => {
    const tooFew = faultKind({
      stage: 'parse',
      column: null,
      code: 'too_few_fields',
      sqlstate: null,
      hint: 'Quote it.',
    });
    const raw = Buffer.from('2,"a\r\nb" \xff', 'latin1');
    const { records, objects } = await written([
      rejectedRecord(17),
      rejectedRecord(19, { raw, faults: [{ kind: tooFew, value: null }, rejectedRecord(1).faults[0]] }),
    ]);
    expect(records.toString('latin1')).toBe('id,amount\n1,"12,50"\n2,"a\r\nb" \xff\n');
    const amount = { stage: 'validate', column: 'amount', value: '12,50', code: 'invalid', sqlstate: '22P02' };
    const first = { source: 'orders.csv', line: 17, record: 16, byteOffset: 1700, ...amount };
    const second = { source: 'orders.csv', line: 19, record: 18, byteOffset: 1900 };
    const rest = { message: 'not a numeric(12,2)', hint: null };
    const parse = { stage: 'parse', column: null, value: null, code: 'too_few_fields', sqlstate: null };
    expect(objects).toEqual([
      { ...first, ...rest, raw: '1,"12,50"' },
      { ...second, ...parse, ...rest, hint: 'Quote it.', raw: '2,"a\r\nb" \ufffd' },
      { ...second, ...amount, ...rest, raw: '2,"a\r\nb" \ufffd' },
    ]);
  });

  test('the keys stand in the documented order', async () => {
    const keys = 'source line record byteOffset stage column value code sqlstate message hint raw'.split(' ');
    const { objects } = await written([rejectedRecord(2)]);
    expect(Object.keys(objects[0])).toEqual(keys);
  });

  test('long values and records are cut between two characters, and marked', async () => {
    const value = Buffer.from(`${'x'.repeat(999)}éy`);
    const raw = Buffer.from(`${'x'.repeat(9_998)}€y`);
    const faults = [
      { kind: faultKind(), value },
      { kind: faultKind(), value: value.subarray(0, 1_000 - 1) },
    ];
    const { records, objects } = await written([rejectedRecord(2, { raw, faults })]);
    expect(objects[0]).toMatchObject({ value: 'x'.repeat(999), valueCut: true, raw: 'x'.repeat(9_998), rawCut: true });
    expect(Object.keys(objects[0]).slice(6, 9)).toEqual(['value', 'valueCut', 'code']);
    expect(Object.keys(objects[0]).slice(-2)).toEqual(['raw', 'rawCut']);
    expect(objects[1]).not.toHaveProperty('valueCut');
    expect(records.includes(raw)).toBe(true);
  });

  test('a value of exactly the limit is whole', async () => {
    const faults = [{ kind: faultKind(), value: Buffer.alloc(1_000, 0x61) }];
    const { objects } = await written([rejectedRecord(2, { raw: Buffer.alloc(10_000, 0x61), faults })]);
    expect(objects[0]).toMatchObject({ value: 'a'.repeat(1_000), raw: 'a'.repeat(10_000) });
    expect(objects[0]).not.toHaveProperty('rawCut');
  });

  test('any bytes in values, records, names and messages come back exact', async () => {
    const bytes = fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array));
    const text = fc.string({ unit: 'binary', maxLength: 10 });
    const input = fc.tuple(bytes, bytes, text, text, text);
    const property = fc.asyncProperty(fc.array(input, { minLength: 1, maxLength: 10 }), async (inputs) => {
      const rejects = inputs.map(([raw, value, column, message, hint], index) =>
        rejectedRecord(index + 2, { raw, faults: [{ kind: faultKind({ column, message, hint }), value }] }),
      );
      const { objects, records } = await written(rejects);
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      const expected = inputs.map(([raw, value, column, message, hint], index) => ({
        ...{ line: index + 2, column, message, hint },
        ...{ raw: decoder.decode(raw), value: decoder.decode(value) },
      }));
      expect(objects).toMatchObject(expected);
      const lines = inputs.flatMap(([raw]) => [raw, Buffer.from('\n')]);
      expect(records.equals(Buffer.concat([header, Buffer.from('\n'), ...lines]))).toBe(true);
    });
    await fc.assert(property, { numRuns: 15 });
  });

  test('many faults of many records fill buffer after buffer and stay whole lines', async () => {
    const kinds = Array.from({ length: 300 }, (_, index) => faultKind({ column: `c${index}` }));
    const faults = kinds.map((kind) => ({ kind, value: Buffer.from('x') }));
    const rejects = Array.from({ length: 6 }, (_, index) =>
      rejectedRecord(index + 2, { raw: Buffer.from(`${index}"`.repeat(1_500)), faults }),
    );
    const { objects } = await written(rejects);
    expect(objects).toHaveLength(6 * 300);
    for (const [index, object] of objects.entries()) {
      const record = Math.floor(index / 300);
      expect(object).toMatchObject({ line: record + 2, column: `c${index % 300}`, raw: `${record}"`.repeat(1_500) });
    }
  });

  test('a record of many megabytes is written whole', async () => {
    const raw = Buffer.alloc(5_000_000, 'abcdefg');
    const { records } = await written([rejectedRecord(2, { raw })]);
    expect(records.equals(Buffer.concat([header, Buffer.from('\n'), raw, Buffer.from('\n')]))).toBe(true);
  });

  test('views of a reused block are taken before add returns', async () => {
    const block = Buffer.from('1,"12,50"');
    const folder = await tempFolder();
    const files = filesIn(folder, null, '-');
    files.add(rejectedRecord(2, { raw: block, faults: [{ kind: faultKind(), value: block.subarray(3, 8) }] }));
    block.fill('!');
    const [records, faults] = await files.close();
    expect(await readFile(records, 'utf8')).toBe('1,"12,50"\n');
    expect(JSON.parse(await readFile(faults, 'utf8'))).toMatchObject({ source: '-', value: '12,50' });
  });

  test('without a reject nothing is made and an earlier run is left alone', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'orders.rejects.csv'), 'old');
    const files = filesIn(folder);
    await files.drained();
    expect(await files.close()).toEqual([]);
    expect(await readdir(folder)).toEqual(['orders.rejects.csv']);
    expect(await readFile(join(folder, 'orders.rejects.csv'), 'utf8')).toBe('old');
  });

  test('abort leaves no file of this run', async () => {
    const folder = await tempFolder();
    const files = filesIn(folder);
    files.add(rejectedRecord(2));
    await files.drained();
    files.add(rejectedRecord(3));
    await files.abort();
    await files.abort();
    expect(await files.close()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a folder that is gone is told by drained and close, never by add', async () => {
    const folder = join(await tempFolder(), 'gone');
    const files = filesIn(folder);
    files.add(rejectedRecord(2));
    await expect(files.drained()).rejects.toMatchObject({ code: 'OUTPUT_FAILED', exitCode: 1 });
    files.add(rejectedRecord(3));
    await expect(files.close()).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
    await files.abort();
  });
});
