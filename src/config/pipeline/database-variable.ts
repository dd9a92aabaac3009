/**
 * The environment variable that names the database, which then comes before the pipeline file's `target.db`.
 *
 * @returns null when none does: a user or a password alone names no database.
 */
export function databaseVariable(env: NodeJS.ProcessEnv): string | null {
  return ['DATABASE_URL', ...LIBPQ].find((variable) => Boolean(env[variable])) ?? null;
}

/** As libpq's variables are looked at when a run finds its database. */
const LIBPQ = ['PGHOST', 'PGHOSTADDR', 'PGSERVICE', 'PGDATABASE', 'PGPORT'];
