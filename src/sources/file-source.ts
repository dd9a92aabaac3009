import { createReadStream, open as openDescriptor, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { changedError, isChanged, ReopenedFile, type FileAccess } from './file-access.js';
import { fileFingerprint } from './file-fingerprint.js';
import { folderError, unreadable } from './read-errors.js';
import { CHUNK_BYTES, type Source } from './source.js';
import { sharedChunks as chunks, type ChunkPool } from './chunk-pool.js';
import { chunkStream } from './chunk-stream.js';
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

/** Its handle is open only while it is read: there may be more inputs than files that a process can have open. */
async function openRegularFile(path: string, absolute: string): Promise<Source> {
  const handle = await open(absolute, 'r');
  try {
    const stats = await handle.stat();
    return fileSource(path, new ReopenedFile(path, absolute, stats), stats);
  } finally {
    await handle.close();
  }
}

/** A pipe is read as a socket: a read that waits for its writer can then be broken off, by an interrupt. */
async function openPipe(absolute: string, stats: Stats): Promise<Readable> {
  if (!stats.isFIFO()) return createReadStream(absolute, { highWaterMark: CHUNK_BYTES });
  return new Socket({ fd: await promisify(openDescriptor)(absolute, 'r'), readable: true, writable: false });
}

/**
 * A source that reads a regular file.
 *
 * @param name - The name in messages.
 * @param file - Belongs to the source from now on.
 * @param stats - What the file's `stat` said when it was opened.
 */
export function fileSource(name: string, file: FileAccess, stats: Stats): Source {
  let position = 0;
  return {
    ref: { name },
    size: stats.size,
    repeatable: true,
    read: (from = 0) => chunkStream(chunksOf(name, file, { from, chunks, onPosition: (bytes) => (position = bytes) })),
    position: () => position,
    readAt: (target, from) => withHandle(file, (handle) => fill(name, handle, { target, from })),
    recycle: (chunk) => chunks.release(chunk),
    fingerprint: (kind) =>
      withHandle(file, async (handle) => {
        const readAt: Source['readAt'] = (target, from) => fill(name, handle, { target, from });
        const fingerprint = await fileFingerprint(kind, { stats, readAt });
        await assertSame(name, stats, handle);
        return fingerprint;
      }),
    assertUnchanged: () => withHandle(file, (handle) => assertSame(name, stats, handle)),
    close: () => file.close(),
  };
}

async function assertSame(name: string, stats: Stats, handle: FileHandle): Promise<void> {
  if (isChanged(stats, await handle.stat())) throw changedError(name);
}

async function withHandle<Value>(file: FileAccess, work: (handle: FileHandle) => Promise<Value>): Promise<Value> {
  const handle = await file.acquire();
  try {
    return await work(handle);
  } finally {
    await file.release();
  }
}

interface Reading {
  readonly from: number;
  readonly chunks: ChunkPool;
  readonly onPosition: (position: number) => void;
}

/** Read by position, so that it can be read again. */
async function* chunksOf(
  name: string,
  file: FileAccess,
  { from, chunks, onPosition }: Reading,
): AsyncGenerator<Buffer, void> {
  const handle = await file.acquire();
  try {
    for (let position = from; ;) {
      onPosition(position);
      const chunk = chunks.acquire();
      const bytesRead = await fill(name, handle, { target: chunk, from: position });
      if (bytesRead === 0) return;
      position += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.release();
  }
}

async function fill(
  name: string,
  handle: FileHandle,
  { target, from }: { target: Buffer; from: number },
): Promise<number> {
  let length = 0;
  while (length < target.length) {
    const { bytesRead } = await handle
      .read(target, length, target.length - length, from + length)
      .catch((error: unknown) => Promise.reject(unreadable(name, error)));
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
