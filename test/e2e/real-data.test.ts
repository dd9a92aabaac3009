/** Files that no one here wrote, loaded into tables made for them and compared value by value with csv-parse. */
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse as oracle } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice } from '../support/cli.js';
import { query } from '../support/database.js';
import { loadBench } from '../support/load-bench.js';
import { tempFolder } from '../support/temp-folder.js';

const DATA = 'node_modules/vega-datasets/data';
const files = (await readdir(DATA)).filter((name) => /\.[ct]sv$/.test(name));

const bench = loadBench();

test('the package has the files that it had', () => {
  expect(files.length).toBeGreaterThan(20);
});

test.each(files)('%s', async (file) => {
  const folder = await tempFolder();
  await copyFile(join(DATA, file), join(folder, file));
  const table = `"${basename(file)}"`;
  const delimiter = file.endsWith('.tsv') ? '\t' : ',';
  const args = ['load', file, '--table', table, '--create', '--delimiter', delimiter, '--json', '--db', bench.url];
  const { exitCode, stdout, stderr } = await sluice(args, { cwd: folder });
  expect(exitCode, stderr).toBe(0);
  const records = oracle(await readFile(join(DATA, file)), { delimiter, bom: true, cast: nullOfEmpty, from: 2 }) as (
    string | null
  )[][];
  expect(records.length).toBeGreaterThan(0);
  const { counts } = JSON.parse(stdout) as RunSummary;
  expect(counts).toMatchObject({ read: records.length, loaded: records.length, rejected: 0 });
  expect(await differences(table, records)).toEqual([{ missing: 0, surplus: 0 }]);
});

/** An empty field is NULL unless it is quoted. */
function nullOfEmpty(value: string, { quoting }: { quoting: boolean }): string | null {
  return value === '' && !quoting ? null : value;
}

/**
 * Counts the rows that only one side has, duplicates too, once Postgres has read csv-parse's texts as the types of
 * the columns: what Sluice loaded must be what Postgres itself would have stored.
 */
async function differences(table: string, records: readonly (readonly (string | null)[])[]): Promise<unknown> {
  const columns = await bench.sql(
    `select format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = '${table}'::regclass and attnum > 0 order by attnum`,
  );
  const numbers = columns.map((_, index) => index + 1);
  const texts = numbers.map((number) => `$${number}::text[]`).join(', ');
  const casts = columns.map(({ type }, index) => `c${index + 1}::${String(type)}`).join(', ');
  const expected = `select ${casts} from unnest(${texts}) as r(${numbers.map((number) => `c${number}`).join(', ')})`;
  const values = columns.map((_, index) => records.map((record) => record[index]));
  return query(
    bench.url,
    `with expected as (${expected}), actual as (select * from ${table})
     select (select count(*)::int from (table expected except all table actual) a) as missing,
            (select count(*)::int from (table actual except all table expected) b) as surplus`,
    values,
  );
}
