import { describe, expect, onTestFinished, test } from 'vitest';
import { claimSources } from '../../../src/postgres/ledger/claim-sources.js';
import { recordFinished } from '../../../src/postgres/ledger/record-finished.js';
import { finishSources } from '../../../src/postgres/ledger/finish-sources.js';
import { beginRun, endRun } from '../../../src/postgres/ledger/runs.js';
import { sluice } from '../../support/cli.js';
import { createTestDatabase } from '../../support/database.js';
import { documentedRows } from '../../support/documented.js';
import { claimedRun, claimOf, identityOf, inTransaction, ledgerDatabase, newRun, note } from '../../support/ledger.js';

const ledger = ledgerDatabase();
let oid = 0;

const history = (...args: string[]) => sluice(['history', ...args, '--db', ledger.url], { cwd: '/nowhere' });

/** A run that was cut off, one that went on with it, and an atomic one. */
async function threeRuns(): Promise<{ cut: number; next: number; atomic: number }> {
  const { client } = ledger;
  const table = { oid: ++oid, name: 'public."or\x1b[2Jders"' };
  const identities = ['/a.csv', '/b\n\x1b[31m.csv'].map((name) => identityOf(name));
  const { run: cut, progress } = await claimedRun(client, table, identities);
  const [a, b] = progress.map(({ source }) => source);
  await note(client, { run: cut, source: a, ranges: [[1, 1500]], loaded: 1499, rejected: 1 });
  await note(client, { run: cut, source: b, ranges: [[1, 10]] });
  await endRun(client, cut, { outcome: 'failed', error: 'It broke:\x1b[2J', loaded: 1509, rejected: 1 });
  const next = await newRun(client, table);
  await inTransaction(client, () => claimSources(client, next, table, [claimOf(identities[0], a)]));
  await note(client, { run: next, source: a, ranges: [[1501, 1600]] });
  await finishSources(client, next, [{ source: a, records: 1600 }]);
  const atomic = await beginRun(client, { kind: 'once', table, version: '1.2.3' });
  const counts = { records: 7, loaded: 6, rejected: 1 };
  await recordFinished(client, atomic, table, [{ identity: identityOf('/c.csv'), ...counts }]);
  await endRun(client, atomic, { outcome: 'loaded_with_rejects', error: null, loaded: 6, rejected: 1 });
  return { cut, next, atomic };
}

describe('sluice history', () => {
  test('lists runs, the last first, with nothing that a terminal obeys', async () => {
    const { cut, next, atomic } = await threeRuns();
    const { exitCode, stdout, stderr } = await history();
    expect([exitCode, stderr]).toEqual([0, '']);
    const rows = stdout.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows[0]).toEqual(['run', 'started (UTC)', 'took', 'table', 'kind', 'outcome', 'loaded', 'rejected']);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) as string;
    const took = expect.stringMatching(/^\d+\.\d s$/) as string;
    const table = 'public."or\\x1b[2Jders"';
    expect(rows.slice(2, 5)).toEqual([
      [String(atomic), time, took, table, 'once', 'loaded_with_rejects', '6', '1'],
      [String(next), time, '', table, 'resumable', 'running', '', ''],
      [String(cut), time, took, table, 'resumable', 'failed', '1,509', '1'],
    ]);
    expect(stdout).not.toContain('\x1b');
  });

  test('a run is shown with what it did for each input, and what stopped it', async () => {
    const { cut, next, atomic } = await threeRuns();
    const shown = (await history(String(cut))).stdout;
    expect(shown).toContain('\nerror: It broke:\\x1b[2J\n');
    expect(shown).toMatch(
      new RegExp(String.raw`\n /a\.csv +\| +1,500 \| +1,499 \| +1 \| +1 \| \d.{18}, by run ${next}\n`),
    );
    expect(shown).toMatch(/\n \/b\\n\\x1b\[31m\.csv \| +10 \| +10 \| +0 \| +1 \| unfinished\n\(2 rows\)\n$/);
    expect((await history(String(next))).stdout).toMatch(
      /\n \/a\.csv \| +100 \| +100 \| +0 \| +1 \| \d.{18}\n\(1 row\)\n$/,
    );
    expect((await history(String(atomic))).stdout).toMatch(/\n \/c\.csv \| +7 \| +6 \| +1 \| +0 \| \d.{18}\n/);
  });

  test('--json has all of it', async () => {
    const { cut, next, atomic } = await threeRuns();
    const runs = JSON.parse((await history('--json')).stdout) as object[];
    expect(runs.slice(0, 3)).toMatchObject([
      { run: atomic, kind: 'once', outcome: 'loaded_with_rejects', loaded: 6, rejected: 1, version: '1.2.3' },
      { run: next, endedAt: null, outcome: 'running', error: null, loaded: null },
      { run: cut, error: 'It broke:\x1b[2J' },
    ]);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
    expect(JSON.parse((await history(String(cut), '--json')).stdout)).toMatchObject({
      run: cut,
      startedAt: time,
      sources: [
        {
          name: '/a.csv',
          entry: null,
          records: 1500,
          loaded: 1499,
          rejected: 1,
          statements: 1,
          finishedAt: time,
          owner: next,
        },
        { name: '/b\n\x1b[31m.csv', records: 10, finishedAt: null, abandoned: false, owner: cut },
      ],
    });
  });

  test('docs/ledger.md has every field, and no other', async () => {
    const { cut } = await threeRuns();
    const { sources, ...run } = JSON.parse((await history(String(cut), '--json')).stdout) as { sources: object[] };
    const fields = [...Object.keys(run), ...Object.keys(sources[0]).map((name) => `sources[].${name}`)];
    expect(
      documentedRows('ledger.md', '## History')
        .map(([field]) => field)
        .toSorted(),
    ).toEqual(fields.toSorted());
  });

  test('lists no more than 50', async () => {
    await ledger.client.query(
      "INSERT INTO sluice.runs (kind, table_name, table_oid, sluice_version) SELECT 'once', 't', 2, '1' FROM generate_series(1, 60)",
    );
    expect(JSON.parse((await history('--json')).stdout)).toHaveLength(50);
  });

  test.each(['999999999', 'abc', '-1', '1.5', '99999999999999999999', '1\x1b[2J'])(
    'there is no run %j',
    async (run) => {
      const args = ['history', '--db', ledger.url, '--', run];
      const { exitCode, stdout, stderr } = await sluice(args, { cwd: '/nowhere' });
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`sluice: The ledger has no run ${run.replace('\x1b', '\\x1b')}. (USAGE)`);
    },
  );

  test('without a ledger it says so, and makes none', async () => {
    const own = await createTestDatabase();
    onTestFinished(() => own.drop());
    const ask = (...args: string[]) => sluice(['history', ...args, '--db', own.url], { cwd: '/nowhere' });
    for (const [args, stdout] of [
      [[], ''],
      [['--json'], '[]\n'],
      [['3'], ''],
    ] as const) {
      expect(await ask(...args)).toEqual({
        exitCode: 0,
        stdout,
        stderr: expect.stringMatching(/ has no ledger: nothing was loaded with --resumable or --once\n$/) as string,
      });
    }
  });
});
