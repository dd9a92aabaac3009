import type { Client } from '../../postgres/client.js';
import { databaseError } from '../../postgres/errors.js';

/**
 * Does some work in the ledger in a transaction of its own. Where it is not known whether that was committed, the work of
 * a later run shows it: so a lost connection is no more than that here.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED, and what the work throws.
 */
export async function inTransaction<Value>(client: Client, work: () => Promise<Value>): Promise<Value> {
  try {
    // Else what others commit meanwhile would not be seen.
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const value = await work();
    await client.query('COMMIT');
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw databaseError(error);
  }
}
