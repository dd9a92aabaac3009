import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ledgerCommands, type LedgerCommand } from '../support/ledger-commands.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();
const { commandOn, countOf } = ledgerCommands(bench);

const RECORDS = 60_000;
/** Found when statements have been committed. */
const BAD = [55_003, 58_003];
const ids = Array.from({ length: RECORDS }, (_, index) => index + 1);

/** Two of three records are filtered, and so are all of a long stretch. */
const csv = `id,note\n${ids.map((id) => `${BAD.includes(id) ? 'x' : id},${id % 3 === 0 || (id > 10_000 && id < 30_000) ? 'out' : 'in'}\n`).join('')}`;
const kept = ids.filter((id) => !BAD.includes(id) && id % 3 !== 0 && !(id > 10_000 && id < 30_000));

/** Records with none to three elements, two of three of which become rows with an id of their own. */
const lists = ids.map((id) =>
  Array.from({ length: id % 4 }, (_, at) => (BAD.includes(id) && at === 1 ? 'x' : 10 * id + at)),
);
const ndjson = lists.map((list) => `${JSON.stringify({ id: list, note: 'n' })}\n`).join('');
const elements = lists.flatMap((list) => (list.includes('x') ? [] : list));

async function begun(name: string, bytes: string, pipeline: string): Promise<LedgerCommand> {
  const command = await commandOn(name, bytes);
  await writeFile(join(command.folder, 'p.yaml'), pipeline);
  return command;
}

async function idsIn(table: string): Promise<unknown[]> {
  return (await bench.sql(`select id from ${table} order by id`)).map(({ id }) => id);
}

describe('a resumable run with a pipeline, broken off and gone on with', () => {
  test.each([
    ['a condition', 'data.csv', csv, `where: note != "out"`, kept],
    ['exploded lists', 'data.ndjson', ndjson, 'transform: [{explode: id}]', elements],
    [
      'both',
      'data.ndjson',
      ndjson,
      'transform: [{explode: id}]\nwhere: id % 10 != 2',
      elements.filter((id) => (id as number) % 10 !== 2),
    ],
  ] as const)('%s: no row twice, and none missing', async (...[, name, bytes, pipeline, expected]) => {
    const { run, table } = await begun(name, bytes, pipeline);
    const first = await run('--pipeline', 'p.yaml', '--resumable', '--max-errors', '1');
    expect([first.exitCode, first.summary.error?.code], first.stderr).toEqual([4, 'TOO_MANY_REJECTS']);
    const [rows, distinct] = (await countOf(table)) as [number, number];
    expect(rows).toBe(distinct);
    expect(rows).toBeGreaterThan(0);
    const second = await run('--pipeline', 'p.yaml', '--resumable', '--max-errors', '2');
    expect(second.exitCode, second.stderr).toBe(3);
    expect(second.summary.settledBefore.loaded).toBe(rows);
    expect(second.summary.settledBefore.records + second.summary.counts.read).toBe(RECORDS);
    expect(await idsIn(table)).toEqual(expected);
    const totals = await bench.sql(
      `select records::int, (loaded + rejected + filtered - expanded)::int as sum from sluice.sources
       where table_name = 'public.${table}' and finished_at is not null`,
    );
    expect(totals).toEqual([{ records: RECORDS, sum: RECORDS }]);
    expect((await run('--pipeline', 'p.yaml', '--resumable')).stderr).toContain('nothing to load');
  });

  test('all of whose records are filtered is finished all the same', async () => {
    const { run, table } = await begun('data.csv', csv, 'where: note == "none has it"');
    const { exitCode, summary, stderr } = await run('--pipeline', 'p.yaml', '--resumable');
    expect([exitCode, summary.counts], stderr).toEqual([
      0,
      expect.objectContaining({ read: RECORDS, filtered: RECORDS, loaded: 0 }),
    ]);
    expect(await countOf(table)).toEqual([0, 0]);
  });

  test('is refused with another pipeline; where it is written does not matter', async () => {
    const { run, folder } = await begun('data.csv', csv, 'where: note != "out"');
    expect((await run('--pipeline', 'p.yaml', '--resumable', '--max-errors', '1')).exitCode).toBe(4);
    await writeFile(join(folder, 'p.yaml'), 'where: note != "in"');
    const refused = await run('--pipeline', 'p.yaml', '--resumable', '--max-errors', '2');
    expect([refused.exitCode, refused.summary.error?.hint]).toEqual([2, expect.stringContaining('the same pipeline')]);
    await writeFile(join(folder, 'p.yaml'), '# moved\n\nwhere: note != "out"');
    expect((await run('--pipeline', 'p.yaml', '--resumable', '--max-errors', '2')).exitCode).toBe(3);
  });
});
