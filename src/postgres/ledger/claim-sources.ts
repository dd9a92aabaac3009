import { SluiceError } from '../../errors/sluice-error.js';
import type { Client } from '../client.js';
import { findUnfinished } from './find-sources.js';
import { ledgerQuery, ledgerRows } from './ledger-rows.js';
import { sourceTaken } from './lost-source.js';
import { readProgress, type Progress } from './read-progress.js';
import { WANTED, wantedValues, type LedgerTable, type SourceIdentity } from './source-identity.js';

/** A source that a run is about to load. */
export interface Claim {
  readonly identity: SourceIdentity;
  /** The unfinished source to go on with; null: a new one. */
  readonly source: number | null;
  readonly rejectsFile: string;
  readonly faultsFile: string;
}

/**
 * Makes sources those of a run: from now on no other run can commit a statement of them. Waits for the commits of the
 * run before that are under way.
 *
 * @param client - In an open transaction, in READ COMMITTED: what the run before committed meanwhile must be seen.
 * @returns How far each is, in the order of the claims.
 * @throws SluiceError SOURCE_TAKEN when one was finished or given up meanwhile; DATABASE_REFUSED when one that is new
 *   has come into the ledger meanwhile, or is there twice; DATABASE_LOST.
 */
export async function claimSources(
  client: Client,
  run: number,
  table: LedgerTable,
  claims: readonly Claim[],
): Promise<Progress[]> {
  await assertReadCommitted(client);
  const added = claims.filter(({ source }) => source === null);
  const continued = claims.filter(isContinued);
  await addSources(client, { run, table, added });
  await takeSources(client, run, continued);
  const ids = await idsOf(client, table, claims);
  return readProgress(client, ids);
}

interface ContinuedClaim extends Claim {
  readonly source: number;
}

function isContinued(claim: Claim): claim is ContinuedClaim {
  return claim.source !== null;
}

async function assertReadCommitted(client: Client): Promise<void> {
  const [{ level }] = await ledgerRows<{ level: string }>(
    client,
    `SELECT pg_catalog.current_setting('transaction_isolation') AS level`,
  );
  if (level === 'read committed') return;
  throw new SluiceError('INTERNAL', `Sources were to be claimed in a transaction that is ${level}.`);
}

async function addSources(
  client: Client,
  { run, table, added }: { run: number; table: LedgerTable; added: readonly Claim[] },
): Promise<void> {
  if (added.length === 0) return;
  await ledgerQuery(client, ADD, [
    ...wantedValues(added.map(({ identity }) => identity)),
    run,
    table.name,
    table.oid,
    added.map(({ rejectsFile }) => rejectsFile),
    added.map(({ faultsFile }) => faultsFile),
  ]);
}

async function takeSources(client: Client, run: number, continued: readonly ContinuedClaim[]): Promise<void> {
  if (continued.length === 0) return;
  const { rowCount } = await ledgerQuery(client, TAKE, [
    run,
    continued.map(({ source }) => source),
    continued.map(({ rejectsFile }) => rejectsFile),
    continued.map(({ faultsFile }) => faultsFile),
  ]);
  if (rowCount !== continued.length) throw sourceTaken();
}

/** An INSERT does not say which row got which number, so the new ones are looked up. */
async function idsOf(client: Client, table: LedgerTable, claims: readonly Claim[]): Promise<number[]> {
  const found = await findUnfinished(
    client,
    table.oid,
    claims.map(({ identity }) => identity),
  );
  return claims.map(({ source }, i) => {
    const id = source ?? found[i]?.source;
    if (id === undefined) throw sourceTaken();
    return id;
  });
}

const ADD = `
  INSERT INTO sluice.sources
    (name, entry, size, modified, hash, reading, run, table_name, table_oid, rejects_file, faults_file)
  SELECT wanted.name, wanted.entry, wanted.size, wanted.modified, wanted.hash, wanted.reading, $7, $8, $9,
    ($10::pg_catalog.text[])[wanted.place], ($11::pg_catalog.text[])[wanted.place]
  FROM ${WANTED}
  ORDER BY wanted.place`;

/** Locks in one order, so that two runs never wait for each other. */
const TAKE = `
  WITH taken AS MATERIALIZED (
    SELECT s.source, pg_catalog.array_position($2::bigint[], s.source) AS place
    FROM sluice.sources AS s
    WHERE s.source = ANY ($2::bigint[]) AND s.finished_at IS NULL AND NOT s.abandoned
    ORDER BY s.source
    FOR NO KEY UPDATE
  )
  UPDATE sluice.sources AS s
  SET run = $1, rejects_file = ($3::pg_catalog.text[])[taken.place], faults_file = ($4::pg_catalog.text[])[taken.place]
  FROM taken
  WHERE s.source = taken.source`;
