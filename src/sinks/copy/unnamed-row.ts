import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { KeptRows } from './kept-rows.js';
import type { ServerError } from './row-refusal.js';

/** What to tell the user when Postgres refused one of the rows of a statement and did not say which. */
export function unnamedRow(error: ServerError, rows: KeptRows): SluiceError {
  const first = rows.recordOf(0).place;
  const last = rows.recordOf(rows.count - 1).place;
  const between = first.source === last.source ? `${first.line}-${last.line}` : `${first.line} and after`;
  const detail = error.detail === undefined ? '' : ` (${printable(error.detail, 300)})`;
  return new SluiceError(
    'DATABASE_REFUSED',
    `${displaySource(first.source.name)}:${between}: PostgreSQL refused one of these records: ${printable(error.message, 300)}${detail}.`,
    { hint: 'With --max-errors 1 or more, Sluice finds out which record it is.', cause: error },
  );
}
