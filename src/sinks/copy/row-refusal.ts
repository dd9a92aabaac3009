import type { Refusal } from './isolate-rows.js';

/** What of an ErrorResponse of the server is looked at here; `pg` puts these on its errors. */
export interface ServerError extends Error {
  readonly code: string;
  readonly severity: string;
  readonly where?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly constraint?: string;
  readonly column?: string;
}

/**
 * Reads a refusal of rows out of an error: the row is at fault, and others may be good.
 *
 * @param error - Anything that was thrown while rows were sent.
 * @param table - The table's name as Postgres writes it in the context of an error: without schema and quotes.
 * @returns Null when it is anything else: a lost connection, a lock, a full disk, a missing right.
 */
export function rowRefusal(error: unknown, table: string): (Refusal & { readonly error: ServerError }) | null {
  if (!isServerError(error) || notOfARow.test(error.code)) return null;
  const row = rowNamedBy(error, table);
  return row !== null || ofARow.test(error.code) ? { error, row } : null;
}

/**
 * The row that the context of an error names: `COPY orders, line 17, column amount: "x"`, for binary COPY too. The word
 * before the number is in the server's language, so only the number after the table's name is looked for.
 *
 * @returns Counted from 0; null when no row is named.
 */
function rowNamedBy({ where }: ServerError, table: string): number | null {
  const lead = `COPY ${table},`;
  const line = where?.split('\n').find((part) => part.startsWith(lead));
  const number = line === undefined ? null : /\d+/.exec(line.slice(lead.length));
  return number === null ? null : Number(number[0]) - 1;
}

/**
 * SQLSTATE classes of what befalls a COPY whatever its rows are: lost connections, rollbacks, locks, full disks, cancels.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const notOfARow = /^(?:08|25|40|53|55|57|58|XX)/;

/** Classes that are about data, where no row is named: values, constraints, views' checks, PL/pgSQL, and users' own. */
const ofARow = /^(?:2[123]|44|P0|[6-9I-OQ-WYZ])/;

function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';
}
