import { expect, describe, test } from 'vitest';
import { claimSources } from '../../../../src/postgres/ledger/claim-sources.js';
import { findFinished } from '../../../../src/postgres/ledger/find-sources.js';
import { finishSources } from '../../../../src/postgres/ledger/finish-sources.js';
import { isLostSource } from '../../../../src/postgres/ledger/lost-source.js';
import type { StatementEntry } from '../../../../src/postgres/ledger/statement-sql.js';
import {
  claimedRun,
  claimOf,
  identityOf,
  inTransaction,
  ledgerDatabase,
  ledgerTable,
  newRun,
  note,
} from '../../../support/ledger.js';

const ledger = ledgerDatabase();
const table = ledgerTable(1);
let named = 0;

type Part = Pick<StatementEntry, 'ranges'> & Partial<StatementEntry>;

/** A new run with a source of these statements, and one that is as it should be. */
async function runWith(parts: readonly Part[]) {
  const { client } = ledger;
  const identities = [identityOf(`/bad \x1b ${named++}.csv`), identityOf(`/good ${named++}.csv`)];
  const { run, progress } = await claimedRun(client, table, identities);
  const [source, good] = progress.map((one) => one.source);
  for (const part of parts) await note(client, { run, source, ...part });
  await note(client, { run, source: good, ranges: [[1, 2]] });
  const finish = (records: number) =>
    inTransaction(client, () =>
      finishSources(client, run, [
        { source: good, records: 2 },
        { source, records },
      ]),
    );
  return { run, source, identities, finish };
}

const found = (identities: Parameters<typeof findFinished>[2]) => findFinished(ledger.client, table.oid, identities);

test.each<[string, number, Part[], { loaded: number; rejected: number }]>([
  ['one statement', 10, [{ ranges: [[1, 10]] }], { loaded: 10, rejected: 0 }],
  [
    'out of order, with rejects',
    10,
    [
      {
        ranges: [
          [6, 7],
          [9, 10],
        ],
        loaded: 3,
        rejected: 1,
      },
      {
        ranges: [
          [1, 5],
          [8, 8],
        ],
      },
    ],
    { loaded: 9, rejected: 1 },
  ],
  ['nothing but rejects', 3, [{ ranges: [[1, 3]], loaded: 0, rejected: 3 }], { loaded: 0, rejected: 3 }],
  ['no records', 0, [], { loaded: 0, rejected: 0 }],
])('a source is finished: %s', async (_, records, parts, counts) => {
  const { run, identities, finish } = await runWith(parts);
  await finish(records);
  expect(await found(identities)).toMatchObject([
    { run, ...counts },
    { run, loaded: 2, rejected: 0 },
  ]);
});

describe('no source is finished, and the error says why, when', () => {
  test.each<[string, number, Part[], string]>([
    ['nothing was settled', 1, [], 'of 1 records, record 1 was neither loaded, rejected nor filtered'],
    [
      'the last is missing',
      10,
      [{ ranges: [[1, 9]] }],
      'of 10 records, record 10 was neither loaded, rejected nor filtered',
    ],
    [
      'there is a hole',
      10,
      [
        {
          ranges: [
            [1, 3],
            [5, 10],
          ],
        },
      ],
      'of 10 records, record 4 was neither loaded, rejected nor filtered',
    ],
    ['there is too much', 10, [{ ranges: [[1, 12]] }], 'it has 10 records, and record 11 was settled too'],
    ['there should be nothing', 0, [{ ranges: [[1, 1]] }], 'it has 0 records, and record 1 was settled too'],
    [
      'some are in twice',
      10,
      [{ ranges: [[1, 6]] }, { ranges: [[5, 10]], loaded: 4 }],
      'of 10 records, 2 were settled twice',
    ],
    [
      'rows are missing',
      10,
      [{ ranges: [[1, 10]], loaded: 8, rejected: 1 }],
      'of 10 records, 8 were loaded and 1 rejected',
    ],
    ['there are more rows', 10, [{ ranges: [[1, 10]], rejected: 1 }], 'of 10 records, 10 were loaded and 1 rejected'],
  ])('%s', async (_, records, parts, reason) => {
    const { identities, finish } = await runWith(parts);
    await expect(finish(records)).rejects.toMatchObject({
      code: 'COUNT_MISMATCH',
      message: `The ledger does not add up for ${identities[0].name.replace('\x1b', '\\x1b')}: ${reason}.`,
    });
    expect(await found(identities)).toEqual([null, null]);
  });

  test('another run has taken one over', async () => {
    const { client } = ledger;
    const { source, identities, finish } = await runWith([{ ranges: [[1, 1]] }]);
    const later = await newRun(client, table);
    await inTransaction(client, () => claimSources(client, later, table, [claimOf(identities[0], source)]));
    const error = await finish(1).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ code: 'SOURCE_TAKEN' });
    expect(isLostSource(error)).toBe(true);
    expect(await found(identities)).toEqual([null, null]);
  });

  test('it was finished before', async () => {
    const { finish } = await runWith([{ ranges: [[1, 1]] }]);
    await finish(1);
    await expect(finish(1)).rejects.toMatchObject({ code: 'SOURCE_TAKEN' });
  });
});

test('finishing nothing is fine', async () => {
  await finishSources(ledger.client, 1, []);
});
