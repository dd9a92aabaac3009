import type { Fingerprint } from '../../schema/fingerprint.js';
import { millisecondsOf } from './ledger-rows.js';

/** The target table as the ledger knows it. */
export interface LedgerTable {
  /** The ledger goes by this: a table that is dropped and made again is another one. */
  readonly oid: number;
  /** For people. */
  readonly name: string;
}

/** What the ledger knows a source by, besides its table. */
export interface SourceIdentity {
  /** The absolute path, or the URL. */
  readonly name: string;
  /** The name inside an archive, whose fingerprint is that of all that is in it; null: it is in none. */
  readonly entry: string | null;
  readonly fingerprint: Fingerprint;
  /** The flags that decide what its records are. */
  readonly reading: string;
}

/** A FROM item that has identities as rows: `wanted (name, entry, size, modified, hash, reading, place)`, place from 1. */
export const WANTED = `
  (SELECT w.name, w.entry, w.size, timestamp with time zone 'epoch' + w.ms * interval '1 millisecond' AS modified,
     w.hash, w.reading, w.place
   FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[]),
     pg_catalog.unnest($3::bigint[]), pg_catalog.unnest($4::bigint[]), pg_catalog.unnest($5::pg_catalog.text[]),
     pg_catalog.unnest($6::pg_catalog.text[])) WITH ORDINALITY AS w (name, entry, size, ms, hash, reading, place)
  ) AS wanted`;

/** The parameters of {@link WANTED}: `$1` to `$6`. */
export function wantedValues(sources: readonly SourceIdentity[]): unknown[][] {
  return [
    sources.map(({ name }) => name),
    sources.map(({ entry }) => entry),
    sources.map(({ fingerprint }) => fingerprint.size),
    sources.map(({ fingerprint }) => fingerprint.modifiedMs),
    sources.map(({ fingerprint }) => fingerprint.hash),
    sources.map(({ reading }) => reading),
  ];
}

/** SQL for the fingerprint of a row of `sluice.sources AS s`, as a JSON object. */
export const FINGERPRINT = `pg_catalog.json_build_object(
  'size', s.size, 'modifiedMs', ${millisecondsOf('s.modified')}, 'hash', s.hash)`;
