import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notKept } from '../../../errors/not-kept.js';

/** What errors say of a file. */
export interface SpillSubject {
  /** What is kept in it, such as `The keys of records`. */
  readonly what: string;
  /** Why it is kept there, and what to do. */
  readonly hint: string;
}

/**
 * A temporary file of bytes that have no room in memory. It is private, and has lost its name before the first byte is
 * written (where the system allows that), so that nothing is left behind even by a killed run. Reading and writing don't
 * yield: what is in it has just been written, and comes from the system's cache.
 */
export class SpillFile {
  /** How many bytes have been written. */
  length = 0;
  readonly #subject: SpillSubject;
  readonly #folder: string;
  readonly #handle: number;
  #isClosed = false;

  /** @throws SluiceError OUTPUT_FAILED */
  constructor(subject: SpillSubject) {
    this.#subject = subject;
    [this.#folder, this.#handle] = this.#orFailed(() => {
      const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
      return [folder, openSync(join(folder, 'spill'), 'wx+', 0o600)] as const;
    });
    this.#removeName();
  }

  /**
   * Adds bytes at the end.
   *
   * @returns Where they begin.
   * @throws SluiceError OUTPUT_FAILED
   */
  append(bytes: Uint8Array): number {
    const start = this.length;
    this.#orFailed(() => {
      for (let at = 0; at < bytes.length;) at += this.#write(bytes.subarray(at, at + MAX_WRITE_BYTES), start + at);
    });
    this.length += bytes.length;
    return start;
  }

  /**
   * Fills a buffer with the bytes from a place on, of which there must be as many.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  read(into: Uint8Array, start: number): void {
    this.#orFailed(() => {
      for (let at = 0; at < into.length;) {
        const count = readSync(this.#handle, into, at, into.length - at, start + at);
        if (count === 0) throw new Error('the file has become shorter');
        at += count;
      }
    });
  }

  /** Lets go of the file. A second call does nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#handle);
    this.#removeName();
  }

  #write(bytes: Uint8Array, start: number): number {
    return writeSync(this.#handle, bytes, 0, bytes.length, start);
  }

  #orFailed<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw notKept(this.#subject.what, this.#subject.hint, error);
    }
  }

  /** Windows keeps the name of an open file. */
  #removeName(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      // It is tried again when the file is closed; then the system's own cleaning of its temporary folder has to do.
    }
  }
}

const MAX_WRITE_BYTES = 4 * 1024 * 1024;
