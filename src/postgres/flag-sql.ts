import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { Client } from './client.js';
import { databaseError, isServerError } from './errors.js';

/** SQL that the user gave with a flag. */
export interface FlagSql {
  /** Such as `--before`. */
  readonly flag: string;
  readonly sql: string;
}

/**
 * Runs SQL of the user, one or more statements, inside the transaction. It goes through PL/pgSQL's EXECUTE, which refuses
 * whatever would end the transaction: a COMMIT in it would break the promise of all or nothing without a word.
 *
 * @param client - In a transaction.
 * @throws SluiceError DATABASE_REFUSED naming the flag, what Postgres said, and where in the SQL; DATABASE_LOST.
 */
export async function runFlagSql(client: Client, { flag, sql }: FlagSql): Promise<void> {
  const literal = client.escapeLiteral(sql);
  const tag = freeTag(literal);
  try {
    await client.query(`DO LANGUAGE plpgsql ${tag}BEGIN EXECUTE ${literal}; END${tag}`);
  } catch (error) {
    throw refusedSql(error, { flag, sql });
  }
}

/** A dollar quote that the text does not end. */
function freeTag(text: string): string {
  let tag = '$sluice$';
  for (let count = 1; text.includes(tag); count++) tag = `$sluice${count}$`;
  return tag;
}

function refusedSql(error: unknown, { flag, sql }: FlagSql): SluiceError {
  const known = databaseError(error);
  if (known.code !== 'DATABASE_REFUSED' || !isServerError(error)) return known;
  const detail = error.detail === undefined ? '' : `; ${printable(error.detail, 300)}`;
  const said = `${printable(error.message, 300)}${detail} (SQLSTATE ${error.code})`;
  const message = `${flag}: Postgres refused it${placeIn(sql, error)}: ${said}.`;
  return new SluiceError('DATABASE_REFUSED', message, { hint: hintFor(error, known), cause: error });
}

/** Counted in the user's own text; a function that it calls has a text of its own. */
function placeIn(sql: string, error: Error): string {
  const { internalPosition, internalQuery } = error as { internalPosition?: string; internalQuery?: string };
  if (internalPosition === undefined || internalQuery !== sql) return '';
  const before = Array.from(sql).slice(0, Number(internalPosition) - 1);
  const line = before.filter((character) => character === '\n').length + 1;
  return ` at line ${line}, column ${before.length - before.lastIndexOf('\n')}`;
}

function hintFor({ code, message }: { readonly code: string; readonly message: string }, known: SluiceError): string {
  if (code === '0A000' && message.includes('EXECUTE')) {
    return 'It runs inside the transaction of the load, which Sluice begins and ends itself. Nothing was loaded.';
  }
  return `${known.hint === null ? '' : `${known.hint} `}Nothing was loaded.`;
}
