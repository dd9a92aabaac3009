import { describe, expect, test } from 'vitest';
import { abandonSources } from '../../../../src/postgres/ledger/abandon-sources.js';
import { claimSources } from '../../../../src/postgres/ledger/claim-sources.js';
import { findFinished, findUnfinished } from '../../../../src/postgres/ledger/find-sources.js';
import { tryLock, unlockAll } from '../../../../src/postgres/ledger/locks.js';
import { recordFinished } from '../../../../src/postgres/ledger/record-finished.js';
import type { SourceIdentity } from '../../../../src/postgres/ledger/source-identity.js';
import {
  claimedRun,
  claimOf,
  identityOf,
  inTransaction,
  ledgerDatabase,
  ledgerTable,
  newRun,
} from '../../../support/ledger.js';

const ledger = ledgerDatabase();

/** Names that a file or a URL may have, and what a careless ledger would stumble over. */
const hostileNames = [
  "/data/o'brien.csv",
  '/data/"quoted", {braced}, back\\slash.csv',
  '/data/new\nline\tand\x1b[2J.csv',
  '/data/NULL',
  'null',
  '__proto__',
  '',
  '/data/🙂 ä ﷽.csv',
  '/data/half \ud83d of a pair.csv',
  "'); DROP TABLE sluice.sources; --",
  `https://example.com/?token=${Array.from({ length: 900 }, (_, i) => (i * 7919).toString(36)).join('')}`,
];

/** As the database has a text: half of a surrogate pair is none. */
const stored = (text: string): string => Buffer.from(text).toString();

/** Enters identities as finished by a run of its own. */
async function finish(oid: number, ...identities: SourceIdentity[]): Promise<number> {
  const { client } = ledger;
  const run = await newRun(client, ledgerTable(oid));
  const sources = identities.map((identity, i) => ({ identity, records: 10 + i, loaded: 8 + i, rejected: 2 }));
  await recordFinished(client, run, ledgerTable(oid), sources);
  return run;
}

describe('findFinished', () => {
  test('finds the same bytes under any name, in the order asked', async () => {
    const [a, b] = [identityOf('/a.csv'), identityOf('/b.csv')];
    const run = await finish(100, a, b);
    const moved = { ...a, name: '/moved/a.csv' };
    const found = await findFinished(ledger.client, 100, [b, identityOf('/c.csv'), moved]);
    expect(found).toEqual([
      { run, at: expect.any(Date) as Date, records: 11, loaded: 9, rejected: 2, name: '/b.csv' },
      null,
      { run, at: expect.any(Date) as Date, records: 10, loaded: 8, rejected: 2, name: '/a.csv' },
    ]);
    expect(Math.abs(Date.now() - Number(found[0]?.at))).toBeLessThan(60_000);
  });

  const is = identityOf('/x.csv').fingerprint;
  test.each<[string, Partial<SourceIdentity>]>([
    ['size', { fingerprint: { ...is, size: 1001 } }],
    ['unknown size', { fingerprint: { ...is, size: null } }],
    ['time, by a millisecond', { fingerprint: { ...is, modifiedMs: Number(is.modifiedMs) + 1 } }],
    ['unknown time', { fingerprint: { ...is, modifiedMs: null } }],
    ['hash', { fingerprint: { ...is, hash: 'ends:other' } }],
    ['place in an archive', { entry: 'x.csv' }],
  ])('finds none of another %s', async (_, over) => {
    const identity = identityOf('/x.csv');
    await finish(101, identity);
    expect(await findFinished(ledger.client, 101, [identityOf('/x.csv', over), identity])).toMatchObject([null, {}]);
    expect(await findFinished(ledger.client, 102, [identity])).toEqual([null]);
  });

  test.each([
    ['nothing but a hash', { size: null, modifiedMs: null, hash: 'etag:"x"' }],
    ['a time before 1970', { size: 0, modifiedMs: -1, hash: 'ends:' }],
    ['a time far off', { size: 2 ** 53 - 1, modifiedMs: 250_000_000_000_001, hash: 'ends:' }],
    ['a hash longer than an index takes', { size: 1, modifiedMs: 1, hash: `etag:${hostileNames.at(-1) ?? ''}` }],
  ])('knows %s again', async (_, fingerprint) => {
    const identity = identityOf('/y.csv', { fingerprint, entry: 'y' });
    await finish(103, identity);
    expect(await findFinished(ledger.client, 103, [identity])).toMatchObject([{ name: '/y.csv' }]);
  });

  test('tells of the last run', async () => {
    const identity = identityOf('/z.csv');
    await finish(104, identity);
    const run = await finish(104, identity);
    expect(await findFinished(ledger.client, 104, [identity])).toMatchObject([{ run }]);
  });

  test('thousands cost one query', async () => {
    const identities = Array.from({ length: 5000 }, (_, i) => identityOf(`/many/${i}.csv`));
    await finish(105, ...identities);
    const found = await findFinished(ledger.client, 105, identities.toReversed());
    expect(found.map((one) => one?.name)).toEqual(identities.toReversed().map(({ name }) => name));
  });

  test('of nothing finds nothing', async () => {
    expect(await findFinished(ledger.client, 106, [])).toEqual([]);
    expect(await findUnfinished(ledger.client, 106, [])).toEqual([]);
  });
});

describe('claimSources', () => {
  test('new sources come back empty, in order, whatever their names are', async () => {
    const identities = hostileNames.map((name) => identityOf(name));
    const { run, progress } = await claimedRun(ledger.client, ledgerTable(200), identities);
    const empty = { done: [], loaded: 0, rejected: 0, records: 0, start: null, rejects: null };
    expect(progress).toEqual(progress.map(({ source }) => ({ source, ...empty })));

    const found = await findUnfinished(ledger.client, 200, identities.toReversed());
    expect(found.toReversed()).toEqual(
      identities.map(({ fingerprint, reading, name }, i) => ({
        source: progress[i].source,
        run,
        fingerprint: { ...fingerprint, hash: stored(fingerprint.hash) },
        reading,
        rejectsFile: stored(`${name}.rejects.csv`),
        faultsFile: stored(`${name}.rejects.ndjson`),
      })),
    );
    expect(await findUnfinished(ledger.client, 201, identities)).toEqual(identities.map(() => null));
  });

  test('goes on with sources, new ones among them, and moves their reject files', async () => {
    const { client } = ledger;
    const table = ledgerTable(210);
    const [a, b, c] = ['/a.csv', '/b.csv', '/c.csv'].map((name) => identityOf(name));
    const before = await claimedRun(client, table, [a, c]);
    const run = await newRun(client, table);
    const claims = [claimOf(c, before.progress[1].source), claimOf(b), claimOf(a, before.progress[0].source)];
    const moved = claims.map((claim, i) => ({ ...claim, rejectsFile: `r${i}`, faultsFile: `f${i}` }));
    const progress = await inTransaction(client, () => claimSources(client, run, table, moved));
    expect([progress[2].source, progress[0].source]).toEqual(before.progress.map(({ source }) => source));
    expect(await findUnfinished(client, 210, [a, b, c])).toMatchObject([
      { source: progress[2].source, run, rejectsFile: 'r2', faultsFile: 'f2' },
      { source: progress[1].source, run, rejectsFile: 'r1', faultsFile: 'f1' },
      { source: progress[0].source, run, rejectsFile: 'r0', faultsFile: 'f0' },
    ]);
  });

  test('a new source that is there already, or comes twice, is refused', async () => {
    const twice = [identityOf('/same.csv'), identityOf('/same.csv')];
    await expect(claimedRun(ledger.client, ledgerTable(220), twice)).rejects.toMatchObject({
      code: 'DATABASE_REFUSED',
    });
    await claimedRun(ledger.client, ledgerTable(220), twice.slice(1));
    await expect(claimedRun(ledger.client, ledgerTable(220), twice.slice(1))).rejects.toMatchObject({
      code: 'DATABASE_REFUSED',
    });
  });

  test('a source that was given up meanwhile is no one’s', async () => {
    const { client } = ledger;
    const table = ledgerTable(230);
    const identity = identityOf('/a.csv');
    const { run, progress } = await claimedRun(client, table, [identity]);
    await abandonSources(client, 230, ['/a.csv', '/never.csv']);
    expect(await findUnfinished(client, 230, [identity])).toEqual([null]);
    const claim = inTransaction(client, () =>
      claimSources(client, run, table, [claimOf(identity, progress[0].source)]),
    );
    await expect(claim).rejects.toMatchObject({ code: 'SOURCE_TAKEN' });
    const again = await claimedRun(client, table, [identity]);
    expect(again.progress[0].source).not.toBe(progress[0].source);
  });

  test('a transaction that would not see what was committed meanwhile is refused', async () => {
    const client = await ledger.connect();
    await client.query('SET default_transaction_isolation TO "repeatable read"');
    await expect(claimedRun(client, ledgerTable(240), [identityOf('/a.csv')])).rejects.toMatchObject({
      code: 'INTERNAL',
    });
  });
});

test('tryLock keeps one session from what another has, until unlockAll', async () => {
  const [one, other] = [await ledger.connect(), await ledger.connect()];
  expect(await tryLock(one, { tableOid: 300, name: '/a.csv', isShared: false })).toBe(true);
  expect(await tryLock(one, { tableOid: 300, name: '/a.csv', isShared: false })).toBe(true);
  expect(await tryLock(other, { tableOid: 300, name: '/a.csv', isShared: false })).toBe(false);
  expect(await tryLock(other, { tableOid: 301, name: '/a.csv', isShared: false })).toBe(true);
  expect(await tryLock(other, { tableOid: 300, name: '/b.csv', isShared: false })).toBe(true);
  await unlockAll(one);
  expect(await tryLock(other, { tableOid: 300, name: '/a.csv', isShared: false })).toBe(true);
});
