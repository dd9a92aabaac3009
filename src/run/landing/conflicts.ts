import type { Client } from '../../postgres/client.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { UniqueKey } from '../../postgres/unique-keys.js';
import { qualifiedName, quoteIdentifier } from '../../schema/identifiers.js';
import type { TableName } from '../../schema/table.js';
import { isComplete, keyList, sameKey } from './key-sql.js';
import type { Staging } from './staging.js';

/** A record that a mode skipped. */
export interface Conflict {
  readonly place: string;
  readonly line: number;
  /** The key that it lost by, as JSON text; null: none that can be told. */
  readonly key: string | null;
  /** The record that won; nulls: it was a row of the table. */
  readonly winner: string | null;
  readonly winnerLine: number | null;
}

/** What the conflicts of a merge are looked for in. */
export interface ConflictsOptions {
  readonly client: Client;
  readonly staging: Staging;
  readonly table: TableName;
}

/** Writes the query of a merge in which the last of the rows with the same key won. */
export function repeatedKeysSql({ staging }: ConflictsOptions, key: UniqueKey): string {
  const { order, line, relation } = staging;
  return `
    SELECT place::text, line::float8, key, winner::text, winner_line::float8 AS "winnerLine" FROM (
      SELECT r.${order} AS place, r.${line} AS line, ${keyObject('r', key)} AS key,
        last_value(r.${order}) OVER same AS winner, last_value(r.${line}) OVER same AS winner_line
      FROM ${relation} r WHERE ${isComplete('r', key)}
      WINDOW same AS (
        PARTITION BY ${keyList('r', key)} ORDER BY r.${order} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      )
    ) r WHERE place <> winner ORDER BY r.place`;
}

/** What a merge in which the first row won has noted: the keys of the rows that went in. */
export interface NotedKeys {
  readonly relation: string;
  readonly columns: readonly string[];
}

/** Makes the table that a merge notes keys in. */
export async function createNotedKeys(
  { client, staging }: ConflictsOptions,
  keys: readonly UniqueKey[],
): Promise<NotedKeys> {
  const columns = keyColumns(keys);
  await client.query(
    `CREATE TEMPORARY TABLE sluice_noted ON COMMIT DROP AS SELECT ${columns.join(', ')} FROM ${staging.relation} WITH NO DATA`,
  );
  return { relation: 'pg_temp.sluice_noted', columns };
}

/**
 * Writes the query of a merge in which the first row won, by any of several keys.
 *
 * A row went in when the first of its keys without a NULL was noted along with all its others, and no row before it has
 * them all; a row without such a key went in anyway. Everything else was skipped, by a row that went in or one of the table.
 *
 * @param keys - In the order in which they are looked at.
 * @param skipped - How many rows were skipped, as Postgres counted.
 * @throws SluiceError COUNT_MISMATCH when another number would be found: a trigger changes keys.
 */
export async function keptRowsSql(
  options: ConflictsOptions & { readonly noted: NotedKeys | null },
  keys: readonly UniqueKey[],
  skipped: number,
): Promise<string> {
  const { client, noted } = options;
  if (noted === null) throw untold();
  await client.query(`ANALYZE ${noted.relation}`);
  const { rowCount } = await client.query(
    `CREATE TEMPORARY TABLE sluice_skipped ON COMMIT DROP AS SELECT r.* FROM ${ranked(options.staging, noted)} r
     ${notedJoins(noted, keys)}
     WHERE NOT (${wentIn(noted, keys)})`,
  );
  if (rowCount !== skipped) throw untold();
  await client.query(`ANALYZE pg_temp.sluice_skipped`);
  return skippedSql(options, keys);
}

function skippedSql({ staging, table }: ConflictsOptions, keys: readonly UniqueKey[]): string {
  const { order, line, relation } = staging;
  const won = `(SELECT * FROM ${relation} r WHERE NOT EXISTS (SELECT FROM pg_temp.sluice_skipped s WHERE s.${order} = r.${order}))`;
  const found = keys.map((key, rank) => {
    const isOfTable =
      keys.length === 1 ? 'true' : `EXISTS (SELECT FROM ${qualifiedName(table)} t WHERE ${sameKey('t', 's', key)})`;
    return `SELECT s.${order} AS place, ${rank} AS rank, ${keyObject('s', key)} AS key, w.${order} AS winner, w.${line} AS winner_line
      FROM pg_temp.sluice_skipped s LEFT JOIN ${won} w ON ${sameKey('w', 's', key)}
      WHERE ${isComplete('s', key)} AND (w.${order} IS NOT NULL OR ${isOfTable})`;
  });
  return `
    SELECT DISTINCT ON (s.${order}) s.${order}::text AS place, s.${line}::float8 AS line, f.key,
      f.winner::text AS winner, f.winner_line::float8 AS "winnerLine"
    FROM pg_temp.sluice_skipped s LEFT JOIN (${found.join(' UNION ALL ')}) f ON f.place = s.${order}
    ORDER BY s.${order}, f.winner IS NULL, f.rank`;
}

/** The staged rows; `sluice_copy` counts those whose keys are all the same. */
function ranked({ order, line, relation }: Staging, { columns }: NotedKeys): string {
  const all = columns.map((name) => `r.${name}`).join(', ');
  return `(SELECT r.${order}, r.${line}, ${all},
    row_number() OVER (PARTITION BY ${all} ORDER BY r.${order}) AS sluice_copy FROM ${relation} r)`;
}

function notedJoins({ relation }: NotedKeys, keys: readonly UniqueKey[]): string {
  return keys.map((key, at) => `LEFT JOIN ${relation} n${at} ON ${sameKey(`n${at}`, 'r', key)}`).join(' ');
}

function wentIn({ columns }: NotedKeys, keys: readonly UniqueKey[]): string {
  const cases = keys.map((key, at) => {
    const same = columns.map((column) => `n${at}.${column} IS NOT DISTINCT FROM r.${column}`).join(' AND ');
    return `WHEN ${isComplete('r', key)} THEN n${at}.ctid IS NOT NULL AND ${same} AND r.sluice_copy = 1`;
  });
  return `CASE ${cases.join(' ')} ELSE true END`;
}

/** As text, and put together by hand: Postgres would put blanks in. */
function keyObject(row: string, { columns }: UniqueKey): string {
  const members = columns.map(({ name }, index) => {
    const start = literal(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
    return `${start}, coalesce(to_json(${row}.${quoteIdentifier(name)})::text, 'null')`;
  });
  return `concat(${members.join(', ')}, '}')`;
}

function keyColumns(keys: readonly UniqueKey[]): string[] {
  return [...new Set(keys.flatMap(({ columns }) => columns.map(({ name }) => quoteIdentifier(name))))];
}

function literal(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "''");
  return `E'${escaped}'`;
}

function untold(): SluiceError {
  return new SluiceError(
    'COUNT_MISMATCH',
    'It can not be told which records lost to which: the keys that went in are others.',
    {
      hint: 'A trigger on the table may change keys. Run without --report-conflicts. Nothing was committed.',
    },
  );
}
