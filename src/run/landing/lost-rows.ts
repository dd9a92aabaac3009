import type { Client } from '../../postgres/client.js';
import type { UniqueKey } from '../../postgres/unique-keys.js';
import { isComplete, keyList } from './key-sql.js';
import type { Staging } from './staging.js';

/**
 * The staged rows that lost to a later one with the same key: each with the place of the next. When a winner turns out to
 * be faulty, the row before it wins.
 */
export class LostRows {
  readonly #client: Client;
  readonly #staging: Staging;

  private constructor(client: Client, staging: Staging) {
    this.#client = client;
    this.#staging = staging;
  }

  /** Finds them; the table that holds them is gone with the end of the transaction. */
  static async find(client: Client, staging: Staging, key: UniqueKey): Promise<LostRows> {
    await client.query(
      `CREATE TEMPORARY TABLE ${NAME} ON COMMIT DROP AS
       SELECT place, next FROM (
         SELECT r.${staging.order} AS place,
           lead(r.${staging.order}) OVER (PARTITION BY ${keyList('r', key)} ORDER BY r.${staging.order}) AS next
         FROM ${staging.relation} r WHERE ${isComplete('r', key)}
       ) runs WHERE next IS NOT NULL`,
    );
    await client.query(`CREATE INDEX ON pg_temp.${NAME} (place)`);
    await client.query(`CREATE INDEX ON pg_temp.${NAME} (next)`);
    await client.query(`ANALYZE pg_temp.${NAME}`);
    return new LostRows(client, staging);
  }

  /** The condition that a staged row has not lost. */
  get condition(): string {
    return `NOT EXISTS (SELECT FROM pg_temp.${NAME} lost WHERE lost.place = incoming.${this.#staging.order})`;
  }

  /** How many there are of each input, by its number from 1. */
  async countByInput(stride: number): Promise<ReadonlyMap<number, number>> {
    const { rows } = await this.#client.query<{ input: number; count: number }>(
      `SELECT (place / ${stride})::int AS input, count(*)::float8 AS count FROM pg_temp.${NAME} GROUP BY 1`,
    );
    return new Map(rows.map(({ input, count }) => [input, count]));
  }

  /** A CTE `promoted` that takes out the rows, by their `place`, that lost to these places alone: they win now. */
  promotionSql(places: readonly string[]): string {
    return `WITH promoted AS (DELETE FROM pg_temp.${NAME} WHERE next = ANY('{${places.join(',')}}'::${this.#staging.orderType}[]) RETURNING place)`;
  }
}

const NAME = 'sluice_lost';
