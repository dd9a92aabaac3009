import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { Io } from './io.js';

/** Where a conversion writes to. */
export interface ConvertOutput {
  /** Whoever reads has gone away (`| head`): what is written from then on is let go of. */
  readonly isClosedByReader: boolean;
  /**
   * Writes; resolves when there is room for more.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  write(chunk: Buffer): Promise<void>;
  /**
   * All has been written: it stays.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  keep(): Promise<void>;
  /** Lets go of what has not been kept. Never rejects. */
  discard(): Promise<void>;
}

/**
 * Opens the output of a conversion. A file comes to its place only when it is whole; a pipe or a device is written to.
 *
 * @param path - As typed; null: standard output.
 * @param flag - The one that names it, for messages. Default: `--output`
 * @throws SluiceError OUTPUT_FAILED when the file can't be made.
 */
export async function openConvertOutput(path: string | null, io: Io, flag = '--output'): Promise<ConvertOutput> {
  if (path === null) return streamOutput(io.stdout, { name: io.stdoutName ?? 'Standard output', flag });
  const absolute = resolve(io.cwd, path);
  return (await isPipeOrDevice(absolute))
    ? specialOutput({ name: path, flag }, absolute)
    : fileOutput({ name: path, flag }, absolute);
}

/** Such as `/dev/null`: nothing must ever take its place. */
async function isPipeOrDevice(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats !== null && !stats.isFile() && !stats.isDirectory();
}

/** How an output is called, and the flag that names another. */
interface OutputLabel {
  readonly name: string;
  readonly flag: string;
}

function specialOutput(label: OutputLabel, path: string): ConvertOutput {
  const stream = createWriteStream(path);
  stream.on('error', () => undefined);
  const output = streamOutput(stream, label);
  output.keep = () => closed(stream);
  output.discard = () => Promise.resolve(void stream.destroy());
  return output;
}

function streamOutput(stream: NodeJS.WritableStream, label: OutputLabel): ConvertOutput {
  let isClosed = false;
  return {
    get isClosedByReader() {
      return isClosed;
    },
    write: async (chunk) => {
      if (isClosed || chunk.length === 0) return;
      await written(stream, chunk).catch((error: unknown) => {
        if (!isBrokenPipe(error)) throw failed(label, error);
        isClosed = true;
      });
    },
    keep: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}

async function fileOutput(label: OutputLabel, path: string): Promise<ConvertOutput> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  const stream = createWriteStream(draft, { flags: 'wx', mode: 0o666 });
  let isKept = false;
  stream.on('error', () => undefined);
  const failure = (error: unknown): never => {
    throw failed(label, error);
  };
  await once(stream, 'open').catch(failure);
  return {
    isClosedByReader: false,
    write: async (chunk) => {
      if (chunk.length > 0) await written(stream, chunk).catch(failure);
    },
    keep: async () => {
      await closed(stream).catch(failure);
      await rename(draft, path).catch(failure);
      isKept = true;
    },
    discard: async () => {
      if (isKept) return;
      stream.destroy();
      await rm(draft, { force: true }).catch(() => undefined);
    },
  };
}

function written(stream: NodeJS.WritableStream, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function closed(stream: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.end(() => resolve());
  });
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}

function failed({ name, flag }: OutputLabel, cause: unknown): SluiceError {
  const reason = printable(cause instanceof Error ? cause.message : String(cause), 200);
  return new SluiceError('OUTPUT_FAILED', `${printable(name, 200)} can't be written: ${reason}.`, {
    hint: `Free some space, or write elsewhere with ${flag}. No file was left behind.`,
    cause,
  });
}
