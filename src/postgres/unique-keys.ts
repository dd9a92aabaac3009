import { qualifiedName, quoteIdentifier } from '../schema/identifiers.js';
import type { TableName } from '../schema/table.js';
import type { CatalogClient } from './catalog.js';

/** Columns by which no two rows of a table are equal. */
export interface UniqueKey {
  /** In the order of the index. */
  readonly columns: readonly KeyColumn[];
  readonly isPrimary: boolean;
  /** NULL equals NULL: NULLS NOT DISTINCT. Else rows with a NULL in the key are equal to none. */
  readonly nullsEqual: boolean;
}

/** One column of a key. */
export interface KeyColumn {
  readonly name: string;
  /** The collation by which the index compares, as SQL; null: its type has none. */
  readonly collation: string | null;
}

/**
 * Reads the keys of a table that `ON CONFLICT` can go by: valid unique indexes of plain columns, checked at once and for
 * all rows. The primary key comes first.
 *
 * @param client - A connected client.
 * @param table - The table, or whatever else it is: what has no indexes has no keys.
 */
export async function readUniqueKeys(client: CatalogClient, table: TableName): Promise<UniqueKey[]> {
  const { rows } = await client.query(keysQuery, [qualifiedName(table)]);
  return (rows as KeyRow[]).map(({ columns, isPrimary, nullsEqual }) => ({
    isPrimary,
    nullsEqual,
    columns: columns.map(({ name, collation }) => ({
      name,
      collation: collation === null ? null : collation.map(quoteIdentifier).join('.'),
    })),
  }));
}

interface KeyRow {
  readonly isPrimary: boolean;
  readonly nullsEqual: boolean;
  readonly columns: readonly { readonly name: string; readonly collation: readonly [string, string] | null }[];
}

/** `indnullsnotdistinct` is there since version 15 and `indisexclusion` marks temporal keys: looked up by name. */
const keysQuery = `
select
  i.indisprimary as "isPrimary",
  coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::pg_catalog.bool, false) as "nullsEqual",
  (
    select pg_catalog.json_agg(pg_catalog.json_build_object(
      'name', a.attname,
      'collation', case when l.oid is not null then pg_catalog.json_build_array(n.nspname, l.collname) end
    ) order by k.place)
    from rows from (pg_catalog.unnest(i.indkey::pg_catalog.int2[]), pg_catalog.unnest(i.indcollation::pg_catalog.oid[]))
      with ordinality as k (attnum, coll, place)
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    left join pg_catalog.pg_collation l on l.oid = k.coll
    left join pg_catalog.pg_namespace n on n.oid = l.collnamespace
    where k.place <= i.indnkeyatts
  ) as "columns"
from pg_catalog.pg_index i
where i.indrelid = pg_catalog.to_regclass($1::pg_catalog.text)
  and i.indisunique and i.indisvalid and i.indimmediate and not i.indisexclusion
  and i.indpred is null and i.indexprs is null
order by i.indisprimary desc, i.indexrelid`;
