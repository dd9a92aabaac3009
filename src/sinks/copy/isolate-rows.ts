/** Rows that Postgres has refused as one statement, and what can be done with them. Rows count from 0. */
export interface RefusedRows {
  readonly count: number;
  /** Sends the rows from `from` up to and without `to` as one statement. Null: they are in. */
  send(from: number, to: number): Promise<Refusal | null>;
  /** Says which row was refused for good, and why. */
  reject(row: number, refusal: Refusal): Promise<void>;
  /** The rest is wanted no more. */
  isStopped(): boolean;
}

/** Postgres's word against a statement, for the fault of one of its rows. */
export interface Refusal {
  readonly error: Error;
  /** The row that it names, counted from 0 in the statement; null: it names none. */
  readonly row: number | null;
}

/**
 * Finds the faulty rows of a refused statement, and sends all others.
 *
 * What lies before a row that Postgres names is sent on its own, then it goes on after that row. Where no row is named,
 * the statement is halved until one row is left. Statements shrink to the distance between faults and grow again
 * after: so many faults cost no more than a resend each of the rows up to the next one, and a table in which every
 * row is refused takes a time in proportion to its rows.
 */
export async function isolateRows(rows: RefusedRows, first: Refusal): Promise<void> {
  const isolation = new Isolation(rows, first);
  while (!isolation.isDone) await isolation.advance();
}

/** How far the search for the faulty rows has come: all before `#at` are in, or are rejects. */
class Isolation {
  readonly #rows: RefusedRows;
  #at = 0;
  /** Rows that the next statement has at most. */
  #step: number;
  /** The next row that is known to be faulty, if one is. */
  #faulty: FaultyRow | null = null;

  constructor(rows: RefusedRows, first: Refusal) {
    this.#rows = rows;
    this.#step = rows.count;
    this.#learn(first, rows.count);
  }

  get isDone(): boolean {
    return this.#at >= this.#rows.count || this.#rows.isStopped();
  }

  advance(): Promise<void> {
    return this.#faulty?.row === this.#at ? this.#reject(this.#faulty) : this.#send();
  }

  async #reject({ row, refusal }: FaultyRow): Promise<void> {
    await this.#rows.reject(row, refusal);
    this.#at++;
    this.#faulty = null;
    this.#shrink(this.#step);
  }

  async #send(): Promise<void> {
    const end = Math.min(this.#at + this.#step, this.#faulty?.row ?? this.#rows.count);
    const refusal = await this.#rows.send(this.#at, end);
    if (refusal === null) this.#pass(end);
    else this.#learn(refusal, end);
  }

  #pass(end: number): void {
    this.#step = 2 * (end - this.#at);
    this.#at = end;
  }

  /** The rows up to `end` were refused. What was known of a later row may have hung on one that is faulty itself. */
  #learn(refusal: Refusal, end: number): void {
    const count = end - this.#at;
    const row = refusal.row ?? (count === 1 ? 0 : count);
    this.#faulty = row < count ? { row: this.#at + row, refusal } : null;
    if (this.#faulty === null) this.#shrink(count);
  }

  #shrink(step: number): void {
    this.#step = Math.max(1, step >> 1);
  }
}

interface FaultyRow {
  readonly row: number;
  readonly refusal: Refusal;
}
