import type { UniqueKey } from '../../postgres/unique-keys.js';
import { qualifiedName, quoteIdentifier } from '../../schema/identifiers.js';
import type { TargetColumn, TargetTable } from '../../schema/table.js';
import { keyList } from './key-sql.js';
import type { Staging } from './staging.js';

/** What the statement that merges staged rows into the target is written from. */
export interface MergeOptions {
  readonly table: TargetTable;
  readonly staging: Staging;
  /** The columns that are loaded. */
  readonly columns: readonly TargetColumn[];
  /** Those of them that no input had shown when the run began: a NULL in them is no news. */
  readonly late: ReadonlySet<string>;
  /** The key by which rows meet; null: any. */
  readonly key: UniqueKey | null;
  /** Rows that meet are updated, or else kept as they are. */
  readonly updates: boolean;
  /** Has the keys of inserted rows noted; null: nobody asks. */
  readonly note: { readonly relation: string; readonly columns: readonly string[] } | null;
}

/** Writes an INSERT of staged rows. */
export type MergeSql = (from: string) => string;

/**
 * Writes the statement that merges staged rows into the target. Identity columns take the values of the input, as they do
 * with COPY.
 *
 * Where the first of equal rows wins, they go in the order of the input. An upsert goes in the order of the key: into a
 * table of some million rows that takes two thirds of the time, because it comes to each page of the index once; and two
 * upserts at once lock rows in the same order, so that they wait for each other but never in a circle.
 *
 * @returns A function of what follows FROM: in it, `incoming` must be the staging table.
 */
export function mergeSql(options: MergeOptions): MergeSql {
  const { table, staging, columns, key, updates, note } = options;
  const names = columns.map(({ name }) => quoteIdentifier(name));
  const into = `INSERT INTO ${qualifiedName(table.name)} AS held (${names.join(', ')}) OVERRIDING SYSTEM VALUE`;
  const select = `SELECT ${names.map((name) => `incoming.${name}`).join(', ')}`;
  const resolution = conflictClause(options);
  const sequence = updates && key !== null ? keyList('incoming', key) : `incoming.${staging.order}`;
  return (from) => {
    const insert = `${into} ${select} FROM ${from} ORDER BY ${sequence} ${resolution}`;
    if (note === null) return insert;
    const returned = note.columns.map((name) => `held.${name}`).join(', ');
    return `WITH merged AS (${insert} RETURNING ${returned}) INSERT INTO ${note.relation} SELECT * FROM merged`;
  };
}

function conflictClause({ columns, late, key, updates }: MergeOptions): string {
  if (key === null) return 'ON CONFLICT DO NOTHING';
  const target = `ON CONFLICT (${key.columns.map(({ name }) => quoteIdentifier(name)).join(', ')})`;
  if (!updates) return `${target} DO NOTHING`;
  const assignments = updatedColumns(columns, key).map((name) => {
    const quoted = quoteIdentifier(name);
    return `${quoted} = ${late.has(name) ? `coalesce(EXCLUDED.${quoted}, held.${quoted})` : `EXCLUDED.${quoted}`}`;
  });
  return `${target} DO UPDATE SET ${assignments.join(', ')}`;
}

/** The loaded columns that an upsert by a key updates. An identity that is always generated can't be. */
export function updatedColumns(columns: readonly TargetColumn[], key: UniqueKey): string[] {
  const own = new Set(key.columns.map(({ name }) => name));
  return columns.filter(({ name, identity }) => !own.has(name) && identity !== 'always').map(({ name }) => name);
}
