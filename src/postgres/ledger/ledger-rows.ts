import type { Client } from '../client.js';
import { databaseError } from '../errors.js';

/**
 * Reads rows of the ledger. They travel as JSON, so that a bigint arrives as a number, and no setting of the session
 * changes how a value is spelled.
 *
 * @param sql - A SELECT, whose columns are the names of the row's members.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function ledgerRows<Row>(client: Client, sql: string, values: unknown[] = []): Promise<Row[]> {
  const answer = await ledgerQuery(client, `SELECT pg_catalog.to_json(answer) AS row FROM (${sql}) AS answer`, values);
  return (answer.rows as { row: Row }[]).map(({ row }) => row);
}

/**
 * Sends a statement to the ledger.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function ledgerQuery(
  client: Client,
  sql: string,
  values: unknown[] = [],
): Promise<{ readonly rows: unknown[]; readonly rowCount: number | null }> {
  try {
    return await client.query<Record<string, unknown>>(sql, values);
  } catch (error) {
    throw databaseError(error);
  }
}

/** SQL for a timestamp in whole milliseconds since 1970; `pg` would read it by the session's DateStyle. */
export function millisecondsOf(timestamp: string): string {
  return `pg_catalog.round(extract(epoch FROM ${timestamp}) * 1000)`;
}
