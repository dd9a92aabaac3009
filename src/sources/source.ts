import type { Readable } from 'node:stream';
import type { SourceRef } from '../batch/place.js';
import type { Fingerprint, FingerprintKind } from '../schema/fingerprint.js';

/** Somewhere that bytes come from. Opened once a run; its bytes are read once, or more often if `repeatable`. */
export interface Source {
  readonly ref: SourceRef;
  /**
   * The size in bytes of the original, as it is stored or sent: compressed, if it is. Null when it can't be known
   * before the end (pipes). A progress bar compares it with `position`.
   */
  readonly size: number | null;
  /** `read` may be called again, after the stream of the last call has ended or was destroyed. */
  readonly repeatable: boolean;
  /**
   * A stream of the bytes. Read errors arrive on it as SluiceError: SOURCE_UNREADABLE, SOURCE_CORRUPT.
   *
   * @param from - The offset of the first byte that is wanted. A file is read from there; of most others, what comes
   * before is passed over. Default 0.
   */
  read(from?: number): Readable;
  /**
   * How far into the original, in bytes, the latest `read` has come; counted from its front wherever the reading began.
   * Runs ahead of what was given by a few chunks.
   */
  position(): number;
  /**
   * Fills `target` with the bytes from `position` on, and tells how many there were: fewer only at the end. Null for a
   * source whose bytes come only in their order. May be called while a stream of `read` is open. Fails with
   * SOURCE_UNREADABLE.
   */
  readonly readAt: ((target: Buffer, position: number) => Promise<number>) | null;
  /**
   * Takes back a chunk of `read`, or a view of one, that nobody will look at again, so that its memory is used for
   * a later one. Not to be called twice for one chunk; a chunk that never comes back is left to the garbage collector.
   */
  recycle(chunk: Buffer): void;
  /**
   * What tells this version of the original from another; null where nothing does (pipes). It is that of the bytes as
   * they are stored or sent, so that all entries of an archive have the archive's. May be called while a stream of `read`
   * is open. Fails with SOURCE_UNREADABLE, or SOURCE_CHANGED like `assertUnchanged`.
   */
  fingerprint(kind: FingerprintKind): Promise<Fingerprint | null>;
  /** @throws SluiceError SOURCE_CHANGED when the bytes are no longer those that were there when it was opened. */
  assertUnchanged(): Promise<void>;
  /** Lets go of the file. May be called more than once. */
  close(): Promise<void>;
}

/** The bytes of one read: large enough that the cost of a read is lost in the cost of its bytes. */
export const CHUNK_BYTES = 512 * 1024;
