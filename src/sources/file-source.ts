import type { Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { unreadable } from './read-errors.js';
import { CHUNK_BYTES, type Source } from './source.js';

/**
 * Opens a file as a source. A pipe with a name (`/dev/fd/63`, a FIFO) works too, but can be read only once.
 *
 * @param path - As the user typed it; this is also the name in messages.
 * @param cwd - The folder that a relative path starts from.
 * @throws SluiceError SOURCE_UNREADABLE when it is missing, a folder, or not to be opened.
 */
export async function openFile(path: string, cwd: string): Promise<Source> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(resolve(cwd, path), 'r');
    const stats = await handle.stat();
    if (stats.isDirectory()) throw folderError(path);
    return fileSource(path, handle, stats);
  } catch (error) {
    await handle?.close();
    throw unreadable(path, error);
  }
}

/**
 * A source that reads an open file, which then belongs to it.
 *
 * @param name - The name in messages.
 * @param stats - What `handle.stat()` said when the file was opened.
 */
export function fileSource(name: string, handle: FileHandle, stats: Stats): Source {
  const regular = stats.isFile();
  let closed: Promise<void> | null = null;
  return {
    ref: { name },
    size: regular ? stats.size : null,
    repeatable: regular,
    read: () => Readable.from(chunksOf(name, handle, regular), { objectMode: false, highWaterMark: CHUNK_BYTES }),
    async assertUnchanged() {
      const now = await handle.stat();
      if (regular && (now.size !== stats.size || now.mtimeMs !== stats.mtimeMs)) throw changedError(name);
    },
    close: () => (closed ??= handle.close()),
  };
}

/** A regular file is read by position, so that it can be read again; a pipe has no position. */
async function* chunksOf(name: string, handle: FileHandle, regular: boolean): AsyncGenerator<Buffer, void> {
  for (let position = 0; ;) {
    const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    const { bytesRead } = await handle
      .read(chunk, 0, CHUNK_BYTES, regular ? position : null)
      .catch((error: unknown) => Promise.reject(unreadable(name, error)));
    if (bytesRead === 0) return;
    position += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

function folderError(path: string): SluiceError {
  return new SluiceError('SOURCE_UNREADABLE', `${printable(path)} is a folder, not a file.`, {
    hint: 'Name the file in it that is to be loaded.',
  });
}

function changedError(name: string): SluiceError {
  return new SluiceError('SOURCE_CHANGED', `${printable(name)} changed while it was read.`, {
    hint: 'Nothing was loaded. Load it again when whatever writes it has finished, or load a copy.',
  });
}
