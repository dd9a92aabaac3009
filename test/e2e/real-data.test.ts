/** Files that no one here wrote, loaded into tables made for them and compared value by value with what others read. */
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse as oracle } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliResult } from '../support/cli.js';
import { loadBench } from '../support/load-bench.js';
import { tableDifferences, type TableColumn } from '../support/table-differences.js';
import { tempFolder } from '../support/temp-folder.js';

const VEGA = 'node_modules/vega-datasets/data';
const COUNTRIES = 'node_modules/country-data/data';
const LANGUAGES = 'node_modules/language-subtag-registry/data/json';

const bench = loadBench();

/** The files of a package that end so. */
async function filesOf(folder: string, ending: RegExp): Promise<string[]> {
  return (await readdir(folder)).filter((name) => ending.test(name)).map((name) => join(folder, name));
}

interface RealLoad extends CliResult {
  readonly table: string;
  /** Null when nothing was loaded. */
  readonly summary: RunSummary | null;
}

/** Loads a file, about which nothing is said but what these arguments say, into a table made for it. */
async function load(path: string, args: readonly string[] = []): Promise<RealLoad> {
  const folder = await tempFolder();
  const file = basename(path);
  await copyFile(path, join(folder, file));
  const [, owner] = path.split('/');
  const table = `"${[owner, file, ...args].join(' ')}"`;
  const flags = ['--table', table, '--create', '--json', '--db', bench.url];
  const result = await sluice(['load', file, ...args, ...flags], { cwd: folder });
  return { ...result, table, summary: JSON.parse(result.stdout || 'null') as RunSummary | null };
}

/** Makes sure that the load has put these records into its table, and nothing else. */
async function expectLoaded<T>(
  { exitCode, stderr, summary, table }: RealLoad,
  records: readonly T[],
  textOf: (record: T, column: TableColumn) => string | null,
): Promise<void> {
  expect(exitCode, stderr).toBe(0);
  expect(records.length).toBeGreaterThan(0);
  expect(summary?.counts).toMatchObject({ read: records.length, loaded: records.length, rejected: 0 });
  expect(await tableDifferences({ url: bench.url, table }, records, textOf)).toEqual({ missing: 0, surplus: 0 });
}

describe('CSV and TSV are what csv-parse reads', async () => {
  const files = [...(await filesOf(VEGA, /\.[ct]sv$/)), ...(await filesOf(COUNTRIES, /\.csv$/))];

  test('the packages have the files that they had', () => {
    expect(files.length).toBeGreaterThan(24);
  });

  test.each(files)('%s', async (path) => {
    await expectLoaded(await load(path), await csvRecordsOf(path), (record, { index }) => record[index]);
  });
});

/** The records after the header. An empty field is NULL unless it is quoted, which csv-parse tells slowly. */
async function csvRecordsOf(path: string): Promise<(string | null)[][]> {
  const bytes = await readFile(path);
  const options = { delimiter: path.endsWith('.tsv') ? '\t' : ',', bom: true, from: 2 };
  if (!bytes.includes('""')) return oracle(bytes, options).map((record) => record.map((value) => value || null));
  const cast = (value: string, { quoting }: { quoting: boolean }): string | null => (quoting ? value : value || null);
  return oracle(bytes, { ...options, cast });
}

type JsonRecord = Readonly<Record<string, unknown>>;

describe('JSON is what JSON.parse reads', async () => {
  const files = [
    ...(await filesOf(VEGA, /\.json$/)),
    ...(await filesOf(COUNTRIES, /\.json$/)),
    join(LANGUAGES, 'registry.json'),
    join(LANGUAGES, 'region.json'),
  ];

  test('the packages have the files that they had', () => {
    expect(files.length).toBeGreaterThan(46);
  });

  test.each(files)('%s: an array of objects, or one object', async (path) => {
    const document = (await parsed(path)) as JsonRecord | JsonRecord[];
    const records = Array.isArray(document) ? document : [document];
    await expectLoaded(await load(path), records, jsonTextOf(records));
  });

  test.each<[string, string, (document: JsonRecord) => unknown]>([
    [join(VEGA, 'miserables.json'), 'nodes', ({ nodes }) => nodes],
    [join(VEGA, 'miserables.json'), 'links', ({ links }) => links],
    [join(VEGA, 'earthquakes.json'), 'features', ({ features }) => features],
    [join(VEGA, 'us-10m.json'), 'objects.counties.geometries', geometriesOf('counties')],
    [join(LANGUAGES, 'index.json'), '*', (document) => Object.values(document)],
  ])('%s at %s', async (path, place, recordsOf) => {
    const records = recordsOf((await parsed(path)) as JsonRecord) as JsonRecord[];
    await expectLoaded(await load(path, ['--select', place]), records, jsonTextOf(records));
  });
});

function geometriesOf(name: string): (document: JsonRecord) => unknown {
  return ({ objects }) => (objects as Record<string, { geometries: unknown }>)[name].geometries;
}

describe('JSON that is no table is refused with the reason', () => {
  test('more keys than a table has columns', async () => {
    const { exitCode, stderr, summary } = await load(join(LANGUAGES, 'language.json'));
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain(
      'The records of language.json have more than 4,096 different keys, too many for columns. (TOO_MANY_KEYS)\n' +
        "  If the keys are data, such as ids, --select with * for them ('*', or 'data.*') makes a record of each value.",
    );
    expect(summary?.counts.loaded ?? 0).toBe(0);
  });

  test('nothing at the path', async () => {
    const { exitCode, stderr, summary } = await load(join(VEGA, 'us-10m.json'), ['--select', 'features']);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain(
      'us-10m.json has nothing at --select features. (SELECT_NOT_FOUND)\n' +
        '  Where the path ends, the keys are: type, transform, objects, arcs.',
    );
    expect(summary?.counts.loaded ?? 0).toBe(0);
  });
});

async function parsed(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** The text of the value of a key, whose column has the same letters and digits. */
function jsonTextOf(records: readonly JsonRecord[]): (record: JsonRecord, column: TableColumn) => string | null {
  const keys = new Map(records.flatMap((record) => Object.keys(record)).map((key) => [lettersOf(key), key]));
  return (record, { name, type }) => {
    const value = record[keys.get(lettersOf(name)) ?? name] ?? null;
    if (value === null) return null;
    return type === 'jsonb' || typeof value !== 'string' ? JSON.stringify(value) : value;
  };
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
