import { qualifiedName } from '../schema/identifiers.js';
import type { TargetTable } from '../schema/table.js';
import type { Client } from './client.js';
import { databaseError } from './errors.js';

/** How well several connections can load into a table at once, each in a transaction of its own. */
export type LaneSuitability = 'suited' | 'if-asked' | 'unsuited';

/**
 * Finds out how well several connections can load into a table at once.
 *
 * Unsuited are a table whose rows refer to others of it, or exclude each other: rows of the other connection are not
 * seen, or are waited for. A table whose triggers may look at other rows is suited only if the user says so. Uniqueness is no
 * hindrance as long as the rows are unique.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function laneSuitability(client: Client, { name, kind }: TargetTable): Promise<LaneSuitability> {
  if (kind !== 'table' && kind !== 'partitioned') return 'unsuited';
  try {
    const { rows } = await client.query<{ alone: boolean; triggers: boolean }>(SUITABILITY, [qualifiedName(name)]);
    const [{ alone, triggers }] = rows;
    if (alone) return 'unsuited';
    return triggers ? 'if-asked' : 'suited';
  } catch (error) {
    throw databaseError(error);
  }
}

/** Bit 2 of tgtype is INSERT: https://www.postgresql.org/docs/current/catalog-pg-trigger.html and pg_trigger.h. */
const SUITABILITY = `
  SELECT
    EXISTS (SELECT FROM pg_catalog.pg_constraint
            WHERE conrelid = $1::regclass AND (contype = 'x' OR confrelid = conrelid)) AS alone,
    EXISTS (SELECT FROM pg_catalog.pg_trigger
            WHERE tgrelid = $1::regclass AND NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 4 <> 0) AS triggers`;
