import type { Client } from '../client.js';
import { ledgerRows } from './ledger-rows.js';
import { sourceTaken } from './lost-source.js';

/**
 * Makes sure that sources are still those of a run, and that they stay so until the transaction ends: a later run that
 * takes them over waits for that.
 *
 * @throws SluiceError SOURCE_TAKEN when one is not any more; DATABASE_LOST, DATABASE_REFUSED
 */
export async function holdSources(client: Client, run: number, sources: readonly number[]): Promise<void> {
  const [{ held }] = await ledgerRows<{ held: number }>(client, HOLD, [sources, run]);
  if (held !== sources.length) throw sourceTaken();
}

const HOLD = `
  WITH held AS (
    SELECT s.source FROM sluice.sources AS s
    WHERE s.source = ANY ($1::bigint[]) AND s.run = $2 AND s.finished_at IS NULL AND NOT s.abandoned
    FOR SHARE
  )
  SELECT pg_catalog.count(*) AS held FROM held`;
