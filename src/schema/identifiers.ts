/** Postgres identifiers: what may be one, and how one is written in SQL and in messages. */
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';

/** The most bytes of UTF-8 that an identifier keeps: Postgres cuts longer ones without an error. */
export const MAX_IDENTIFIER_BYTES = 63;

/**
 * Says why a text can't be an identifier, as the end of a sentence about it; null when it can.
 *
 * @param name - The name with quotes undone.
 */
export function identifierFault(name: string): string | null {
  if (name === '') return 'is empty';
  if (name.includes('\0')) return 'holds a NUL character';
  if (/\p{Cs}/u.test(name)) return 'is not valid Unicode';
  if (Buffer.byteLength(name) > MAX_IDENTIFIER_BYTES) return `is longer than ${MAX_IDENTIFIER_BYTES} bytes`;
  return null;
}

/**
 * Writes an identifier for SQL, always quoted, so that a name is never anything but a name.
 *
 * @param name - The name with quotes undone.
 * @throws SluiceError `USAGE` when no Postgres object can have that name.
 */
export function quoteIdentifier(name: string): string {
  const fault = identifierFault(name);
  if (fault !== null) {
    throw new SluiceError('USAGE', `"${printable(name)}" can't be the name of a table or column: it ${fault}.`, {
      hint: `A name in Postgres has 1 to ${MAX_IDENTIFIER_BYTES} bytes and no NUL.`,
    });
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Writes a table name for SQL: `"sales"."orders"`, or `"orders"` when the search path decides.
 *
 * @param table - A `TableName`.
 * @throws SluiceError `USAGE` as {@link quoteIdentifier}.
 */
export function qualifiedName(table: { readonly schema: string | null; readonly name: string }): string {
  const name = quoteIdentifier(table.name);
  return table.schema === null ? name : `${quoteIdentifier(table.schema)}.${name}`;
}

/**
 * Writes a table name for people: quoted only where SQL would need it, control characters escaped.
 *
 * @param table - A `TableName`.
 */
export function displayTable(table: { readonly schema: string | null; readonly name: string }): string {
  const name = displayName(table.name);
  return table.schema === null ? name : `${displayName(table.schema)}.${name}`;
}

/**
 * Writes a column's or table's name for people: plain when it needs no quotes in SQL, else quoted and escaped.
 *
 * @param name - Any text; also a file's header.
 */
export function displayName(name: string): string {
  return /^[a-z_][a-z0-9_]{0,62}$/.test(name) ? name : `"${printable(name)}"`;
}
