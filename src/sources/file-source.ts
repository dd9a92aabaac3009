import { createReadStream, open as openDescriptor, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { unreadable } from './read-errors.js';
import { CHUNK_BYTES, type Source } from './source.js';
import { ChunkPool } from './chunk-pool.js';
import { streamSource } from './stream-source.js';

/**
 * Opens a file as a source. A pipe with a name (`/dev/fd/63`, a FIFO) works too, but can be read only once.
 *
 * @param path - As the user typed it; this is also the name in messages.
 * @param cwd - The folder that a relative path starts from.
 * @throws SluiceError SOURCE_UNREADABLE when it is missing, a folder, or not to be opened.
 */
export async function openFile(path: string, cwd: string): Promise<Source> {
  const absolute = resolve(cwd, path);
  try {
    const stats = await stat(absolute);
    if (stats.isDirectory()) throw folderError(path);
    return stats.isFile() ? await openRegularFile(path, absolute) : streamSource(path, await openPipe(absolute, stats));
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function openRegularFile(path: string, absolute: string): Promise<Source> {
  const handle = await open(absolute, 'r');
  return fileSource(path, handle, await handle.stat());
}

/** A pipe is read as a socket: a read that waits for its writer can then be broken off, by an interrupt. */
async function openPipe(absolute: string, stats: Stats): Promise<Readable> {
  if (!stats.isFIFO()) return createReadStream(absolute, { highWaterMark: CHUNK_BYTES });
  return new Socket({ fd: await promisify(openDescriptor)(absolute, 'r'), readable: true, writable: false });
}

/**
 * A source that reads an open regular file, which then belongs to it.
 *
 * @param name - The name in messages.
 * @param stats - What `handle.stat()` said when the file was opened.
 */
export function fileSource(name: string, handle: FileHandle, stats: Stats): Source {
  const chunks = new ChunkPool();
  let closed: Promise<void> | null = null;
  return {
    ref: { name },
    size: stats.size,
    repeatable: true,
    read: () => Readable.from(chunksOf(name, handle, chunks), { objectMode: false, highWaterMark: CHUNK_BYTES }),
    recycle: (chunk) => chunks.release(chunk),
    async assertUnchanged() {
      const now = await handle.stat();
      if (now.size !== stats.size || now.mtimeMs !== stats.mtimeMs) throw changedError(name);
    },
    close: () => (closed ??= handle.close()),
  };
}

/** Read by position, so that it can be read again. */
async function* chunksOf(name: string, handle: FileHandle, chunks: ChunkPool): AsyncGenerator<Buffer, void> {
  for (let position = 0; ;) {
    const chunk = chunks.acquire();
    const { bytesRead } = await handle
      .read(chunk, 0, CHUNK_BYTES, position)
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
