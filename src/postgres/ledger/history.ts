import type { Client } from '../client.js';
import { ledgerRows, millisecondsOf } from './ledger-rows.js';
import type { RunKind } from './runs.js';

/** A run as the ledger has it. */
export interface LedgerRun {
  readonly run: number;
  readonly kind: RunKind;
  /** As it was called when the run began. */
  readonly table: string;
  readonly startedAt: Date;
  /** Null: it goes on, or was killed. */
  readonly endedAt: Date | null;
  /** As in the summary; `running` until it has ended. */
  readonly outcome: string;
  readonly error: string | null;
  /** Null: not known. */
  readonly loaded: number | null;
  readonly rejected: number | null;
  /** Of the Sluice that made it. */
  readonly version: string;
}

/** What a run did for a source. */
export interface LedgerSource {
  readonly name: string;
  /** The name inside an archive; null: it is in none. */
  readonly entry: string | null;
  /** Records that this run settled, and what became of them. */
  readonly records: number;
  readonly loaded: number;
  readonly rejected: number;
  /** COPY statements of this run; 0 for an atomic one. */
  readonly statements: number;
  /** When it was finished, by this run or a later one; null: it is not. */
  readonly finishedAt: Date | null;
  /** It can't be gone on with. */
  readonly abandoned: boolean;
  /** The run that it is of now: another one than this, when that has gone on with it. */
  readonly owner: number;
}

/**
 * Lists the latest runs, the last one first.
 *
 * @param limit - At most so many; default 50.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function listRuns(client: Client, limit = 50): Promise<LedgerRun[]> {
  const rows = await ledgerRows<RunRow>(client, `SELECT ${RUN} FROM sluice.runs AS r ORDER BY r.run DESC LIMIT $1`, [
    limit,
  ]);
  return rows.map(toRun);
}

/**
 * Reads a run and its sources, in the order in which they came into the ledger.
 *
 * @returns Null when there is no such run.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function readRun(
  client: Client,
  run: number,
): Promise<(LedgerRun & { readonly sources: readonly LedgerSource[] }) | null> {
  const [row] = await ledgerRows<RunRow>(client, `SELECT ${RUN} FROM sluice.runs AS r WHERE r.run = $1`, [run]);
  if (row === undefined) return null;
  const sources = await ledgerRows<SourceRow>(client, SOURCES, [run]);
  return { ...toRun(row), sources: sources.map(toSource) };
}

interface RunRow extends Omit<LedgerRun, 'startedAt' | 'endedAt'> {
  readonly startedMs: number;
  readonly endedMs: number | null;
}

interface SourceRow extends Omit<LedgerSource, 'finishedAt'> {
  readonly finishedMs: number | null;
}

function toRun({ startedMs, endedMs, ...row }: RunRow): LedgerRun {
  return { ...row, startedAt: new Date(startedMs), endedAt: endedMs === null ? null : new Date(endedMs) };
}

function toSource({ finishedMs, ...row }: SourceRow): LedgerSource {
  return { ...row, finishedAt: finishedMs === null ? null : new Date(finishedMs) };
}

const RUN = `r.run, r.kind, r.table_name AS "table", ${millisecondsOf('r.started_at')} AS "startedMs",
  ${millisecondsOf('r.ended_at')} AS "endedMs", r.outcome, r.error, r.loaded, r.rejected, r.sluice_version AS version`;

/** What an atomic run did is in the row of the source itself: it has no statements. */
const SOURCES = `
  SELECT s.name, s.entry,
    coalesce(done.records, atomic.records, 0) AS records,
    coalesce(done.loaded, atomic.loaded, 0) AS loaded,
    coalesce(done.rejected, atomic.rejected, 0) AS rejected,
    coalesce(done.statements, 0) AS statements,
    ${millisecondsOf('s.finished_at')} AS "finishedMs", s.abandoned, s.run AS owner
  FROM sluice.sources AS s
  LEFT JOIN LATERAL (
    SELECT s.records, s.loaded, s.rejected FROM sluice.runs AS r WHERE r.run = s.run AND r.kind = 'once'
  ) AS atomic ON true
  LEFT JOIN (
    SELECT t.source, pg_catalog.count(*) AS statements, pg_catalog.sum(t.loaded) AS loaded,
      pg_catalog.sum(t.rejected) AS rejected, pg_catalog.sum(t.loaded + t.rejected + t.filtered - t.expanded) AS records
    FROM sluice.statements AS t
    WHERE t.run = $1
    GROUP BY t.source
  ) AS done ON done.source = s.source
  WHERE s.run = $1 OR done.source IS NOT NULL
  ORDER BY s.source`;
