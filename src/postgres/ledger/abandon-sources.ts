import type { Client } from '../client.js';
import { ledgerQuery } from './ledger-rows.js';

/**
 * Gives up what is unfinished of these names: it can't be gone on with, and its run can commit no more of it.
 * What was committed stays in the table.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function abandonSources(client: Client, tableOid: number, names: readonly string[]): Promise<void> {
  await ledgerQuery(
    client,
    `UPDATE sluice.sources SET abandoned = true
     WHERE table_oid = $1 AND name = ANY ($2::pg_catalog.text[]) AND finished_at IS NULL AND NOT abandoned`,
    [tableOid, names],
  );
}
