import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import type { Batch } from '../../../../src/batch/batch.js';
import { StepStage } from '../../../../src/transforms/steps/step-stage.js';
import { batchOf } from '../../../support/batches.js';

test('runs the steps over each batch, in order', async () => {
  const seen: string[] = [];
  const step = (name: string) => (batch: Batch) => {
    seen.push(`${name}${batch.firstOrdinal}`);
    return batch;
  };
  const batches = [1, 2].map((firstOrdinal) => ({ ...batchOf([['x']]), firstOrdinal }));
  const out: Batch[] = [];
  const sink = new Writable({
    objectMode: true,
    write(batch: Batch, _encoding, callback) {
      out.push(batch);
      callback();
    },
  });
  await pipeline(Readable.from(batches), new StepStage([step('a'), step('b')]), sink);
  expect(seen).toEqual(['a1', 'b1', 'a2', 'b2']);
  expect(out).toEqual(batches);
});

test('a step that throws fails the pipeline', async () => {
  const stage = new StepStage([
    () => {
      throw new Error('broken step');
    },
  ]);
  await expect(pipeline(Readable.from([batchOf([['x']])]), stage, new Writable({ objectMode: true }))).rejects.toThrow(
    'broken step',
  );
});
