/** Resumable loads that something happens to, gone on with until they are done, and the verdict on what is left of each. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { query } from './database.js';
import {
  endOf,
  expectNothingLeft,
  isBad,
  RECORDS,
  startLoad,
  type FaultedLoad,
  type FaultedLoadOptions,
} from './faulted-load.js';
import { tally } from './fault-tally.js';
import { startProxy } from './proxy.js';

/** How the first run of a resumed load has ended. */
export interface FirstEnd {
  readonly exitCode: number;
  readonly summary: RunSummary | null;
  /** How often the command was run in all. */
  readonly runs: number;
}

/** Starts of a command after which a load must be done, whatever happened to the first. */
const MAX_RUNS = 4;

/** Begins a resumable load of the file. */
export function startResumable(options: FaultedLoadOptions): Promise<FaultedLoad> {
  return startLoad({ ...options, flags: ['--resumable', ...(options.flags ?? [])] });
}

/** What a load takes that nothing happens to. */
interface Measure {
  /** Milliseconds. */
  readonly duration: number;
  /** Bytes that its busier connection passes. */
  readonly bytes: number;
}

const measures = new Map<number, Measure>();

/** Measures a load with so many lanes, once. */
export async function measureOf(url: string, lanes: number): Promise<Measure> {
  const known = measures.get(lanes);
  if (known !== undefined) return known;
  const proxy = await startProxy(url, { kind: 'cut', afterBytes: Infinity });
  const startedAt = performance.now();
  const load = await startResumable({ url, via: proxy.url, lanes });
  await endOf(load);
  const measure = { duration: performance.now() - startedAt, bytes: proxy.mostBytes() };
  expect((await judgeResumed(load, null)).runs).toBe(1);
  measures.set(lanes, measure);
  return measure;
}

/**
 * Waits for a run to end, begins it again until it is done, and holds what is in the table and in the reject files against
 * the file: each good record is in once, and each bad one rejected once.
 *
 * @param fault - What was done to it; null: nothing.
 */
export async function judgeResumed(load: FaultedLoad, fault: string | null): Promise<FirstEnd> {
  const first = await endOf(load);
  await expectNoneTwice(load);
  await expectNothingLeft(load);
  let { exitCode } = first;
  let runs = 1;
  // A run that was killed after its last commit has left nothing to do.
  const isDone = (): boolean => exitCode === 3 || (runs > 1 && exitCode === 0);
  for (; !isDone() && runs < MAX_RUNS; runs++) ({ exitCode } = await endOf(load.again()));
  expect(isDone(), first.stderr).toBe(true);
  const [rows, records, faults] = [await idsInTable(load), await idsInRecords(load), await idsInFaults(load)];
  const { lost, doubled } = differences(rows, good);
  const ofRejects = [differences(records, bad), differences(faults, bad)];
  if (fault !== null) tally({ fault: `${fault}, resumed`, lost, doubled });
  expect([{ lost, doubled }, ...ofRejects], first.stderr).toEqual(Array(3).fill({ lost: 0, doubled: 0 }));
  return {
    exitCode: first.exitCode,
    summary: first.stdout === '' ? null : (JSON.parse(first.stdout) as RunSummary),
    runs,
  };
}

const ids = Array.from({ length: RECORDS }, (_, index) => index + 1);
const good = ids.filter((id) => !isBad(id));
const bad = ids.filter(isBad);

function differences(found: readonly number[], expected: readonly number[]): { lost: number; doubled: number } {
  const all = new Set(found);
  const lost = expected.filter((id) => !all.has(id)).length;
  return { lost, doubled: found.length - (expected.length - lost) };
}

async function expectNoneTwice(load: FaultedLoad): Promise<void> {
  const rows = await idsInTable(load);
  expect(new Set(rows).size).toBe(rows.length);
}

async function idsInTable({ url, table }: FaultedLoad): Promise<number[]> {
  const rows = (await query(url, `select id::int as id from ${table}`)) as { id: number }[];
  return rows.map(({ id }) => id);
}

async function idsInRecords(load: FaultedLoad): Promise<number[]> {
  const [header, ...lines] = await linesOf(load, 'data.rejects.csv');
  expect(header).toBe('id,note,amount');
  return lines.map((line) => Number(line.split(',')[0]));
}

async function idsInFaults(load: FaultedLoad): Promise<number[]> {
  return (await linesOf(load, 'data.rejects.ndjson')).map((line) => (JSON.parse(line) as { record: number }).record);
}

async function linesOf({ folder }: FaultedLoad, name: string): Promise<string[]> {
  return (await readFile(join(folder, name), 'utf8')).split('\n').slice(0, -1);
}
