import { appendBytes } from './append.js';
import { type Codec, type CodecFactory, Verdict } from './codec.js';

/** Makes the codec of an enum: the image is the label's text. Labels count by their exact bytes, case and blanks too. */
export const enumCodec: CodecFactory = ({ labels }): Codec => {
  const table = hashLabels(labels.map((label) => Buffer.from(label)));
  return (bytes, start, end, output) =>
    isLabel(table, bytes, start, end) ? appendBytes(bytes, start, end, output) : Verdict.notALabel;
};

/** Labels at the slots of their hashes, or at the next free ones; a power of two of slots, at least half of them null. */
type LabelTable = readonly (Buffer | null)[];

function hashLabels(labels: readonly Buffer[]): LabelTable {
  const slots = 2 ** Math.ceil(Math.log2(2 * labels.length + 1));
  const table = new Array<Buffer | null>(slots).fill(null);
  for (const label of labels) {
    let slot = hash(label, 0, label.length) % slots;
    while (table[slot] !== null) slot = (slot + 1) % slots;
    table[slot] = label;
  }
  return table;
}

function isLabel(table: LabelTable, bytes: Buffer, start: number, end: number): boolean {
  if (end - start > LABEL_MAX_BYTES) return false;
  const mask = table.length - 1;
  let slot = hash(bytes, start, end) & mask;
  for (let label = table[slot]; label !== null; label = table[slot]) {
    if (isSame(label, bytes, start, end)) return true;
    slot = (slot + 1) & mask;
  }
  return false;
}

function isSame(label: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (label.length !== end - start) return false;
  let at = 0;
  while (at < label.length && label[at] === bytes[start + at]) at++;
  return at === label.length;
}

/** FNV-1a, as an unsigned 32-bit integer. */
function hash(bytes: Buffer, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let at = start; at < end; at++) value = Math.imul(value ^ bytes[at], 0x01000193);
  return value >>> 0;
}

/** NAMEDATALEN less the closing NUL. */
const LABEL_MAX_BYTES = 63;
