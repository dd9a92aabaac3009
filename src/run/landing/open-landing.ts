import type { WritePlan } from '../../config/write-plan.js';
import type { Client } from '../../postgres/client.js';
import { readUniqueKeys, type UniqueKey } from '../../postgres/unique-keys.js';
import { qualifiedName } from '../../schema/identifiers.js';
import type { TargetColumn, TargetTable } from '../../schema/table.js';
import type { RecordSource } from '../reading/record-source.js';
import type { RunRejects } from '../run-rejects.js';
import type { TargetColumns } from '../target-columns.js';
import type { ConflictsFile } from './conflicts-file.js';
import { createNotedKeys, keptRowsSql, repeatedKeysSql, type ConflictsOptions, type NotedKeys } from './conflicts.js';
import type { Landed, Landing } from './landing.js';
import { loadKey } from './load-key.js';
import { mergeSql, updatedColumns } from './merge-sql.js';
import { StagedLanding } from './staged-landing.js';
import { createStaging, type Staging } from './staging.js';

/** What a landing is opened for. */
export interface LandingOptions {
  readonly write: WritePlan;
  /** Inside the transaction. */
  readonly client: Client;
  readonly table: TargetTable;
  readonly columns: TargetColumns;
  readonly inputs: readonly RecordSource[];
  readonly rejects: RunRejects;
  /** Takes what `--report-conflicts` asks for; null: nothing. */
  readonly conflicts: ConflictsFile | null;
}

/**
 * Makes ready what the mode of a load needs in the database.
 *
 * @throws SluiceError USAGE when the table has no key such as `--key` names; the driver's error when the user may not
 * empty the table, or make a temporary one.
 */
export async function openLanding(options: LandingOptions): Promise<Landing> {
  const { write, client, table } = options;
  if (write.mode === 'append') return targetItself(table);
  if (write.mode === 'replace') {
    await client.query(`TRUNCATE ${qualifiedName(table.name)}`);
    return targetItself(table);
  }
  return stagedLanding(options, write.mode === 'upsert');
}

function targetItself({ name }: TargetTable): Landing {
  return {
    relation: qualifiedName(name),
    name: name.name,
    carried: [],
    settle: (copied) => Promise.resolve({ loaded: copied, skipped: [] }),
  };
}

async function stagedLanding(options: LandingOptions, isUpsert: boolean): Promise<Landing> {
  const { client, table, inputs, rejects } = options;
  const loaded = loadedColumns(options.columns);
  const keys = await readUniqueKeys(client, table.name);
  const key = givenKey(options, { keys, loaded });
  // An upsert with nothing to update keeps the row that is there, and rows with the same key are the same row.
  const updates = isUpsert && key !== null && updatedColumns(loaded, key).length > 0;
  const meeting = isUpsert ? key : null;
  const mayExpand = inputs.some((input) => input.mayExpand);
  const staging = await createStaging(client, { columns: loaded, mayReject: rejects.mayGoOn, mayExpand });
  const report = await openReport(options, { staging, keys: tellingKeys(keys, key, { isUpsert, loaded }), updates });
  const sql = mergeSql({
    table,
    staging,
    columns: loaded,
    late: lateNames(options),
    key: meeting,
    updates,
    note: report.noted,
  });
  const lastWinsBy = updates ? key : null;
  return new StagedLanding({ client, staging, sql, lastWinsBy, inputs, rejects, onMerged: report.write });
}

function loadedColumns({ filled, added }: TargetColumns): TargetColumn[] {
  return [...filled, ...added].map(({ column }) => column);
}

function lateNames({ columns: { filled, firstLate } }: LandingOptions): Set<string> {
  return new Set(filled.slice(firstLate).map(({ column }) => column.name));
}

/** What a table and a load have that keys are about. */
interface KeySearch {
  readonly keys: readonly UniqueKey[];
  readonly loaded: readonly TargetColumn[];
}

function givenKey({ write, table }: LandingOptions, { keys, loaded }: KeySearch): UniqueKey | null {
  if (write.key === null) return null;
  return loadKey({ key: write.key, table, keys, loaded: new Set(loaded.map(({ name }) => name)) });
}

/** The keys by which a record may have lost, as far as they can be told from the input; the one given comes first. */
function tellingKeys(
  keys: readonly UniqueKey[],
  given: UniqueKey | null,
  { isUpsert, loaded }: { readonly isUpsert: boolean; readonly loaded: readonly TargetColumn[] },
): UniqueKey[] {
  if (given !== null && isUpsert) return [given];
  const names = new Set(loaded.map(({ name }) => name));
  const others = keys.filter((key) => key !== given && key.columns.every(({ name }) => names.has(name)));
  return given === null ? others : [given, ...others];
}

interface Report {
  readonly noted: NotedKeys | null;
  readonly write: (landed: Landed) => Promise<void>;
}

interface ReportOptions {
  readonly staging: Staging;
  readonly keys: readonly UniqueKey[];
  readonly updates: boolean;
}

async function openReport(
  { conflicts, client, table }: LandingOptions,
  { staging, keys, updates }: ReportOptions,
): Promise<Report> {
  if (conflicts === null) return { noted: null, write: () => Promise.resolve() };
  const options: ConflictsOptions = { client, staging, table: table.name };
  if (updates) return { noted: null, write: () => conflicts.write(client, repeatedKeysSql(options, keys[0])) };
  const noted = keys.length === 0 ? null : await createNotedKeys(options, keys);
  const write = async ({ skipped }: Landed): Promise<void> => {
    const count = skipped.reduce((sum, one) => sum + one, 0);
    await conflicts.write(client, count === 0 ? null : await keptRowsSql({ ...options, noted }, keys, count));
  };
  return { noted, write };
}
