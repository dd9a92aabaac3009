import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';

/**
 * A temporary file that nobody else can open, and that has lost its name before the first byte is written, so that even
 * a killed run leaves nothing behind. Windows keeps the name of an open file: there it goes with `close`.
 *
 * Reading and writing do not wait: what is written here and read again soon is in the system's memory.
 */
export class PrivateFile {
  /** How many bytes have been written. */
  length = 0;
  readonly #folder: string;
  readonly #descriptor: number;
  #isClosed = false;

  /** @throws SluiceError OUTPUT_FAILED */
  constructor() {
    [this.#folder, this.#descriptor] = orFailed(() => {
      const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
      return [folder, openSync(join(folder, 'lookup'), 'wx+', 0o600)] as const;
    });
    this.#removeName();
  }

  /**
   * Writes behind what has been written.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  append(bytes: Uint8Array): void {
    orFailed(() => {
      for (let from = 0; from < bytes.length;) {
        const written = writeSync(this.#descriptor, bytes, from, bytes.length - from, this.length);
        from += written;
        this.length += written;
      }
    });
  }

  /**
   * Fills a buffer with what has been written from `position` on.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  read(target: Uint8Array, position: number): void {
    orFailed(() => {
      for (let from = 0; from < target.length;) {
        const count = readSync(this.#descriptor, target, from, target.length - from, position + from);
        if (count === 0) throw new RangeError('it ends too early');
        from += count;
      }
    });
  }

  /** Lets go of it. A second call does nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#descriptor);
    this.#removeName();
  }

  #removeName(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      // The system cleans its temporary folder.
    }
  }
}

function orFailed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = printable(error instanceof Error ? error.message : String(error), 200);
    throw new SluiceError('OUTPUT_FAILED', `A lookup can't be kept in ${printable(tmpdir(), 200)}: ${reason}.`, {
      hint: 'It has more entries than are held in memory. Free some space, set TMPDIR, or have its cacheSize larger.',
      cause: error,
    });
  }
}
