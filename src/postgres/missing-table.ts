import { SluiceError } from '../errors/sluice-error.js';
import { displayTable } from '../schema/identifiers.js';
import { nearestName } from '../schema/nearest.js';
import type { TableName } from '../schema/table.js';
import type { CatalogClient } from './catalog.js';

/**
 * Words the error for a table that isn't there, and names the tables whose names come near.
 *
 * @param client - A connected client.
 * @param name - The table that `readTable` did not find.
 * @param advice - What to do. Default: to pass `--create`, or to name another.
 * @returns A `TABLE_MISSING` error, to be thrown.
 */
export async function missingTable(
  client: CatalogClient,
  name: TableName,
  advice = "Pass --create to have it made from the file's columns, or name another with --table.",
): Promise<SluiceError> {
  const near = await nearestTables(client, name);
  const guess = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  return new SluiceError('TABLE_MISSING', `The database has no table ${displayTable(name)}.`, {
    hint: `${advice}${guess}`,
  });
}

interface NameRow {
  readonly schema: string;
  readonly name: string;
  /** Found without its schema. */
  readonly visible: boolean;
}

/** The same name in another schema, or the one nearest name wherever it is. At most three. */
async function nearestTables(client: CatalogClient, { schema, name }: TableName): Promise<string[]> {
  const { rows } = (await client.query(tablesQuery)) as { rows: NameRow[] };
  const own = rows.filter((row) => (schema === null ? row.visible : row.schema === schema));
  const nearest = nearestName(name, namesOf(own)) ?? nearestName(name, namesOf(rows));
  const same = rows.filter((row) => row.name === name);
  const found = same.length > 0 ? same : rows.filter((row) => row.name === nearest);
  return found.slice(0, 3).map((row) => displayTable(row.visible ? { schema: null, name: row.name } : row));
}

function namesOf(rows: readonly NameRow[]): string[] {
  return rows.map((row) => row.name);
}

/** Bounded, so that a database of a million tables can't make an error slow. */
const tablesQuery = `
select n.nspname as "schema", c.relname as "name", pg_catalog.pg_table_is_visible(c.oid) as "visible"
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'f')
  and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  and not c.relispartition
order by 3 desc, 1, 2
limit 10000`;
