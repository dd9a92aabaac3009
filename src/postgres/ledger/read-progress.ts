import type { RecordStart } from '../../batch/place.js';
import type { Client } from '../client.js';
import { ledgerRows } from './ledger-rows.js';

/** How far the loading of a source has come. */
export interface Progress {
  readonly source: number;
  /** The records that are settled, loaded, rejected or left out: first and last of each range, merged, ascending. */
  readonly done: readonly (readonly [first: number, last: number])[];
  readonly loaded: number;
  readonly rejected: number;
  /** How many records that are. */
  readonly records: number;
  /** The last known place that no missing record lies before; null: none is known but the beginning. */
  readonly start: RecordStart | null;
  /** The reject files as the latest statement with rejects has left them; null: there was none. */
  readonly rejects: { readonly records: number; readonly faults: number; readonly ends: string } | null;
}

/**
 * Adds up the statements of sources.
 *
 * @returns In the order of the sources.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function readProgress(client: Client, sources: readonly number[]): Promise<Progress[]> {
  return ledgerRows<Progress>(client, PROGRESS, [sources]);
}

/** `missing` is the first record that is not settled. PostgreSQL 14 aggregates ranges, but not yet multiranges. */
const PROGRESS = `
  SELECT wanted.source, settled.done, summed.loaded, summed.rejected, summed.records,
    (
      SELECT pg_catalog.json_build_object('ordinal', t.start_record, 'line', t.start_line, 'byteOffset', t.start_byte)
      FROM sluice.statements AS t
      WHERE t.source = wanted.source AND t.start_record <= settled.missing
      ORDER BY t.start_record DESC
      LIMIT 1
    ) AS start,
    (
      SELECT pg_catalog.json_build_object('records', t.rejects_bytes, 'faults', t.faults_bytes, 'ends', t.rejects_ends)
      FROM sluice.statements AS t
      WHERE t.source = wanted.source AND t.rejects_ends IS NOT NULL
      ORDER BY t.statement DESC
      LIMIT 1
    ) AS rejects
  FROM pg_catalog.unnest($1::bigint[]) WITH ORDINALITY AS wanted (source, place)
  CROSS JOIN LATERAL (
    SELECT
      coalesce(pg_catalog.json_agg(
        pg_catalog.json_build_array(pg_catalog.lower(r), pg_catalog.upper(r) - 1) ORDER BY r), '[]') AS done,
      coalesce(pg_catalog.min(pg_catalog.upper(r)) FILTER (WHERE pg_catalog.lower(r) = 1), 1) AS missing
    FROM (
      SELECT pg_catalog.unnest(pg_catalog.range_agg(part)) AS r
      FROM sluice.statements AS t, pg_catalog.unnest(t.records) AS part
      WHERE t.source = wanted.source
    ) AS merged
  ) AS settled
  CROSS JOIN LATERAL (
    SELECT coalesce(pg_catalog.sum(t.loaded), 0) AS loaded, coalesce(pg_catalog.sum(t.rejected), 0) AS rejected,
      coalesce(pg_catalog.sum(t.loaded + t.rejected + t.filtered - t.expanded), 0) AS records
    FROM sluice.statements AS t
    WHERE t.source = wanted.source
  ) AS summed
  ORDER BY wanted.place`;
