import { PLACE_SIZE } from '../../batch/batch.js';
import { rowsStart } from '../../batch/rows-of-record.js';
import { writeDigits } from '../../batch/write-digits.js';
import type { ComputedField, PlacedBytes } from '../encode/computed-field.js';

/**
 * What a row carries of its record, for a sink that may have to tell of it later: its place in the order of all inputs
 * (int8), or that and its place among the rows of the record, after a point (numeric), its line and its byte offset (int8), its original bytes (bytea).
 */
export type CarriedValue = 'order' | 'rowOrder' | 'line' | 'offset' | 'raw';

/** How far apart the places of two inputs' first records are: more than an input has records. */
export const ORDER_STRIDE = 1_000_000_000_000;

/**
 * The field of a carried column.
 *
 * @param value - What it carries.
 * @param input - The how manieth of the inputs the record is of, from 1: its places begin at so many strides.
 */
export function carriedField(value: CarriedValue, input: number): ComputedField {
  switch (value) {
    case 'order':
      return orderField(input);
    case 'rowOrder':
      return rowOrderField(input);
    case 'line':
      return numberField(({ firstLine, places }, record) => firstLine + places[PLACE_SIZE * record + 3]);
    case 'offset':
      return numberField(({ byteOffset, places }, record) => byteOffset + places[PLACE_SIZE * record]);
    case 'raw':
      return rawField();
  }
}

/** The input's number and the ordinal in twelve digits, as one number: too large for a double, so it is put together as text. */
function orderField(input: number): ComputedField {
  const start = `${input}`.length;
  const bytes = Buffer.alloc(start + STRIDE_DIGITS + MAX_DIGITS, 0x30);
  bytes.write(`${input}`);
  return {
    bytes,
    fill: ({ firstOrdinal, places }, record) => {
      const end = writeDigits(digits, 0, firstOrdinal + places[PLACE_SIZE * record + 2]);
      bytes.fill(0x30, start, start + STRIDE_DIGITS - end);
      digits.copy(bytes, start + STRIDE_DIGITS - end, 0, end);
      return start + STRIDE_DIGITS;
    },
  };
}

/** As {@link orderField}, and the number of the row among those of its record, in as many digits as its batch can have rows. */
function rowOrderField(input: number): ComputedField {
  const order = orderField(input);
  const { length } = order.bytes;
  const bytes = Buffer.alloc(length + 1 + ROW_DIGITS + MAX_DIGITS);
  const rowNumber = new RowNumber();
  return {
    bytes,
    fill: (batch, record) => {
      const end = order.fill(batch, record);
      order.bytes.copy(bytes, 0, 0, end);
      bytes[end] = POINT;
      bytes.fill(0x30, end + 1, end + 1 + ROW_DIGITS);
      const digitCount = writeDigits(digits, 0, rowNumber.of(batch, record));
      digits.copy(bytes, end + 1 + ROW_DIGITS - digitCount, 0, digitCount);
      return end + 1 + ROW_DIGITS;
    },
  };
}

/** Numbers rows of one record, from 0. Asked of one after the other it does not count from the first again. */
class RowNumber {
  #places: Int32Array | null = null;
  #row = -1;
  #number = 0;

  of({ places }: PlacedBytes, row: number): number {
    const ordinal = places[PLACE_SIZE * row + 2];
    const follows = this.#places === places && this.#row === row - 1;
    if (row === 0 || places[PLACE_SIZE * (row - 1) + 2] !== ordinal) this.#number = 0;
    else this.#number = follows ? this.#number + 1 : row - rowsStart({ places }, row);
    this.#places = places;
    this.#row = row;
    return this.#number;
  }
}

function numberField(numberOf: (batch: PlacedBytes, record: number) => number): ComputedField {
  const bytes = Buffer.allocUnsafeSlow(MAX_DIGITS);
  return { bytes, fill: (batch, record) => writeDigits(bytes, 0, numberOf(batch, record)) };
}

/** In bytea's hex form: what the record's bytes are does not matter then. */
function rawField(): ComputedField {
  let text = Buffer.from(HEX_MARK.padEnd(1024));
  return {
    get bytes() {
      return text;
    },
    growth: 2,
    fill: ({ bytes, places }, record) => {
      const start = places[PLACE_SIZE * record];
      const hex = bytes.toString('hex', start, places[PLACE_SIZE * record + 1]);
      const length = HEX_MARK.length + hex.length;
      if (text.length < length) text = Buffer.from(HEX_MARK.padEnd(2 * length));
      text.write(hex, HEX_MARK.length, 'latin1');
      return length;
    },
  };
}

const HEX_MARK = '\\x';
const STRIDE_DIGITS = 12;
const ROW_DIGITS = 8;
const POINT = 0x2e;
/** What `writeDigits` asks for. */
const MAX_DIGITS = 16;
/** Where an ordinal is written before it has its zeros. */
const digits = Buffer.alloc(MAX_DIGITS);
