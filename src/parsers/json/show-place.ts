import { LF } from './characters.js';

/** Bytes that are shown from the place on. */
const SHOWN_BYTES = 24;

/**
 * Says where in a record something is wrong, as the value of the fault: `column 17, found "tru}"`. A record of several
 * lines has `line 3, column 5, …`; on its first line, columns are counted from its start.
 *
 * @param record - The record from its first byte on, in which the lines are counted.
 * @param at - The place in it.
 * @param firstLine - The physical line on which the record starts.
 */
export function showPlace(record: Buffer, at: number, firstLine: number): Buffer {
  const before = record.subarray(0, at);
  const lineStart = before.lastIndexOf(LF) + 1;
  const column =
    1 + before.subarray(lineStart).reduce((count, byte) => ((byte & 0xc0) === 0x80 ? count : count + 1), 0);
  const line = lineStart === 0 ? '' : `line ${firstLine + countLineFeeds(before)}, `;
  return Buffer.concat([Buffer.from(`${line}column ${column}`), shownFrom(record, at)]);
}

function countLineFeeds(bytes: Buffer): number {
  return bytes.reduce((count, byte) => (byte === LF ? count + 1 : count), 0);
}

/** What stands there, to the end of the line at most. */
function shownFrom(record: Buffer, at: number): Buffer {
  const rest = record.subarray(at, at + SHOWN_BYTES);
  const lineEnd = rest.indexOf(LF);
  const shown = lineEnd < 0 ? rest : rest.subarray(0, lineEnd);
  return shown.length === 0 ? shown : Buffer.concat([Buffer.from(', found "'), shown, Buffer.from('"')]);
}
