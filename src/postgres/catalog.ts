import { SluiceError } from '../errors/sluice-error.js';
import { displayTable, qualifiedName } from '../schema/identifiers.js';
import type { TableKind, TableName, TargetColumn, TargetTable } from '../schema/table.js';

/** The least of a `pg` client that reading the catalog needs. */
export interface CatalogClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * Reads what a run must know of its target: columns, types with domains resolved, NOT NULL, defaults, generated and
 * identity columns, enum labels. One round trip.
 *
 * @param client - A connected client; its `search_path` finds a name without schema, and temporary tables first.
 * @param name - The table.
 * @returns Null when there is no such relation.
 * @throws SluiceError `TABLE_UNSUITABLE` when it is something that COPY can't write into, `USAGE` when no relation
 * can have that name; and whatever the client throws.
 */
export async function readTable(client: CatalogClient, name: TableName): Promise<TargetTable | null> {
  const { rows } = await client.query(catalogQuery, [qualifiedName(name)]);
  const [relation] = rows as RelationRow[];
  if (relation === undefined) return null;
  const resolved = { schema: relation.schema, name: relation.name };
  const reason = unsuitable(relation);
  if (reason !== null) {
    throw new SluiceError('TABLE_UNSUITABLE', `Rows can't be copied into ${displayTable(resolved)}: it ${reason.is}.`, {
      hint: reason.hint,
    });
  }
  return {
    name: resolved,
    kind: kinds.get(relation.kind) ?? 'table',
    columns: relation.columns.map(targetColumn),
    rowTriggers: relation.rowTriggers,
  };
}

interface RelationRow {
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly rowSecurity: boolean;
  readonly rowTriggers: readonly string[];
  readonly columns: readonly ColumnRow[];
}

interface ColumnRow {
  readonly name: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  readonly generated: boolean;
  readonly identity: string;
  readonly type: TargetColumn['type'];
}

/** By `pg_class.relkind`. */
const kinds = new Map<string, TableKind>([
  ['r', 'table'],
  ['p', 'partitioned'],
  ['v', 'view'],
  ['f', 'foreign'],
]);

const otherKinds = new Map([
  ['m', 'is a materialized view'],
  ['S', 'is a sequence'],
  ['i', 'is an index'],
  ['I', 'is an index'],
  ['c', 'is a composite type'],
  ['t', 'is a TOAST table'],
]);

function unsuitable(relation: RelationRow): { is: string; hint: string } | null {
  if (!kinds.has(relation.kind)) {
    return { is: otherKinds.get(relation.kind) ?? 'is not a table', hint: 'Name a table with --table.' };
  }
  if (relation.kind === 'v' && relation.rowTriggers.length === 0) {
    return {
      is: 'is a view without an INSTEAD OF INSERT trigger',
      hint: 'Load into the table behind the view, or give the view such a trigger.',
    };
  }
  if (relation.rowSecurity) {
    return {
      is: 'has row-level security that holds for this user, which COPY does not support',
      hint: 'Load as the owner of the table or as a role with BYPASSRLS.',
    };
  }
  return null;
}

function targetColumn(row: ColumnRow): TargetColumn {
  const identity = row.identity === 'a' ? 'always' : row.identity === 'd' ? 'by default' : null;
  return { ...row, identity };
}

/**
 * `steps` follows each column's type through its domains to the base: a domain's modifier is its own
 * (`typtypmod`), a column of a domain has none. One row comes back, with the columns as JSON, so that a table
 * without columns has a row too. A trigger's type has bits: row 1, before 2, insert 4, instead 64. The catalogs are
 * named with their schema, because a temporary table of the same name would be found first.
 */
const catalogQuery = `
with recursive relation as (
  select c.oid, n.nspname, c.relname, c.relkind
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.oid = pg_catalog.to_regclass($1::pg_catalog.text)
), steps as (
  select a.attnum, 0 as depth, a.atttypid as type, a.atttypmod as typmod, a.attnotnull as not_null
  from relation
  join pg_catalog.pg_attribute a on a.attrelid = relation.oid and a.attnum > 0 and not a.attisdropped
  union all
  select s.attnum, s.depth + 1, t.typbasetype, t.typtypmod, s.not_null or t.typnotnull
  from steps s
  join pg_catalog.pg_type t on t.oid = s.type and t.typtype = 'd'
), bases as (
  select distinct on (attnum) attnum, type, typmod, not_null
  from steps
  order by attnum, depth desc
)
select
  r.nspname as "schema",
  r.relname as "name",
  r.relkind as "kind",
  pg_catalog.row_security_active(r.oid) as "rowSecurity",
  (
    select coalesce(pg_catalog.json_agg(g.tgname order by g.tgname), '[]')
    from pg_catalog.pg_trigger g
    where g.tgrelid = r.oid and g.tgenabled in ('O', 'A') and g.tgtype & 5 = 5 and g.tgtype & 66 <> 0
  ) as "rowTriggers",
  (
    select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
      'name', a.attname,
      'notNull', b.not_null,
      'hasDefault', a.attgenerated = '' and (a.atthasdef or declared.typdefault is not null),
      'generated', a.attgenerated <> '',
      'identity', a.attidentity,
      'type', pg_catalog.json_build_object(
        'name', base.typname,
        'builtIn', base.typnamespace = 'pg_catalog'::pg_catalog.regnamespace,
        'typmod', b.typmod,
        'display', pg_catalog.format_type(b.type, b.typmod),
        'labels', (
          select coalesce(pg_catalog.json_agg(e.enumlabel order by e.enumsortorder), '[]')
          from pg_catalog.pg_enum e
          where e.enumtypid = b.type
        )
      )
    ) order by a.attnum), '[]')
    from bases b
    join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum = b.attnum
    join pg_catalog.pg_type base on base.oid = b.type
    join pg_catalog.pg_type declared on declared.oid = a.atttypid
  ) as "columns"
from relation r`;
