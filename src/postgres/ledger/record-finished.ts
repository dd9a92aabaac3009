import type { Client } from '../client.js';
import { ledgerQuery } from './ledger-rows.js';
import { WANTED, wantedValues, type LedgerTable, type SourceIdentity } from './source-identity.js';

/** A source that an atomic load has read whole. */
export interface LoadedSource {
  readonly identity: SourceIdentity;
  readonly records: number;
  readonly loaded: number;
  readonly rejected: number;
}

/**
 * Enters the sources of an atomic load as finished, in the load's own transaction. They have no statements.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function recordFinished(
  client: Client,
  run: number,
  table: LedgerTable,
  sources: readonly LoadedSource[],
): Promise<void> {
  if (sources.length === 0) return;
  await ledgerQuery(client, RECORD, [
    ...wantedValues(sources.map(({ identity }) => identity)),
    run,
    table.name,
    table.oid,
    sources.map(({ records }) => records),
    sources.map(({ loaded }) => loaded),
    sources.map(({ rejected }) => rejected),
  ]);
}

const RECORD = `
  INSERT INTO sluice.sources
    (name, entry, size, modified, hash, reading, run, table_name, table_oid, finished_at, records, loaded, rejected)
  SELECT wanted.name, wanted.entry, wanted.size, wanted.modified, wanted.hash, wanted.reading, $7, $8, $9,
    pg_catalog.clock_timestamp(), ($10::bigint[])[wanted.place], ($11::bigint[])[wanted.place],
    ($12::bigint[])[wanted.place]
  FROM ${WANTED}
  ORDER BY wanted.place`;
