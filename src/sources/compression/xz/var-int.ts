import type { ByteInput } from '../byte-input.js';

/** The longest number of the format: 63 bits, seven a byte. */
export const MAX_VAR_INT_BYTES = 9;

/**
 * Reads a number of seven bits a byte, the least significant first, from bytes that are at hand.
 *
 * @param input - Moves past the number.
 * @param limit - Where the number must have ended.
 * @throws SluiceError SOURCE_CORRUPT
 */
export function readVarInt(input: ByteInput, limit: number): number {
  let value = 0;
  for (let index = 0; index < MAX_VAR_INT_BYTES && input.start < limit; index++) {
    const byte = input.bytes[input.start++];
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) {
      if (byte === 0 && index > 0) break;
      return value;
    }
  }
  throw input.damaged('an impossible number');
}

/** A number as `readVarInt` reads it. */
export function varInt(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}
