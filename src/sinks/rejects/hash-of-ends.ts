import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The first bytes of a file. */
export interface FilePart {
  readonly path: string;
  /** How many there are. */
  readonly length: number;
}

/** Enough to know them again: what was put in or taken out anywhere before moves them. */
const END_BYTES = 64 * 1024;

/**
 * Hashes the last 64 KiB of each of some parts of files.
 *
 * @returns SHA-256 in hexadecimal digits; null when one is no file that can be read, or not so long.
 */
export function hashOfEnds(parts: readonly FilePart[]): string | null {
  const hash = createHash('sha256');
  for (const part of parts) {
    const end = endOf(part);
    if (end === null) return null;
    hash.update(end);
  }
  return hash.digest('hex');
}

function endOf({ path, length }: FilePart): Buffer | null {
  const descriptor = tryToOpen(path);
  if (descriptor === null) return null;
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size < length) return null;
    const end = Buffer.alloc(Math.min(length, END_BYTES));
    const count = readSync(descriptor, end, 0, end.length, length - end.length);
    return count === end.length ? end : null;
  } finally {
    closeSync(descriptor);
  }
}

/** Never through a link, and without waiting for the writer of a pipe. */
function tryToOpen(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null;
  }
}
