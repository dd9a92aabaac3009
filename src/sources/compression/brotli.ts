import { createBrotliDecompress } from 'node:zlib';
import type { ByteInput } from './byte-input.js';
import { OUTPUT_BYTES, zlibOutput } from './zlib-output.js';

/** Brotli data, as of `brotli FILE`. It begins with nothing that could tell it from other data. */
export async function* unbrotli(input: ByteInput): AsyncGenerator<Buffer, void> {
  yield* zlibOutput(input, createBrotliDecompress({ chunkSize: OUTPUT_BYTES }));
  if (await input.fill(1)) throw input.damaged('other bytes follow it');
}
