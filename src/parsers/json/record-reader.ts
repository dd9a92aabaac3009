import type { Batch } from '../../batch/batch.js';
import type { Fault, FaultKind } from '../../batch/faults.js';
import { SOURCE_START } from '../../batch/place.js';
import { ensureRecordRoom } from '../../batch/record-room.js';
import { OPENING_BRACE } from './characters.js';
import type { JsonParserOptions } from './json-column.js';
import { jsonFaultKinds, type JsonFaultKinds } from './json-faults.js';
import { KeyTree } from './key-tree.js';
import { ObjectScanner, type KeyListener } from './object-scanner.js';
import { RecordNotes, type RecordSpan } from './record-notes.js';
import { showPlace } from './show-place.js';
import { TokenScanner } from './token-scanner.js';

/** Reads the records that a parser finds, and notes them: what the parsers of NDJSON and of documents have in common. */
export class RecordReader {
  readonly tokens: TokenScanner;
  readonly kinds: JsonFaultKinds;
  readonly notes: RecordNotes;
  readonly #scanner: ObjectScanner;
  readonly #listener: KeyListener | null;
  #batch!: Batch;

  /**
   * @param space - The characters that are whitespace between tokens.
   * @param listener - Is told of every value whose key has no column; null: such keys are faults.
   * @param start - Where the first record begins. Default: at the start of the source.
   */
  constructor(options: JsonParserOptions, space: string, listener: KeyListener | null, start = SOURCE_START) {
    this.notes = new RecordNotes(start);
    this.tokens = new TokenScanner(space, options.maxDepth);
    this.kinds = jsonFaultKinds(options);
    const { tokens, kinds } = this;
    this.#scanner = new ObjectScanner({ ...options, tokens, keys: new KeyTree(options), kinds, listener });
    this.#listener = listener;
  }

  /** What is wrong with the record read last, besides its grammar. */
  get faults(): readonly Fault[] {
    return this.#scanner.faults;
  }

  /** Turns to a block, which ends as {@link TokenScanner} wants it. */
  start(batch: Batch): void {
    this.#batch = batch;
    this.notes.start(batch);
    this.#scanner.start(batch);
  }

  /**
   * Reads what should be a record into the batch's next free slot.
   *
   * @param start - Its first byte.
   * @returns The position after it, or the complement of where it stops being JSON.
   */
  read(start: number): number {
    if (this.#batch.bytes[start] === OPENING_BRACE) {
      ensureRecordRoom(this.#batch);
      return this.#scanner.scan(start);
    }
    this.#scanner.faults = [{ kind: this.kinds.notAnObject, value: null }];
    return this.tokens.valueEnd(start, 0);
  }

  /** Keeps the record that was read last. */
  keep(start: number, end: number): void {
    this.notes.keep(start, end);
    this.#listener?.recordEnd();
  }

  /**
   * A fault of a record as a whole.
   *
   * @param span - Of the record, which begins on the line that reading has come to.
   * @param at - The position at which it shows; told if the kind shows places.
   */
  faultAt({ start, end }: RecordSpan, at: number, kind: FaultKind): Fault {
    if (kind.shows !== 'place') return { kind, value: null };
    return { kind, value: showPlace(this.#batch.bytes.subarray(start, end), at - start, this.notes.line) };
  }
}
