import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice } from '../support/cli.js';
import { readConflicts } from '../support/conflicts.js';
import { loadBench } from '../support/load-bench.js';
import { tempFolder } from '../support/temp-folder.js';

const bench = loadBench();

describe('against a model', () => {
  const value = fc.record({ a: fc.option(fc.nat(4)), b: fc.option(fc.constantFrom('x', 'y', 'Z')), v: fc.nat(99) });
  type Row = typeof value extends fc.Arbitrary<infer T> ? T : never;
  const keyOf = ({ a, b }: Row): string | null => (a === null || b === null ? null : `${a} ${b}`);
  const csv = (rows: readonly Row[]): string =>
    ['a,b,v', ...rows.map(({ a, b, v }) => `${a ?? ''},${b ?? ''},${v}`)].join('\n');
  const sorted = (rows: readonly Row[]): string[] => rows.map(({ a, b, v }) => JSON.stringify([a, b, v])).toSorted();

  /** What is to be in the table, and how many rows were loaded. */
  function expected(existing: readonly Row[], input: readonly Row[], mode: string): { rows: Row[]; loaded: number } {
    const keyed = new Map(existing.flatMap((row) => (keyOf(row) === null ? [] : [[keyOf(row), row] as const])));
    const fresh = new Set<string | null>();
    const loose = [...existing, ...input].filter((row) => keyOf(row) === null);
    for (const row of input) {
      const key = keyOf(row);
      if (key === null || (mode === 'ignore' && keyed.has(key))) continue;
      keyed.set(key, row);
      fresh.add(key);
    }
    return {
      rows: [...keyed.values(), ...loose],
      loaded: fresh.size + input.filter((row) => keyOf(row) === null).length,
    };
  }

  test.each(['upsert', 'ignore'])('%s', { timeout: 60_000 }, async (mode) => {
    await bench.sql(`drop table if exists modelled; create table modelled (a int, b text, v int, unique (a, b))`);
    const unique = fc.uniqueArray(value, { maxLength: 6, selector: (row) => keyOf(row) ?? row });
    const property = fc.asyncProperty(
      unique,
      fc.array(fc.array(value, { maxLength: 12 }), { minLength: 1, maxLength: 3 }),
      async (existing, files) => {
        const folder = await tempFolder();
        await bench.sql('truncate modelled');
        for (const { a, b, v } of existing)
          await bench.sql(`insert into modelled values (${a}, ${b === null ? null : `'${b}'`}, ${v})`);
        for (const [index, rows] of files.entries()) await writeFile(join(folder, `${index}.csv`), csv(rows));
        const names = files.map((_, index) => `${index}.csv`);
        const flags = [
          '--db',
          bench.url,
          '--table',
          'modelled',
          '--mode',
          mode,
          '--key',
          'a,b',
          '--json',
          '--jobs',
          '2',
        ];
        const args = ['load', ...names, ...flags, '--report-conflicts', 'conflicts.ndjson'];
        const { stdout } = await sluice(args, { cwd: folder });
        const { counts, sources } = JSON.parse(stdout) as RunSummary;
        const { rows, loaded } = expected(existing, files.flat(), mode);
        expect(sorted((await bench.sql('select * from modelled')) as Row[])).toEqual(sorted(rows));
        expect(counts).toMatchObject({ loaded, skipped: files.flat().length - loaded, rolledBack: 0 });
        expect(sources.reduce((sum, source) => sum + source.loaded, 0)).toBe(loaded);
        expect(await readConflicts(folder)).toHaveLength(counts.skipped);
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });
});
