import fc from 'fast-check';
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { abandonSources } from '../../../../src/postgres/ledger/abandon-sources.js';
import { claimSources } from '../../../../src/postgres/ledger/claim-sources.js';
import { finishSources } from '../../../../src/postgres/ledger/finish-sources.js';
import { isLostSource } from '../../../../src/postgres/ledger/lost-source.js';
import { readProgress, type Progress } from '../../../../src/postgres/ledger/read-progress.js';
import { statementSql } from '../../../../src/postgres/ledger/statement-sql.js';
import {
  claimedRun,
  claimOf,
  entryOf,
  identityOf,
  inTransaction,
  ledgerDatabase,
  ledgerTable,
  newRun,
  note,
} from '../../../support/ledger.js';
import { until } from '../../../support/until.js';

const ledger = ledgerDatabase();
const table = ledgerTable(1);
let named = 0;

/** A new run with a new source. */
async function oneSource(): Promise<{ run: number; source: number; identity: ReturnType<typeof identityOf> }> {
  const identity = identityOf(`/${named++}.csv`);
  const { run, progress } = await claimedRun(ledger.client, table, [identity]);
  return { run, source: progress[0].source, identity };
}

async function progressOf(source: number): Promise<Progress> {
  const [progress] = await readProgress(ledger.client, [source]);
  return progress;
}

const startAt = (ordinal: number) => ({ ordinal, line: ordinal + 1, byteOffset: 10 * ordinal });

describe('the progress of a source', () => {
  test('ranges are merged, counts added up, of the reject files the latest mark is told', async () => {
    const ids = await oneSource();
    await note(ledger.client, {
      ...ids,
      ranges: [[11, 20]],
      loaded: 7,
      rejected: 3,
      rejectsBytes: 300,
      faultsBytes: 900,
      rejectsEnds: 'aa',
    });
    await note(ledger.client, {
      ...ids,
      ranges: [
        [1, 4],
        [6, 10],
      ],
      loaded: 9,
      rejected: 0,
    });
    await note(ledger.client, {
      ...ids,
      ranges: [[30, 30]],
      loaded: 0,
      rejected: 1,
      rejectsBytes: 120,
      faultsBytes: 950,
      rejectsEnds: 'bb',
    });
    expect(await progressOf(ids.source)).toEqual({
      source: ids.source,
      done: [
        [1, 4],
        [6, 20],
        [30, 30],
      ],
      loaded: 16,
      rejected: 4,
      records: 20,
      start: null,
      rejects: { records: 120, faults: 950, ends: 'bb' },
    });
  });

  test.each<[string, [ordinal: number, first: number, last: number][], number | null]>([
    ['nothing is in', [], null],
    ['the beginning is missing', [[11, 11, 20]], null],
    [
      'there is no hole',
      [
        [1, 1, 10],
        [11, 11, 20],
      ],
      11,
    ],
    [
      'there is a hole',
      [
        [1, 1, 10],
        [11, 11, 20],
        [31, 31, 40],
      ],
      11,
    ],
    [
      'rejects come before the first loaded row',
      [
        [4, 1, 10],
        [15, 11, 20],
      ],
      15,
    ],
    [
      'a place is right at the hole',
      [
        [1, 1, 10],
        [21, 12, 20],
        [11, 30, 30],
      ],
      11,
    ],
    ['all that is in begins with the hole', [[2, 2, 10]], null],
  ])('reading begins at the last known place before what is missing: %s', async (_, entries, expected) => {
    const ids = await oneSource();
    for (const [ordinal, first, last] of entries) {
      await note(ledger.client, { ...ids, ranges: [[first, last]], start: startAt(ordinal) });
    }
    const { start } = await progressOf(ids.source);
    expect(start).toEqual(expected === null ? null : startAt(expected));
  });

  test('is what a slow count of single records says', async () => {
    const statement = fc.record({
      records: fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { minLength: 1 }),
      known: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { maxLength: 6 }), async (statements) => {
        const ids = await oneSource();
        for (const { records, known } of statements) {
          const ranges = rangesOf(records);
          await note(ledger.client, { ...ids, ranges, start: known ? startAt(Math.min(...records)) : null });
        }
        const all = new Set(statements.flatMap(({ records }) => records));
        const missing = Array.from({ length: 26 }, (_, i) => i + 1).find((ordinal) => !all.has(ordinal)) ?? 0;
        const starts = statements.filter(({ known }) => known).map(({ records }) => Math.min(...records));
        const start = Math.max(0, ...starts.filter((ordinal) => ordinal <= missing));
        expect(await progressOf(ids.source)).toMatchObject({
          done: rangesOf([...all]),
          loaded: statements.reduce((sum, { records }) => sum + records.length, 0),
          start: start === 0 ? null : startAt(start),
        });
      }),
      { numRuns: 60 },
    );
  });

  test('numbers beyond 32 bits stay what they are', async () => {
    const ids = await oneSource();
    const last = 2 ** 53 - 2;
    const start = { ordinal: 1, line: last, byteOffset: last };
    await note(ledger.client, { ...ids, ranges: [[1, last]], loaded: last, start });
    expect(await progressOf(ids.source)).toMatchObject({ done: [[1, last]], loaded: last, start });
  });
});

describe('fencing', () => {
  test('a run that lost its source commits no more of it; the one that has it does', async () => {
    const [old, next] = [await ledger.connect(), await ledger.connect()];
    const { run, source, identity } = await oneSource();
    await note(old, { run, source, ranges: [[1, 10]] });
    const later = await newRun(next, table);
    const [progress] = await inTransaction(next, () => claimSources(next, later, table, [claimOf(identity, source)]));
    expect(progress.done).toEqual([[1, 10]]);

    const lost = await inTransaction(old, () => note(old, { run, source, ranges: [[11, 20]] })).catch(
      (e: unknown) => e,
    );
    expect(lost).toMatchObject({
      code: 'SL001',
      message: `source ${source} is not one that run ${run} loads any more`,
    });
    expect(isLostSource(lost)).toBe(true);
    await note(next, { run: later, source, ranges: [[11, 20]] });
    expect((await progressOf(source)).done).toEqual([[1, 20]]);
  });

  test('taking over waits for a statement that is under way, and sees its records', async () => {
    const [old, next] = [await ledger.connect(), await ledger.connect()];
    const { run, source, identity } = await oneSource();
    await old.query('BEGIN');
    await note(old, { run, source, ranges: [[1, 10]], start: startAt(1) });
    const later = await newRun(next, table);
    let isTaken = false;
    const taking = inTransaction(next, () => claimSources(next, later, table, [claimOf(identity, source)])).finally(
      () => (isTaken = true),
    );
    await until(() => isWaiting(next));
    expect(isTaken).toBe(false);
    await old.query('COMMIT');
    expect(await taking).toMatchObject([{ done: [[1, 10]], start: startAt(1), loaded: 10 }]);
  });

  test('taking over waits for a statement that is undone after all, and sees nothing of it', async () => {
    const [old, next] = [await ledger.connect(), await ledger.connect()];
    const { run, source, identity } = await oneSource();
    await old.query('BEGIN');
    await note(old, { run, source, ranges: [[1, 10]] });
    const later = await newRun(next, table);
    const taking = inTransaction(next, () => claimSources(next, later, table, [claimOf(identity, source)]));
    await until(() => isWaiting(next));
    await old.query('ROLLBACK');
    expect(await taking).toMatchObject([{ done: [], loaded: 0 }]);
  });

  test('a statement that meets an open take-over waits for its end, and then fails', async () => {
    const [old, next] = [await ledger.connect(), await ledger.connect()];
    const { run, source, identity } = await oneSource();
    const later = await newRun(next, table);
    await next.query('BEGIN');
    await claimSources(next, later, table, [claimOf(identity, source)]);
    const lost = note(old, { run, source, ranges: [[1, 1]] }).catch((error: unknown) => error);
    await until(() => isWaiting(old));
    await next.query('COMMIT');
    expect(isLostSource(await lost)).toBe(true);
  });

  test('two lanes of a run commit statements of one source at once', async () => {
    const [one, other] = [await ledger.connect(), await ledger.connect()];
    const ids = await oneSource();
    await one.query('BEGIN');
    await note(one, { ...ids, ranges: [[1, 10]] });
    await note(other, { ...ids, ranges: [[11, 20]] });
    await one.query('COMMIT');
    expect((await progressOf(ids.source)).done).toEqual([[1, 20]]);
  });

  test('what is given up or finished takes no more statements', async () => {
    const { client } = ledger;
    const [gone, done] = [await oneSource(), await oneSource()];
    await abandonSources(client, table.oid, [gone.identity.name]);
    await finishSources(client, done.run, [{ source: done.source, records: 0 }]);
    for (const { run, source } of [gone, done]) {
      const lost = await note(client, { run, source, ranges: [[1, 1]] }).catch((error: unknown) => error);
      expect(isLostSource(lost)).toBe(true);
    }
  });

  test('other errors are no lost source', () => {
    expect(isLostSource(new Error('SL001'))).toBe(false);
    expect(isLostSource(null)).toBe(false);
  });
});

describe('statementSql', () => {
  const good = entryOf({ run: 1, source: 2, ranges: [[1, 2]] });

  test('is numbers and nothing else', () => {
    const entry = {
      ...good,
      ranges: [
        [1, 2],
        [5, 5],
      ] as const,
      start: startAt(1),
      rejectsBytes: 7,
    };
    expect(statementSql(entry)).toBe(
      "SELECT sluice.note_statement(2, 1, '{[1,2],[5,5]}'::pg_catalog.int8multirange, 2, 0, 1, 2, 10, 7, NULL, NULL, 0, 0)",
    );
  });

  test.each<[string, object]>([
    ['a text for a number', { run: "1); DROP TABLE t; --'" }],
    ['a text in a range', { ranges: [[1, "2]'"]] }],
    ['a fraction', { loaded: 1.5 }],
    ['what no double holds exactly', { start: { ordinal: 1, line: 1, byteOffset: 2 ** 53 } }],
    ['NaN', { source: NaN }],
    ['a negative count', { rejected: -1 }],
    ['no range', { ranges: [] }],
    ['a range from 0', { ranges: [[0, 1]] }],
    ['a range backwards', { ranges: [[2, 1]] }],
  ])('refuses %s', (_, over) => {
    expect(() => statementSql({ ...good, ...over })).toThrow(RangeError);
  });
});

/** Whether a connection waits for a lock. */
async function isWaiting(client: pg.Client): Promise<boolean> {
  const { processID } = client as unknown as { processID: number };
  const { rows } = await ledger.client.query<{ waits: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $1 AND NOT granted) AS waits',
    [processID],
  );
  return rows[0].waits;
}

/** Single numbers as ranges of those that follow each other. */
function rangesOf(records: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const record of records.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === record - 1) last[1] = record;
    else ranges.push([record, record]);
  }
  return ranges;
}
