import type { RecordPlace } from '../../batch/place.js';
import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';

/** What of an ErrorResponse of the server is looked at here; `pg` puts these on its errors. */
interface ServerError extends Error {
  readonly code: string;
  readonly severity: string;
  readonly where?: string;
  readonly detail?: string;
  readonly constraint?: string;
}

/**
 * The row, counted from 1, that the context of an error names: `COPY orders, line 17, column amount: "x"`. The
 * word before the number is in the server's language, so only the number after the table's name is looked for.
 *
 * @param error - Anything that was thrown while rows were sent.
 * @param table - The table's name as Postgres writes it there: without schema and quotes.
 * @returns Null when the error is not the server's, names no row, or is no fault of the row that it names.
 */
export function rowNamedBy(error: unknown, table: string): number | null {
  if (!isServerError(error) || error.where === undefined || notOfARow.test(error.code)) return null;
  const lead = `COPY ${table},`;
  const line = error.where.split('\n').find((part) => part.startsWith(lead));
  const number = line === undefined ? null : /\d+/.exec(line.slice(lead.length));
  return number === null ? null : Number(number[0]);
}

/** SQLSTATE classes of what befalls a COPY whatever its rows are: lost connections, locks, full disks, cancels. */
const notOfARow = /^(?:08|40|53|55|57|58|XX)/;

/**
 * What to tell the user when Postgres refused the rows of a statement: the source line where it is known.
 *
 * @returns A SluiceError DATABASE_REFUSED; anything that is not the server's refusal comes back as it was.
 */
export function refusal(error: unknown, place: RecordPlace | null): unknown {
  if (!isServerError(error) || place === null) return error;
  const where = `${displaySource(place.source.name)}:${place.line}`;
  const detail = error.detail === undefined ? '' : ` (${printable(error.detail, 300)})`;
  return new SluiceError(
    'DATABASE_REFUSED',
    `${where}: PostgreSQL refused this record: ${printable(error.message, 300)}${detail}.`,
    {
      hint: 'Nothing was loaded. Correct or remove the record, or change the table, and run the same command again.',
      cause: error,
    },
  );
}

function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';
}
