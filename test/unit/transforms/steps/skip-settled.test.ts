import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOf, rawRecord, type Batch } from '../../../../src/batch/batch.js';
import { SettledSkip } from '../../../../src/transforms/steps/skip-settled.js';
import { batchOf } from '../../../support/batches.js';
import { rejectedRecord } from '../../../support/rejected.js';

/** The ordinals of one batch, in order, each with whether the parser has rejected it. */
const blocks = fc
  .array(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 })
  .filter((all) => all.some((block) => block.includes(false)));

/** Batches whose records count on from each other. */
function batchesOf(all: readonly (readonly boolean[])[]): Batch[] {
  let next = 1;
  return all.map((block) => {
    const ordinals = block.map((isBad) => ({ isBad, ordinal: next++ }));
    const good = ordinals.filter(({ isBad }) => !isBad);
    const batch = batchOf(good.length === 0 ? [['none']] : good.map(({ ordinal }) => [`v${ordinal}`]));
    batch.recordCount = good.length;
    batch.firstOrdinal = ordinals[0].ordinal;
    good.forEach(({ ordinal }, record) => (batch.places[4 * record + 2] = ordinal - batch.firstOrdinal));
    batch.rejected = ordinals
      .filter(({ isBad }) => isBad)
      .map(({ ordinal }) => {
        const rejected = rejectedRecord(1);
        return { ...rejected, place: { ...rejected.place, ordinal } };
      });
    return batch;
  });
}

function rangesOf(settled: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const ordinal of [...settled].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === ordinal) last[1] = ordinal;
    else ranges.push([ordinal, ordinal]);
  }
  return ranges;
}

test('whatever is settled, exactly the other records and rejects are left, with their bytes', () => {
  const settled = fc.uniqueArray(fc.integer({ min: 1, max: 80 }));
  fc.assert(
    fc.property(blocks, settled, (all, numbers) => {
      const done = new Set(numbers);
      const skip = new SettledSkip(rangesOf(numbers));
      let next = 1;
      let skipped = 0;
      for (const [index, batch] of batchesOf(all).entries()) {
        const due = all[index].map((isBad) => ({ isBad, ordinal: next++ }));
        const left = skip.step(batch);
        const records = Array.from({ length: left.recordCount }, (_, record) => record);
        expect(records.map((record) => rawRecord(left, record).toString())).toEqual(
          due.filter(({ isBad, ordinal }) => !isBad && !done.has(ordinal)).map(({ ordinal }) => `v${ordinal}`),
        );
        expect([
          ...records.map((record) => placeOf(left, record).ordinal),
          ...left.rejected.map(({ place }) => -place.ordinal),
        ]).toEqual([
          ...due.filter(({ isBad, ordinal }) => !isBad && !done.has(ordinal)).map(({ ordinal }) => ordinal),
          ...due.filter(({ isBad, ordinal }) => isBad && !done.has(ordinal)).map(({ ordinal }) => -ordinal),
        ]);
        skipped += due.filter(({ ordinal }) => done.has(ordinal)).length;
        expect(skip.count).toBe(skipped);
      }
    }),
  );
});
