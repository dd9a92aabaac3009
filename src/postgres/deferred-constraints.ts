import { qualifiedName } from '../schema/identifiers.js';
import type { TargetTable } from '../schema/table.js';
import type { Client } from './client.js';
import { databaseError } from './errors.js';

/**
 * Has the deferred constraints of a table checked with each statement from here to the end of the transaction: then it is
 * known which rows violate one, and not only that some row of the load does. Left out are foreign keys of the table to
 * itself, whose rows may come in any order.
 *
 * @throws SluiceError DATABASE_REFUSED, DATABASE_LOST
 */
export async function checkDeferredAtOnce(client: Client, table: TargetTable): Promise<void> {
  const sql = await deferredAtOnceSql(client, table);
  if (sql !== null) await client.query(sql).catch((error: unknown) => Promise.reject(databaseError(error)));
}

/**
 * The statement by which {@link checkDeferredAtOnce} does it, for whoever has many transactions on one table; null: there is
 * nothing to do.
 *
 * @throws SluiceError DATABASE_REFUSED, DATABASE_LOST
 */
export async function deferredAtOnceSql(client: Client, { name }: TargetTable): Promise<string | null> {
  try {
    const { rows } = await client.query<DeferredConstraint>(DEFERRED, [qualifiedName(name)]);
    if (rows.length === 0) return null;
    return `SET CONSTRAINTS ${rows.map((constraint) => qualifiedName(constraint)).join(', ')} IMMEDIATE`;
  } catch (error) {
    throw databaseError(error);
  }
}

interface DeferredConstraint {
  readonly schema: string;
  readonly name: string;
}

/** Deferred uniqueness, exclusion and foreign keys are carried out by triggers, as constraint triggers are. */
const DEFERRED = `
  SELECT DISTINCT n.nspname AS schema, c.conname AS name
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_constraint c ON c.oid = t.tgconstraint
  JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
  WHERE t.tgrelid = $1::regclass AND t.tginitdeferred AND c.confrelid <> c.conrelid`;
