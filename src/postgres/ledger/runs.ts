import type { Client } from '../client.js';
import { ledgerQuery } from './ledger-rows.js';
import type { LedgerTable } from './source-identity.js';

/** Why a run is in the ledger: it commits as it goes, or it is atomic and remembers what it has loaded. */
export type RunKind = 'resumable' | 'once';

/** What is known of a run when it begins. */
export interface RunStart {
  readonly kind: RunKind;
  readonly table: LedgerTable;
  /** Sluice's own. */
  readonly version: string;
}

/** How a run ended. */
export interface RunEnd {
  /** As in the summary. */
  readonly outcome: string;
  /** What stopped it; null: nothing. */
  readonly error: string | null;
  /** Rows that this run loaded, and records that it rejected; null: not known. */
  readonly loaded: number | null;
  readonly rejected: number | null;
}

/**
 * Enters a run. It counts as running until {@link endRun}, also when it was killed.
 *
 * @returns Its number.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function beginRun(client: Client, { kind, table, version }: RunStart): Promise<number> {
  const { rows } = await ledgerQuery(
    client,
    'INSERT INTO sluice.runs (kind, table_name, table_oid, sluice_version) VALUES ($1, $2, $3, $4) RETURNING run',
    [kind, table.name, table.oid, version],
  );
  return Number((rows as { run: string }[])[0].run);
}

/**
 * Enters how a run ended.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function endRun(client: Client, run: number, end: RunEnd): Promise<void> {
  await ledgerQuery(
    client,
    `UPDATE sluice.runs
     SET ended_at = pg_catalog.clock_timestamp(), outcome = $2, error = $3, loaded = $4, rejected = $5
     WHERE run = $1`,
    [run, end.outcome, end.error, end.loaded, end.rejected],
  );
}

/**
 * Enters of runs whose sources are being taken over that they have ended without a word, unless they had said how.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function endLost(client: Client, runs: readonly number[]): Promise<void> {
  if (runs.length === 0) return;
  await ledgerQuery(
    client,
    `UPDATE sluice.runs SET ended_at = pg_catalog.clock_timestamp(), outcome = 'lost'
     WHERE run = ANY ($1::bigint[]) AND ended_at IS NULL`,
    [runs],
  );
}
