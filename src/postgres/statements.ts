import pg from 'pg';
import type { Client } from './client.js';
import { databaseError } from './errors.js';

/** What one statement returned. */
export interface StatementResult {
  /** As Postgres sends it: `INSERT 0 3`, `CREATE TABLE`. */
  readonly tag: string;
  /** Empty for a statement that returns no rows. */
  readonly columns: readonly ResultColumn[];
  /** The values as Postgres writes them as text. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A column of a result, and what its text stands for. */
export interface ResultColumn {
  readonly name: string;
  readonly kind: 'number' | 'boolean' | 'json' | 'text';
}

/**
 * Runs one or more statements, parted by semicolons, as they are. Values come as text, so nothing of them is lost.
 *
 * @throws SluiceError DATABASE_REFUSED, DATABASE_LOST
 */
export async function runStatements(client: Client, sql: string): Promise<StatementResult[]> {
  try {
    const types = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
    const answer: unknown = await client.query<(string | null)[]>({ text: sql, rowMode: 'array', types });
    const results = (Array.isArray(answer) ? answer : [answer]) as pg.QueryArrayResult<(string | null)[]>[];
    return results.map(toResult);
  } catch (error) {
    throw databaseError(error);
  }
}

function toResult({ command, rowCount, oid, fields, rows }: pg.QueryArrayResult<(string | null)[]>): StatementResult {
  const counts = command === 'INSERT' ? [oid || 0, rowCount] : [rowCount];
  const tag = [command, ...counts.filter((count) => count !== null)].join(' ');
  return { tag, columns: fields.map(({ name, dataTypeID }) => ({ name, kind: kindOf(dataTypeID) })), rows };
}

function kindOf(type: number): ResultColumn['kind'] {
  return kinds.get(type) ?? 'text';
}

const { INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, OID, BOOL, JSON: JSON_TYPE, JSONB } = pg.types.builtins;

const kinds = new Map<number, ResultColumn['kind']>([
  ...[INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, OID].map((type) => [type, 'number'] as const),
  ...[JSON_TYPE, JSONB].map((type) => [type, 'json'] as const),
  [BOOL, 'boolean'],
]);
