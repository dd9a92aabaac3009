/** Loads of one file that something happens to, and the verdict on what is left of each. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { startSluice, type Child, type ChildResult } from './child.js';
import { query } from './database.js';
import { tally } from './fault-tally.js';
import { moments } from './seeded.js';
import { tempFolder } from './temp-folder.js';
import { until } from './until.js';

/** Moments of a kind of fault, over both numbers of lanes: of a run's time, or of its bytes. */
const MOMENTS = 25;

/** Seconds in which a run has to end after its fault. */
const PATIENCE = 20;

/** Records of the file; of these, one in {@link BAD_EVERY} has a bad value. */
export const RECORDS = 50_000;
const BAD_EVERY = 5000;
const BAD = RECORDS / BAD_EVERY;
const GOOD = RECORDS - BAD;

/** The file: some 5 MB. */
export const data = `id,note,amount\n${Array.from({ length: RECORDS }, (_, index) => record(index + 1)).join('')}`;

/** A run that has begun. */
export interface FaultedLoad {
  readonly child: Child;
  readonly folder: string;
  readonly table: string;
  /** Where to look for what is in: past any proxy. */
  readonly url: string;
  /** Begins the same load once more, past any proxy and without any limit. */
  readonly again: () => FaultedLoad;
}

/** How a run is begun. */
export interface FaultedLoadOptions {
  readonly url: string;
  readonly lanes: number;
  /** Where the run is told that the database is. Default: there. */
  readonly via?: string;
  readonly flags?: readonly string[];
  /** What is loaded instead of the file. */
  readonly input?: string;
  readonly fileBlocks?: number;
}

/** How a run has ended. */
export interface Verdict {
  readonly exitCode: number;
  /** Null when the process was killed. */
  readonly summary: RunSummary | null;
  readonly stderr: string;
  /** Rows in the table. */
  readonly rows: number;
  /** All of the good ones. */
  readonly isWhole: boolean;
}

/** Seeded moments for the runs with so many lanes, each with the how manieth it is. */
export function momentsFor(lanes: 1 | 2, seed: number): { moment: number; index: number }[] {
  const count = lanes === 1 ? Math.ceil(MOMENTS / 2) : Math.floor(MOMENTS / 2);
  return moments(count, seed + lanes).map((moment, index) => ({ moment, index }));
}

/** Begins to load the file into a table that is new and empty. */
export async function startLoad(options: FaultedLoadOptions): Promise<FaultedLoad> {
  const { url, lanes, via = url, flags = [], input = 'data.csv', fileBlocks } = options;
  const table = `faulted_${++tables}`;
  await query(url, `create table ${table} (id bigint, note text, amount numeric(8,2))`);
  const folder = await tempFolder();
  await mkdir(join(folder, 'tmp'));
  await writeFile(join(folder, 'data.csv'), data);
  const args = ['load', input, '--table', table, '--jobs', String(lanes), '--max-errors', '1%', '--json', ...flags];
  const begin = (db: string, limit = {}): FaultedLoad => {
    const child = startSluice([...args, '--db', db], { cwd: folder, env: { TMPDIR: join(folder, 'tmp') }, ...limit });
    return { child, folder, table, url, again: () => begin(url) };
  };
  return begin(via, fileBlocks === undefined ? {} : { fileBlocks });
}

/** Whether the process still runs. */
export function isRunning({ child: { process } }: FaultedLoad): boolean {
  return process.exitCode === null && process.signalCode === null;
}

/**
 * Waits for a run to end, and holds what it says against what is in the table and around it.
 *
 * @param fault - What was done to it; null: nothing.
 */
export async function judge(load: FaultedLoad, fault: string | null): Promise<Verdict> {
  const { exitCode, stdout, stderr } = await endOf(load);
  const summary = stdout === '' ? null : (JSON.parse(stdout) as RunSummary);
  await expectNothingLeft(load);
  const [{ rows, ids }] = (await query(
    load.url,
    `select count(*)::int as rows, array_agg(distinct id::int) as ids from ${load.table}`,
  )) as { rows: number; ids: number[] | null }[];
  const found = new Set(ids);
  const expected = await expectedIds(load, { exitCode, summary }, found);
  const lost = [...expected].filter((id) => !found.has(id)).length;
  const doubled = rows - found.size + [...found].filter((id) => !expected.has(id)).length;
  if (fault !== null) tally({ fault, lost, doubled });
  expect({ lost, doubled }, `exit code ${exitCode}, ${rows} rows: ${stderr}`).toEqual({ lost: 0, doubled: 0 });
  if (exitCode === 3) await expectRejects(load, summary);
  return { exitCode, summary, stderr, rows, isWhole: rows === GOOD };
}

let tables = 0;

function record(id: number): string {
  return `${id},${'n'.repeat(80)},${isBad(id) ? 'x' : `${id % 1000}.25`}\n`;
}

/** Whether a record has a bad value. */
export function isBad(id: number): boolean {
  return id % BAD_EVERY === 2500;
}

/** Waits for a run to end, which it must do soon. */
export async function endOf({ child }: FaultedLoad): Promise<ChildResult> {
  const late = sleep(1000 * PATIENCE, null, { ref: false });
  const result = await Promise.race([child.ended, late]);
  if (result === null) throw new Error(`The run has not ended ${PATIENCE} seconds after its fault.`);
  return result;
}

/** No connection (and so no lock), no temporary table, no file but those that a run is to leave. */
export async function expectNothingLeft({ url, folder }: FaultedLoad): Promise<void> {
  const mine = 'datname = current_database() and pid <> pg_backend_pid()';
  const left = `
    select application_name as left from pg_stat_activity where ${mine} and application_name like 'sluice%'
    union all select relname from pg_class where relpersistence = 't'
    union all select l.mode from pg_locks l join pg_stat_activity using (pid) where ${mine} and backend_type = 'client backend'`;
  await until(async () => (await query(url, left)).length === 0, 5);
  const files = (await readdir(folder, { recursive: true })).filter((name) => !KEPT.test(name));
  expect(files).toEqual([]);
}

const KEPT = /^(?:data\.csv(?:\.gz)?|tmp|(?:data|stdin)\.rejects\.(?:csv|ndjson)|sluice-partly-committed-\d+\.ndjson)$/;

/** The rows that are in, by what the run has said; where it can't know, whatever of that is whole. */
async function expectedIds(
  { folder }: FaultedLoad,
  { exitCode, summary }: Pick<Verdict, 'exitCode' | 'summary'>,
  found: ReadonlySet<number>,
): Promise<ReadonlySet<number>> {
  const listed = await listedRanges(folder);
  if (listed !== null) return new Set(listed.flatMap(({ ids, isKnown }) => (isKnown || isAny(ids, found) ? ids : [])));
  const isCommitted = exitCode === 3;
  const isUnknown = summary?.error?.code === 'OUTCOME_UNKNOWN' || exitCode === KILLED;
  return new Set(isCommitted || (isUnknown && found.size > 0) ? idsBetween(1, RECORDS) : []);
}

/** What a shell makes of SIGKILL. */
const KILLED = 128 + 9;

/** What the file of a load lists that was committed in part, or null. */
async function listedRanges(folder: string): Promise<{ ids: number[]; isKnown: boolean }[] | null> {
  const name = (await readdir(folder)).find((file) => file.startsWith('sluice-partly-committed'));
  if (name === undefined) return null;
  const lines = (await readFile(join(folder, name), 'utf8')).trim().split('\n');
  const ranges = lines.map((line) => JSON.parse(line) as { first: number; last: number; lane?: number });
  const lanes = [...new Set(ranges.map(({ lane }) => lane))];
  return lanes.map((lane) => ({
    ids: ranges.filter((range) => range.lane === lane).flatMap(({ first, last }) => idsBetween(first, last)),
    isKnown: lane === undefined,
  }));
}

function isAny(ids: readonly number[], found: ReadonlySet<number>): boolean {
  return ids.some((id) => found.has(id));
}

function idsBetween(first: number, last: number): number[] {
  const ids = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return ids.filter((id) => !isBad(id));
}

async function expectRejects({ folder }: FaultedLoad, summary: RunSummary | null): Promise<void> {
  const [path = ''] = summary?.rejectFiles.filter((file) => file.endsWith('.ndjson')) ?? [];
  const lines = (await readFile(join(folder, path), 'utf8')).trim().split('\n');
  expect([lines.length, summary?.counts.rejected]).toEqual([BAD, BAD]);
}
