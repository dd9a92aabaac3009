import {
  close,
  constants,
  fdatasync,
  lstatSync,
  openSync,
  rmSync,
  truncateSync,
  unlinkSync,
  write,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';

import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';

/** Bytes of one buffer; a longer reservation gets a buffer of its own. */
const BUFFER_BYTES = 1024 * 1024;

/** Buffers on their way to the file at once. Past this, the next one is written before the caller goes on. */
const MAX_IN_FLIGHT = 8;

/**
 * A new file that is appended to through large buffers, for writers that place bytes themselves:
 * `const at = file.reserve(n)`, write at most `n` bytes to `file.bytes` from `at`, set `file.length` to where they
 * end. A reservation is never split over two buffers. The file is made when the first bytes leave.
 *
 * The first failure is kept: what is appended later is dropped, and `drained` and `close` throw it.
 */
export class OutputFile {
  readonly path: string;
  /** The buffer being filled: valid until the next `reserve`, `drained` or `close`. */
  bytes: Buffer = NO_BYTES;
  /** How many bytes of it are filled. */
  length = 0;
  readonly #open: (path: string) => number;
  #descriptor: number | null = null;
  #position = 0;
  #inFlight = 0;
  #made = false;
  #failure: SluiceError | null = null;
  readonly #idle: Buffer[] = [];
  #waiting: (() => void)[] = [];

  /**
   * @param path - Where the file goes; what is there is replaced.
   * @param open - Makes the file and returns its descriptor; default: private to its owner, no links followed.
   */
  constructor(path: string, open: (path: string) => number = openFresh) {
    this.path = path;
    this.#open = open;
  }

  /**
   * Goes on with a file that is there and has at least so many bytes: what follows these is cut off.
   *
   * @param length - Bytes to keep.
   */
  static continued(path: string, length: number): OutputFile {
    truncateSync(path, length);
    const file = new OutputFile(path, openAgain);
    file.#position = length;
    return file;
  }

  /** Makes room for `size` more bytes in `bytes` and returns where they begin. */
  reserve(size: number): number {
    if (this.length + size > this.bytes.length) {
      this.#send();
      this.bytes = size > BUFFER_BYTES ? Buffer.allocUnsafeSlow(size) : this.#emptyBuffer();
    }
    return this.length;
  }

  /**
   * Resolves when at most one buffer is still being written. Also sends a part-filled buffer when nothing else is
   * on its way, so that the file keeps up with a slow run.
   *
   * @throws SluiceError OUTPUT_FAILED when the file can't be made or written.
   */
  async drained(): Promise<void> {
    if (this.#inFlight === 0) this.#send();
    if (this.#inFlight > 1) await this.#settle(1);
    if (this.#failure !== null) throw this.#failure;
  }

  /**
   * Writes what there is, down to the disk.
   *
   * @returns How many bytes the file then has.
   * @throws SluiceError OUTPUT_FAILED when the file can't be made or written.
   */
  async synced(): Promise<number> {
    this.#send();
    await this.#settle(0);
    if (this.#descriptor !== null) {
      await promisify(fdatasync)(this.#descriptor).catch((error: unknown) => this.#fail(error));
    }
    if (this.#failure !== null) throw this.#failure;
    return this.#position;
  }

  /**
   * Writes what is left and closes the file. May be called more than once.
   *
   * @throws SluiceError OUTPUT_FAILED when the file can't be made or written.
   */
  async close(): Promise<void> {
    this.#send();
    await this.#release();
    if (this.#failure !== null) throw this.#failure;
    this.#made = false;
  }

  /** Closes the file and removes it, unless it has been closed in good order before. Never throws. */
  async discard(): Promise<void> {
    this.length = 0;
    await this.#release();
    if (this.#made) this.#attempt(() => rmSync(this.path, { force: true }));
    this.#made = false;
  }

  #emptyBuffer(): Buffer {
    return this.#idle.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
  }

  /** Hands the filled part of the buffer to the file; positions are explicit, so writes may end in any order. */
  #send(): void {
    const piece = { buffer: this.bytes, length: this.length, position: this.#position };
    this.bytes = NO_BYTES;
    this.length = 0;
    if (piece.length === 0 || this.#failure !== null) return this.#recycle(piece.buffer);
    this.#position += piece.length;
    this.#attempt(() => this.#write(this.#opened(), piece));
  }

  #opened(): number {
    if (this.#descriptor === null) {
      this.#descriptor = this.#open(this.path);
      this.#made = true;
    }
    return this.#descriptor;
  }

  #write(descriptor: number, piece: Piece): void {
    if (this.#inFlight >= MAX_IN_FLIGHT) {
      writeNow(descriptor, piece);
      return this.#recycle(piece.buffer);
    }
    this.#inFlight++;
    writeSoon(descriptor, { ...piece, from: 0 }, (error) => {
      this.#inFlight--;
      if (error !== null) this.#fail(error);
      this.#recycle(piece.buffer);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    });
  }

  #recycle(buffer: Buffer): void {
    if (buffer.length === BUFFER_BYTES) this.#idle.push(buffer);
  }

  async #settle(limit: number): Promise<void> {
    while (this.#inFlight > limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #release(): Promise<void> {
    await this.#settle(0);
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) await promisify(close)(descriptor).catch((error: unknown) => this.#fail(error));
  }

  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(cause: unknown): void {
    this.#failure ??= new SluiceError(
      'OUTPUT_FAILED',
      `${printable(this.path, 200)} can't be written: ${reason(cause)}.`,
      {
        hint: 'Free some space or name another folder with --rejects-dir, then run again.',
        cause,
      },
    );
  }
}

/** What one write has to bring to the file. */
interface Piece {
  readonly buffer: Buffer;
  readonly length: number;
  readonly position: number;
}

/** Makes the file anew: never through a link, never for other users' eyes, never over what is not a file. */
function openFresh(path: string): number {
  const old = lstatSync(path, { throwIfNoEntry: false });
  if (old !== undefined) {
    if (!old.isFile() && !old.isSymbolicLink()) throw new Error('something that is not a file is there');
    removeSoon(path);
  }
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  return openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
}

function openAgain(path: string): number {
  return openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW);
}

/**
 * Removes a name at once. Giving the blocks of a large file free takes as long as writing many rejects, and waits for the
 * last who has it open: that is done beside the run.
 */
function removeSoon(path: string): void {
  const held = tryToHold(path);
  unlinkSync(path);
  if (held !== null) close(held, ignore);
}

function tryToHold(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    return null;
  }
}

function ignore(): void {
  // There is nothing to be lost in a file without a name.
}

function writeNow(descriptor: number, { buffer, length, position }: Piece): void {
  for (let at = 0; at < length;) at += writeSync(descriptor, buffer, at, length - at, position + at);
}

/** Writes the piece from its byte `from` on; a write may take only a part (a disk that is nearly full). */
function writeSoon(descriptor: number, piece: Piece & { from: number }, done: (error: Error | null) => void): void {
  const { buffer, length, position, from } = piece;
  write(descriptor, buffer, from, length - from, position + from, (error, written) => {
    if (error !== null) return done(error);
    if (from + written === length) return done(null);
    writeSoon(descriptor, { ...piece, from: from + written }, done);
  });
}

/** The system's own words, without the call and the path that Node adds: `ENOSPC: no space left on device`. */
function reason(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split(', ')[0] ?? '') : String(cause);
}

const NO_BYTES = Buffer.alloc(0);
