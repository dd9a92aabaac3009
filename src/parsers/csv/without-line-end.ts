import { CR, LF } from './dialect.js';

/** A record or line without the line end that it may have. */
export function withoutLineEnd(bytes: Buffer): Buffer {
  const end = bytes[bytes.length - 1] === LF ? bytes.length - 1 : bytes.length;
  return bytes.subarray(0, bytes[end - 1] === CR ? end - 1 : end);
}
