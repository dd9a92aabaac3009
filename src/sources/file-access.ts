import type { Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { unreadable } from './read-errors.js';

/** The way to a file's bytes, for several that read it at the same time. */
export interface FileAccess {
  /** A handle, to be used until `release`. Fails with SOURCE_UNREADABLE or SOURCE_CHANGED. */
  acquire(): Promise<FileHandle>;
  release(): Promise<void>;
  /** Lets go of the file, also under those who still read it. May be called more than once. */
  close(): Promise<void>;
}

/** A file whose handle is kept, because it could not be opened again: it has lost its name. */
export class KeptFile implements FileAccess {
  readonly #handle: FileHandle;
  #closed: Promise<void> | null = null;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  acquire(): Promise<FileHandle> {
    return Promise.resolve(this.#handle);
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#handle.close());
  }
}

/** A file that is open only while somebody reads it. */
export class ReopenedFile implements FileAccess {
  readonly #name: string;
  readonly #path: string;
  readonly #stats: Stats;
  #opening: Promise<FileHandle> | null = null;
  #users = 0;
  #isClosed = false;

  /**
   * @param name - The name in messages.
   * @param path - Absolute.
   * @param stats - What must still hold of the file when it is opened again.
   */
  constructor(name: string, path: string, stats: Stats) {
    this.#name = name;
    this.#path = path;
    this.#stats = stats;
  }

  async acquire(): Promise<FileHandle> {
    this.#users++;
    try {
      return await (this.#opening ??= this.#open());
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    this.#users = Math.max(0, this.#users - 1);
    if (this.#users === 0) await this.#letGo();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    this.#users = 0;
    const handle = await opening?.catch(() => null);
    await handle?.close();
  }

  async #open(): Promise<FileHandle> {
    if (this.#isClosed) throw unreadable(this.#name, new Error('it has been closed'));
    const handle = await open(this.#path, 'r').catch((error: unknown) => {
      throw unreadable(this.#name, error);
    });
    const stats = await handle.stat();
    if (!isChanged(this.#stats, stats)) return handle;
    await handle.close();
    throw changedError(this.#name);
  }
}

/** Whether a file is another, or another one's bytes, than it was. */
export function isChanged(then: Stats, now: Stats): boolean {
  return now.size !== then.size || now.mtimeMs !== then.mtimeMs || now.ino !== then.ino || now.dev !== then.dev;
}

/** The error of a file that is not what it was. */
export function changedError(name: string): SluiceError {
  return new SluiceError('SOURCE_CHANGED', `${printable(name)} changed while it was read.`, {
    hint: 'Load it again when whatever writes it has finished, or load a copy.',
  });
}
