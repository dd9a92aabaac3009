import { allocateBlock } from './batch-pool.js';
import { SluiceError } from '../errors/sluice-error.js';
import { FieldForm, NULL_START, placeOf, type Batch } from './batch.js';
import { displaySource } from './display-source.js';
import { writeDigits } from './write-digits.js';

/**
 * Writes the values that steps make into the fields of a batch: behind what its block holds already, so that the original
 * bytes of records stay as they are.
 */
export class ValueWriter {
  #batch!: Batch;

  /** Turns to a batch, whose fields are then written. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
    batch.hasMadeValues = true;
  }

  /**
   * Gives a field a text as its value. Half a surrogate pair, which is no character, becomes U+FFFD.
   *
   * @param field - `record * width + column`.
   */
  text(field: number, value: string): void {
    const { length } = value;
    // UTF-8 takes no more than three bytes for a UTF-16 unit.
    this.reserve(MAX_UNIT_BYTES * length);
    const batch = this.#batch;
    const start = batch.usedBytes;
    if (this.#shortAscii(value)) {
      this.#note(field, start, FieldForm.plain);
      return;
    }
    batch.usedBytes += batch.bytes.write(value, start);
    this.#note(field, start, value.includes('\0') ? FieldForm.withNul : FieldForm.plain);
  }

  /** Gives a field a number as its value: a short decimal that reads back as the same number. */
  number(field: number, value: number): void {
    const size = Math.abs(value);
    // Beyond that, as for what is no number, there is no short cut.
    const decimals = size < MAX_SHORT_NUMBER ? decimalsOf(size) : -1;
    if (decimals < 0) this.text(field, String(value));
    else this.#decimal(field, value, decimals);
  }

  /** Some three times as fast as a string: numbers are what is made most. */
  #decimal(field: number, value: number, decimals: number): void {
    this.reserve(MAX_DECIMAL_BYTES);
    const batch = this.#batch;
    const { bytes, usedBytes: start } = batch;
    const power = POWERS[decimals];
    const scaled = Math.round(Math.abs(value) * power);
    const whole = Math.floor(scaled / power);
    let at = start;
    if (value < 0) bytes[at++] = MINUS;
    at = writeDigits(bytes, at, whole);
    if (decimals > 0) {
      // One digit more, so that leading zeros are written: the point takes its place.
      const end = writeDigits(bytes, at, power + scaled - whole * power);
      bytes[at] = POINT;
      at = end;
    }
    batch.usedBytes = at;
    this.#note(field, start, FieldForm.plain);
  }

  /** Gives a field bytes as its value: UTF-8, which is copied. */
  bytes(field: number, value: Uint8Array): void {
    this.reserve(value.length);
    const batch = this.#batch;
    const start = batch.usedBytes;
    batch.bytes.set(value, start);
    batch.usedBytes += value.length;
    this.#note(field, start, value.includes(0) ? FieldForm.withNul : FieldForm.plain);
  }

  /** Makes a field NULL. */
  null(field: number): void {
    const { spans, forms } = this.#batch;
    spans[2 * field] = NULL_START;
    forms[field] = FieldForm.plain;
  }

  /** Gives a field, as it is, what another field has. */
  copy(from: number, to: number): void {
    const { spans, forms } = this.#batch;
    spans[2 * to] = spans[2 * from];
    spans[2 * to + 1] = spans[2 * from + 1];
    forms[to] = forms[from];
  }

  /**
   * Gives a field a part of the block as its value, without a copy.
   *
   * @param form - What must still be done to read it; default: nothing.
   */
  span(field: number, start: number, end: number, form: number = FieldForm.plain): void {
    const { spans, forms } = this.#batch;
    spans[2 * field] = start;
    spans[2 * field + 1] = end;
    forms[field] = form;
  }

  /**
   * Makes sure that so many bytes are free behind those in use. The block of the batch may be another one afterwards.
   *
   * @throws SluiceError BATCH_TOO_LARGE
   */
  reserve(bytes: number): void {
    const batch = this.#batch;
    if (batch.usedBytes + bytes <= batch.bytes.length) return;
    const needed = batch.usedBytes + bytes;
    if (needed > MAX_BLOCK_BYTES) throw tooLarge(batch);
    const larger = allocateBlock(Math.min(Math.max(needed, 2 * batch.bytes.length), MAX_BLOCK_BYTES));
    batch.bytes.copy(larger, 0, 0, batch.usedBytes);
    batch.bytes = larger;
  }

  #note(field: number, start: number, form: number): void {
    this.span(field, start, this.#batch.usedBytes, form);
  }

  /** Short ASCII without NUL by a loop: a call of `write` costs as much as some 20 of its steps. */
  #shortAscii(value: string): boolean {
    const { length } = value;
    if (length > MAX_SHORT) return false;
    const { bytes, usedBytes } = this.#batch;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f || code === 0) return false;
      bytes[usedBytes + index] = code;
    }
    this.#batch.usedBytes = usedBytes + length;
    return true;
  }
}

function tooLarge(batch: Batch): SluiceError {
  const { source, line } = placeOf(batch, 0);
  const message = `What is made of the records of ${displaySource(source.name)} from line ${line} on takes more than 512 MiB at once.`;
  return new SluiceError('BATCH_TOO_LARGE', message, {
    hint: 'Records that become very many, as explode makes of long lists, should not carry long values along: drop those columns, or change them before.',
  });
}

/** Far more than any sane block becomes, and still memory that there is. */
const MAX_BLOCK_BYTES = 512 * 1024 * 1024;

/** How many decimals a number has, if it has few; -1: it has more. A quotient of whole numbers is the number nearest to it. */
function decimalsOf(size: number): number {
  for (let decimals = 0; decimals < POWERS.length; decimals++) {
    if (Math.round(size * POWERS[decimals]) / POWERS[decimals] === size) return decimals;
  }
  return -1;
}

const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];
/** With all the decimals it is a whole number that a double holds. */
const MAX_SHORT_NUMBER = 1e9;
/** A sign, nine digits, and what `writeDigits` asks for. */
const MAX_DECIMAL_BYTES = 32;
const MINUS = 0x2d;
const POINT = 0x2e;

const MAX_UNIT_BYTES = 3;
const MAX_SHORT = 24;
