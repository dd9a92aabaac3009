import { isAscii, isUtf8 } from 'node:buffer';
import { FieldForm, NULL_START, type Batch } from './batch.js';
import { FieldValues } from './field-values.js';
import { readField } from './read-field.js';

/**
 * Reads fields of batches as strings. The block is decoded once, piece by piece, where a value is asked for, and values are
 * slices of that: whoever keeps a value for longer than the batch must copy it, or its whole piece stays in memory.
 */
export class TextReader {
  #batch!: Batch;
  /** The block in pieces, one character a byte; a piece is there once it was needed. */
  readonly #pieces: (Piece | undefined)[] = [];
  /** Bytes of the block that can be in a piece: what is written later is not. */
  #end = 0;
  #scratch = Buffer.allocUnsafeSlow(0);
  readonly #values = new FieldValues();
  /** All bytes of the block are UTF-8, so those of its fields are; null: nobody has asked. */
  #isText: boolean | null = null;

  /** Turns to a batch, whose fields are then read, those too that are written meanwhile. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
    this.#end = batch.usedBytes;
    this.#pieces.length = 0;
    this.#isText = null;
  }

  /** The batch that is being read. */
  get batch(): Batch {
    return this.#batch;
  }

  /**
   * The value of a field; null for NULL. Bytes that are no UTF-8 become U+FFFD.
   *
   * @param field - `record * width + column`.
   */
  of(field: number): string | null {
    const { spans, forms } = this.#batch;
    const start = spans[2 * field];
    if (start === NULL_START) return null;
    if (forms[field] !== FieldForm.plain && forms[field] !== FieldForm.withNul) return this.#undone(field);
    const end = spans[2 * field + 1];
    const at = start >> PIECE_BITS;
    if (end > this.#end || at !== (end - 1) >> PIECE_BITS) return this.#batch.bytes.toString('utf8', start, end);
    const { text, isAscii: isPlain } = this.#pieces[at] ?? this.#decode(at);
    const from = start & (PIECE_BYTES - 1);
    const value = text.slice(from, from + end - start);
    return isPlain || !NOT_ASCII.test(value) ? value : this.#batch.bytes.toString('utf8', start, end);
  }

  /**
   * The value of a field as `of` gives it; undefined for one that is no UTF-8, of which no text may be made that nobody wrote.
   *
   * @param field - `record * width + column`.
   */
  exact(field: number): string | null | undefined {
    const text = this.of(field);
    // One look at the block instead of one at each text: a call of `includes` costs as much as the text.
    this.#isText ??= isUtf8(this.#batch.bytes.subarray(0, this.#end));
    if (this.#isText) return text;
    // The character that stands for bad bytes may be there in its own right.
    if (text?.includes('\ufffd') !== true) return text;
    return isUtf8(this.#values.of(this.#batch, field) ?? EMPTY) ? text : undefined;
  }

  #decode(at: number): Piece {
    const bytes = this.#batch.bytes.subarray(at << PIECE_BITS, Math.min((at + 1) << PIECE_BITS, this.#end));
    const piece = { text: bytes.toString('latin1'), isAscii: isAscii(bytes) };
    while (this.#pieces.length <= at) this.#pieces.push(undefined);
    this.#pieces[at] = piece;
    return piece;
  }

  #undone(field: number): string {
    const { spans } = this.#batch;
    const length = spans[2 * field + 1] - spans[2 * field];
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(2 * length);
    return this.#scratch.toString('utf8', 0, readField(this.#batch, field, this.#scratch));
  }
}

interface Piece {
  readonly text: string;
  readonly isAscii: boolean;
}

/** Small enough for the young generation: a whole block would be an object of its own kind, which takes three times as long. */
const PIECE_BITS = 14;
const PIECE_BYTES = 1 << PIECE_BITS;

const EMPTY = Buffer.alloc(0);
const NOT_ASCII = /[\u0080-\uffff]/;
