import type { BitReader } from './bit-reader.js';
import type { BlockHeader } from './block-header.js';

/** Symbols that are coded by the same table. */
const GROUP_SIZE = 50;

/* eslint-disable complexity, max-depth, max-lines-per-function -- The hot loop: split into calls it takes a third longer. */
/**
 * Decodes the symbols of a block: Huffman codes of places in a list of recent bytes, with runs of place 0 written as
 * numbers in bijective base 2.
 *
 * @param target - Gets the bytes, in the order of the sorted rotations.
 * @returns How many bytes there are, or in a few words what is wrong.
 */
export function readSymbols(reader: BitReader, header: BlockHeader, target: Uint32Array): number | string {
  const { tables, selectors, alphabet } = header;
  const recent = alphabet.slice();
  const endOfBlock = alphabet.length + 1;
  let length = 0;
  let run = 0;
  let digit = 1;
  for (const selector of selectors) {
    const table = tables[selector];
    for (let left = GROUP_SIZE; left > 0; left--) {
      const symbol = table.decode(reader);
      if (symbol === -1) return 'bits that are no code';
      if (symbol <= 1) {
        run += digit << symbol;
        digit *= 2;
        if (run > target.length - length) return 'more bytes than a block has room for';
        continue;
      }
      if (run > 0) {
        target.fill(recent[0], length, length + run);
        length += run;
        run = 0;
        digit = 1;
      }
      if (symbol === endOfBlock) return length;
      if (length === target.length) return 'more bytes than a block has room for';
      const place = symbol - 1;
      const byte = recent[place];
      if (place < 16) for (let at = place; at > 0; at--) recent[at] = recent[at - 1];
      else recent.copyWithin(1, 0, place);
      recent[0] = byte;
      target[length++] = byte;
    }
  }
  return 'fewer selectors than symbols';
}
/* eslint-enable complexity, max-depth, max-lines-per-function */
