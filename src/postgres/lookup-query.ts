import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { Client } from './client.js';
import { databaseError, isServerError } from './errors.js';
import { beginWith, type TransactionSettings } from './transaction-settings.js';

/** Rows that are asked for at a time. */
const ROWS_AT_ONCE = 2000;

/** A query, and where it is asked. */
export interface LookupQueryOptions {
  readonly sql: string;
  readonly settings: TransactionSettings;
  /** Names the database in messages. */
  readonly database: string;
}

/** A key and its value, as PostgreSQL writes them as text. */
export type LookupRow = readonly [key: string | null, value: string | null];

/**
 * Reads pairs by a query of the user's, in a transaction that changes nothing and sees one state of the database. It must be
 * a single query: it stands in parentheses, and goes by the protocol that takes one statement only.
 */
export class LookupQuery {
  readonly #client: Client;
  readonly #sql: string;
  readonly #database: string;

  private constructor(client: Client, { sql, database }: LookupQueryOptions) {
    this.#client = client;
    this.#sql = withoutEnd(sql);
    this.#database = database;
  }

  /**
   * Begins the transaction, which is to be ended.
   *
   * @param client - A connection with nothing else to do.
   * @throws SluiceError as `beginWith`.
   */
  static async begin(client: Client, options: LookupQueryOptions): Promise<LookupQuery> {
    await beginWith(client, { ...options.settings, readCommitted: false });
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    // All rows are wanted, and not the first ones soon.
    await client.query('SET LOCAL cursor_tuple_fraction TO 1');
    return new LookupQuery(client, options);
  }

  /**
   * The names of its columns.
   *
   * @throws SluiceError DATABASE_REFUSED telling what Postgres says of the query, and where in it; DATABASE_LOST.
   */
  async columns(): Promise<string[]> {
    const { fields } = await this.#run(['SELECT * FROM (', ') AS lookup LIMIT 0']);
    return fields.map(({ name }) => name);
  }

  /**
   * The values of two columns, in parts.
   *
   * @param places - Their places from 0.
   * @param width - How many columns it has.
   * @throws SluiceError as {@link LookupQuery.columns}.
   */
  async *rows([key, value]: readonly [number, number], width: number): AsyncGenerator<readonly LookupRow[]> {
    // By place: two columns of a query may have one name.
    const names = Array.from({ length: width }, (_, index) => `c${index}`).join(', ');
    const select = `SELECT c${key}::text, c${value}::text FROM (`;
    await this.#run([`DECLARE sluice_lookup NO SCROLL CURSOR FOR ${select}`, `) AS lookup (${names})`]);
    for (;;) {
      const rows = await this.#fetch();
      if (rows.length === 0) return;
      yield rows;
    }
  }

  /** Ends the transaction. Never rejects: a lost connection ends it too. */
  async end(): Promise<void> {
    await this.#client.query('ROLLBACK').catch(() => undefined);
  }

  async #fetch(): Promise<LookupRow[]> {
    const text = `FETCH ${ROWS_AT_ONCE} FROM sluice_lookup`;
    try {
      return (await this.#client.query<[string | null, string | null]>({ text, rowMode: 'array' })).rows;
    } catch (error) {
      throw this.#refused(error, '');
    }
  }

  /**
   * Runs the query with something around it, as a statement that is parsed first: then it can't be several. A line of its own
   * keeps a comment at its end from what follows.
   */
  async #run([before, after]: readonly [string, string]) {
    const head = `${before}\n`;
    const parsedFirst = { text: `${head}${this.#sql}\n${after}`, queryMode: 'extended' };
    try {
      return await this.#client.query(parsedFirst);
    } catch (error) {
      throw this.#refused(error, placeIn(this.#sql, error, head));
    }
  }

  #refused(error: unknown, place: string): SluiceError {
    const known = databaseError(error);
    if (known.code !== 'DATABASE_REFUSED' || !isServerError(error)) return known;
    const detail = error.detail === undefined ? '' : `; ${printable(error.detail, 300)}`;
    const said = `${printable(error.message, 300)}${detail} (SQLSTATE ${error.code})`;
    const hint = known.hint === null ? '' : `${known.hint} `;
    return new SluiceError('DATABASE_REFUSED', `Postgres refused the query${place}: ${said}.`, {
      hint: `${hint}It was asked of ${printable(this.#database, 200)}, in a transaction that changes nothing.`,
      cause: error,
    });
  }
}

/** A semicolon at the end is a habit, and no second statement. */
function withoutEnd(sql: string): string {
  let end = sql.length;
  while (end > 0 && END.has(sql[end - 1])) end--;
  return sql.slice(0, end);
}

const END = new Set([';', ' ', '\t', '\n', '\r']);

/** Counted in the user's own text; nothing when the fault is not in it. */
function placeIn(sql: string, error: unknown, head: string): string {
  const offset = Number((error as { position?: string }).position) - 1 - head.length;
  const characters = Array.from(sql);
  if (!(offset >= 0 && offset < characters.length)) return '';
  const before = characters.slice(0, offset);
  const line = before.filter((character) => character === '\n').length + 1;
  return ` at line ${line}, column ${before.length - before.lastIndexOf('\n')}`;
}
