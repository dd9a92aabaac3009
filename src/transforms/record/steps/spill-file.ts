import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from '../../../errors/printable.js';
import { SluiceError } from '../../../errors/sluice-error.js';

/**
 * A temporary file of bytes that have no room in memory. It is private, and has lost its name before the first byte is
 * written (where the system allows that), so that nothing is left behind even by a killed run. Reading and writing don't
 * yield: what is in it has just been written, and comes from the system's cache.
 */
export class SpillFile {
  readonly #handle: number;
  readonly #folder: string;
  #length = 0;

  /** @throws SluiceError OUTPUT_FAILED */
  constructor() {
    try {
      this.#folder = mkdtempSync(join(tmpdir(), 'sluice-'));
      this.#handle = openSync(join(this.#folder, 'keys'), 'wx+', 0o600);
    } catch (error) {
      throw notKept(error);
    }
    this.#removeName();
  }

  /**
   * Adds bytes at the end.
   *
   * @returns Where they begin.
   * @throws SluiceError OUTPUT_FAILED
   */
  append(bytes: Uint8Array): number {
    const start = this.#length;
    try {
      for (let at = 0; at < bytes.length;) at += this.#write(bytes.subarray(at, at + MAX_WRITE_BYTES), start + at);
    } catch (error) {
      throw notKept(error);
    }
    this.#length += bytes.length;
    return start;
  }

  /**
   * Fills a buffer with the bytes from a place on, of which there must be as many.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  read(into: Uint8Array, start: number): void {
    try {
      for (let at = 0; at < into.length;) {
        const count = readSync(this.#handle, into, at, into.length - at, start + at);
        if (count === 0) throw new Error('the file has become shorter');
        at += count;
      }
    } catch (error) {
      throw notKept(error);
    }
  }

  /** Lets go of the file. */
  close(): void {
    closeSync(this.#handle);
    this.#removeName();
  }

  #write(bytes: Uint8Array, start: number): number {
    return writeSync(this.#handle, bytes, 0, bytes.length, start);
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

function notKept(error: unknown): SluiceError {
  const reason = printable(error instanceof Error ? error.message : String(error), 200);
  const message = `The keys of records can't be kept in ${printable(tmpdir(), 200)}: ${reason}.`;
  return new SluiceError('OUTPUT_FAILED', message, {
    hint: 'dedupe and unique keep there what has no room in memory. Free some space, or set TMPDIR to a folder that has some.',
    cause: error,
  });
}
