import { PLACE_SIZE } from '../../batch/batch.js';
import { writeDigits } from '../../batch/write-digits.js';
import type { ComputedField, PlacedBytes } from '../encode/computed-field.js';

/**
 * What a row carries of its record, for a sink that may have to tell of it later: its place in the order of all inputs
 * (int8), its line and its byte offset (int8), its original bytes (bytea).
 */
export type CarriedValue = 'order' | 'line' | 'offset' | 'raw';

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
/** What `writeDigits` asks for. */
const MAX_DIGITS = 16;
/** Where an ordinal is written before it has its zeros. */
const digits = Buffer.alloc(MAX_DIGITS);
