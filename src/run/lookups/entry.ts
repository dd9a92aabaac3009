/**
 * An entry of a lookup as it is kept in files: the hash of its key, the lengths of key and value in bytes (each a number of
 * four bytes), then both.
 */

const HEAD_BYTES = 12;

/** The length of a value that is NULL. */
const NULL_LENGTH = 0xffffffff;

/** How many bytes an entry takes. */
export function entrySize(key: Buffer, value: Buffer | null): number {
  return HEAD_BYTES + key.length + (value?.length ?? 0);
}

/** Writes an entry into `target` from `at` on. */
export function writeEntry(
  target: Buffer,
  at: number,
  { hash, key, value }: { readonly hash: number; readonly key: Buffer; readonly value: Buffer | null },
): void {
  target.writeUInt32LE(hash, at);
  target.writeUInt32LE(key.length, at + 4);
  target.writeUInt32LE(value?.length ?? NULL_LENGTH, at + 8);
  key.copy(target, at + HEAD_BYTES);
  value?.copy(target, at + HEAD_BYTES + key.length);
}

/** The hash of the entry at `at`. */
export function hashAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at);
}

/** Where the entry after the one at `at` is. */
export function entryEnd(bytes: Buffer, at: number): number {
  const valueLength = bytes.readUInt32LE(at + 8);
  return at + HEAD_BYTES + bytes.readUInt32LE(at + 4) + (valueLength === NULL_LENGTH ? 0 : valueLength);
}

/** The key of the entry at `at`: a view. */
export function keyAt(bytes: Buffer, at: number): Buffer {
  const start = at + HEAD_BYTES;
  return bytes.subarray(start, start + bytes.readUInt32LE(at + 4));
}

/** Its value; null is NULL. */
export function valueAt(bytes: Buffer, at: number): string | null {
  if (bytes.readUInt32LE(at + 8) === NULL_LENGTH) return null;
  return bytes.toString('utf8', at + HEAD_BYTES + bytes.readUInt32LE(at + 4), entryEnd(bytes, at));
}
