/** Memory does not depend on the size of the table that values are looked up in. */
import { expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { startSluice } from '../support/child.js';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();

/** The peak of a load with so many entries to look in, in megabytes. */
async function peakOf(entries: number, lookup: string): Promise<number> {
  const table = Array.from({ length: entries }, (_, index) => `k${index},${'v'.repeat(20)}${index}`);
  const data = Array.from({ length: 20_000 }, (_, index) => `${index},k${(index * 7919) % entries}`);
  const folder = await folderOf({
    'table.csv': `key,value\n${table.join('\n')}\n`,
    'data.csv': `n,key\n${data.join('\n')}\n`,
    'p.yaml': `columns: {key: {lookup: {${lookup}, cacheSize: 1000}}}`,
  });
  await bench.sql('drop table if exists sized; create unlogged table sized (n int, key text)');
  const args = ['load', 'data.csv', '--pipeline', 'p.yaml', '--table', 'sized', '--db', bench.url, '--json'];
  const { exitCode, stdout, stderr } = await startSluice(args, { cwd: folder }).ended;
  expect(exitCode, stderr).toBe(0);
  expect(await bench.sql(`select count(*)::int from sized where key ~ '^v{20}\\d+$'`)).toEqual([{ count: 20_000 }]);
  return (JSON.parse(stdout) as RunSummary).peakMemoryBytes / 1e6;
}

test.each([
  ['a file', (): string => 'file: table.csv'],
  [
    'a query',
    (entries: number): string => `query: "select 'k' || n, repeat('v', 20) || n from generate_series(0, ${entries}) n"`,
  ],
])('ten times the entries of %s, the same peak', async (_, lookupOf) => {
  const small = await peakOf(60_000, lookupOf(60_000));
  const large = await peakOf(600_000, lookupOf(600_000));
  expect(large).toBeLessThan(220);
  // The rows of a query are garbage for a while: at some 160 MB it stays, however many there are.
  expect(large - small).toBeLessThan(80);
});
