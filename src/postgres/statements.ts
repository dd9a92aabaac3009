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
  const tags: string[] = [];
  const keepTag = ({ text }: { text: string }): void => void tags.push(text);
  // `pg` itself keeps the first word of a tag only.
  client.connection.on('commandComplete', keepTag);
  try {
    const answer: unknown = await client.query<TextRow>({ text: sql, rowMode: 'array', types: asText });
    const results = (Array.isArray(answer) ? answer : [answer]) as pg.QueryArrayResult<TextRow>[];
    return results.map(({ fields, rows }, i) => ({ tag: tags[i] ?? '', columns: fields.map(toColumn), rows }));
  } catch (error) {
    throw databaseError(error);
  } finally {
    client.connection.off('commandComplete', keepTag);
  }
}

type TextRow = (string | null)[];

const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;

function toColumn({ name, dataTypeID }: pg.FieldDef): ResultColumn {
  return { name, kind: kinds.get(dataTypeID) ?? 'text' };
}

const { INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, OID, BOOL, JSON: JSON_TYPE, JSONB } = pg.types.builtins;

const kinds = new Map<number, ResultColumn['kind']>([
  ...[INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, OID].map((type) => [type, 'number'] as const),
  ...[JSON_TYPE, JSONB].map((type) => [type, 'json'] as const),
  [BOOL, 'boolean'],
]);
