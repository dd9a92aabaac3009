import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import type { Fingerprint, FingerprintKind } from '../schema/fingerprint.js';
import { sharedChunks } from './chunk-pool.js';
import type { Source } from './source.js';

/** The file that a fingerprint is of. */
export interface FingerprintedFile {
  /** What its `stat` said when it was opened. */
  readonly stats: Pick<Stats, 'size' | 'mtimeMs'>;
  readonly readAt: NonNullable<Source['readAt']>;
}

/**
 * Takes a file's fingerprint: of its ends and the time of its last change, or of all its bytes, whenever they were
 * written. Whether the file has changed meanwhile is for the caller to ask.
 */
export async function fileFingerprint(
  kind: FingerprintKind,
  { stats: { size, mtimeMs }, readAt }: FingerprintedFile,
): Promise<Fingerprint> {
  if (kind === 'sha256') {
    return { size, modifiedMs: null, hash: `sha256:${await digestOf([{ start: 0, end: size }], readAt)}` };
  }
  return { size, modifiedMs: Math.floor(mtimeMs), hash: `ends:${await digestOf(endsOf(size), readAt)}` };
}

const END_BYTES = 64 * 1024;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The first and the last bytes; where they would overlap, each byte once. */
function endsOf(size: number): Range[] {
  return [
    { start: 0, end: Math.min(END_BYTES, size) },
    { start: Math.max(END_BYTES, size - END_BYTES), end: size },
  ];
}

async function digestOf(ranges: readonly Range[], readAt: FingerprintedFile['readAt']): Promise<string> {
  const hash = createHash('sha256');
  for (const range of ranges) for await (const piece of piecesOf(range, readAt)) hash.update(piece);
  return hash.digest('hex');
}

/** Views of one buffer, each valid until the next. A file that has become shorter gives fewer. */
async function* piecesOf({ start, end }: Range, readAt: FingerprintedFile['readAt']): AsyncGenerator<Buffer, void> {
  const buffer = sharedChunks.acquire();
  try {
    for (let at = start, length = -1; at < end && length !== 0; at += length) {
      length = await readAt(buffer.subarray(0, end - at), at);
      yield buffer.subarray(0, length);
    }
  } finally {
    sharedChunks.release(buffer);
  }
}
