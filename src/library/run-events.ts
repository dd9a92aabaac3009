import type { FaultStage } from '../batch/faults.js';

/** How far a run is. Told at most 20 times a second, and once more at the end of reading. */
export interface ProgressEvent {
  /** Bytes of the inputs read so far, as they are stored or sent: compressed, if they are. */
  readonly bytes: number;
  /** The size of all inputs in the same bytes; null when it can't be known (a stream). */
  readonly totalBytes: number | null;
  /** Records read so far. */
  readonly records: number;
  /** Of these, the rejected ones. */
  readonly rejected: number;
}

/** One fault of one rejected record: what a line of the `.rejects.ndjson` file has, with nothing cut. */
export interface RejectEvent {
  /** The input as it was named; `-` is `stdin`. */
  readonly source: string;
  /** The line on which the record starts, from 1. */
  readonly line: number;
  /** The record's number in its source, from 1; the header is none. */
  readonly record: number;
  /** Where the record starts, in bytes from 0 of the input's text as UTF-8. */
  readonly byteOffset: number;
  /** Which check found it. */
  readonly stage: FaultStage;
  /** The name of the column; null for a fault of the whole record. */
  readonly column: string | null;
  /** The value with its quotes undone; null for NULL and for a fault of the whole record. */
  readonly value: string | null;
  /** The kind of fault; docs/errors.md lists them. */
  readonly code: string;
  /** PostgreSQL's code for this kind of fault, or null. */
  readonly sqlstate: string | null;
  /** What is wrong, as the terminal shows it. */
  readonly message: string;
  /** What may help, or null. It names options as the flags of the command. */
  readonly hint: string | null;
  /** The constraint that PostgreSQL names; null for none, and at all stages but `database`. */
  readonly constraint: string | null;
  /** What PostgreSQL adds, such as the key that is there already; null for nothing, and at all stages but `database`. */
  readonly detail: string | null;
  /** The record's text, without its line end. Bytes that are not UTF-8 are U+FFFD. */
  readonly raw: string;
  /** The record's bytes as they were read, without the line end. The events of one record share them. */
  readonly rawBytes: Buffer;
}

/** Something that a person may want to read while the run goes on, such as the dialect that was detected. */
export interface NoticeEvent {
  /** One line, safe to print. */
  readonly message: string;
}

/**
 * Who is told what while a run goes on. They are called in order, one at a time, on the run's own time: what takes long
 * slows it down. What one of them throws ends the run as an abort does, and is what its promise then rejects with.
 */
export interface RunListeners {
  /** Is told how far the run is. */
  readonly progress?: ((event: ProgressEvent) => void) | undefined;
  /**
   * Is told of every fault of every rejected record, in the order of the input as far as the stages find them. When it
   * returns a promise, no further batch is read, and nothing is committed, until that is settled.
   */
  readonly reject?: ((event: RejectEvent) => unknown) | undefined;
  /** Is told what a person may want to read. */
  readonly notice?: ((event: NoticeEvent) => void) | undefined;
  /** A load begins again after a fault of the database that passes: rejects told before this count for nothing. */
  readonly restart?: (() => void) | undefined;
}
