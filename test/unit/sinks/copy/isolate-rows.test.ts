import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isolateRows, type Refusal } from '../../../../src/sinks/copy/isolate-rows.js';

/** What a server with these faulty rows does: it names the first, or only says that there is one. */
function server(count: number, faults: ReadonlyMap<number, 'named' | 'unnamed'>) {
  const state = { in: [] as number[], rejected: [] as number[], statements: 0, rowsDone: 0 };
  const answer = (from: number, to: number): Refusal | null => {
    const here = [...faults].filter(([row]) => row >= from && row < to);
    if (here.length === 0) return null;
    // Constraints that name their row are checked as it arrives, the others when all have arrived.
    const namedRows = here.filter(([, kind]) => kind === 'named').map(([row]) => row);
    const row = namedRows.length === 0 ? null : Math.min(...namedRows) - from;
    return { error: new Error(`${from}-${to}`), row };
  };
  const send = (from: number, to: number): Promise<Refusal | null> => {
    state.statements++;
    const refusal = answer(from, to);
    // What comes after a row that is refused as it arrives is passed over.
    state.rowsDone += refusal?.row ?? to - from;
    if (refusal === null) for (let row = from; row < to; row++) state.in.push(row);
    return Promise.resolve(refusal);
  };
  const reject = (row: number): Promise<void> => {
    state.rejected.push(row);
    return Promise.resolve();
  };
  const isolate = (isStopped = (): boolean => false): Promise<void> => {
    const first = answer(0, count);
    if (first === null) throw new Error('There is nothing to isolate.');
    return isolateRows({ count, send, reject, isStopped }, first);
  };
  return { state, isolate };
}

const faultyRows = fc
  .integer({ min: 1, max: 300 })
  .chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.array(fc.tuple(fc.nat(count - 1), fc.constantFrom('named' as const, 'unnamed' as const)), { minLength: 1 }),
    ),
  );

test('exactly the faulty rows are rejected, all others are in, and both in order', async () => {
  await fc.assert(
    fc.asyncProperty(faultyRows, async ([count, list]) => {
      const faults = new Map(list);
      const { state, isolate } = server(count, faults);
      await isolate();
      const all = Array.from({ length: count }, (_, row) => row);
      expect(state.in).toEqual(all.filter((row) => !faults.has(row)));
      expect(state.rejected).toEqual(all.filter((row) => faults.has(row)));
    }),
  );
});

describe('cost', () => {
  const every = (count: number, distance: number, kind: 'named' | 'unnamed') =>
    new Map(Array.from({ length: Math.floor(count / distance) }, (_, index) => [index * distance, kind] as const));

  test.each(['named', 'unnamed'] as const)('every row refused, %s: in proportion to the rows', async (kind) => {
    const { state, isolate } = server(10_000, every(10_000, 1, kind));
    await isolate();
    expect(state.statements).toBeLessThan(1.1 * 10_000);
    expect(state.rowsDone).toBeLessThan(4 * 10_000);
  });

  test('one row in a thousand, named: about one resend', async () => {
    const { state, isolate } = server(16_000, every(16_000, 1000, 'named'));
    await isolate();
    expect(state.rowsDone).toBeLessThan(2.5 * 16_000);
    expect(state.statements).toBeLessThan(5 * 16);
  });

  test('one row, not named: halved', async () => {
    const { state, isolate } = server(16_000, new Map([[12_345, 'unnamed']]));
    await isolate();
    expect(state.rowsDone).toBeLessThan(2.5 * 16_000);
    expect(state.statements).toBeLessThan(40);
  });
});

test('a later row that was refused because of an earlier faulty one is good after all', async () => {
  // Row 2 repeats the key of row 1, whose reference is missing.
  const isIn = new Set<number>();
  const send = (from: number, to: number): Promise<Refusal | null> => {
    const rows = Array.from({ length: to - from }, (_, index) => from + index);
    if (rows.includes(2) && (isIn.has(1) || rows.includes(1))) {
      return Promise.resolve({ error: new Error('duplicate'), row: 2 - from });
    }
    if (rows.includes(1)) return Promise.resolve({ error: new Error('no reference'), row: null });
    for (const row of rows) isIn.add(row);
    return Promise.resolve(null);
  };
  const rejected: number[] = [];
  const reject = (row: number): Promise<void> => Promise.resolve(void rejected.push(row));
  const first = { error: new Error('duplicate'), row: 2 };
  await isolateRows({ count: 4, send, reject, isStopped: () => false }, first);
  expect([rejected, [...isIn]]).toEqual([[1], [0, 2, 3]]);
});

test('it ends when the rest is wanted no more', async () => {
  const { state, isolate } = server(100, new Map([[10, 'named']]));
  await isolate(() => state.rejected.length > 0);
  expect(state.in).toHaveLength(10);
});
