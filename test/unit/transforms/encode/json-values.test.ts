import { expect, test } from 'vitest';
import { BatchPool } from '../../../../src/batch/batch-pool.js';
import type { RejectedRecord } from '../../../../src/batch/faults.js';
import { BlockAssembler } from '../../../../src/parsers/block-assembler.js';
import { NdjsonBlockParser } from '../../../../src/parsers/json/ndjson-block-parser.js';
import { codecFor } from '../../../../src/schema/codecs/registry.js';
import { Encoder } from '../../../../src/transforms/encode/encoder.js';

/** Loads records of one text column: the COPY image, and the codes of what was rejected. */
function encode(input: string): { image: Buffer; codes: string[] } {
  const pool = new BatchPool({ source: { name: 'x.ndjson' }, width: 1, quote: 0x22 });
  const options = { flatten: false, maxDepth: 64, maxRecordBytes: 1 << 20, columnOf: () => 0 };
  const parser = new NdjsonBlockParser({ ...options, columns: [{ name: 'a', kind: 'text' }] });
  const type = { name: 'text', builtIn: true, typmod: -1, display: 'text', labels: [] };
  const codec = codecFor(type, { timeZone: 'UTC', dateOrder: 'MDY' });
  const rejected: RejectedRecord[] = [];
  const encoder = new Encoder({
    columns: [{ field: 0, name: 'a', type, nullable: true, codec }],
    rejects: { add: (record) => rejected.push(record) },
    releaseBatch: (batch) => pool.release(batch),
  });
  const assembler = new BlockAssembler(parser, pool, 0);
  const batches = [...assembler.push(Buffer.from(input)), ...assembler.end()];
  const images = batches.map((batch) => Buffer.from(encoder.encode(batch).image));
  return { image: Buffer.concat(images), codes: rejected.flatMap(({ faults }) => faults.map(({ kind }) => kind.code)) };
}

test('a string with escapes reaches the image without them', () => {
  const { image, codes } = encode('{"a":"x\\n\\u00e9\\ud83d\\ude00"}\n');
  expect(image.subarray(6).toString()).toBe('x\né😀');
  expect(image.readInt32BE(2)).toBe(8);
  expect(codes).toEqual([]);
});

test('an escaped NUL is found, though the block has none', () => {
  expect(encode('{"a":"x\\u0000"}\n{"a":"y"}\n')).toMatchObject({ codes: ['nul_byte'] });
});
