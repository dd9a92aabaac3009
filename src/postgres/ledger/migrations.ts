/**
 * What makes a ledger of version n out of one of version n - 1: the first makes it out of nothing. A text that was ever
 * released is never changed. Types that are no keywords are named with their schema, since any could be found first.
 *
 * A name or hash can be longer than an index takes (URLs, ETags), so the indexes hold their 64-bit hashes.
 */
export const migrations: readonly string[] = [
  `
DO $$
BEGIN
  -- Where it was made by someone else beforehand, no right to make schemas is needed.
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'sluice') THEN
    CREATE SCHEMA sluice;
  END IF;
END
$$;

CREATE TABLE sluice.ledger (version int NOT NULL);
INSERT INTO sluice.ledger VALUES (0);

CREATE TABLE sluice.runs (
  run bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind pg_catalog.text NOT NULL CHECK (kind IN ('resumable', 'once')),
  table_name pg_catalog.text NOT NULL,
  table_oid pg_catalog.oid NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  ended_at timestamp with time zone,
  outcome pg_catalog.text NOT NULL DEFAULT 'running',
  error pg_catalog.text,
  loaded bigint,
  rejected bigint,
  sluice_version pg_catalog.text NOT NULL
);

CREATE TABLE sluice.sources (
  source bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name pg_catalog.text NOT NULL,
  table_oid pg_catalog.oid NOT NULL,
  name pg_catalog.text NOT NULL,
  entry pg_catalog.text,
  size bigint,
  modified timestamp with time zone,
  hash pg_catalog.text NOT NULL,
  reading pg_catalog.text NOT NULL,
  run bigint NOT NULL REFERENCES sluice.runs,
  began_at timestamp with time zone NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  finished_at timestamp with time zone,
  abandoned boolean NOT NULL DEFAULT false,
  records bigint,
  loaded bigint,
  rejected bigint,
  rejects_file pg_catalog.text,
  faults_file pg_catalog.text
);
CREATE UNIQUE INDEX sources_unfinished ON sluice.sources (table_oid, pg_catalog.hashtextextended(name, 0))
  WHERE finished_at IS NULL AND NOT abandoned;
CREATE INDEX sources_finished ON sluice.sources (table_oid, pg_catalog.hashtextextended(hash, 0))
  WHERE finished_at IS NOT NULL;
CREATE INDEX sources_run ON sluice.sources (run);

CREATE TABLE sluice.statements (
  statement bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source bigint NOT NULL REFERENCES sluice.sources,
  run bigint NOT NULL REFERENCES sluice.runs,
  records pg_catalog.int8multirange NOT NULL,
  loaded bigint NOT NULL,
  rejected bigint NOT NULL,
  start_record bigint,
  start_line bigint,
  start_byte bigint,
  rejects_bytes bigint,
  faults_bytes bigint,
  rejects_ends pg_catalog.text,
  committed_at timestamp with time zone NOT NULL DEFAULT pg_catalog.clock_timestamp()
);
CREATE INDEX statements_source ON sluice.statements (source);
CREATE INDEX statements_run ON sluice.statements (run);

-- FOR SHARE keeps a later run, which takes the source over by UPDATE, waiting until this transaction has ended.
CREATE FUNCTION sluice.note_statement(
  bigint, bigint, pg_catalog.int8multirange, bigint, bigint, bigint, bigint, bigint, bigint, bigint, pg_catalog.text
) RETURNS void LANGUAGE plpgsql SECURITY INVOKER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM sluice.sources AS s
  WHERE s.source = $1 AND s.run = $2 AND s.finished_at IS NULL AND NOT s.abandoned
  FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING
      ERRCODE = 'SL001', MESSAGE = format('source %s is not one that run %s loads any more', $1, $2);
  END IF;
  INSERT INTO sluice.statements (
    source, run, records, loaded, rejected, start_record, start_line, start_byte, rejects_bytes, faults_bytes,
    rejects_ends
  ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
END
$$;
`,
  `
-- Pipelines leave records out, and make several rows of one: records + expanded = loaded + rejected + filtered.
ALTER TABLE sluice.statements
  ADD COLUMN filtered bigint NOT NULL DEFAULT 0,
  ADD COLUMN expanded bigint NOT NULL DEFAULT 0;
ALTER TABLE sluice.sources
  ADD COLUMN filtered bigint NOT NULL DEFAULT 0,
  ADD COLUMN expanded bigint NOT NULL DEFAULT 0;

-- The one with fewer parameters stays, for runs of an earlier version that are under way.
CREATE FUNCTION sluice.note_statement(
  bigint, bigint, pg_catalog.int8multirange, bigint, bigint, bigint, bigint, bigint, bigint, bigint, pg_catalog.text,
  bigint, bigint
) RETURNS void LANGUAGE plpgsql SECURITY INVOKER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM sluice.sources AS s
  WHERE s.source = $1 AND s.run = $2 AND s.finished_at IS NULL AND NOT s.abandoned
  FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING
      ERRCODE = 'SL001', MESSAGE = format('source %s is not one that run %s loads any more', $1, $2);
  END IF;
  INSERT INTO sluice.statements (
    source, run, records, loaded, rejected, start_record, start_line, start_byte, rejects_bytes, faults_bytes,
    rejects_ends, filtered, expanded
  ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
END
$$;
`,
];
