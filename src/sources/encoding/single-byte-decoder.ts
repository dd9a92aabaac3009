import { isAscii } from 'node:buffer';
import { MALFORMED, type Decoder } from './decoder.js';
import { writeCodePoint } from './write-code-point.js';

/** In a table of characters: no character. */
export const NO_CHARACTER = 0xffff;

/** Decodes an encoding that has one byte a character. */
export class SingleByteDecoder implements Decoder {
  readonly #table: Uint16Array;
  readonly #extendsAscii: boolean;

  /** @param table - The character of each of the 256 bytes, or `NO_CHARACTER`. */
  constructor(table: Uint16Array) {
    this.#table = table;
    this.#extendsAscii = table.subarray(0, 128).every((character, byte) => character === byte);
  }

  decode(bytes: Buffer, target: Buffer): number {
    if (this.#extendsAscii && isAscii(bytes)) return bytes.copy(target);
    const table = this.#table;
    let length = 0;
    for (let at = 0; at < bytes.length; at++) {
      const character = table[bytes[at]];
      if (character < 0x80) target[length++] = character;
      else if (character === NO_CHARACTER) target[length++] = MALFORMED;
      else length = writeCodePoint(target, length, character);
    }
    return length;
  }

  end(): number {
    return 0;
  }
}
