/** Faults and rejects: what a stage says of a record that can't be loaded. Bad records are data, never exceptions. */
import type { RecordPlace } from './place.js';

/** Where in the flow a fault was found. */
export type FaultStage = 'decode' | 'parse' | 'validate' | 'transform' | 'database';

/**
 * One kind of fault: what is the same for every record that has it. A stage makes each kind once a run and uses
 * the same object for each fault, so that counting is by identity and nothing is formatted per record.
 */
export interface FaultKind {
  readonly stage: FaultStage;
  /** The file column's name, or null for a fault of the whole record. */
  readonly column: string | null;
  /** A lower-case word such as `invalid`, `out_of_range`, `too_few_fields`; listed in docs/errors.md. */
  readonly code: string;
  /** What is wrong, to follow a value: `not a numeric(12,2)`. */
  readonly message: string;
  /** What to try next, naming a flag where one helps; null when nothing general helps. */
  readonly hint: string | null;
  /** The five-character SQLSTATE that Postgres gave or would give; null where it has none. */
  readonly sqlstate: string | null;
  /**
   * What the value of such a fault is: the value of a field, or words that say where in the record it is, such as
   * `column 17, found "tru}"`. Default: a value.
   */
  readonly shows?: 'value' | 'place';
  /** Of stage `database` only: the constraint that Postgres names, or null. */
  readonly constraint?: string | null;
}

/** One fault of one record. */
export interface Fault {
  readonly kind: FaultKind;
  /**
   * The value's bytes, with quotes undone, or what else {@link FaultKind.shows} says: valid only during the call. Null when
   * the fault has none (NULL too).
   */
  readonly value: Buffer | null;
  /** Of stage `database` only: what Postgres adds, such as the key that is there already; or null. */
  readonly detail?: string | null;
}

/** One record that can't be loaded, with all its faults (at least one). */
export interface RejectedRecord {
  readonly place: RecordPlace;
  /** The record's original bytes without the line end: valid only during the call. */
  readonly raw: Buffer;
  readonly faults: readonly Fault[];
}

/**
 * Where stages report rejects. `add` is called from one stage at a time and takes what it needs before it
 * returns; after each batch the stage awaits `drained`, which is how slow reject files hold the reader back.
 */
export interface RejectSink {
  add(rejected: RejectedRecord): void;
  /** Resolves when the reject files have caught up; at once when nothing waits. */
  drained(): Promise<void>;
}
