import { query } from './database.js';

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  /** Its place, from 0. */
  readonly index: number;
}

/** How many rows only one side has; a row that is there twice counts twice. */
export interface TableDifferences {
  readonly missing: number;
  readonly surplus: number;
}

/**
 * Compares a table with the records that it should hold, once Postgres has read their texts as the types of its columns:
 * what was loaded must be what Postgres itself would have stored.
 *
 * @param textOf - The text of a record's value for a column; null is NULL.
 */
export async function tableDifferences<T>(
  { url, table }: { readonly url: string; readonly table: string },
  records: readonly T[],
  textOf: (record: T, column: TableColumn) => string | null,
): Promise<TableDifferences> {
  const columns = await columnsOf(url, table);
  const texts = columns.map(({ index }) => `$${index + 1}::text[]`).join(', ');
  const casts = columns.map(({ type, index }) => `c${index}::${type}`).join(', ');
  const names = columns.map(({ index }) => `c${index}`).join(', ');
  const [differences] = await query(
    url,
    `with expected as (select ${casts} from unnest(${texts}) as r(${names})), actual as (select * from ${table})
     select (select count(*)::int from (table expected except all table actual) a) as missing,
            (select count(*)::int from (table actual except all table expected) b) as surplus`,
    columns.map((column) => records.map((record) => textOf(record, column))),
  );
  return differences as unknown as TableDifferences;
}

async function columnsOf(url: string, table: string): Promise<TableColumn[]> {
  const rows = await query(
    url,
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = '${table}'::regclass and attnum > 0 order by attnum`,
  );
  return rows.map(({ name, type }, index) => ({ name: String(name), type: String(type), index }));
}
