import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Client } from '../client.js';
import { ledgerQuery, ledgerRows } from './ledger-rows.js';
import { sourceTaken } from './lost-source.js';

/** A source that was read to its end. */
export interface ReadSource {
  readonly source: number;
  /** How many records it has. */
  readonly records: number;
}

/**
 * Marks sources as finished, once the ledger's own statements show that each record was settled, and once: their ranges
 * together are all records, none is in two, and loaded and rejected add up to them.
 *
 * @param client - In an open transaction; no statement of the run is under way any more.
 * @throws SluiceError COUNT_MISMATCH when something of this does not hold; SOURCE_TAKEN when a source is not the run's
 *   any more; DATABASE_LOST, DATABASE_REFUSED. Then none is marked.
 */
export async function finishSources(client: Client, run: number, finished: readonly ReadSource[]): Promise<void> {
  if (finished.length === 0) return;
  const values = [finished.map(({ source }) => source), finished.map(({ records }) => records)];
  const { rowCount } = await ledgerQuery(client, HOLD, [values[0], run]);
  if (rowCount !== finished.length) throw sourceTaken();
  for (const account of await ledgerRows<SourceAccount>(client, ACCOUNTS, values)) assertSettled(account);
  await ledgerQuery(client, FINISH, values);
}

/** What the statements of a source come to. */
interface SourceAccount {
  readonly name: string;
  readonly records: number;
  /** The first record that no statement settled; null: there is none. */
  readonly missing: number | null;
  /** The first settled record that the source does not have. */
  readonly beyond: number | null;
  /** Records settled by all statements, each counted by each. */
  readonly settled: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly filtered: number;
  readonly expanded: number;
}

function assertSettled(account: SourceAccount): void {
  const fault = faultOf(account);
  if (fault === null) return;
  throw new SluiceError('COUNT_MISMATCH', `The ledger does not add up for ${printable(account.name, 200)}: ${fault}.`, {
    hint: 'The input stays unfinished; what was committed of it stays. This is a fault in Sluice: please report it.',
  });
}

function faultOf(account: SourceAccount): string | null {
  const { records, missing, beyond, settled } = account;
  if (missing !== null) return `of ${records} records, record ${missing} was neither loaded, rejected nor filtered`;
  if (beyond !== null) return `it has ${records} records, and record ${beyond} was settled too`;
  if (settled !== records) return `of ${records} records, ${settled - records} were settled twice`;
  return sumFault(account);
}

function sumFault({ records, loaded, rejected, filtered, expanded }: SourceAccount): string | null {
  if (loaded + rejected + filtered === records + expanded) return null;
  const made = expanded === 0 ? '' : ` and ${expanded} rows made of them`;
  const left = filtered === 0 ? '' : `, and ${filtered} filtered`;
  return `of ${records} records${made}, ${loaded} were loaded and ${rejected} rejected${left}`;
}

const HOLD = `
  SELECT s.source
  FROM sluice.sources AS s
  WHERE s.source = ANY ($1::bigint[]) AND s.run = $2 AND s.finished_at IS NULL AND NOT s.abandoned
  ORDER BY s.source
  FOR NO KEY UPDATE`;

const READ = `
  ROWS FROM (pg_catalog.unnest($1::bigint[]), pg_catalog.unnest($2::bigint[])) WITH ORDINALITY
    AS finished (source, records, place)`;

const TOTALS = `
  LATERAL (
    SELECT coalesce(pg_catalog.sum(t.loaded), 0) AS loaded, coalesce(pg_catalog.sum(t.rejected), 0) AS rejected,
      coalesce(pg_catalog.sum(t.filtered), 0) AS filtered, coalesce(pg_catalog.sum(t.expanded), 0) AS expanded
    FROM sluice.statements AS t
    WHERE t.source = finished.source
  ) AS total`;

/** `lower` of a multirange that is empty is NULL. */
const ACCOUNTS = `
  SELECT s.name, finished.records, total.loaded, total.rejected, total.filtered, total.expanded,
    settled.count AS settled,
    pg_catalog.lower(due.records - settled.records) AS missing,
    pg_catalog.lower(settled.records - due.records) AS beyond
  FROM ${READ}
  JOIN sluice.sources AS s ON s.source = finished.source
  CROSS JOIN ${TOTALS}
  CROSS JOIN LATERAL (
    SELECT pg_catalog.int8multirange(pg_catalog.int8range(1, finished.records + 1)) AS records
  ) AS due
  CROSS JOIN LATERAL (
    SELECT coalesce(pg_catalog.range_agg(part), '{}') AS records,
      coalesce(pg_catalog.sum(pg_catalog.upper(part) - pg_catalog.lower(part)), 0) AS count
    FROM sluice.statements AS t, pg_catalog.unnest(t.records) AS part
    WHERE t.source = finished.source
  ) AS settled
  ORDER BY finished.place`;

const FINISH = `
  UPDATE sluice.sources AS s
  SET finished_at = pg_catalog.clock_timestamp(), records = finished.records,
    loaded = total.loaded, rejected = total.rejected, filtered = total.filtered, expanded = total.expanded
  FROM ${READ} CROSS JOIN ${TOTALS}
  WHERE s.source = finished.source`;
