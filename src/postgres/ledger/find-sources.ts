import type { Fingerprint } from '../../schema/fingerprint.js';
import type { Client } from '../client.js';
import { ledgerRows, millisecondsOf } from './ledger-rows.js';
import { FINGERPRINT, WANTED, wantedValues, type SourceIdentity } from './source-identity.js';

/** A source that is in the table already. */
export interface FinishedSource {
  /** The run that finished it. */
  readonly run: number;
  readonly at: Date;
  /** How many records it had. */
  readonly records: number;
  readonly loaded: number;
  readonly rejected: number;
  /** What it was called then. */
  readonly name: string;
}

/** A source of which a part may be in the table. */
export interface UnfinishedSource {
  readonly source: number;
  /** The run that it is of now: it may still go on. */
  readonly run: number;
  /** What it was when its loading began. */
  readonly fingerprint: Fingerprint;
  readonly reading: string;
  readonly rejectsFile: string | null;
  readonly faultsFile: string | null;
}

/**
 * Finds for each source the last run that put the same bytes into this table, whatever their name was. What is inside an
 * archive has the archive's fingerprint, and so goes by its name in there too.
 *
 * @returns In the order of the sources; null: there was none.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function findFinished(
  client: Client,
  tableOid: number,
  sources: readonly SourceIdentity[],
): Promise<(FinishedSource | null)[]> {
  const rows = await ledgerRows<FinishedRow>(client, FINISHED, [...wantedValues(sources), tableOid]);
  return rows.map(({ run, ms, ...found }) => (run === null ? null : { run, at: new Date(ms), ...found }));
}

/**
 * Finds for each source what is unfinished of that name and this table.
 *
 * @returns In the order of the sources; null: there is nothing.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function findUnfinished(
  client: Client,
  tableOid: number,
  sources: readonly SourceIdentity[],
): Promise<(UnfinishedSource | null)[]> {
  const names = sources.map(({ name }) => name);
  const rows = await ledgerRows<{ found: UnfinishedSource | null }>(client, UNFINISHED, [names, tableOid]);
  return rows.map(({ found }) => found);
}

/**
 * Finds for each source what is unfinished of the same bytes under another name, which is not among the sources, and has
 * been loaded in part.
 *
 * @returns In the order of the sources; null: there is nothing.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function findUnfinishedElsewhere(
  client: Client,
  tableOid: number,
  sources: readonly SourceIdentity[],
): Promise<(Pick<FinishedSource, 'run' | 'name'> | null)[]> {
  const rows = await ledgerRows<{ found: Pick<FinishedSource, 'run' | 'name'> | null }>(client, ELSEWHERE, [
    ...wantedValues(sources),
    tableOid,
  ]);
  return rows.map(({ found }) => found);
}

interface FinishedRow extends Omit<FinishedSource, 'run' | 'at'> {
  /** Null: nothing was found. */
  readonly run: number | null;
  readonly ms: number;
}

/**
 * Whether a source and a wanted one with the same fingerprint are the same bytes for sure, though their names may differ. An
 * ETag tells versions of one URL apart, and says nothing of another. Of a file that is longer than its two ends, the
 * middle is not known: another one must at least be called the same, in whatever folder.
 */
const SAME_BYTES = `(
  s.name = wanted.name
  OR wanted.hash LIKE 'sha256:%'
  OR wanted.hash LIKE 'ends:%' AND (wanted.size <= ${2 * 64 * 1024} OR ${baseName('s.name')} = ${baseName('wanted.name')})
)`;

function baseName(name: string): string {
  return `pg_catalog.regexp_replace(${name}, '^.*[/\\\\]', '')`;
}

const FINISHED = `
  SELECT found.*
  FROM ${WANTED}
  LEFT JOIN LATERAL (
    SELECT s.run, ${millisecondsOf('s.finished_at')} AS ms, s.records, s.loaded, s.rejected, s.name
    FROM sluice.sources AS s
    WHERE s.table_oid = $7 AND s.finished_at IS NOT NULL
      AND pg_catalog.hashtextextended(s.hash, 0) = pg_catalog.hashtextextended(wanted.hash, 0)
      AND s.hash = wanted.hash
      AND s.size IS NOT DISTINCT FROM wanted.size
      AND s.modified IS NOT DISTINCT FROM wanted.modified
      AND s.entry IS NOT DISTINCT FROM wanted.entry
      AND ${SAME_BYTES}
    ORDER BY s.finished_at DESC, s.source DESC
    LIMIT 1
  ) AS found ON true
  ORDER BY wanted.place`;

const UNFINISHED = `
  SELECT CASE WHEN s.source IS NOT NULL THEN pg_catalog.json_build_object(
    'source', s.source, 'run', s.run, 'fingerprint', ${FINGERPRINT}, 'reading', s.reading,
    'rejectsFile', s.rejects_file, 'faultsFile', s.faults_file) END AS found
  FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY AS wanted (name, place)
  LEFT JOIN sluice.sources AS s ON s.table_oid = $2 AND s.finished_at IS NULL AND NOT s.abandoned
    AND pg_catalog.hashtextextended(s.name, 0) = pg_catalog.hashtextextended(wanted.name, 0)
    AND s.name = wanted.name
  ORDER BY wanted.place`;

/** Nothing is lost by refusing what is only likely to be the same bytes; an ETag says nothing of another URL. */
const ELSEWHERE = `
  SELECT CASE WHEN found.run IS NOT NULL THEN pg_catalog.json_build_object('run', found.run, 'name', found.name) END AS found
  FROM ${WANTED}
  LEFT JOIN LATERAL (
    SELECT s.run, s.name FROM sluice.sources AS s
    WHERE s.table_oid = $7 AND s.finished_at IS NULL AND NOT s.abandoned AND s.name <> wanted.name
      AND s.hash = wanted.hash
      AND s.size IS NOT DISTINCT FROM wanted.size
      AND s.modified IS NOT DISTINCT FROM wanted.modified
      AND s.entry IS NOT DISTINCT FROM wanted.entry
      AND wanted.hash NOT LIKE 'etag:%'
      AND EXISTS (SELECT FROM sluice.statements AS t WHERE t.source = s.source)
      AND NOT s.name = ANY ($1::pg_catalog.text[])
    LIMIT 1
  ) AS found ON true
  ORDER BY wanted.place`;
