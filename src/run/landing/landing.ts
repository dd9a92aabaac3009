import type { CarriedValue } from '../../transforms/lineage/carried-field.js';

/** Where the COPY of a load lands, and how the rows get from there into the target. */
export interface Landing {
  /** The relation that lanes copy into, as SQL. */
  readonly relation: string;
  /** Its bare name, as Postgres writes it in the context of an error. */
  readonly name: string;
  /** Columns that the COPY carries besides the target's, which come after those in its list. */
  readonly carried: readonly CarriedColumn[];
  /**
   * Moves the rows on into the target. To be called once, when Postgres has acknowledged all.
   *
   * @param copied - How many there are.
   * @returns Null when it turned out that the run is over budget: then the transaction is being rolled back.
   * @throws SluiceError DATABASE_REFUSED, COUNT_MISMATCH, OUTPUT_FAILED; the driver's error when it was for no row.
   */
  settle(copied: number): Promise<Landed | null>;
}

/** A column of the landing that the target does not have. */
export interface CarriedColumn {
  readonly name: string;
  readonly value: CarriedValue;
}

/** What became of the rows. */
export interface Landed {
  /** Rows inserted or updated, as Postgres counted them. */
  readonly loaded: number;
  /** For each input: the rows that the mode skipped. */
  readonly skipped: readonly number[];
}
