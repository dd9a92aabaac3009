import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../../../../src/batch/batch.js';
import type { RejectedRecord } from '../../../../src/batch/faults.js';
import { ConvertStage, type ConvertStageOptions } from '../../../../src/sinks/convert/convert-stage.js';
import { CsvWriter } from '../../../../src/sinks/convert/csv-writer.js';
import { batchOf } from '../../../support/batches.js';
import { columnsOf } from '../../../support/converted.js';
import { rejectedRecord } from '../../../support/rejected.js';

function stageOf(over: Partial<ConvertStageOptions> = {}, enough = false) {
  const columns = columnsOf('string');
  const ordinals: number[] = [];
  const released: Batch[] = [];
  const rejects = {
    enough,
    add: ({ place }: RejectedRecord) => void ordinals.push(place.ordinal),
    drained: () => Promise.resolve(),
  };
  const writer = new CsvWriter(columns, { delimiter: 0x2c, header: true });
  const releaseBatch = (batch: Batch): void => void released.push(batch);
  return { stage: new ConvertStage({ columns, writer, rejects, releaseBatch, ...over }), ordinals, released };
}

async function textOf(stage: ConvertStage, batches: readonly Batch[]): Promise<string> {
  let text = '';
  await pipeline(Readable.from(batches), stage, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) text += chunk.toString();
  });
  return text;
}

test('header, records of all batches, and the batches come back', async () => {
  const { stage, released } = stageOf();
  const batches = [batchOf([['1'], ['2']]), batchOf([['3']])];
  expect(await textOf(stage, batches)).toBe('a\n1\n2\n3\n');
  expect([stage.written, released]).toEqual([3, batches]);
});

test('without records there is a header, unless the output has one', async () => {
  expect(await textOf(stageOf().stage, [])).toBe('a\n');
  expect(await textOf(stageOf({ continues: true }).stage, [batchOf([['1']])])).toBe('1\n');
});

test('what the parser refused is reported', async () => {
  const batch = batchOf([['1'], ['3']]);
  batch.places[6] = 2;
  const parsed = rejectedRecord(3);
  batch.rejected.push({ ...parsed, place: { ...parsed.place, ordinal: 2 } });
  const { stage, ordinals } = stageOf();
  expect(await textOf(stage, [batch])).toBe('a\n1\n3\n');
  expect(ordinals).toEqual([2]);
});

describe('it stops', () => {
  test('when there are enough rejects', async () => {
    const { stage, released } = stageOf({}, true);
    expect(await textOf(stage, [batchOf([['1']])])).toBe('a\n');
    expect(released.length).toBe(1);
  });

  test('for a reader that is slow: what waits is bounded', async () => {
    const { stage, released } = stageOf();
    const row = [['x'.repeat(100_000)]];
    const source = Readable.from(
      (function* () {
        for (;;) yield batchOf(row);
      })(),
      { highWaterMark: 1 },
    );
    source.pipe(stage);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const held = released.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(released.length).toBe(held);
    expect(held).toBeLessThan(20);
    source.destroy();
    stage.destroy();
  });

  test('when writing throws', async () => {
    const writer = {
      header: Buffer.alloc(0),
      write() {
        throw new Error('broken writer');
      },
    };
    await expect(textOf(stageOf({ writer }).stage, [batchOf([['1']])])).rejects.toThrow('broken writer');
  });
});
